// SPDX-License-Identifier: MIT
// report_failures: tasks that failed, what they last said, and how to run one by hand.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h" // shell_word
#include "html.h"
#include "report.h"
#include "units.h"

enum { READ = 5000, SHOWN = 30, NAMED = 12 }; // failures that are looked into; different ones that are shown; names of the like

// Failures with the same exit code and the same last words.
struct alike {
	const struct failure *first;
	char *said;
	size_t n;
	struct string names; // of some others, as HTML
};

static struct alike *sort_out(const struct report *r, const size_t *list, size_t n, size_t *n_alike)
{
	struct alike *a = NULL;
	size_t room = 0;
	struct dict *seen = dict_new();
	struct string key = {0};
	*n_alike = 0;
	for (size_t i = 0; i < n && i < READ; i++) {
		const struct failure *f = &r->failures.failure[list[i]];
		const char *name = r->left->target[f->target].name;
		char *said = failures_said(name);
		key.n = 0;
		string_printf(&key, "%d %s", f->code, said);
		uint64_t *at = dict_at(seen, key.text);
		if (!*at) {
			a = mem_grow(a, &room, *n_alike + 1, sizeof *a);
			a[(*n_alike)++] = (struct alike){.first = f, .said = said};
			*at = *n_alike;
		} else {
			free(said);
			if (a[*at - 1].n < NAMED)
				html_printf(&a[*at - 1].names, "%s<code>%s</code>", a[*at - 1].names.n ? ", " : "", name);
		}
		a[*at - 1].n++;
	}
	string_free(&key);
	dict_free(seen);
	return a;
}

static void put_one(const struct report *r, const struct alike *a, struct string *to)
{
	const struct failure *f = a->first;
	const char *name = r->left->target[f->target].name;
	struct string folder = {0};
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
	if (*a->said)
		html_printf(to, "<pre>%s</pre>", a->said);
	if (a->n > 1) {
		html_printf(to, "<p>So did %zu more: ", a->n - 1);
		string_puts(to, a->names.text);
		string_puts(to, a->n > NAMED ? ", …</p>\n" : "</p>\n");
	}
	string_puts(to, "</article>\n");
	string_free(&folder);
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
	size_t n, n_alike;
	size_t *list = failures_standing(&r->failures, r->left, &n);
	struct alike *a = sort_out(r, list, n, &n_alike);
	put_not_makeable(r, to);
	for (size_t i = 0; i < n_alike && i < SHOWN; i++)
		put_one(r, &a[i], to);
	if (n > READ || n_alike > SHOWN)
		html_printf(to, "<p class=\"note\">There are more, %s in all; <code>evrun status</code> names them.</p>\n",
			    units_count((double)n).text);
	for (size_t i = 0; i < n_alike; i++) {
		free(a[i].said);
		string_free(&a[i].names);
	}
	free(a);
	free(list);
}
