// SPDX-License-Identifier: MIT
// report_merit: how good the settings around the best one are, column by column, and what can be had at all: the settings that no
// other one beats, as evscan -r lists them.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "best.h"
#include "html.h"
#include "num.h"
#include "rank.h"
#include "report.h"
#include "scan.h"
#include "svg.h"
#include "units.h"

enum { WIDTH = 380, HEIGHT = 250, ROC_HEIGHT = 300, LEFT = 62, RIGHT = 14, TOP = 30, BOTTOM = 40 };
enum { TOP_SETTINGS = 10, EDGE_POINTS = 400 }; // rows of the table; points of the curve

struct around {
	const struct best *best;
	struct scan *scan;
	struct merit merit;
	struct top top;
	struct edge edge;
	double lo, hi; // of the figure of merit in all panels
};

// A setting with another cut in a row, and what it yields.
struct tried {
	double cut, signal, background, value;
};

// The figure that the command asked for: evscan -m ams:0, where its name is the result's.
static struct merit merit_of(const char *command, const char *name)
{
	static const char *const option[] = {"-m ", "-m", "--merit=", "--merit "};
	const size_t n = strlen(name);
	for (size_t i = 0; i < sizeof option / sizeof *option; i++)
		for (const char *p = command; (p = strstr(p, option[i])); p++) {
			const char *word = p + strlen(option[i]);
			word += *word == '\'' || *word == '"';
			if (strncmp(word, name, n) != 0 || word[n] != ':')
				continue;
			char *text = mem_copy_n(word, n + 1 + strspn(word + n + 1, "0123456789.eE+-"));
			const struct merit m = merit_parse(text);
			free(text);
			return m;
		}
	return merit_parse(name);
}

static void look_at(void *context, uint64_t first, const double *signal, const double *background, const double *score, size_t n)
{
	struct around *a = context;
	top_add(&a->top, first, signal, background, score, n);
	edge_add(&a->edge, first, signal, background, score, n);
}

// The best setting with cut j in row i.
static struct tried try_cut(const struct around *a, size_t i, size_t j)
{
	const struct cut *c = &a->scan->head.cuts->cut[i];
	const uint64_t best = a->best->setting, setting = best + j * c->stride - cut_of_setting(c, best) * c->stride;
	struct tried t = {.cut = c->value[j]};
	double score;
	grid_yields(a->scan->grid, setting, 1, &t.signal, &t.background);
	merit_scores(&a->merit, &t.signal, &t.background, 1, &score);
	t.value = merit_value(&a->merit, score);
	return t;
}

static void find_range(struct around *a)
{
	const struct cuts *c = a->scan->head.cuts;
	a->lo = INFINITY;
	a->hi = -INFINITY;
	for (size_t i = 0; i < c->n; i++)
		for (size_t j = 0; j < c->cut[i].n; j++) {
			const double value = try_cut(a, i, j).value;
			if (isfinite(value)) {
				a->lo = fmin(a->lo, value);
				a->hi = fmax(a->hi, value);
			}
		}
	const double margin = a->hi > a->lo ? 0.08 * (a->hi - a->lo) : fmax(fabs(a->hi) * 0.01, 1e-6);
	a->lo -= margin;
	a->hi += margin;
}

static void put_numbers(const struct around *a, size_t row, const char *caption, struct string *to)
{
	const struct html_column columns[] = {{"cut", true}, {"signal", true}, {"background", true}, {merit_name(&a->merit), true}};
	const struct cut *c = &a->scan->head.cuts->cut[row];
	struct html_table t;
	html_numbers_begin(to);
	html_table_begin(&t, to, caption, columns, sizeof columns / sizeof *columns);
	for (size_t j = 0; j < c->n; j++) {
		const struct tried x = try_cut(a, row, j);
		html_number(&t, x.cut, "%.7g", x.cut);
		html_number(&t, x.signal, "%s", units_count(x.signal).text);
		html_number(&t, x.background, "%s", units_count(x.background).text);
		html_number(&t, x.value, "%.6g", x.value);
	}
	html_table_end(&t);
	html_numbers_end(to);
}

static void draw_points(const struct around *a, size_t row, const struct scale *x, const struct scale *y, struct string *to)
{
	const struct cut *c = &a->scan->head.cuts->cut[row];
	const size_t best = cut_of_setting(c, a->best->setting);
	char how = 'M', title[160];
	svg_path_begin(to, "curve");
	for (size_t j = 0; j < c->n; j++) {
		const struct tried t = try_cut(a, row, c->order[j]);
		if (!isfinite(t.value) || !isfinite(t.cut)) {
			how = 'M';
			continue;
		}
		svg_point(to, how, scale_at(x, t.cut), scale_at(y, t.value));
		how = 'L';
	}
	svg_path_end(to);
	for (size_t j = 0; j < c->n; j++) {
		const struct tried t = try_cut(a, row, j);
		snprintf(title, sizeof title, "%c %.7g: %s %.6g, signal %.7g, background %.7g", c->above ? '>' : '<', t.cut,
			 merit_name(&a->merit), t.value, t.signal, t.background);
		if (isfinite(t.value) && isfinite(t.cut))
			svg_circle(to, j == best ? "best" : "point", scale_at(x, t.cut), scale_at(y, t.value), j == best ? 6 : 3.2, title);
	}
}

static void draw_column(const struct around *a, size_t row, struct string *to)
{
	const struct cut *c = &a->scan->head.cuts->cut[row];
	struct scale x = {INFINITY, -INFINITY, LEFT + 12, WIDTH - RIGHT - 12}, y = {a->lo, a->hi, HEIGHT - BOTTOM, TOP};
	struct string title = {0}, label = {0};
	for (size_t j = 0; j < c->n; j++)
		if (isfinite(c->value[j])) {
			x.lo = fmin(x.lo, c->value[j]);
			x.hi = fmax(x.hi, c->value[j]);
		}
	string_printf(&title, "%s along the cuts on %s", merit_name(&a->merit), c->column);
	string_printf(&label, "%s %c", c->column, c->above ? '>' : '<');
	string_puts(to, "<figure>");
	svg_begin(to, WIDTH, HEIGHT, false, title.text, "The other columns keep their best cuts; the best setting is the ringed point.");
	svg_axis_y(to, &y, LEFT, WIDTH - RIGHT, 5, merit_name(&a->merit));
	svg_axis_x(to, &x, HEIGHT - BOTTOM, 4, label.text);
	draw_points(a, row, &x, &y, to);
	svg_end(to, false);
	html_printf(to, "<figcaption>%s</figcaption>\n", title.text);
	put_numbers(a, row, title.text, to);
	string_puts(to, "</figure>\n");
	string_free(&title);
	string_free(&label);
}

// -- what can be had at all -----------------------------------------------------------------------------------------

// Every so many settings of the edge are shown, and the last.
static size_t next_of(const struct edge *e, size_t i)
{
	const size_t every = e->n / EDGE_POINTS + 1;
	return i + 1 < e->n && i + every >= e->n ? e->n - 1 : i + every;
}

static void draw_edge(const struct around *a, const struct scale *x, const struct scale *y, struct string *to)
{
	const double most = fmin(x->hi, y->hi);
	svg_line(to, "chance", scale_at(x, 0), scale_at(y, 0), scale_at(x, most), scale_at(y, most));
	svg_path_begin(to, "curve");
	for (size_t i = 0; i < a->edge.n; i = next_of(&a->edge, i))
		svg_point(to, i ? 'L' : 'M', scale_at(x, a->edge.at[i].background / a->scan->background),
			  scale_at(y, a->edge.at[i].signal / a->scan->signal));
	svg_path_end(to);
}

static void put_edge(const struct around *a, struct string *to)
{
	static const struct html_column columns[] = {{"setting", true}, {"signal efficiency", true}, {"background efficiency", true}};
	struct html_table t;
	html_numbers_begin(to);
	html_table_begin(&t, to, "Settings that no other one beats", columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < a->edge.n; i = next_of(&a->edge, i)) {
		const struct ranked *e = &a->edge.at[i];
		html_number(&t, (double)e->setting, "%s", units_count((double)e->setting).text);
		html_number(&t, e->signal / a->scan->signal, "%.5f", e->signal / a->scan->signal);
		html_number(&t, e->background / a->scan->background, "%.5f", e->background / a->scan->background);
	}
	html_table_end(&t);
	if (a->edge.n > EDGE_POINTS)
		html_printf(to, "<p class=\"note\">Every %zuth of %zu.</p>", a->edge.n / EDGE_POINTS + 1, a->edge.n);
	html_numbers_end(to);
}

// Both axes end where the settings do.
static void draw_roc(const struct around *a, struct string *to)
{
	const struct ranked *last = &a->edge.at[a->edge.n - 1];
	struct scale x = {0, fmin(1.08 * last->background / a->scan->background, 1), LEFT, WIDTH - RIGHT};
	struct scale y = {0, fmin(1.08 * last->signal / a->scan->signal, 1), ROC_HEIGHT - BOTTOM, TOP};
	double signal, background;
	char title[160];
	grid_yields(a->scan->grid, a->best->setting, 1, &signal, &background);
	snprintf(title, sizeof title, "the best setting: %.1f %% of the signal, %.1f %% of the background", 100 * signal / a->scan->signal,
		 100 * background / a->scan->background);
	string_puts(to, "<figure>");
	svg_begin(to, WIDTH, ROC_HEIGHT, false, "Signal efficiency against background efficiency (ROC)",
		  "The settings that no other one beats in both; the dashed line is chance.");
	svg_axis_y(to, &y, LEFT, WIDTH - RIGHT, 5, "signal efficiency");
	svg_axis_x(to, &x, ROC_HEIGHT - BOTTOM, 5, "background efficiency");
	draw_edge(a, &x, &y, to);
	svg_circle(to, "best", scale_at(&x, background / a->scan->background), scale_at(&y, signal / a->scan->signal), 6, title);
	svg_end(to, false);
	html_printf(to, "<figcaption>What can be had at all (ROC): %zu settings that no other one beats in both efficiencies. The ring is %s; "
		    "the dashed line is chance.</figcaption>\n", a->edge.n, title);
	put_edge(a, to);
	string_puts(to, "</figure>\n");
}

static void put_top(const struct around *a, struct string *to)
{
	const struct html_column columns[] = {{"place", true}, {"setting", true}, {"signal", true}, {"background", true}, {merit_name(&a->merit), true}};
	struct html_table t;
	html_table_begin(&t, to, "The best settings", columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < a->top.n; i++) {
		const struct ranked *e = &a->top.best[i];
		html_number(&t, (double)i + 1, "%zu", i + 1);
		html_number(&t, (double)e->setting, "%s", units_count((double)e->setting).text);
		html_number(&t, e->signal, "%s", units_count(e->signal).text);
		html_number(&t, e->background, "%s", units_count(e->background).text);
		html_number(&t, merit_value(&a->merit, e->score), "%#.6g", merit_value(&a->merit, e->score));
	}
	html_table_end(&t);
}

static void put_around(struct report *r, size_t task, char **cells, size_t n, struct string *to)
{
	const struct target *target = &r->all->target[task];
	struct best *best = best_read(target->name);
	struct around a = {.best = best, .top.most = TOP_SETTINGS};
	if (!best->none) {
		a.merit = merit_of(r->stage[target->stage].command, best->figure);
		a.scan = scan_read(cells, n, 0);
		scan_each(a.scan, &a.merit, look_at, &a);
		top_sort(&a.top);
		find_range(&a);
		html_printf(to, "<p>Around the best setting in <code>%s</code>: the cut on one column moves, the others stay where they are best."
			    " All panels have the same scale.</p>\n<div class=\"figures\">\n", target->name);
		for (size_t i = 0; i < a.scan->head.cuts->n; i++)
			if (a.scan->head.cuts->cut[i].n > 1)
				draw_column(&a, i, to);
		if (a.edge.n && a.scan->signal > 0 && a.scan->background > 0)
			draw_roc(&a, to);
		string_puts(to, "</div>\n");
		put_top(&a, to);
		scan_free(a.scan);
		free(a.top.best);
		free(a.edge.at);
	}
	best_free(best);
}

// The cells that a result was made from.
void report_merit(struct report *r, struct string *to)
{
	size_t n;
	size_t *list = report_results(r, &n);
	for (size_t i = 0; i < n; i++) {
		const struct target *t = &r->all->target[list[i]];
		char **cells = mem_new(t->n_before + 1, sizeof *cells);
		size_t n_cells = 0;
		if (!strcmp(report_kind(t->name), "best"))
			for (size_t j = 0; j < t->n_before; j++) {
				const char *name = r->all->target[t->before[j]].name;
				if (!strcmp(report_kind(name), "cells"))
					cells[n_cells++] = mem_copy(name);
			}
		if (n_cells)
			put_around(r, list[i], cells, n_cells, to);
		for (size_t j = 0; j < n_cells; j++)
			free(cells[j]);
		free(cells);
	}
	free(list);
}
