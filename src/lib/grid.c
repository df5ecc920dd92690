// SPDX-License-Identifier: MIT
// grid: what passes each setting; grid.h has the contract.
//
// A setting is passed by the events of all cells whose cuts are, row by row, no looser than the setting's own: the
// tightest cut that such an event passes is at least as tight as the one asked for. So the yields of all settings are the
// cumulative sums of the cells along each axis from the tightest cut to the loosest: d additions a setting
// for d rows, instead of a look at every event, and they can be done in place.
//
// The sums along an axis may be taken before or after those along another. Taking a whole sub-grid through all its lower
// axes before it is added to the next one keeps the work in the caches, whatever their sizes: each level of the
// recursion adds blocks that were just written, and only the two or three highest axes reach out to memory.

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "digits.h"
#include "err.h"
#include "grid.h"
#include "mem.h"

struct grid {
	const struct cuts *cuts;
	enum grid_kind kind;
	void *yield[2]; // by class
	uint64_t sum;   // of weights, the one whose digits come in: the key of its digit 0
	int64_t digit[DIGITS];
};

static const size_t sizes[] = {sizeof(uint32_t), sizeof(uint64_t), sizeof(double)};

uint64_t grid_bytes(const struct cuts *c, enum grid_kind kind)
{
	return c->settings > UINT64_MAX / 2 / sizes[kind] ? UINT64_MAX : c->settings * 2 * sizes[kind];
}

// Fresh memory is zero without being touched, and comes in large pages where the system has them: a grid is far larger
// than what small ones' tables cache.
struct grid *grid_new(const struct cuts *c, enum grid_kind kind)
{
	struct grid *g = mem_new(1, sizeof *g);
	uint64_t bytes = grid_bytes(c, kind);
	g->cuts = c;
	g->kind = kind;
	void *p = bytes > SIZE_MAX ? MAP_FAILED
				   : mmap(NULL, (size_t)bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		die(EXIT_SYSTEM, "no memory for a grid of %llu bytes", (unsigned long long)bytes);
#ifdef MADV_HUGEPAGE
	madvise(p, (size_t)bytes, MADV_HUGEPAGE);
#endif
	g->yield[0] = p;
	g->yield[1] = (char *)p + bytes / 2;
	return g;
}

void grid_free(struct grid *g)
{
	munmap(g->yield[0], (size_t)grid_bytes(g->cuts, g->kind));
	free(g);
}

// A sum of weights is rounded when all its digits are there.
static void round_sum(struct grid *g)
{
	((double *)g->yield[key_class(g->sum)])[key_cell(g->sum)] = digits_double(g->digit);
	memset(g->digit, 0, sizeof g->digit);
}

static void add_weight(struct grid *g, uint64_t key, int64_t value)
{
	uint64_t sum = key - key_digit(key);
	if (sum != g->sum)
		round_sum(g);
	g->sum = sum;
	g->digit[key_digit(key)] = value;
}

void grid_add(struct grid *g, uint64_t key, int64_t value)
{
	uint64_t cell = key_cell(key);
	if (cell == g->cuts->settings)
		return;
	void *yield = g->yield[key_class(key)];
	if (g->kind == GRID_WEIGHTS)
		add_weight(g, key, value);
	else if (g->kind == GRID_COUNTS) // unsigned numbers: whatever a damaged file says is defined
		((uint64_t *)yield)[cell] += key_digit(key) > DIGIT_ONE ? (uint64_t)value << 32 : (uint64_t)value;
	else
		((uint32_t *)yield)[cell] += (uint32_t)value;
}

// sum_TYPE: the cumulative sums of the sub-grid at y along the first axes of c's rows
#define SUMS(type)                                                                     \
	static void add_##type(type *restrict to, const type *restrict from, size_t n) \
	{                                                                              \
		for (size_t i = 0; i < n; i++)                                         \
			to[i] += from[i];                                              \
	}                                                                              \
	static void sum_##type(type *y, const struct cuts *c, size_t axes)             \
	{                                                                              \
		const struct cut *cut = &c->cut[axes - 1];                             \
		const uint32_t *order = cut->order;                                    \
		type sum = 0;                                                          \
		for (size_t r = 0; axes == 1 && r < cut->n; r++)                       \
			y[order[r]] = sum += y[order[r]];                              \
		for (size_t r = 0; axes > 1 && r < cut->n; r++) {                      \
			type *here = y + order[r] * cut->stride;                       \
			sum_##type(here, c, axes - 1);                                 \
			if (r > 0)                                                     \
				add_##type(here, y + order[r - 1] * cut->stride, cut->stride); \
		}                                                                      \
	}

SUMS(uint32_t)
SUMS(uint64_t)
SUMS(double)

void grid_sum(struct grid *g)
{
	if (g->kind == GRID_WEIGHTS)
		round_sum(g);
	for (int class = 0; class < 2; class++) {
		void *y = g->yield[class];
		if (g->kind == GRID_SMALL)
			sum_uint32_t(y, g->cuts, g->cuts->n);
		else if (g->kind == GRID_COUNTS)
			sum_uint64_t(y, g->cuts, g->cuts->n);
		else
			sum_double(y, g->cuts, g->cuts->n);
	}
}

void grid_yields(const struct grid *g, uint64_t first, size_t n, double *signal, double *background)
{
	for (int class = 0; class < 2; class++) {
		double *to = class ? background : signal;
		if (g->kind == GRID_SMALL) {
			const uint32_t *from = (const uint32_t *)g->yield[class] + first;
			for (size_t i = 0; i < n; i++)
				to[i] = (int32_t)from[i]; // below 2^31, and quicker than unsigned
		} else if (g->kind == GRID_COUNTS) {
			const uint64_t *from = (const uint64_t *)g->yield[class] + first;
			for (size_t i = 0; i < n; i++)
				to[i] = (double)from[i];
		} else {
			memcpy(to, (const double *)g->yield[class] + first, n * sizeof *to);
		}
	}
}
