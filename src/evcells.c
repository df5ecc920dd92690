// SPDX-License-Identifier: MIT
// evcells: bins events into the cells of the cuts' grid, signal and background apart. One pass over any number of events
// then answers every setting of the cuts: cells of files add up (evmerge), and evscan makes yields of them.

#include <stdlib.h>
#include <string.h>

#include "cells.h"
#include "clones.h"
#include "err.h"
#include "opt.h"
#include "sample.h"

static const struct opt opts[] = {
	{'s', "signal", "EXPR", "events that EXPR calls true are signal, the others background"},
	{'c', "cuts", "FILE", "the cuts, as evcuts makes them"},
	{'w', "weight", "EXPR", "what an event counts (1)"},
	{'e', "select", "EXPR", "only events that EXPR calls true; repeatable"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	"-s EXPR -c CUTS [-w WEIGHT] [-e EXPR]... [FILE...]",
	"Counts events by the tightest of all settings of the cuts that they pass.",
	opts,
	NULL,
};

// -- from values to cells ------------------------------------------------------------------------------------------

// A row of the cuts, made ready to place events on its axis.
struct axis {
	size_t n;
	bool above;
	double *tight;   // the cuts from the tightest to the loosest
	uint64_t *place; // of the tightest cut passed: what it adds to the cell; with none passed: NOWHERE
};
static const uint64_t NOWHERE = UINT64_C(1) << 63;
enum { FEW = 24 }; // cuts that are compared one by one, a block of values each, rather than searched

static struct axis make_axis(const struct cut *c)
{
	struct axis a = {c->n, c->above, mem_new(c->n, sizeof(double)), mem_new(c->n + 1, sizeof(uint64_t))};
	for (size_t r = 0; r < c->n; r++) {
		a.tight[r] = c->value[c->order[r]];
		a.place[r] = c->order[r] * c->stride;
	}
	a.place[c->n] = NOWHERE;
	return a;
}

// failed[i] = how many of the cuts x[i] fails: the place of the tightest one that it passes. nan fails all.
CLONES static void count_failed(const struct axis *a, const double *x, size_t n, int64_t *failed)
{
	memset(failed, 0, n * sizeof *failed);
	for (size_t r = 0; r < a->n; r++) {
		double c = a->tight[r];
		if (a->above) {
			for (size_t i = 0; i < n; i++)
				failed[i] += !(x[i] > c);
		} else {
			for (size_t i = 0; i < n; i++)
				failed[i] += !(x[i] < c);
		}
	}
}

static void search_failed(const struct axis *a, const double *x, size_t n, int64_t *failed)
{
	for (size_t i = 0; i < n; i++) {
		size_t lo = 0, hi = a->n;
		while (lo < hi) {
			size_t middle = lo + (hi - lo) / 2;
			bool passes = a->above ? x[i] > a->tight[middle] : x[i] < a->tight[middle];
			if (passes)
				hi = middle;
			else
				lo = middle + 1;
		}
		failed[i] = (int64_t)lo;
	}
}

// The cells of the rows' events; those that fail all cuts of an axis are in cell nowhere.
static void find_cells(const struct axis *axes, size_t n_axes, const struct sample_rows *rows, uint64_t nowhere,
		       uint64_t *cell)
{
	int64_t failed[SAMPLE_BLOCK];
	memset(cell, 0, rows->n * sizeof *cell);
	for (size_t a = 0; a < n_axes; a++) {
		if (axes[a].n <= FEW)
			count_failed(&axes[a], rows->x[a], rows->n, failed);
		else
			search_failed(&axes[a], rows->x[a], rows->n, failed);
		const uint64_t *place = axes[a].place;
		for (size_t i = 0; i < rows->n; i++) {
			uint64_t lost = (cell[i] | place[failed[i]]) & NOWHERE;
			cell[i] = lost | (cell[i] + place[failed[i]]);
		}
	}
	for (size_t i = 0; i < rows->n; i++)
		cell[i] = cell[i] & NOWHERE ? nowhere : cell[i];
}

// -- the program ---------------------------------------------------------------------------------------------------

static void fill(struct tally *t, struct cells_head *h, struct sample *s)
{
	size_t n_axes = h->cuts->n;
	struct axis *axes = mem_new(n_axes, sizeof *axes);
	for (size_t a = 0; a < n_axes; a++)
		axes[a] = make_axis(&h->cuts->cut[a]);
	struct sample_rows rows;
	while (sample_next(s, &rows)) {
		uint64_t cell[SAMPLE_BLOCK], signal = 0;
		find_cells(axes, n_axes, &rows, h->cuts->settings, cell);
		if (rows.weight)
			tally_weigh(t, cell, rows.signal, rows.weight, rows.n);
		else
			tally_count(t, cell, rows.signal, rows.n);
		for (size_t i = 0; i < rows.n; i++)
			signal += rows.signal[i];
		h->events[CLASS_SIGNAL] += signal;
		h->events[CLASS_BACKGROUND] += rows.n - signal;
	}
	h->missing = sample_missing(s);
	for (size_t a = 0; a < n_axes; a++) {
		free(axes[a].tight);
		free(axes[a].place);
	}
	free(axes);
}

int main(int argc, char **argv)
{
	const char *cuts = NULL, *signal = NULL, *weight = NULL;
	char **select = NULL;
	size_t n_select = 0, room = 0;

	err_init(argv[0]);
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		if (key == 's') {
			signal = optarg;
		} else if (key == 'c') {
			cuts = optarg;
		} else if (key == 'w') {
			weight = optarg;
		} else {
			select = mem_grow(select, &room, n_select + 1, sizeof *select);
			select[n_select++] = optarg;
		}
	}
	if (!signal || !cuts)
		usage_error(&cli, signal ? "no cuts: -c CUTS" : "what is signal? -s EXPR");

	struct cells_head head = {.cuts = cuts_read(cuts), .signal = mem_copy(signal), .n_select = n_select};
	head.weight = weight ? mem_copy(weight) : NULL;
	head.select = mem_new(n_select, sizeof *head.select);
	for (size_t i = 0; i < n_select; i++)
		head.select[i] = mem_copy(select[i]);
	struct tally *t = tally_new(cells_count(head.cuts), weight != NULL);
	struct sample_spec spec = {head.cuts, signal, weight, select, n_select};
	struct sample *s = sample_open(&spec, argv + optind, (size_t)(argc - optind));
	fill(t, &head, s);
	sample_close(s);
	cells_write(stdout, &head, t);
	tally_free(t);
	cells_head_free(&head);
	free(select);
	close_stdout();
}
