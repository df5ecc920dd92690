// SPDX-License-Identifier: MIT
// rank: the best settings, and the edge of what is possible; rank.h has the contract.

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rank.h"

// -- the best: a heap with the worst of them on top ----------------------------------------------------------------

static bool worse(const struct ranked *a, const struct ranked *b)
{
	return a->score != b->score ? a->score < b->score : a->setting > b->setting;
}

static void sift_down(struct ranked *heap, size_t n)
{
	struct ranked moving = heap[0];
	size_t i = 0;
	for (size_t child; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n && worse(&heap[child + 1], &heap[child]))
			child++;
		if (!worse(&heap[child], &moving))
			break;
		heap[i] = heap[child];
	}
	heap[i] = moving;
}

static void push(struct top *t, struct ranked r)
{
	if (t->n == t->most) {
		t->best[0] = r;
		sift_down(t->best, t->n);
		return;
	}
	t->best = mem_grow(t->best, &t->room, t->n + 1, sizeof *t->best);
	size_t i = t->n++;
	for (; i && worse(&r, &t->best[(i - 1) / 2]); i = (i - 1) / 2)
		t->best[i] = t->best[(i - 1) / 2];
	t->best[i] = r;
}

void top_add(struct top *t, uint64_t first, const double *signal, const double *background, const double *score, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		// an equal score comes later, so has the higher setting
		bool in = t->n < t->most ? score[i] == score[i] : score[i] > t->best[0].score;
		if (in)
			push(t, (struct ranked){first + i, signal[i], background[i], score[i]});
	}
}

static int better_first(const void *a, const void *b)
{
	return worse(a, b) ? 1 : -1;
}

void top_sort(struct top *t)
{
	if (t->n)
		qsort(t->best, t->n, sizeof *t->best, better_first);
}

// -- the edge: sorted by background and signal at once -------------------------------------------------------------

// How many of the edge have no more background than r.
static size_t place(const struct edge *e, double background)
{
	size_t lo = 0, hi = e->n;
	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;
		if (e->at[middle].background <= background)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo;
}

static void edge_put(struct edge *e, struct ranked r)
{
	size_t from = place(e, r.background), to = from;
	if (from && e->at[from - 1].signal >= r.signal)
		return; // beaten
	if (from && e->at[from - 1].background == r.background)
		from--;
	while (to < e->n && e->at[to].signal <= r.signal)
		to++;
	e->at = mem_grow(e->at, &e->room, e->n + 1, sizeof *e->at);
	memmove(e->at + from + 1, e->at + to, (e->n - to) * sizeof *e->at);
	e->at[from] = r;
	e->n = e->n + 1 - (to - from);
}

void edge_add(struct edge *e, uint64_t first, const double *signal, const double *background, const double *score,
	      size_t n)
{
	for (size_t i = 0; i < n; i++)
		edge_put(e, (struct ranked){first + i, signal[i], background[i], score[i]});
}
