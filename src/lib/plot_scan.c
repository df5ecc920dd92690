// SPDX-License-Identifier: MIT
// plot_scan: the figure of merit around the best setting: along the cuts of each column, or over those of two.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cuts.h"
#include "err.h"
#include "opt.h"
#include "plot_map.h"
#include "table.h"

struct scan {
	struct cuts *cuts;
	struct table *table;
	size_t merit;  // column
	uint64_t best; // setting
};

enum { MOST_PANELS = 16 };

static struct scan read_scan(const struct plot *o)
{
	static const char whose[] = "evscan -t";
	struct scan s = {.cuts = cuts_read(o->cuts), .table = table_read(o->file[0], true)};
	const struct table *t = s.table;
	const size_t setting = table_column(t, "setting", whose), background = table_column(t, "background", whose);
	double most = -INFINITY;
	s.merit = background + 1;
	if (s.merit >= t->fields || table_find(t, "background_efficiency") != SIZE_MAX)
		die(EXIT_DATA, "%s: no figure of merit: not what evscan -t prints", t->file);
	if (t->rows != s.cuts->settings)
		die(EXIT_DATA, "%s: %zu settings, but %s makes %llu", t->file, t->rows, s.cuts->file, (unsigned long long)s.cuts->settings);
	for (size_t i = 0; i < t->rows; i++) {
		const double merit = table_real(t, i, s.merit);
		if (table_real(t, i, setting) != (double)i)
			die(EXIT_DATA, "%s:%zu: the settings are not all there in order, as evscan -t prints them", t->file, t->line[i]);
		if (isfinite(merit) && merit > most) {
			most = merit;
			s.best = i;
		}
	}
	if (!(most > -INFINITY))
		die(EXIT_DATA, "%s: %s is not defined for any setting", t->file, t->name[s.merit]);
	return s;
}

// The setting that differs from one in having cut j of a row.
static uint64_t with_cut(const struct cut *c, uint64_t setting, size_t j)
{
	return setting - cut_of_setting(c, setting) * c->stride + j * c->stride;
}

static double merit_of(const struct scan *s, uint64_t setting)
{
	const double merit = table_real(s->table, (size_t)setting, s->merit);
	return isfinite(merit) ? merit : NAN;
}

// The row's cuts by ascending value.
static const struct cut *sorted_by;

static int by_value(const void *a, const void *b)
{
	const double x = sorted_by->value[*(const size_t *)a], y = sorted_by->value[*(const size_t *)b];
	return (x > y) - (x < y);
}

static size_t *ascending(const struct cut *c)
{
	size_t *order = mem_new(c->n, sizeof *order);
	for (size_t j = 0; j < c->n; j++)
		order[j] = j;
	sorted_by = c;
	qsort(order, c->n, sizeof *order, by_value);
	return order;
}

static char *title_of(const struct cut *c)
{
	struct string s = {0};
	picture_clean(&s, c->column, 32);
	string_printf(&s, " %c", c->above ? '>' : '<');
	return s.text;
}

// A panel a row of the cuts: the merit at each of its values, the other cuts as in the best setting; then the best.
static void draw_panels(struct plot *o, const struct scan *s)
{
	struct picture *p = &o->picture;
	char *title[MOST_PANELS], *side[MOST_PANELS];
	double from[MOST_PANELS], to[MOST_PANELS];
	double least = INFINITY, most = -INFINITY;
	if (s->cuts->n > MOST_PANELS)
		die(EXIT_DATA, "%s: more than %d rows do not fit; -C draws two", s->cuts->file, MOST_PANELS);
	picture_block(p, "along");
	for (size_t i = 0; i < s->cuts->n; i++) {
		const struct cut *c = &s->cuts->cut[i];
		size_t *order = ascending(c);
		title[i] = c->column;
		from[i] = c->value[order[0]];
		to[i] = c->value[order[c->n - 1]];
		side[i] = c->above ? " >" : " <";
		for (size_t j = 0; j < c->n; j++) {
			const double y = merit_of(s, with_cut(c, s->best, order[j]));
			PICTURE_ROW(p, c->value[order[j]], y, order[j] == cut_of_setting(c, s->best));
			least = fmin(least, y);
			most = fmax(most, y);
		}
		picture_index(p);
		free(order);
	}
	picture_block_end(p);
	const double margin = most > least ? 0.12 * (most - least) : fmax(fabs(most), 1) * 1e-3;
	picture_number(p, "ymin", least - margin);
	picture_number(p, "ymax", most + margin);
	picture_number(p, "panels", (double)s->cuts->n);
	picture_texts(p, "column", title, s->cuts->n);
	picture_texts(p, "side", side, s->cuts->n);
	picture_numbers(p, "from", from, s->cuts->n);
	picture_numbers(p, "to", to, s->cuts->n);
	picture_text(p, "note", "marked: the best setting; along a column all other cuts are as in it");
	plot_titles(o, "", "", s->table->name[s->merit]);
	picture_draw(p, "scan");
}

// -- two columns -----------------------------------------------------------------------------------------------

static const struct cut *find_row(const struct scan *s, const char *column)
{
	for (size_t i = 0; i < s->cuts->n; i++)
		if (!strcmp(s->cuts->cut[i].column, column))
			return &s->cuts->cut[i];
	die(EXIT_USAGE, "-C: %s has no column %s", s->cuts->file, column);
}

// A cut's cell reaches half way to its neighbours.
static void edges(const struct cut *c, const size_t *order, size_t j, double *low, double *high)
{
	const double x = c->value[order[j]], none = c->n > 1 ? 0 : fmax(fabs(x), 1) / 2;
	const double below = j ? (x - c->value[order[j - 1]]) / 2 : NAN;
	const double above = j + 1 < c->n ? (c->value[order[j + 1]] - x) / 2 : NAN;
	*low = x - (c->n < 2 ? none : isnan(below) ? above : below);
	*high = x + (c->n < 2 ? none : isnan(above) ? below : above);
}

static void draw_map(struct plot *o, const struct scan *s)
{
	size_t n, k = 0;
	char **name = opt_list("-C", o->columns, &n);
	if (n != 2)
		die(EXIT_USAGE, "-C: not two columns: \"%s\"", o->columns);
	const struct cut *x = find_row(s, name[0]), *y = find_row(s, name[1]);
	if (x == y)
		die(EXIT_USAGE, "-C: twice the same column");
	size_t *across = ascending(x), *up = ascending(y);
	struct map_cell *cell = mem_new(x->n * y->n, sizeof *cell);
	for (size_t i = 0; i < x->n; i++)
		for (size_t j = 0; j < y->n; j++, k++) {
			cell[k].z = merit_of(s, with_cut(y, with_cut(x, s->best, across[i]), up[j]));
			edges(x, across, i, &cell[k].xlow, &cell[k].xhigh);
			edges(y, up, j, &cell[k].ylow, &cell[k].yhigh);
		}
	char *xlabel = title_of(x), *ylabel = title_of(y);
	plot_titles(o, "", xlabel, ylabel);
	picture_text(&o->picture, "note", "all other cuts as in the best setting");
	plot_map(o, cell, k, s->table->name[s->merit]);
	free(xlabel);
	free(ylabel);
	free(cell);
	free(across);
	free(up);
	for (size_t i = 0; i < n; i++)
		free(name[i]);
	free(name);
}

void plot_scan(struct plot *o)
{
	if (!o->cuts)
		die(EXIT_USAGE, "scan: -c is missing: the cuts whose settings are in the table");
	struct scan s = read_scan(o);
	(o->columns ? draw_map : draw_panels)(o, &s);
	cuts_free(s.cuts);
	table_free(s.table);
}
