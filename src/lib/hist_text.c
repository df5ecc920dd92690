// SPDX-License-Identifier: MIT
// hist_text: histograms as text and back; hist.h has the contract, evpartial(5) the format.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "hist.h"
#include "mem.h"

enum { MOST_FIELDS = 4 + 2 * 7, FIELD_NAME = 32 };

// The names of the columns: edges, then the fields of each class.
struct names {
	char text[MOST_FIELDS][FIELD_NAME];
	const char *name[MOST_FIELDS];
	size_t edges, per_class, n;
};

static void add_name(struct names *names, const char *name, const char *suffix)
{
	char *text = names->text[names->n];
	snprintf(text, FIELD_NAME, "%s%s", name, suffix);
	names->name[names->n++] = text;
}

static void name_fields(struct names *names, const struct hist *h)
{
	static const char *const edges[] = {"xlow", "xhigh", "ylow", "yhigh"};
	static const char *const fields[] = {"sumw", "sumw2", "entries", "sumwy", "sumwy2", "mean", "error"};
	names->n = 0;
	names->edges = h->key.bins[1].n ? 4 : 2;
	names->per_class = h->key.profile ? 7 : 3;
	for (size_t i = 0; i < names->edges; i++)
		add_name(names, edges[i], "");
	for (int class = 0; class < h->classes; class++) {
		const char *suffix = h->classes == 1 ? "" : class == 0 ? "_signal" : "_background";
		for (size_t i = 0; i < names->per_class; i++)
			add_name(names, fields[i], suffix);
	}
}

// -- writing

static void print_key(struct partial_out *o, const char *key, const char *value)
{
	if (value)
		partial_key(o, key, value);
}

static void print_header(struct partial_out *o, const struct hist *h)
{
	const struct hist_key *k = &h->key;
	partial_key(o, "x", k->x);
	print_key(o, "y", k->y);
	print_key(o, k->bins[0].even ? "bins" : "edges", k->bins[0].spec);
	print_key(o, k->bins[1].even ? "ybins" : "yedges", k->bins[1].spec);
	print_key(o, "profile", k->profile ? "mean" : NULL);
	print_key(o, "weight", k->weight);
	print_key(o, "signal", k->signal);
	print_key(o, "selection", k->selection);
	partial_key_count(o, "entries", hist_entries(h));
	partial_key_count(o, "missing", h->missing);
}

// The mean of y in a cell, and its standard error: sqrt(variance / effective entries), with (Σw)² / Σw² effective
// entries and the variance Σwy² / Σw - (Σwy / Σw)².
static void print_profile(struct partial_out *o, const struct hist *h, size_t cell)
{
	struct sum count = {0};
	sum_add(&count, (double)h->entries[cell]);
	const struct sum *w = h->sumw ? &h->sumw[cell] : &count, *w2 = h->sumw2 ? &h->sumw2[cell] : &count;
	double sumw = sum_value(w), spread = sum_spread(w, &h->sumwy2[cell], &h->sumwy[cell]);
	partial_sum(o, &h->sumwy[cell]);
	partial_sum(o, &h->sumwy2[cell]);
	partial_real(o, h->entries[cell] ? sum_value(&h->sumwy[cell]) / sumw : NAN);
	partial_real(o, h->entries[cell] ? sqrt(spread) / fabs(sumw) * sqrt(sum_value(w2)) / fabs(sumw) : NAN);
	sum_free(&count);
}

static void print_cell(struct partial_out *o, const struct hist *h, size_t cell)
{
	if (h->sumw) {
		partial_sum(o, &h->sumw[cell]);
		partial_sum(o, &h->sumw2[cell]);
	} else {
		partial_count(o, h->entries[cell]);
		partial_count(o, h->entries[cell]);
	}
	partial_count(o, h->entries[cell]);
	if (h->key.profile)
		print_profile(o, h, cell);
}

// Bins of y vary fastest; an empty line stands behind each bin of x, where there is y.
void hist_print(FILE *out, const struct hist *h)
{
	const struct axis *x = &h->key.bins[0], *y = &h->key.bins[1];
	struct partial_out o;
	struct names names;
	name_fields(&names, h);
	partial_begin(&o, "hist");
	print_header(&o, h);
	partial_columns(&o, names.name, names.n);
	size_t y_bins = y->n ? y->n + 2 : 1;
	for (size_t bin = 0; bin < h->bins; bin++) {
		size_t ix = bin / y_bins, iy = bin % y_bins;
		partial_real(&o, x->low[ix]);
		partial_real(&o, axis_high(x, ix));
		if (y->n) {
			partial_real(&o, y->low[iy]);
			partial_real(&o, axis_high(y, iy));
		}
		for (int class = 0; class < h->classes; class++)
			print_cell(&o, h, (size_t)class * h->bins + bin);
		partial_row(&o);
		if (y->n && iy + 1 == y_bins)
			partial_blank(&o);
	}
	partial_end(&o, out);
}

// -- reading

static char *copy_key(const struct partial *p, const char *key)
{
	const char *value = partial_find(p, key);
	return value ? mem_copy(value) : NULL;
}

static bool read_axis(const struct partial *p, struct axis *a, const char *even, const char *edges)
{
	const char *spec = partial_find(p, even), *key = spec ? even : edges;
	if (!spec && !(spec = partial_find(p, edges)))
		return false;
	const char *wrong = axis_make(a, key == even, spec, p->rows); // no memory for more bins than there are rows
	if (wrong)
		partial_bad(p, 0, "%s %s: %s", key, spec, wrong);
	return true;
}

static struct hist_key read_header(const struct partial *p)
{
	partial_value(p, "x");
	struct hist_key k = {
		.x = copy_key(p, "x"),
		.y = copy_key(p, "y"),
		.weight = copy_key(p, "weight"),
		.signal = copy_key(p, "signal"),
		.selection = copy_key(p, "selection"),
		.profile = partial_find(p, "profile") != NULL,
	};
	if (!read_axis(p, &k.bins[0], "bins", "edges"))
		partial_value(p, "bins");
	bool two = read_axis(p, &k.bins[1], "ybins", "yedges");
	if ((two || k.profile) != (k.y != NULL) || (two && k.profile))
		partial_bad(p, 0, "y, ybins and profile do not go together");
	if (p->rows != (k.bins[0].n + 2) * (two ? k.bins[1].n + 2 : 1))
		partial_bad(p, 0, "%zu rows, which are not those of its bins", p->rows);
	return k;
}

static void check_edge(const struct partial *p, size_t row, size_t field, double edge)
{
	if (partial_cell_real(p, row, field) != edge)
		partial_bad(p, p->line[row], "%s is %s, which is not the edge of a bin", p->field[field],
			    partial_cell(p, row, field));
}

static void check_edges(const struct partial *p, const struct hist *h, size_t row)
{
	const struct axis *x = &h->key.bins[0], *y = &h->key.bins[1];
	size_t y_bins = y->n ? y->n + 2 : 1;
	check_edge(p, row, 0, x->low[row / y_bins]);
	check_edge(p, row, 1, axis_high(x, row / y_bins));
	if (y->n) {
		check_edge(p, row, 2, y->low[row % y_bins]);
		check_edge(p, row, 3, axis_high(y, row % y_bins));
	}
}

// Without weights sumw and sumw2 are the entries.
static void read_cell(const struct partial *p, struct hist *h, size_t row, size_t field, size_t cell)
{
	h->entries[cell] = partial_cell_count(p, row, field + 2);
	for (size_t k = 0; k < 2; k++) {
		if (h->sumw)
			partial_cell_sum(p, row, field + k, k ? &h->sumw2[cell] : &h->sumw[cell]);
		else if (strcmp(partial_cell(p, row, field + k), partial_cell(p, row, field + 2)) != 0)
			partial_bad(p, p->line[row], "no weight, but %s is not the entries", p->field[field + k]);
	}
	if (h->key.profile) {
		partial_cell_sum(p, row, field + 3, &h->sumwy[cell]);
		partial_cell_sum(p, row, field + 4, &h->sumwy2[cell]);
	}
}

struct hist *hist_from(const struct partial *p)
{
	struct hist *h = hist_new(read_header(p));
	struct names names;
	name_fields(&names, h);
	for (size_t i = 0; i < names.n || i < p->fields; i++) {
		if (i >= names.n)
			partial_bad(p, 0, "a column too many, %s", p->field[i]);
		if (i >= p->fields || strcmp(p->field[i], names.name[i]) != 0)
			partial_bad(p, 0, "column %zu is not %s", i + 1, names.name[i]);
	}
	uint64_t entries = 0;
	for (size_t row = 0; row < p->rows; row++) {
		check_edges(p, h, row);
		for (size_t class = 0; class < (size_t)h->classes; class++) {
			size_t cell = class * h->bins + row;
			read_cell(p, h, row, names.edges + class * names.per_class, cell);
			partial_check_count(p->file, entries += h->entries[cell]);
		}
	}
	h->missing = partial_value_count(p, "missing");
	if (partial_value_count(p, "entries") != entries)
		partial_bad(p, 0, "entries is not the sum of all bins'");
	return h;
}
