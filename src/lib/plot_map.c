// SPDX-License-Identifier: MIT
// plot_map: maps by colour; plot_map.h has the contract.

#include <math.h>
#include <stdlib.h>

#include "err.h"
#include "plot_map.h"

enum { MOST_CELLS = 1 << 20 }; // of a drawing: more would be smaller than any screen's points

void plot_map(struct plot *o, const struct map_cell *cell, size_t n, const char *zlabel)
{
	struct picture *p = &o->picture;
	struct map_cell all = {INFINITY, -INFINITY, INFINITY, -INFINITY, 0};
	double least = INFINITY, most = -INFINITY;
	picture_block(p, "cells");
	for (size_t i = 0; i < n; i++) {
		const struct map_cell *c = &cell[i];
		all = (struct map_cell){fmin(all.xlow, c->xlow), fmax(all.xhigh, c->xhigh), fmin(all.ylow, c->ylow),
					fmax(all.yhigh, c->yhigh), 0};
		if (isnan(c->z) || (o->logarithmic && !(c->z > 0)))
			continue;
		least = fmin(least, c->z);
		most = fmax(most, c->z);
		PICTURE_ROW(p, (c->xlow + c->xhigh) / 2, (c->ylow + c->yhigh) / 2, c->xlow, c->xhigh, c->ylow, c->yhigh, c->z);
	}
	picture_block_end(p);
	if (!(most >= least))
		die(EXIT_DATA, "%s: nothing to draw, all of it is empty", o->file[0]);
	picture_number(p, "xmin", all.xlow);
	picture_number(p, "xmax", all.xhigh);
	picture_number(p, "ymin", all.ylow);
	picture_number(p, "ymax", all.yhigh);
	picture_number(p, "zmin", least);
	picture_number(p, "zmax", most > least ? most : least + fmax(fabs(least), 1) * 1e-3);
	picture_number(p, "logarithmic", o->logarithmic);
	picture_text(p, "zlabel", zlabel);
	picture_draw(p, "map");
}

void plot_hist_map(struct plot *o, const struct hist *h)
{
	const struct axis *x = &h->key.bins[0], *y = &h->key.bins[1];
	uint64_t inside = 0;
	struct string note = {0};
	if (o->stack || o->ratio || o->normalise || o->data || h->classes == 2)
		die(EXIT_USAGE, "%s: a map is drawn of one histogram, as it is", o->file[0]);
	if (x->n * y->n > MOST_CELLS)
		die(EXIT_DATA, "%s: more than %d bins cannot be drawn", o->file[0], (int)MOST_CELLS);
	struct map_cell *cell = mem_new(x->n * y->n, sizeof *cell);
	for (size_t i = 1; i <= x->n; i++) {
		for (size_t j = 1; j <= y->n; j++) {
			const size_t bin = i * (y->n + 2) + j;
			const double n = (double)h->entries[bin];
			inside += h->entries[bin];
			cell[(i - 1) * y->n + j - 1] =
				(struct map_cell){x->low[i], axis_high(x, i), y->low[j], axis_high(y, j),
						  !h->entries[bin] ? NAN : h->sumw ? sum_value(&h->sumw[bin]) : n};
		}
	}
	string_puts(&note, "shown: ");
	plot_count(&note, inside);
	string_puts(&note, ", outside the bins: ");
	plot_count(&note, hist_entries(h) - inside);
	picture_text(&o->picture, "note", note.text);
	plot_titles(o, "", h->key.x, h->key.y);
	plot_map(o, cell, x->n * y->n, h->key.weight ? "sum of weights / bin" : "events / bin");
	string_free(&note);
	free(cell);
}
