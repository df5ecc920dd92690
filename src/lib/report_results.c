// SPDX-License-Identifier: MIT
// report_results: which results a report shows, and the list of what was asked for, with the checksums in them.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "html.h"
#include "report.h"
#include "units.h"

enum { LISTED = 200, TEXT_MOST = 4096, TEXTS = 6 }; // rows of the list; bytes of a text that is shown; how many of them

static bool is_shown(const struct report *r, size_t task)
{
	const struct target *t = &r->all->target[task];
	const struct report_stage *p = &r->stage[t->stage];
	const size_t n = strlen(r->all->stage[t->stage].name);
	return r->state[task] == TASK_DONE && (p->merges || !p->read) && strncmp(t->name + n, ".part", 5) != 0;
}

// The one result that nothing else is made from, then several of them, then what leads there.
static int rank_of(const struct report *r, size_t stage)
{
	return r->stage[stage].read ? 2 : r->all->stage[stage].total > 1;
}

size_t *report_results(const struct report *r, size_t *n)
{
	size_t *list = mem_new(r->all->n + 1, sizeof *list);
	*n = 0;
	for (int rank = 0; rank < 3; rank++)
		for (size_t s = 0; s < r->all->n_stages; s++)
			for (size_t i = 0; rank_of(r, s) == rank && i < r->all->n; i++)
				if (r->all->target[i].stage == s && is_shown(r, i))
					list[(*n)++] = i;
	return list;
}

const char *report_kind(const char *file)
{
	static const struct {
		const char *begins, *kind;
	} known[] = {{"# evfarm hist 1", "hist"}, {"# evfarm cutflow 1", "cutflow"}, {"# evfarm stat 1", "stat"},
		     {"# evfarm cells 1", "cells"}, {"# evfarm cuts 1", "cuts"}, {"# settings ", "best"}};
	char line[64] = "";
	FILE *f = fopen(file, "r");
	if (!f || !fgets(line, sizeof line, f))
		*line = '\0';
	if (f)
		fclose(f);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strncmp(line, known[i].begins, strlen(known[i].begins)))
			return known[i].kind;
	return "";
}

// The checksum in a result's end line, "# end 8 b391a357"; empty if it has none.
static void read_checksum(const char *file, char crc[9])
{
	char end[64];
	unsigned long long rows;
	*crc = '\0';
	FILE *f = fopen(file, "r");
	if (!f)
		return;
	if (fseek(f, -(long)sizeof end + 1, SEEK_END))
		rewind(f);
	const size_t n = fread(end, 1, sizeof end - 1, f);
	fclose(f);
	for (size_t i = 0; i < n; i++)
		end[i] += !end[i]; // a string, whatever it is
	end[n] = '\0';
	const char *last = NULL;
	for (const char *p = end; (p = strstr(p, "# end ")); p++)
		last = p;
	if (last && sscanf(last, "# end %llu %8[0-9a-f]", &rows, crc) != 2)
		*crc = '\0';
}

static void put_text(struct string *to, const char *file, size_t size)
{
	char text[TEXT_MOST];
	FILE *f = fopen(file, "r");
	if (!f)
		return;
	const size_t n = fread(text, 1, size < sizeof text ? size : sizeof text, f);
	fclose(f);
	if (memchr(text, '\0', n))
		return;
	html_printf(to, "<figure><figcaption><code>%s</code></figcaption><pre>", file);
	html_text_n(to, text, n);
	string_puts(to, "</pre></figure>\n");
}

void report_results_list(struct report *r, struct string *to)
{
	static const struct html_column columns[] = {{"result", false}, {"kind", false}, {"size", true}, {"made", true}, {"checksum", false}};
	struct html_table t;
	size_t n, texts = 0;
	size_t *list = report_results(r, &n);
	if (!n) {
		free(list);
		return;
	}
	html_table_begin(&t, to, "Results of merges, and those that nothing else is made from", columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < n && i < LISTED; i++) {
		const char *file = r->all->target[list[i]].name;
		struct stat s = {0};
		char crc[9];
		(void)!stat(file, &s);
		read_checksum(file, crc);
		html_cell(&t, "%s", file);
		html_cell(&t, "%s", report_kind(file));
		html_number(&t, (double)s.st_size, "%s", units_bytes((double)s.st_size).text);
		html_number(&t, (double)s.st_mtime, "%s", units_date((double)s.st_mtime).text);
		html_cell(&t, "%s", crc);
	}
	html_table_end(&t);
	if (n > LISTED)
		html_printf(to, "<p class=\"note\">The first %d of %zu.</p>\n", LISTED, n);
	string_puts(to, "<p class=\"note\">The checksum is the one in the result's last line. It is the same wherever, and in however many "
		    "pieces, the same is computed from the same data.</p>\n");
	for (size_t i = 0; i < n && texts < TEXTS; i++) {
		const char *file = r->all->target[list[i]].name;
		struct stat s;
		if (!r->stage[r->all->target[list[i]].stage].read && !*report_kind(file) && !stat(file, &s) && s.st_size <= TEXT_MOST) {
			put_text(to, file, (size_t)s.st_size);
			texts++;
		}
	}
	free(list);
}
