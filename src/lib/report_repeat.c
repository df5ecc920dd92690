// SPDX-License-Identifier: MIT
// report_repeat: what another needs to get the same: commands, versions, hosts, and the files that were read, as the plan has
// recorded them, with what has become of them since.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "html.h"
#include "record.h"
#include "report_log.h"
#include "units.h"

enum { FILES = 500, NAMES = 100 };

static void put_names(struct string *to, const char *what, char **name, size_t n)
{
	html_printf(to, "<div><dt>%s</dt><dd>", what);
	for (size_t i = 0; i < n && i < NAMES; i++)
		html_printf(to, i ? ", %s" : "%s", name[i]);
	if (n > NAMES)
		html_printf(to, " and %zu more", n - NAMES);
	string_puts(to, "</dd></div>\n");
}

static const char *since(const struct row *row)
{
	struct stat s;
	if (stat(row->path, &s))
		return "gone";
	if ((uint64_t)s.st_size != row->size || s.st_mtim.tv_sec != row->mtime.tv_sec || s.st_mtim.tv_nsec != row->mtime.tv_nsec)
		return "changed";
	return "the same";
}

static void put_row(struct html_table *t, const struct row *row)
{
	const double when = (double)row->mtime.tv_sec;
	const bool file = *row->path == '/';
	html_number(t, (double)row->id, "%" PRIu64, row->id);
	html_cell(t, "%s", row->input);
	html_cell(t, "%s", row->path);
	if (row->length)
		html_cell(t, "%" PRIu64 "+%" PRIu64, row->offset, row->length);
	else
		html_cell(t, file ? "all" : "");
	html_number(t, (double)row->size, "%s", file ? units_count((double)row->size).text : "");
	html_number(t, when, "%s", file ? units_date(when).text : "");
	html_cell(t, "%s", file ? since(row) : "");
	html_cell(t, "%s", row->labels);
}

static void put_files(struct string *to)
{
	static const struct html_column columns[] = {{"task", true}, {"input", false}, {"file", false}, {"part", false}, {"size", true},
						     {"its date", true}, {"since planned", false}, {"labels", false}};
	struct html_table t;
	struct record *rec = record_read("data.tsv");
	if (!rec)
		return;
	string_puts(to, "<details class=\"print\"><summary>the files that were read</summary>\n");
	html_table_begin(&t, to, "The files that were read, as they were when they were planned; part: from which byte, and how many", columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < rec->n && i < FILES; i++)
		put_row(&t, &rec->row[i]);
	html_table_end(&t);
	if (rec->n > FILES)
		html_printf(to, "<p class=\"note\">The first %d of %zu; all are in <code>data.tsv</code>.</p>", FILES, rec->n);
	string_puts(to, "</details>\n");
	record_free(rec);
}

static void put_commands(const struct report *r, struct string *to)
{
	static const struct html_column columns[] = {{"stage", false}, {"command", false}};
	struct html_table t;
	string_puts(to, "<details class=\"print\"><summary>the command of each stage</summary>\n");
	html_table_begin(&t, to, "The command of each stage, with all parameters filled in", columns, sizeof columns / sizeof *columns);
	for (size_t s = 0; s < r->all->n_stages && s < FILES; s++) {
		html_cell(&t, "%s", r->all->stage[s].name);
		html_cell(&t, "%s", r->stage[s].command);
	}
	html_table_end(&t);
	string_puts(to, "</details>\n");
}

void report_repeat(struct report *r, struct string *to)
{
	struct utsname u;
	html_printf(to, "<pre>%s\n%s</pre>\n<dl class=\"facts\">\n", r->planned_by, r->run_by);
	html_printf(to, "<div><dt>folder</dt><dd><code>%s</code></dd></div>\n", r->place);
	html_printf(to, "<div><dt>evfarm</dt><dd>%s planned it; %s wrote this</dd></div>\n", r->version, VERSION);
	if (r->n) {
		put_names(to, r->n_hosts == 1 ? "host" : "hosts", r->host, r->n_hosts);
		put_names(to, r->n_engines == 1 ? "engine" : "engines", r->engine, r->n_engines);
		html_printf(to, "<div><dt>ran</dt><dd>from %s to %s</dd></div>\n", units_date(r->spell[0].start).text,
			    units_date(r->spell[r->n_spells - 1].end).text);
	}
	if (!uname(&u))
		html_printf(to, "<div><dt>this written on</dt><dd>%s, %s %s %s</dd></div>\n", u.nodename, u.sysname, u.release, u.machine);
	string_puts(to, "</dl>\n");
	put_commands(r, to);
	put_files(to);
}
