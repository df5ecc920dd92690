// SPDX-License-Identifier: MIT
// evreport: a plan as a page to look at and to send on: what was asked, what came out, how it ran, and how to repeat it. Each
// section is a module of its own in lib/report_*.c.

#include <stdlib.h>
#include <string.h>

#include "apart.h"
#include "err.h"
#include "html.h"
#include "opt.h"
#include "report.h"
#include "report_style.h"

static const struct opt opts[] = {{0, NULL, NULL, NULL}};

static const struct cli cli = {
	"PLAN",
	"Writes a page (HTML, all in one) about the plan in folder PLAN: what was asked, the results, how it ran.",
	opts,
	NULL,
};

static const struct section {
	const char *id, *title;
	report_section *make;
} sections[] = {
	{"failures", "What failed", report_failures},
	{"asked", "What was asked", report_asked},
	{"best", "The best cuts", report_best},
	{"merit", "Figure of merit and ROC", report_merit},
	{"cutflow", "Cutflow", report_cutflow},
	{"histograms", "Histograms", report_hists},
	{"results", "Results", report_results_list},
	{"tree", "The tree of the plan", report_tree},
	{"timeline", "Timeline", report_timeline},
	{"usage", "Memory, processors and time", report_usage},
	{"repeat", "To repeat it", report_repeat},
};
enum { SECTIONS = sizeof sections / sizeof *sections };

static void put_all(struct string *to, const char *const *piece)
{
	for (; *piece; piece++)
		string_puts(to, *piece);
}

static void put_head(struct string *to, const struct report *r)
{
	string_puts(to, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
	html_printf(to, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; "
		    "base-uri 'none'; form-action 'none'\">\n", report_style_hash, report_script_hash);
	html_printf(to, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s in %s</title>\n", r->pipeline, r->folder);
	string_puts(to, "<style>");
	put_all(to, report_style);
	string_puts(to, "</style>\n</head>\n<body>\n");
}

struct part {
	struct report *report;
	const struct section *section;
};

static void make_part(void *context, struct string *to)
{
	const struct part *p = context;
	p->section->make(p->report, to);
}

// What one section dies of is told in its place.
static struct string make_section(struct report *r, const struct section *s)
{
	struct string text = {0}, said = {0};
	struct part part = {r, s};
	if (!apart(make_part, &part, &text, &said))
		html_printf(&text, "<p class=\"warning\">This part could not be made:</p>\n<pre>%s</pre>\n", said.n ? said.text : "no reason was given");
	string_free(&said);
	return text;
}

static void put_sections(struct string *to, struct report *r)
{
	struct string text[SECTIONS];
	for (size_t i = 0; i < SECTIONS; i++)
		text[i] = make_section(r, &sections[i]);
	string_puts(to, "<nav aria-label=\"Sections\"><ul>\n");
	for (size_t i = 0; i < SECTIONS; i++)
		if (text[i].n)
			html_printf(to, "<li><a href=\"#%s\">%s</a></li>\n", sections[i].id, sections[i].title);
	string_puts(to, "</ul></nav>\n<main>\n");
	for (size_t i = 0; i < SECTIONS; i++) {
		if (text[i].n) {
			html_printf(to, "<section id=\"%s\">\n<h2>%s</h2>\n", sections[i].id, sections[i].title);
			string_add(to, text[i].text, text[i].n);
			string_puts(to, "</section>\n");
		}
		string_free(&text[i]);
	}
	string_puts(to, "</main>\n");
}

int main(int argc, char **argv)
{
	struct string page = {0};

	err_init(argv[0]);
	while (opt_next(&cli, argc, argv) != -1)
		;
	if (optind + 1 != argc)
		usage_error(&cli, optind == argc ? "which plan?" : "one plan at a time");
	struct report *r = report_read(argv[optind]);
	put_head(&page, r);
	report_head(r, &page);
	put_sections(&page, r);
	html_printf(&page, "<footer>Written by evreport, evfarm %s. Nothing in it comes from elsewhere.</footer>\n<script>", VERSION);
	put_all(&page, report_script);
	string_puts(&page, "</script>\n</body>\n</html>\n");
	fwrite(page.text, 1, page.n, stdout);
	string_free(&page);
	report_free(r);
	close_stdout();
}
