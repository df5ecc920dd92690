// SPDX-License-Identifier: MIT
// report_cutflow: the cutflows among the results: how many events each cut leaves.

#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "partial.h"
#include "report.h"
#include "svg.h"
#include "units.h"

enum { WIDTH = 380, ROW = 34, LABEL = 56 }; // pixels; letters of a cut that are drawn

static void draw(struct string *to, const struct partial *p, size_t cut, size_t sumw)
{
	const double all = partial_cell_real(p, 0, sumw);
	const struct scale x = {0, all > 0 ? all : 1, 0, WIDTH - 110};
	struct string title = {0};
	string_printf(&title, "Cutflow %s", p->file);
	svg_begin(to, WIDTH, (double)p->rows * ROW + 6, false, title.text, "A bar for each cut: what passes it and all before it.");
	for (size_t i = 0; i < p->rows; i++) {
		const double value = partial_cell_real(p, i, sumw), y = (double)i * ROW + 14, width = scale_at(&x, value);
		const char *text = partial_cell(p, i, cut);
		svg_text(to, "tick", 0, y, "start", strlen(text) > LABEL ? "%.*s…" : "%.*s", LABEL, text);
		svg_rect(to, "track", 0, y + 4, x.to, 12, NULL);
		svg_rect(to, "signal-key", 0, y + 4, width, 12, text);
		svg_text(to, "tick", x.to + 8, y + 14, "start", "%s (%s)", units_count(value).text, units_percent(value / x.hi).text);
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
	draw(to, p, cut, sumw);
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
