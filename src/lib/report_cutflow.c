// SPDX-License-Identifier: MIT
// report_cutflow: the cutflows among the results: how many events each cut leaves.

#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "partial.h"
#include "report.h"
#include "svg.h"
#include "units.h"

enum { WIDTH = 380, BAR = 262, ROW = 34, LABEL = 56 }; // pixels; letters of a cut that are drawn

// A bar for a share of what there is in all, and in figures.
static void draw_bar(struct string *to, const char *class, double value, double all, double y, double height, const char *title)
{
	const double share = all > 0 ? value / all : 0;
	svg_rect(to, "track", 0, y, BAR, height, NULL);
	svg_rect(to, class, 0, y, BAR * share, height, title);
	svg_text(to, "tick", BAR + 8, y + height, "start", "%s (%s)", units_count(value).text, units_percent(value / all).text);
}

// With weights there are two bars to a cut, each of its own total.
static void draw(struct string *to, const struct partial *p, size_t cut, size_t sumw, const char *weight)
{
	const size_t events = partial_field(p, "events");
	const double row = weight ? ROW + 14 : ROW, head = weight ? 22 : 0;
	struct string title = {0};
	string_printf(&title, "Cutflow %s", p->file);
	svg_begin(to, WIDTH, (double)p->rows * row + head + 6, false, title.text, "Bars for each cut: what passes it and all before it.");
	if (weight)
		svg_key(to, "background-key", svg_key(to, "signal-key", 0, 11, "sum of weights"), 11, "events");
	for (size_t i = 0; i < p->rows; i++) {
		const double y = head + (double)i * row + 14;
		const char *text = partial_cell(p, i, cut);
		svg_text(to, "tick", 0, y, "start", strlen(text) > LABEL ? "%.*s…" : "%.*s", LABEL, text);
		draw_bar(to, "signal-key", partial_cell_real(p, i, sumw), partial_cell_real(p, 0, sumw), y + 4, 11, text);
		if (weight)
			draw_bar(to, "background-key", partial_cell_real(p, i, events), partial_cell_real(p, 0, events), y + 18, 11, text);
	}
	svg_end(to, false);
	string_free(&title);
}

static void put_table(struct string *to, const struct partial *p, size_t cut, size_t sumw)
{
	static const struct html_column columns[] = {{"cut", false}, {"events", true}, {"sum of weights", true}, {"of those before", true},
						     {"of all", true}};
	const size_t events = partial_field(p, "events"), relative = partial_field(p, "relative"), total = partial_field(p, "total");
	struct html_table t;
	html_table_begin(&t, to, p->file, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < p->rows; i++) {
		html_cell(&t, "%s", partial_cell(p, i, cut));
		const double n = (double)partial_cell_count(p, i, events), w = partial_cell_real(p, i, sumw);
		html_number(&t, n, "%s", units_count(n).text);
		html_number(&t, w, "%s", units_count(w).text);
		html_number(&t, partial_cell_real(p, i, relative), "%s", units_percent(partial_cell_real(p, i, relative)).text);
		html_number(&t, partial_cell_real(p, i, total), "%s", units_percent(partial_cell_real(p, i, total)).text);
	}
	html_table_end(&t);
}

static void put_one(struct string *to, const char *file)
{
	struct partial *p = partial_read(file, "cutflow");
	const char *weight = partial_find(p, "weight");
	const size_t cut = partial_field(p, "cut"), sumw = partial_field(p, "sumw");
	if (!p->rows)
		partial_bad(p, 1, "a cutflow without its first row");
	string_puts(to, "<figure>");
	draw(to, p, cut, sumw, weight);
	html_printf(to, "<figcaption><code>%s</code>: what passes each cut and all before it", file);
	if (weight)
		html_printf(to, ", weighted by <code>%s</code>", weight);
	string_puts(to, ".</figcaption>\n");
	put_table(to, p, cut, sumw);
	string_puts(to, "</figure>\n");
	partial_free(p);
}

void report_cutflow(struct report *r, struct string *to)
{
	size_t n;
	size_t *list = report_results(r, &n);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(report_kind(r->all->target[list[i]].name), "cutflow"))
			put_one(to, r->all->target[list[i]].name);
	free(list);
}
