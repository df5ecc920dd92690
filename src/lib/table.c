// SPDX-License-Identifier: MIT
// table: small tables of text; table.h has the contract.

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "err.h"
#include "frame.h"
#include "mem.h"
#include "num.h"
#include "table.h"

static void read_all(struct table *t, const char *file)
{
	struct bytes *b = bytes_open(file);
	const char *at;
	size_t want = 1 << 16, n;
	while ((n = bytes_need(b, want, &at)) >= want)
		want *= 2;
	t->file = mem_copy(bytes_name(b));
	if (memchr(at, '\0', n))
		die(EXIT_DATA, "%s: not a table of text", t->file);
	t->text = mem_copy_n(at, n);
	bytes_close(b);
}

static void add_key(struct table *t, char *text)
{
	char *space = strchr(text, ' ');
	t->head = mem_grow(t->head, &t->head_room, t->n_head + 1, sizeof *t->head);
	if (space)
		*space = '\0';
	t->head[t->n_head++] = (struct table_pair){text, space ? space + 1 : text + strlen(text)};
}

static void add_names(struct table *t, char *text)
{
	t->fields = 1;
	for (const char *tab = text; (tab = strchr(tab, '\t')); tab++)
		t->fields++;
	t->name = mem_new(t->fields, sizeof *t->name);
	for (size_t i = 0; i < t->fields; i++)
		t->name[i] = strsep(&text, "\t");
}

static void add_row(struct table *t, size_t line, char *text)
{
	if (t->rows == t->row_room) {
		t->line = mem_grow(t->line, &t->row_room, t->rows + 1, sizeof *t->line);
		t->cell = mem_resize(t->cell, t->row_room, t->fields * sizeof *t->cell);
	}
	size_t n = 0;
	for (; text && n < t->fields; n++)
		t->cell[t->rows * t->fields + n] = strsep(&text, "\t");
	if (n < t->fields || text)
		die(EXIT_DATA, "%s:%zu: not %zu fields", t->file, line, t->fields);
	t->line[t->rows++] = line;
}

struct table *table_read(const char *file, bool framed)
{
	struct table *t = mem_new(1, sizeof *t);
	struct frame_in frame = {0};
	bool end = false;
	size_t line = 0;
	read_all(t, file);
	char *rest = t->text;
	for (char *text; rest && *rest;) {
		char *newline = strchr(text = rest, '\n');
		const size_t n = newline ? (size_t)(newline + 1 - text) : strlen(text);
		const bool names = *text != '#' && !t->fields;
		end = frame_like_end(text, n);
		frame_line(&frame, text, n);
		frame.rows -= names; // evscan does not count them
		rest = newline ? newline + 1 : NULL;
		if (newline)
			*newline = '\0';
		line++;
		if (!strncmp(text, "# ", 2))
			add_key(t, text + 2);
		else if (*text != '#' && *text)
			names ? add_names(t, text) : add_row(t, line, text);
	}
	if ((framed || end) && !frame.ended)
		die(EXIT_DATA, "%s: %s", t->file, end ? "damaged: its end line is not that of what stands before" : "not whole: the end line is missing");
	if (!t->fields)
		die(EXIT_DATA, "%s: no line of column names", t->file);
	return t;
}

void table_free(struct table *t)
{
	if (!t)
		return;
	free(t->file);
	free(t->head);
	free(t->name);
	free(t->cell);
	free(t->line);
	free(t->text);
	free(t);
}

const char *table_value(const struct table *t, const char *key)
{
	for (size_t i = 0; i < t->n_head; i++)
		if (!strcmp(t->head[i].key, key))
			return t->head[i].value;
	return NULL;
}

size_t table_find(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->fields; i++)
		if (!strcmp(t->name[i], name))
			return i;
	return SIZE_MAX;
}

size_t table_column(const struct table *t, const char *name, const char *whose)
{
	const size_t i = table_find(t, name);
	if (i == SIZE_MAX)
		die(EXIT_DATA, "%s: no column %s: not what %s prints", t->file, name, whose);
	return i;
}

const char *table_cell(const struct table *t, size_t row, size_t field)
{
	return t->cell[row * t->fields + field];
}

double table_real(const struct table *t, size_t row, size_t field)
{
	double x;
	const char *cell = table_cell(t, row, field);
	if (!num_real(cell, cell + strlen(cell), &x))
		die(EXIT_DATA, "%s:%zu: %s is not a number: \"%s\"", t->file, t->line[row], t->name[field], cell);
	return x;
}
