// SPDX-License-Identifier: MIT
// report_asked: what was asked for: the pipeline with its parameters, the data.

#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "record.h"
#include "report.h"
#include "units.h"

// What an input of the plan amounts to. A file that is cut into tasks is counted once.
struct input_sum {
	char *name;
	const char *range; // "range(0, 9)", or NULL for files
	size_t tasks, files;
	double bytes;
};

static struct input_sum *sum_of(struct input_sum **list, size_t *n, const char *name)
{
	for (size_t i = 0; i < *n; i++)
		if (!strcmp((*list)[i].name, name))
			return &(*list)[i];
	*list = mem_resize(*list, *n + 1, sizeof **list);
	(*list)[*n] = (struct input_sum){.name = mem_copy(name)};
	return &(*list)[(*n)++];
}

static void add_inputs(const struct record *rec, struct html_table *t)
{
	struct input_sum *list = NULL;
	size_t n = 0;
	struct dict *seen = dict_new();
	for (size_t i = 0; i < rec->n; i++) {
		const struct row *row = &rec->row[i];
		struct input_sum *s = sum_of(&list, &n, row->input);
		s->tasks += !i || rec->row[i - 1].id != row->id || strcmp(rec->row[i - 1].input, row->input) != 0;
		s->bytes += row->length ? (double)row->length : (double)row->size;
		uint64_t *at = dict_at(seen, row->path);
		s->files += !*at && *row->path == '/';
		s->range = *row->path == '/' ? NULL : row->path;
		*at = 1;
	}
	for (size_t i = 0; i < n; i++) {
		html_cell(t, list[i].range && strcmp(list[i].range, list[i].name) != 0 ? "%s: %s" : "%s", list[i].name, list[i].range);
		html_number(t, (double)list[i].files, "%s", list[i].files ? units_count((double)list[i].files).text : "-");
		html_number(t, (double)list[i].tasks, "%s", list[i].files ? units_count((double)list[i].tasks).text : "-");
		html_number(t, list[i].bytes, "%s", list[i].files ? units_bytes(list[i].bytes).text : "-");
		free(list[i].name);
	}
	free(list);
	dict_free(seen);
}

static void put_pipeline(const struct report *r, struct string *to)
{
	string_puts(to, "<pre class=\"pipeline\">");
	for (size_t i = 0; i < r->n_params; i++)
		html_printf(to, "<b>%.*s</b>%s\n", (int)strcspn(r->param[i], " "), r->param[i], r->param[i] + strcspn(r->param[i], " "));
	if (r->n_params)
		string_puts(to, "\n");
	for (size_t i = 0; i < r->all->n_stages; i++) {
		const char *text = r->stage[i].text;
		html_printf(to, "<b>%.*s</b>%s\n", (int)strcspn(text, " "), text, text + strcspn(text, " "));
	}
	string_puts(to, "</pre>\n");
}

void report_asked(struct report *r, struct string *to)
{
	static const struct html_column columns[] = {{"input", false}, {"files", true}, {"tasks", true}, {"size", true}};
	struct html_table t;
	html_printf(to, "<p>The pipeline <code>%s</code>, with its parameters as they were given:</p>\n", r->pipeline);
	put_pipeline(r, to);
	struct record *rec = record_read("data.tsv");
	if (!rec)
		return;
	html_table_begin(&t, to, "The data", columns, sizeof columns / sizeof *columns);
	add_inputs(rec, &t);
	html_table_end(&t);
	record_free(rec);
}
