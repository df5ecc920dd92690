// SPDX-License-Identifier: MIT
// report_failures: tasks that failed, what they last said, and how to run one by hand.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h" // shell_word
#include "html.h"
#include "report.h"
#include "units.h"

enum { SHOWN = 50 };

static void put_one(const struct report *r, const struct failure *f, struct string *to)
{
	const char *name = r->left->target[f->target].name;
	struct string folder = {0};
	char *said = failures_said(name);
	shell_word(&folder, r->folder);
	html_printf(to, "<article class=\"failure\"><h3><code>%s</code></h3><p>", name);
	if (f->code > 128)
		html_printf(to, "ended by signal %d (%s)", f->code - 128, strsignal(f->code - 128));
	else
		html_printf(to, "exit %d", f->code);
	html_printf(to, " on %s after %s", f->host, units_seconds(f->seconds).text);
	if (f->attempt > 1)
		html_printf(to, ", attempt %d", f->attempt);
	html_printf(to, "; by hand: <code>make -C %s %s</code></p>\n", folder.text, name);
	if (*said)
		html_printf(to, "<pre>%s</pre>", said);
	string_puts(to, "</article>\n");
	string_free(&folder);
	free(said);
}

// What the log does not know, because nothing was run, make may.
static void put_not_makeable(const struct report *r, struct string *to)
{
	if (!r->left->complete)
		html_printf(to, "<p class=\"warning\">Something that the plan reads is not there, so that make cannot make all of it: "
			    "<code>evrun missing %s</code> names it.</p>\n", r->folder);
}

void report_failures(struct report *r, struct string *to)
{
	size_t n;
	size_t *list = failures_standing(&r->failures, r->left, &n);
	put_not_makeable(r, to);
	for (size_t i = 0; i < n && i < SHOWN; i++)
		put_one(r, &r->failures.failure[list[i]], to);
	free(list);
	if (n > SHOWN)
		html_printf(to, "<p class=\"note\">These are %d of %zu; <code>evrun status</code> names all.</p>\n", SHOWN, n);
}
