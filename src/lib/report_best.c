// SPDX-License-Identifier: MIT
// report_best: the best cuts, as evscan found them.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "best.h"
#include "html.h"
#include "num.h"
#include "report.h"
#include "units.h"

static void put_cuts(const struct best *b, struct string *to)
{
	static const struct html_column columns[] = {{"column", false}, {"keeps what is", false}, {"cut", true}};
	struct html_table t;
	html_table_begin(&t, to, "The best setting: an event that passes all of these cuts is called signal", columns,
			 sizeof columns / sizeof *columns);
	for (size_t i = 0; i < b->cuts->n; i++) {
		const struct cut *c = &b->cuts->cut[i];
		char exact[NUM_MAX + 1] = "";
		exact[num_write(exact, c->value[0])] = '\0';
		html_cell(&t, "%s", c->column);
		html_cell(&t, "%s", c->above ? "> above" : "< below");
		html_number(&t, c->value[0], "%s", exact);
	}
	html_table_end(&t);
}

static void put_best(const char *file, struct string *to)
{
	struct best *b = best_read(file);
	html_printf(to, "<h3><code>%s</code></h3>\n<dl class=\"tiles\">\n", file);
	html_printf(to, "<div><dt>%s</dt><dd>%.6g <small>the highest of all</small></dd></div>\n", b->figure, b->value);
	html_printf(to, "<div><dt>settings tried</dt><dd>%s <small>", units_count((double)b->settings).text);
	if (!b->none)
		html_printf(to, "number %s is the best", units_count((double)b->setting).text);
	html_printf(to, "</small></dd></div>\n<div><dt>events</dt><dd>%s <small>of all kinds</small></dd></div>\n",
		    units_count(b->events).text);
	html_printf(to, "<div><dt>signal</dt><dd>%s <small>%s of them</small></dd></div>\n</dl>\n", units_count(b->signal).text,
		    units_percent(b->signal / b->events).text);
	if (b->missing || b->cuts_missing)
		html_printf(to, "<p class=\"warning\">Not all data are in it: tasks %s are missing.</p>\n",
			    b->missing ? b->missing : b->cuts_missing);
	if (b->none)
		html_printf(to, "<p>%s is not defined for any setting.</p>\n", b->figure);
	else
		put_cuts(b, to);
	best_free(b);
}

void report_best(struct report *r, struct string *to)
{
	size_t n;
	size_t *list = report_results(r, &n);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(report_kind(r->all->target[list[i]].name), "best"))
			put_best(r->all->target[list[i]].name, to);
	free(list);
}
