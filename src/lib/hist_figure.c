// SPDX-License-Identifier: MIT
// hist_figure: a histogram in one dimension drawn; hist_figure.h has the contract.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "hist_figure.h"
#include "html.h"
#include "svg.h"
#include "units.h"

enum { WIDTH = 380, HEIGHT = 280, LEFT = 58, RIGHT = 10, TOP = 46, BOTTOM = 42 };
enum { FLOW = 14, APART = 6 }; // pixels of the bins below and above, and how far they stand off
enum { ROWS = 400 };           // of the table

static const char *const class_fill[2][2] = {{"signal-fill", "background-fill"}, {"one-fill", "one-fill"}};
static const char *const class_line[2][2] = {{"signal-line", "background-line"}, {"one-line", "one-line"}};

double hist_sumw(const struct hist *h, size_t cell)
{
	return h->sumw ? sum_value(&h->sumw[cell]) : (double)h->entries[cell];
}

double hist_error(const struct hist *h, size_t cell)
{
	return sqrt(h->sumw2 ? sum_value(&h->sumw2[cell]) : (double)h->entries[cell]);
}

// -- what is drawn --------------------------------------------------------------------------------------------------

// Bars from left to right: 0 is what is below, n - 1 what is above, the others are bins, or several of them.
struct bars {
	size_t n, each; /* each: bins a bar */
	double *low, *high;        // pixels
	double *value[2], *error[2];
	double lo, hi;             // of values with their errors, but for the outer ones
};

static struct scale scale_x(const struct hist *h)
{
	const struct axis *a = &h->key.bins[0];
	return (struct scale){a->low[1], a->low[a->n + 1], LEFT + FLOW + APART, WIDTH - RIGHT - FLOW - APART};
}

static void place_bars(struct bars *b, const struct hist *h)
{
	const struct axis *a = &h->key.bins[0];
	const struct scale x = scale_x(h);
	for (size_t i = 1; i + 1 < b->n; i++) {
		const size_t first = 1 + (i - 1) * b->each, last = first + b->each <= a->n + 1 ? first + b->each : a->n + 1;
		b->low[i] = scale_at(&x, a->low[first]);
		b->high[i] = scale_at(&x, a->low[last]);
	}
	b->low[0] = LEFT;
	b->high[0] = LEFT + FLOW;
	b->low[b->n - 1] = WIDTH - RIGHT - FLOW;
	b->high[b->n - 1] = WIDTH - RIGHT;
}

static void fill_bars(struct bars *b, const struct hist *h, size_t class)
{
	b->value[class] = mem_new(b->n, sizeof(double));
	b->error[class] = mem_new(b->n, sizeof(double));
	for (size_t bin = 0; bin < h->bins; bin++) {
		const size_t i = bin == 0 ? 0 : bin + 1 == h->bins ? b->n - 1 : 1 + (bin - 1) / b->each;
		const double error = hist_error(h, class * h->bins + bin);
		b->value[class][i] += hist_sumw(h, class * h->bins + bin);
		b->error[class][i] += error * error;
	}
	for (size_t i = 0; i < b->n; i++) {
		b->error[class][i] = sqrt(b->error[class][i]);
		if (i == 0 || i + 1 == b->n)
			continue;
		if (b->value[class][i] < 0)
			b->lo = fmin(b->lo, b->value[class][i] - b->error[class][i]);
		b->hi = fmax(b->hi, b->value[class][i] + b->error[class][i]);
	}
}

static struct bars bars_of(const struct hist *h)
{
	const size_t bins = h->key.bins[0].n;
	struct bars b = {.each = (bins + HIST_DRAWN_BINS - 1) / HIST_DRAWN_BINS};
	b.n = (bins + b.each - 1) / b.each + 2;
	b.low = mem_new(b.n, sizeof *b.low);
	b.high = mem_new(b.n, sizeof *b.high);
	place_bars(&b, h);
	for (int class = 0; class < h->classes; class++)
		fill_bars(&b, h, (size_t)class);
	b.hi = b.hi > b.lo ? b.hi + 0.06 * (b.hi - b.lo) : b.lo + 1;
	return b;
}

static void bars_free(struct bars *b)
{
	for (int class = 0; class < 2; class++) {
		free(b->value[class]);
		free(b->error[class]);
	}
	free(b->low);
	free(b->high);
}

// -- drawing --------------------------------------------------------------------------------------------------------

// The outline of bars [first, last), from the base line and back to it.
static void outline(struct string *to, const char *class, const struct bars *b, const double *value, const struct scale *y, size_t first,
		    size_t last)
{
	const double base = scale_at(y, fmax(0, b->lo));
	svg_path_begin(to, class);
	svg_point(to, 'M', b->low[first], base);
	for (size_t i = first; i < last; i++) {
		const double top = scale_at(y, fmin(fmax(value[i], b->lo), b->hi));
		svg_point(to, 'L', b->low[i], top);
		svg_point(to, 'L', b->high[i], top);
	}
	svg_point(to, 'L', b->high[last - 1], base);
	svg_path_end(to);
}

static void draw_class(struct string *to, const struct hist *h, const struct bars *b, const struct scale *y, int class)
{
	const double *value = b->value[class], *error = b->error[class];
	const size_t part[] = {0, 1, b->n - 1, b->n};
	for (int p = 0; p < 3; p++)
		if (part[p] < part[p + 1]) {
			outline(to, class_fill[h->classes == 1][class], b, value, y, part[p], part[p + 1]);
			outline(to, class_line[h->classes == 1][class], b, value, y, part[p], part[p + 1]);
		}
	const double beside = h->classes == 1 ? 0 : class ? 0.8 : -0.8; // so that two bars can be told apart
	for (size_t i = 0; i < b->n; i++)
		if (error[i] > 0)
			svg_line(to, class_line[h->classes == 1][class], (b->low[i] + b->high[i]) / 2 + beside, scale_at(y, fmin(fmax(value[i] - error[i], b->lo), b->hi)),
				 (b->low[i] + b->high[i]) / 2 + beside, scale_at(y, fmin(value[i] + error[i], b->hi)));
}

// What is below or above, where its bar is too high for the figure.
static void write_cut_off(struct string *to, const struct hist *h, const struct bars *b)
{
	for (int class = 0; class < h->classes; class++) {
		const double below = b->value[class][0], above = b->value[class][b->n - 1], y = TOP + 11 + 13 * class;
		if (below > b->hi)
			svg_text(to, "flow", LEFT + FLOW + 4, y, "start", "← %s", units_count(below).text);
		if (above > b->hi)
			svg_text(to, "flow", WIDTH - RIGHT - FLOW - 4, y, "end", "%s →", units_count(above).text);
	}
}

static void draw_key(struct string *to, const struct hist *h)
{
	static const char *const names[] = {"signal", "background"};
	double x = LEFT;
	for (int class = 0; h->classes == 2 && class < 2; class++)
		x = svg_key(to, class ? "background-key" : "signal-key", x, 14, names[class]);
}

static void draw(struct string *to, const struct hist *h, const char *name, const struct bars *b)
{
	const struct scale x = scale_x(h), y = {b->lo, b->hi, HEIGHT - BOTTOM, TOP};
	struct string title = {0}, label = {0};
	string_printf(&title, "Histogram %s of %s", name, h->key.x);
	string_printf(&label, h->key.weight ? "sum of %s" : "events", h->key.weight);
	svg_begin(to, WIDTH, HEIGHT, false, title.text, "Steps are bins, lines their statistical errors; the bars that stand off hold what is "
		  "below and above.");
	svg_axis_y(to, &y, LEFT, WIDTH - RIGHT, 5, label.text);
	for (int class = h->classes; class-- > 0;)
		draw_class(to, h, b, &y, class);
	svg_axis_x(to, &x, HEIGHT - BOTTOM, 5, h->key.x);
	svg_text(to, "flow", LEFT + FLOW / 2.0, HEIGHT - BOTTOM + 30, "middle", "<");
	svg_text(to, "flow", WIDTH - RIGHT - FLOW / 2.0, HEIGHT - BOTTOM + 30, "middle", "≥");
	write_cut_off(to, h, b);
	draw_key(to, h);
	svg_end(to, false);
	string_free(&title);
	string_free(&label);
}

static void put_numbers(struct string *to, const struct hist *h, const char *name)
{
	static const struct html_column one[] = {{"from", true}, {"to", true}, {"sum", true}, {"error", true}};
	static const struct html_column two[] = {{"from", true}, {"to", true}, {"signal", true}, {"its error", true},
						 {"background", true}, {"its error", true}};
	struct html_table t;
	struct string caption = {0};
	string_printf(&caption, "%s in bins of %s", name, h->key.x);
	html_numbers_begin(to);
	html_table_begin(&t, to, caption.text, h->classes == 2 ? two : one, h->classes == 2 ? 6 : 4);
	for (size_t bin = 0; bin < h->bins && bin < ROWS; bin++) {
		html_number(&t, h->key.bins[0].low[bin], "%.7g", h->key.bins[0].low[bin]);
		html_number(&t, axis_high(&h->key.bins[0], bin), "%.7g", axis_high(&h->key.bins[0], bin));
		for (int class = 0; class < h->classes; class++) {
			const size_t cell = (size_t)class * h->bins + bin;
			html_number(&t, hist_sumw(h, cell), "%s", units_count(hist_sumw(h, cell)).text);
			html_number(&t, hist_error(h, cell), "%.4g", hist_error(h, cell));
		}
	}
	html_table_end(&t);
	if (h->bins > ROWS)
		html_printf(to, "<p class=\"note\">The first %d of %zu bins.</p>", ROWS, h->bins);
	html_numbers_end(to);
	string_free(&caption);
}

void hist_figure_caption(struct string *to, const struct hist *h, const char *name)
{
	html_printf(to, "<figcaption><code>%s</code>: %s entries", name, units_count((double)hist_entries(h)).text);
	if (h->key.signal)
		html_printf(to, "; signal is <code>%s</code>", h->key.signal);
	if (h->key.weight)
		html_printf(to, "; weighted by <code>%s</code>", h->key.weight);
	if (h->key.selection)
		html_printf(to, "; events with <code>%s</code>", h->key.selection);
	if (h->missing)
		html_printf(to, "; %s had no value and are in no bin", units_count((double)h->missing).text);
}

void hist_figure(struct string *to, const struct hist *h, const char *name)
{
	struct bars b = bars_of(h);
	string_puts(to, "<figure>");
	draw(to, h, name, &b);
	hist_figure_caption(to, h, name);
	if (b.each > 1)
		html_printf(to, "; drawn with %zu bins as one", b.each);
	string_puts(to, ".</figcaption>\n");
	put_numbers(to, h, name);
	string_puts(to, "</figure>\n");
	bars_free(&b);
}
