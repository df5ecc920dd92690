// SPDX-License-Identifier: MIT
// hist_figure_map: histograms in two dimensions and profiles drawn; hist_figure.h has the contract.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "hist_figure.h"
#include "html.h"
#include "svg.h"
#include "units.h"

enum { WIDTH = 380, HEIGHT = 300, LEFT = 62, RIGHT = 14, TOP = 34, BOTTOM = 42, MAP_ROWS = 400 };

static struct scale along(const struct axis *a, double from, double to)
{
	return (struct scale){a->low[1], a->low[a->n + 1], from, to};
}

// -- maps -----------------------------------------------------------------------------------------------------------

// Sums of adjacent cells, nx by ny of them, and what is outside.
struct map {
	size_t nx, ny, each_x, each_y;
	double *value, highest, outside;
};

static struct map map_of(const struct hist *h, size_t class)
{
	const size_t bx = h->key.bins[0].n, by = h->key.bins[1].n;
	struct map m = {.each_x = (bx + HIST_MAP_BINS - 1) / HIST_MAP_BINS, .each_y = (by + HIST_MAP_BINS - 1) / HIST_MAP_BINS};
	m.nx = (bx + m.each_x - 1) / m.each_x;
	m.ny = (by + m.each_y - 1) / m.each_y;
	m.value = mem_new(m.nx * m.ny, sizeof *m.value);
	for (size_t bin = 0; bin < h->bins; bin++) {
		const size_t x = bin / (by + 2), y = bin % (by + 2);
		const double value = hist_sumw(h, class * h->bins + bin);
		if (!x || !y || x > bx || y > by)
			m.outside += value;
		else
			m.value[(x - 1) / m.each_x * m.ny + (y - 1) / m.each_y] += value;
	}
	for (size_t i = 0; i < m.nx * m.ny; i++)
		m.highest = fmax(m.highest, m.value[i]);
	return m;
}

static double edge(const struct axis *a, size_t bar, size_t each)
{
	const size_t bin = 1 + bar * each;
	return a->low[bin < a->n + 1 ? bin : a->n + 1];
}

static void draw_cells(struct string *to, const struct hist *h, const struct map *m)
{
	const struct axis *ax = &h->key.bins[0], *ay = &h->key.bins[1];
	const struct scale x = along(ax, LEFT, WIDTH - RIGHT), y = along(ay, HEIGHT - BOTTOM, TOP);
	for (size_t i = 0; i < m->nx * m->ny; i++) {
		if (!(m->value[i] > 0))
			continue;
		const double left = scale_at(&x, edge(ax, i / m->ny, m->each_x)), right = scale_at(&x, edge(ax, i / m->ny + 1, m->each_x));
		const double below = scale_at(&y, edge(ay, i % m->ny, m->each_y)), above = scale_at(&y, edge(ay, i % m->ny + 1, m->each_y));
		html_printf(to, "<rect class=\"map\" fill-opacity=\"%.3f\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>\n",
			    0.06 + 0.94 * m->value[i] / m->highest, left, above, right - left, below - above, units_count(m->value[i]).text);
	}
}

static void put_cells(struct string *to, const struct hist *h, const struct map *m, const char *caption)
{
	const struct html_column columns[] = {{h->key.x, true}, {"to", true}, {h->key.y, true}, {"to", true}, {"sum", true}};
	const struct axis *ax = &h->key.bins[0], *ay = &h->key.bins[1];
	struct html_table t;
	size_t rows = 0;
	html_numbers_begin(to);
	html_table_begin(&t, to, caption, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < m->nx * m->ny; i++) {
		if (m->value[i] == 0 || rows++ >= MAP_ROWS)
			continue;
		const double edges[] = {edge(ax, i / m->ny, m->each_x), edge(ax, i / m->ny + 1, m->each_x),
					edge(ay, i % m->ny, m->each_y), edge(ay, i % m->ny + 1, m->each_y)};
		for (size_t k = 0; k < 4; k++)
			html_number(&t, edges[k], "%.7g", edges[k]);
		html_number(&t, m->value[i], "%s", units_count(m->value[i]).text);
	}
	html_table_end(&t);
	if (rows > MAP_ROWS)
		html_printf(to, "<p class=\"note\">The first %d of %zu cells with something in them.</p>", MAP_ROWS, rows);
	html_numbers_end(to);
}

static void put_map(struct string *to, const struct hist *h, const char *name, int class)
{
	static const char *const names[] = {" (signal)", " (background)"};
	const char *which = h->classes == 2 ? names[class] : "";
	const struct scale x = along(&h->key.bins[0], LEFT, WIDTH - RIGHT), y = along(&h->key.bins[1], HEIGHT - BOTTOM, TOP);
	struct map m = map_of(h, (size_t)class);
	struct string title = {0};
	string_printf(&title, "Histogram %s of %s against %s%s", name, h->key.y, h->key.x, which);
	string_puts(to, "<figure>");
	svg_begin(to, WIDTH, HEIGHT, false, title.text, "The darker a cell, the more is in it.");
	svg_axis_y(to, &y, LEFT, WIDTH - RIGHT, 5, h->key.y);
	draw_cells(to, h, &m);
	svg_axis_x(to, &x, HEIGHT - BOTTOM, 5, h->key.x);
	svg_end(to, false);
	hist_figure_caption(to, h, name);
	html_printf(to, "%s; the fullest cell has %s, %s are outside the map.</figcaption>\n", which, units_count(m.highest).text,
		    units_count(m.outside).text);
	put_cells(to, h, &m, title.text);
	string_puts(to, "</figure>\n");
	string_free(&title);
	free(m.value);
}

void hist_figure_map(struct string *to, const struct hist *h, const char *name)
{
	for (int class = 0; class < h->classes; class++)
		put_map(to, h, name, class);
}

// -- profiles -------------------------------------------------------------------------------------------------------

// The mean of y in a bin, and its standard error; nan without entries (evpartial(5)).
static double mean_of(const struct hist *h, size_t cell, double *error)
{
	const double w = hist_sumw(h, cell), w2 = hist_error(h, cell), wy = sum_value(&h->sumwy[cell]);
	const double variance = sum_value(&h->sumwy2[cell]) / w - wy / w * (wy / w);
	*error = sqrt(fmax(variance, 0)) * w2 / fabs(w);
	return h->entries[cell] ? wy / w : NAN;
}

static struct scale scale_of_means(const struct hist *h)
{
	struct scale y = {INFINITY, -INFINITY, HEIGHT - BOTTOM, TOP + 12};
	for (size_t cell = 0; cell < h->bins * (size_t)h->classes; cell++) {
		double error;
		const double mean = mean_of(h, cell, &error);
		if (isfinite(mean) && isfinite(error)) {
			y.lo = fmin(y.lo, mean - error);
			y.hi = fmax(y.hi, mean + error);
		}
	}
	if (!(y.hi > y.lo))
		y.lo = (isfinite(y.lo) ? y.lo : 0) - 0.5, y.hi = y.lo + 1;
	return y;
}

static void draw_means(struct string *to, const struct hist *h, const struct scale *y, size_t class)
{
	const struct axis *a = &h->key.bins[0];
	const struct scale x = along(a, LEFT + 20, WIDTH - RIGHT - 20);
	const char *line = h->classes == 1 ? "one-line" : class ? "background-line" : "signal-line";
	for (size_t bin = 0; bin < h->bins; bin++) {
		double error;
		const double mean = mean_of(h, class * h->bins + bin, &error);
		if (!isfinite(mean) || !isfinite(error))
			continue;
		const bool below = bin == 0, above = bin + 1 == h->bins;
		const double left = below ? LEFT : above ? WIDTH - RIGHT - 14 : scale_at(&x, a->low[bin]);
		const double right = below ? LEFT + 14 : above ? WIDTH - RIGHT : scale_at(&x, axis_high(a, bin));
		svg_line(to, line, left, scale_at(y, mean), right, scale_at(y, mean));
		svg_line(to, line, (left + right) / 2, scale_at(y, mean - error), (left + right) / 2, scale_at(y, mean + error));
	}
}

static void put_means(struct string *to, const struct hist *h, const char *caption)
{
	static const struct html_column columns[] = {{"class", false}, {"from", true}, {"to", true}, {"mean", true}, {"error", true}, {"entries", true}};
	struct html_table t;
	html_numbers_begin(to);
	html_table_begin(&t, to, caption, columns, sizeof columns / sizeof *columns);
	for (size_t cell = 0; cell < h->bins * (size_t)h->classes; cell++) {
		const size_t bin = cell % h->bins;
		double error;
		const double mean = mean_of(h, cell, &error);
		html_cell(&t, "%s", h->classes == 1 ? "all" : cell < h->bins ? "signal" : "background");
		html_number(&t, h->key.bins[0].low[bin], "%.7g", h->key.bins[0].low[bin]);
		html_number(&t, axis_high(&h->key.bins[0], bin), "%.7g", axis_high(&h->key.bins[0], bin));
		html_number(&t, mean, "%.7g", mean);
		html_number(&t, error, "%.4g", error);
		html_number(&t, (double)h->entries[cell], "%s", units_count((double)h->entries[cell]).text);
	}
	html_table_end(&t);
	html_numbers_end(to);
}

void hist_figure_profile(struct string *to, const struct hist *h, const char *name)
{
	const struct scale x = along(&h->key.bins[0], LEFT + 20, WIDTH - RIGHT - 20), y = scale_of_means(h);
	struct string title = {0}, label = {0};
	string_printf(&title, "Profile %s: mean of %s in bins of %s", name, h->key.y, h->key.x);
	string_printf(&label, "mean of %s", h->key.y);
	string_puts(to, "<figure>");
	svg_begin(to, WIDTH, HEIGHT, false, title.text, "Level lines are means, upright ones their standard errors; those at the ends are of what is "
		  "below and above.");
	svg_axis_y(to, &y, LEFT, WIDTH - RIGHT, 5, label.text);
	for (int class = h->classes; class-- > 0;)
		draw_means(to, h, &y, (size_t)class);
	svg_axis_x(to, &x, HEIGHT - BOTTOM, 5, h->key.x);
	if (h->classes == 2)
		svg_key(to, "background-key", svg_key(to, "signal-key", LEFT + 120, 14, "signal"), 14, "background");
	svg_end(to, false);
	hist_figure_caption(to, h, name);
	string_puts(to, ".</figcaption>\n");
	put_means(to, h, title.text);
	string_puts(to, "</figure>\n");
	string_free(&title);
	string_free(&label);
}
