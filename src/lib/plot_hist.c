// SPDX-License-Identifier: MIT
// plot_hist: histograms beside or on top of each other, with data and their ratio; profiles; and, in two dimensions, maps.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "curves.h"
#include "err.h"
#include "num.h"
#include "plot.h"
#include "plot_map.h"

enum { MOST_CURVES = 8 }; // as many as there are colours

struct figure {
	struct curves curves;
	struct hist **hist; /* of the files, then of the data */
	size_t n;
	size_t made_up;     /* curves that are not data; they come first */
	double base;        /* where outlines begin and end */
};

static void read_files(struct plot *o, struct figure *f)
{
	f->n = o->n + (o->data != NULL);
	f->hist = mem_new(f->n, sizeof *f->hist);
	for (size_t i = 0; i < f->n; i++) {
		const char *file = i < o->n ? o->file[i] : o->data;
		struct partial *p = partial_read(file, "hist");
		struct hist *h = f->hist[i] = hist_from(p);
		partial_free(p);
		const bool single = f->n == 1 && !o->n_labels;
		if (h->key.bins[1].n && f->n > 1)
			die(EXIT_DATA, "%s: has two dimensions, and can only be drawn by itself", file);
		if (h->key.profile != f->hist[0]->key.profile)
			die(EXIT_DATA, "%s: a profile does not go with a histogram", file);
		if (i == o->n && h->classes == 2)
			die(EXIT_DATA, "%s: data are not split into signal and background", file);
		if (!h->key.bins[1].n)
			curves_add(&f->curves, h, file, single ? (h->classes == 2 ? "" : "events") : plot_name(o, file, i), i == o->n);
		if (f->curves.n - (o->data != NULL) > MOST_CURVES)
			die(EXIT_DATA, "%s: more than %d curves cannot be told apart", file, MOST_CURVES);
	}
	f->made_up = f->curves.n - (o->data != NULL);
}

static void prepare(struct plot *o, struct figure *f)
{
	struct curves *all = &f->curves;
	if (f->hist[0]->key.profile && (o->stack || o->normalise || o->data))
		die(EXIT_USAGE, "a profile's means are neither stacked nor normalised, and are no data");
	if (o->stack || o->ratio)
		curves_check(all);
	if (o->ratio && all->n < 2)
		die(EXIT_USAGE, "a ratio needs two histograms");
	for (size_t k = 1; o->stack && k < f->made_up; k++)
		curve_stack(&all->at[k], &all->at[k - 1]);
	for (size_t k = 0; o->normalise && k < all->n; k++)
		curve_normalise(&all->at[k]);
}

// -- ranges and titles -----------------------------------------------------------------------------------------

static void set_range(struct plot *o, struct figure *f)
{
	double least = INFINITY, most = -INFINITY, positive = INFINITY, lo = 0, hi = 1;
	for (size_t k = 0; k < f->curves.n; k++) {
		const struct curve *c = &f->curves.at[k];
		for (size_t i = 0; i < c->axis->n; i++) {
			if (!c->filled[i])
				continue;
			least = fmin(least, c->low[i]);
			most = fmax(most, c->high[i]);
			if (c->y[i] > 0)
				positive = fmin(positive, c->y[i]);
		}
	}
	if (o->logarithmic) {
		lo = isfinite(positive) ? positive / 2 : 0.1;
		hi = 2 * fmax(most, lo);
	} else if (most >= least) {
		const double margin = most > least ? 0.06 * (most - least) : fmax(fabs(most), 1) * 0.1;
		const bool from_zero = least >= 0 && !f->hist[0]->key.profile;
		lo = from_zero ? 0 : f->hist[0]->key.profile ? least - margin : fmin(0, least - margin);
		hi = fmax(most + margin, lo + margin);
	}
	f->base = o->logarithmic ? lo : 0;
	picture_number(&o->picture, "ymin", lo);
	picture_number(&o->picture, "ymax", hi);
}

// "Events / 2 GeV": the unit is what stands in brackets at the end of the title of x.
static void set_titles(struct plot *o, const struct figure *f)
{
	const struct hist_key *key = &f->hist[0]->key;
	const struct axis *a = &key->bins[0];
	const char *x = o->xlabel ? o->xlabel : key->x, *unit = strrchr(x, '[');
	struct string y = {0};
	const size_t n = unit && unit[strlen(unit) - 1] == ']' ? strlen(unit) - 2 : 0;
	if (key->profile) {
		string_printf(&y, "mean of %s", key->y);
	} else {
		string_puts(&y, o->normalise ? "share of events" : key->weight ? "sum of weights" : "events");
		if (a->even && n)
			string_printf(&y, " / %.4g ", (axis_high(a, a->n) - a->low[1]) / (double)a->n);
		else
			string_puts(&y, " / ");
		string_printf(&y, "%.*s", n ? (int)n : 9, n ? unit + 1 : a->even ? "bin" : "unit of x");
	}
	plot_titles(o, "", key->x, y.text);
	string_free(&y);
}

// What is not in any bin.
static void set_note(struct plot *o, const struct figure *f)
{
	struct string note = {0};
	uint64_t below = 0, above = 0, missing = 0;
	for (size_t k = 0; k < f->curves.n; k++) {
		below += f->curves.at[k].below;
		above += f->curves.at[k].above;
	}
	for (size_t i = 0; i < f->n; i++)
		missing += f->hist[i]->missing;
	string_puts(&note, "not shown: underflow ");
	plot_count(&note, below);
	string_puts(&note, ", overflow ");
	plot_count(&note, above);
	if (missing) {
		string_puts(&note, ", missing ");
		plot_count(&note, missing);
	}
	picture_text(&o->picture, "note", note.text);
	string_free(&note);
}

// -- blocks ----------------------------------------------------------------------------------------------------

// The outline, two points a bin, down to the base at the ends of each run of bins with events. An empty line ends a run.
static void write_outline(struct plot *o, const struct curve *c, double base)
{
	struct picture *p = &o->picture;
	bool any = false;
	for (size_t i = 0; i < c->axis->n; i++) {
		const double lo = c->axis->low[i + 1], hi = axis_high(c->axis, i + 1), y = o->logarithmic ? fmax(c->y[i], base) : c->y[i];
		if (!c->filled[i])
			continue;
		if (!i || !c->filled[i - 1])
			PICTURE_ROW(p, lo, base);
		PICTURE_ROW(p, lo, y);
		PICTURE_ROW(p, hi, y);
		if (i + 1 < c->axis->n && c->filled[i + 1])
			continue;
		PICTURE_ROW(p, hi, base);
		picture_gap(p);
		any = true;
	}
	if (!any)
		PICTURE_ROW(p, c->axis->low[1], base);
	picture_index(p);
}

// The error bars of bins with events: x, y, their ends, and the edges; shift says where in the bin they stand, by is what all is
// divided by, bin by bin, or NULL. One row is out of sight: gnuplot minds a block without any.
static void write_bars(struct plot *o, const struct curve *c, double shift, double base, const double *by)
{
	struct picture *p = &o->picture;
	const double beyond = 2 * c->axis->low[1] - axis_high(c->axis, c->axis->n);
	PICTURE_ROW(p, beyond, 1, 1, 1, beyond, beyond);
	for (size_t i = 0; i < c->axis->n; i++) {
		const double lo = c->axis->low[i + 1], hi = axis_high(c->axis, i + 1), b = by ? by[i] : 1;
		if (c->filled[i] && b > 0)
			PICTURE_ROW(p, lo + shift * (hi - lo), c->y[i] / b, (o->logarithmic && !by ? fmax(c->low[i], base) : c->low[i]) / b, c->high[i] / b, lo, hi);
	}
	picture_index(p);
}

// The ratios' reference is the stack, or the first curve: its errors first, then all curves but those that it is made of.
static void write_ratios(struct plot *o, const struct figure *f, const double *shift)
{
	const size_t first = o->stack ? f->made_up - 1 : 0;
	const struct curve *reference = &f->curves.at[first];
	double off = 0.1;
	picture_block(&o->picture, "ratio");
	for (size_t k = first; k < f->curves.n; k++) {
		const struct curve *c = &f->curves.at[k];
		write_bars(o, c, k == first ? 0.5 : shift[k], 0, reference->y);
		for (size_t i = 0; i < c->axis->n; i++)
			if (c->filled[i] && reference->y[i] > 0 && c->y[i] > 0 && c->high[i] - c->y[i] < 0.7 * c->y[i])
				off = fmax(off, fmax(c->high[i] / reference->y[i] - 1, 1 - c->low[i] / reference->y[i]));
	}
	picture_block_end(&o->picture);
	picture_number(&o->picture, "reference", (double)first + 1);
	picture_number(&o->picture, "ratio_off", fmin(1.1 * off, 4));
}

static void write_curves(struct plot *o, struct figure *f)
{
	struct picture *p = &o->picture;
	const size_t n = f->curves.n;
	char **label = mem_new(n, sizeof *label);
	double *shift = mem_new(n, sizeof *shift);
	for (size_t k = 0; k < n; k++) {
		label[k] = f->curves.at[k].label;
		shift[k] = o->stack || k >= f->made_up ? 0.5 : ((double)k + 1) / ((double)f->made_up + 1);
	}
	picture_texts(p, "label", label, n);
	picture_block(p, "line");
	for (size_t k = 0; k < n; k++)
		write_outline(o, &f->curves.at[k], f->base);
	picture_block_end(p);
	picture_block(p, "bars");
	for (size_t k = 0; k < n; k++)
		write_bars(o, &f->curves.at[k], shift[k], f->base, NULL);
	picture_block_end(p);
	if (o->ratio)
		write_ratios(o, f, shift);
	free(label);
	free(shift);
}

void plot_hist(struct plot *o)
{
	struct figure f = {0};
	struct picture *p = &o->picture;
	read_files(o, &f);
	if (f.hist[0]->key.bins[1].n) {
		plot_hist_map(o, f.hist[0]);
	} else {
		const struct axis *a = &f.hist[0]->key.bins[0];
		prepare(o, &f);
		set_titles(o, &f);
		set_note(o, &f);
		set_range(o, &f);
		picture_number(p, "xmin", a->low[1]);
		picture_number(p, "xmax", axis_high(a, a->n));
		picture_number(p, "made_up", (double)f.made_up);
		picture_number(p, "data", o->data != NULL);
		picture_number(p, "stacked", o->stack);
		picture_number(p, "ratios", o->ratio);
		picture_number(p, "logarithmic", o->logarithmic);
		picture_number(p, "profile", f.hist[0]->key.profile);
		write_curves(o, &f);
		picture_draw(p, "hist");
	}
	for (size_t i = 0; i < f.n; i++)
		hist_free(f.hist[i]);
	free(f.hist);
	curves_free(&f.curves);
}
