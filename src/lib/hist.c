// SPDX-License-Identifier: MIT
// hist: filling and merging histograms; hist.h has the contract, hist_text.c the text.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classes.h"
#include "clones.h"
#include "err.h"
#include "hist.h"
#include "mem.h"

struct hist *hist_new(struct hist_key key)
{
	struct hist *h = mem_new(1, sizeof *h);
	h->key = key;
	h->classes = key.signal ? 2 : 1;
	h->bins = (key.bins[0].n + 2) * (key.bins[1].n ? key.bins[1].n + 2 : 1);
	size_t cells = h->bins * (size_t)h->classes;
	h->entries = mem_new(cells + 1, sizeof *h->entries); // the last one is for what is left out
	if (key.weight) {
		h->sumw = mem_new(cells, sizeof *h->sumw);
		h->sumw2 = mem_new(cells, sizeof *h->sumw2);
	}
	if (key.profile) {
		h->sumwy = mem_new(cells, sizeof *h->sumwy);
		h->sumwy2 = mem_new(cells, sizeof *h->sumwy2);
	}
	return h;
}

static void free_sums(struct sum *s, size_t n)
{
	for (size_t i = 0; s && i < n; i++)
		sum_free(&s[i]);
	free(s);
}

void hist_free(struct hist *h)
{
	struct hist_key *k = &h->key;
	size_t cells = h->bins * (size_t)h->classes;
	free_sums(h->sumw, cells);
	free_sums(h->sumw2, cells);
	free_sums(h->sumwy, cells);
	free_sums(h->sumwy2, cells);
	free(h->entries);
	free(k->x);
	free(k->y);
	free(k->weight);
	free(k->signal);
	free(k->selection);
	axis_free(&k->bins[0]);
	axis_free(&k->bins[1]);
	free(h);
}

// -- filling

// Sends events that take no part, or have something missing, to the cell trash, and background to the second histogram, which
// is bins behind the first. Gives how many have something missing. y and w may be NULL.
VECTOR_CLONES static uint32_t sort_out(const double *x, const double *y, const double *w, const uint8_t *class, size_t n,
				       uint32_t bins, uint32_t trash, uint32_t *restrict cell)
{
	uint32_t missing = 0;
	y = y ? y : x;
	w = w ? w : x;
	for (size_t i = 0; i < n; i++) {
		uint32_t out = class[i] == LEFT_OUT, nan = (x[i] != x[i]) | (y[i] != y[i]) | (w[i] != w[i]);
		missing += nan & ~out;
		cell[i] = (out | nan) ? trash : cell[i] + (class[i] == BACKGROUND ? bins : 0);
	}
	return missing;
}

// The cells of up to a block of events; that of an event which takes no part, or has something missing, is the last
// one.
static void find_cells(struct hist *h, const double *x, const double *y, const double *w, const uint8_t *class,
		       size_t n, uint32_t *cell)
{
	const struct axis *bins = h->key.bins;
	uint32_t trash = (uint32_t)(h->bins * (size_t)h->classes), other[EXPR_BLOCK], y_bins = (uint32_t)bins[1].n + 2;
	axis_find(&bins[0], x, n, cell);
	if (bins[1].n) {
		axis_find(&bins[1], y, n, other);
		for (size_t i = 0; i < n; i++)
			cell[i] = cell[i] * y_bins + other[i];
	}
	h->missing += sort_out(x, y, w, class, n, (uint32_t)h->bins, trash, cell);
}

// Adds w y². The product w y is taken as the sum of two doubles, which is exact unless it overflows or underflows; what
// it is then depends on this event alone.
static void add_weighted_square(struct sum *s, double w, double y)
{
	double wy = w * y, rest = isfinite(wy) ? fma(w, y, -wy) : 0;
	sum_add_product(s, wy, y);
	if (rest != 0)
		sum_add_product(s, rest, y);
}

static void add_sums(struct hist *h, uint32_t cell, double y, double w)
{
	if (h->sumw) {
		sum_add(&h->sumw[cell], w);
		sum_add_product(&h->sumw2[cell], w, w);
	}
	if (h->sumwy) {
		sum_add_product(&h->sumwy[cell], w, y);
		add_weighted_square(&h->sumwy2[cell], w, y);
	}
}

enum { FEW_CELLS = 512, LANES = 4 };

// Counts n events of up to a block. Where there are few cells, one event often falls into the same as the one before, and
// would have to wait for its sum: so each of four in turn has counts of its own.
static void count_entries(uint64_t *entries, size_t cells, const uint32_t *cell, size_t n)
{
	uint16_t count[LANES][FEW_CELLS];
	size_t i = 0;
	if (cells <= FEW_CELLS && n >= FEW_CELLS) {
		for (size_t l = 0; l < LANES; l++)
			memset(count[l], 0, cells * sizeof count[l][0]);
		for (; i + LANES <= n; i += LANES) {
			for (size_t l = 0; l < LANES; l++)
				count[l][cell[i + l]]++;
		}
		for (size_t c = 0; c < cells; c++)
			entries[c] += (uint64_t)count[0][c] + count[1][c] + count[2][c] + count[3][c];
	}
	for (; i < n; i++)
		entries[cell[i]]++;
}

static void fill_block(struct hist *h, const double *x, const double *y, const double *w, const uint8_t *class,
		       size_t n)
{
	uint32_t cell[EXPR_BLOCK];
	size_t cells = h->bins * (size_t)h->classes;
	find_cells(h, x, y, w, class, n, cell);
	count_entries(h->entries, cells + 1, cell, n);
	if (!h->sumw && !h->sumwy)
		return;
	for (size_t i = 0; i < n; i++) {
		if (cell[i] < cells)
			add_sums(h, cell[i], y ? y[i] : 0, w ? w[i] : 1);
	}
}

void hist_fill(struct hist *h, const double *x, const double *y, const double *w, const uint8_t *class, size_t n)
{
	for (size_t i = 0; i < n; i += EXPR_BLOCK) {
		size_t part = n - i < EXPR_BLOCK ? n - i : EXPR_BLOCK;
		fill_block(h, x + i, y ? y + i : NULL, w ? w + i : NULL, class + i, part);
	}
}

uint64_t hist_entries(const struct hist *h)
{
	uint64_t all = 0;
	for (size_t cell = 0; cell < h->bins * (size_t)h->classes; cell++)
		all += h->entries[cell];
	return all;
}

// -- merging

static void check_same(const char *file, const char *what, const char *is, const char *should)
{
	if (is && should ? strcmp(is, should) != 0 : is != should)
		die(EXIT_DATA, "%s: another %s: %s, not %s", file, what, is ? is : "none", should ? should : "none");
}

static void check_bins(const char *file, const char *axis, const struct axis *is, const struct axis *should)
{
	if (is->n && should->n && (is->even != should->even || strcmp(is->spec, should->spec) != 0))
		die(EXIT_DATA, "%s: another binning: %s %s%s, not %s%s", file, axis, is->even ? "" : "edges ", is->spec,
		    should->even ? "" : "edges ", should->spec);
}

static const char *shape(const struct hist_key *k)
{
	return k->profile ? "profile" : k->bins[1].n ? "histogram in two dimensions" : "histogram in one dimension";
}

static void check_keys(const struct hist_key *is, const struct hist_key *should, const char *file)
{
	check_same(file, "shape", shape(is), shape(should));
	check_same(file, "x", is->x, should->x);
	check_same(file, "y", is->y, should->y);
	check_bins(file, "x", &is->bins[0], &should->bins[0]);
	check_bins(file, "y", &is->bins[1], &should->bins[1]);
	check_same(file, "weight", is->weight, should->weight);
	check_same(file, "signal", is->signal, should->signal);
	check_same(file, "selection", is->selection, should->selection);
}

static void merge_sums(struct sum *into, const struct sum *from, size_t n, const char *file)
{
	for (size_t i = 0; into && i < n; i++) {
		sum_merge(&into[i], &from[i]);
		partial_check_sum(file, &into[i]);
	}
}

void hist_merge(struct hist *into, const struct hist *from, const char *file)
{
	check_keys(&from->key, &into->key, file);
	size_t cells = into->bins * (size_t)into->classes;
	partial_check_count(file, hist_entries(into) + hist_entries(from)); // each entry is less
	for (size_t i = 0; i < cells; i++)
		into->entries[i] += from->entries[i];
	merge_sums(into->sumw, from->sumw, cells, file);
	merge_sums(into->sumw2, from->sumw2, cells, file);
	merge_sums(into->sumwy, from->sumwy, cells, file);
	merge_sums(into->sumwy2, from->sumwy2, cells, file);
	into->missing += from->missing;
	partial_check_count(file, into->missing);
}
