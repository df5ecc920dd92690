// SPDX-License-Identifier: MIT
// report_hists: the histograms among the results, and the cutflows.

#include <stdlib.h>
#include <string.h>

#include "hist_figure.h"
#include "html.h"
#include "report.h"

enum { FIGURES = 36 };

static void put_one(struct string *to, const char *file)
{
	struct partial *p = partial_read(file, "hist");
	struct hist *h = hist_from(p);
	if (h->key.bins[1].n)
		hist_figure_map(to, h, file);
	else if (h->key.profile)
		hist_figure_profile(to, h, file);
	else
		hist_figure(to, h, file);
	hist_free(h);
	partial_free(p);
}

void report_hists(struct report *r, struct string *to)
{
	size_t n, found = 0;
	size_t *list = report_results(r, &n);
	for (size_t i = 0; i < n; i++) {
		const char *file = r->all->target[list[i]].name;
		if (strcmp(report_kind(file), "hist") != 0)
			continue;
		if (!found)
			string_puts(to, "<div class=\"figures\">\n");
		if (found++ < FIGURES)
			put_one(to, file);
	}
	free(list);
	if (found)
		string_puts(to, "</div>\n");
	if (found > FIGURES)
		html_printf(to, "<p class=\"note\">The first %d of %zu histograms; the others are among the results.</p>\n", FIGURES, found);
}
