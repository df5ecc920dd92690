// SPDX-License-Identifier: MIT
// stream_read: reads an event stream; stream.h has the contract, evstream(5) the bytes.
//
// Nothing in a stream is believed: metadata are read through flat.h, every buffer is placed inside the body that has arrived,
// and wire.c checks what a column's values need. What fails ends the program here, with the file and the batch.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "stream.h"
#include "stream_format.h"
#include "stream_message.h"
#include "wire.h"

enum { MOST_DICTIONARIES = 4096 };

struct stream_in {
	struct messages messages;
	struct schema schema;
	struct wire *wire;            // one a column
	struct column *column;        // one a column: the batch's
	struct dictionary *dictionary;
	size_t n_dictionaries;
	uint64_t rows;                // so far
};

// One table of rows, as record batches and dictionaries have them.
struct rows {
	size_t n;
	struct flat_vector nodes, buffers;
};

static _Noreturn void bad(const struct stream_in *s, const char *reason)
{
	message_bad(&s->messages, reason);
}

static _Noreturn void bad_column(const struct stream_in *s, size_t c, const char *reason)
{
	char text[512];
	snprintf(text, sizeof text, "column %s: %s", s->schema.field[c].name, reason);
	bad(s, text);
}

// -- the schema -------------------------------------------------------------------------------------------------------

// Adds the column's name; the names together are shorter than the metadata in any honest stream.
static void read_name(struct stream_in *s, struct message *m, struct flat_table field, size_t *names)
{
	size_t n;
	char number[32];
	const char *text = flat_text(&m->meta, field, FIELD_NAME, &n);
	*names += n;
	if (*names > m->meta.n)
		bad(s, "the schema is corrupt");
	if (n && memchr(text, '\0', n))
		bad(s, "a column's name has a zero byte");
	snprintf(number, sizeof number, "_%zu", s->schema.n + 1);
	char *name = n ? mem_copy_n(text, n) : mem_copy(number);
	schema_add(&s->schema, name, TYPE_F64);
	free(name);
}

// The number of the dictionary called id; several columns may share one.
static size_t dictionary_called(struct stream_in *s, int64_t id)
{
	size_t i = 0;
	while (i < s->n_dictionaries && s->dictionary[i].id != id)
		i++;
	return i;
}

static void add_dictionary(struct stream_in *s, struct wire *w)
{
	w->dictionary = dictionary_called(s, w->id);
	if (w->dictionary < s->n_dictionaries)
		return;
	if (s->n_dictionaries == MOST_DICTIONARIES)
		bad(s, "more dictionaries than evfarm takes");
	s->dictionary = mem_resize(s->dictionary, s->n_dictionaries + 1, sizeof *s->dictionary);
	s->dictionary[s->n_dictionaries++] = (struct dictionary){.id = w->id};
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct field *)a)->name, ((const struct field *)b)->name);
}

static void refuse_namesakes(struct stream_in *s)
{
	struct field *sorted = mem_new(s->schema.n, sizeof *sorted);
	memcpy(sorted, s->schema.field, s->schema.n * sizeof *sorted);
	qsort(sorted, s->schema.n, sizeof *sorted, by_name);
	for (size_t c = 1; c < s->schema.n; c++)
		if (by_name(&sorted[c - 1], &sorted[c]) == 0)
			die(EXIT_DATA, "%s: two columns are called %s", bytes_name(s->messages.from), sorted[c].name);
	free(sorted);
}

static void read_schema(struct stream_in *s, struct message *m)
{
	if (m->kind != MESSAGE_SCHEMA)
		bad(s, "the event stream doesn't begin with a schema");
	if (flat_int(&m->meta, m->header, SCHEMA_ENDIANNESS, 2, 0))
		bad(s, "a big-endian event stream; write it little-endian");
	struct flat_vector fields = flat_vector(&m->meta, m->header, SCHEMA_FIELDS, 4);
	if (m->meta.bad)
		bad(s, "the schema is corrupt");
	if (!fields.n)
		bad(s, "the event stream has no columns");
	if (fields.n > MOST_COLUMNS)
		bad(s, "the event stream has more columns than evfarm takes");
	size_t names = 0;
	s->wire = mem_new(fields.n, sizeof *s->wire);
	s->column = mem_new(fields.n, sizeof *s->column);
	for (size_t c = 0; c < fields.n; c++) {
		struct flat_table field = flat_member(&m->meta, fields, c);
		read_name(s, m, field, &names);
		const char *wrong = wire_type(&m->meta, field, &s->wire[c]);
		if (m->meta.bad)
			bad(s, "the schema is corrupt");
		if (wrong)
			bad_column(s, c, wrong);
		s->schema.field[c].type = s->wire[c].type;
		if (s->wire[c].encoded)
			add_dictionary(s, &s->wire[c]);
	}
	refuse_namesakes(s);
}

struct stream_in *stream_in_open(struct bytes *from)
{
	struct stream_in *s = mem_new(1, sizeof *s);
	struct message m;
	s->messages.from = from;
	if (!message_next(&s->messages, &m))
		bad(s, "the event stream has no schema");
	read_schema(s, &m);
	s->messages.batch = 1;
	return s;
}

const struct schema *stream_in_schema(const struct stream_in *s)
{
	return &s->schema;
}

// -- batches ----------------------------------------------------------------------------------------------------------

static struct rows read_rows(struct stream_in *s, struct message *m, struct flat_table t, size_t nodes, size_t buffers)
{
	int64_t n = flat_int(&m->meta, t, BATCH_ROWS, 8, 0);
	struct rows r = {(size_t)n, flat_vector(&m->meta, t, BATCH_NODES, 16), flat_vector(&m->meta, t, BATCH_BUFFERS, 16)};
	if (flat_table(&m->meta, t, BATCH_COMPRESSION).at)
		bad(s, "it is compressed (LZ4 or ZSTD); write the event stream without compression");
	if (m->meta.bad || !t.at)
		bad(s, "the metadata of the batch are corrupt");
	if (r.nodes.n != nodes || r.buffers.n != buffers)
		bad(s, "it hasn't the columns of the schema");
	if (n < 0 || (uint64_t)n / 8 > m->body_n)
		bad(s, "the number of rows is impossible");
	return r;
}

static struct span read_buffer(struct stream_in *s, struct message *m, const struct rows *r, size_t i, size_t c)
{
	int64_t at = flat_int_at(&m->meta, r->buffers.at + 16 * i, 8);
	int64_t n = flat_int_at(&m->meta, r->buffers.at + 16 * i + 8, 8);
	if (at < 0 || n < 0 || (uint64_t)at > m->body_n || (uint64_t)n > m->body_n - (uint64_t)at)
		bad_column(s, c, "a buffer lies outside the message");
	return (struct span){m->body + at, (size_t)n};
}

// Column c of the schema from the next of the buffers and nodes; *c is left without data unless it is wanted.
static void read_column(struct stream_in *s, struct message *m, const struct rows *r, struct wire *w, size_t c, size_t node,
			size_t first, const struct dictionary *d, bool wanted, struct column *column)
{
	struct span buffer[3];
	for (size_t i = 0; i < wire_buffers(w); i++)
		buffer[i] = read_buffer(s, m, r, first + i, c);
	if ((uint64_t)flat_int_at(&m->meta, r->nodes.at + 16 * node, 8) != r->n)
		bad_column(s, c, "it has another number of rows than the batch");
	*column = (struct column){.type = w->type};
	if (!wanted || !r->n)
		return;
	const char *wrong = wire_column(w, d, r->n, flat_int_at(&m->meta, r->nodes.at + 16 * node + 8, 8), buffer, column);
	if (wrong)
		bad_column(s, c, wrong);
}

static void read_dictionary(struct stream_in *s, struct message *m)
{
	int64_t id = flat_int(&m->meta, m->header, DICTIONARY_ID, 8, 0);
	bool delta = flat_int(&m->meta, m->header, DICTIONARY_DELTA, 1, 0);
	size_t c = 0; // the first of its columns
	while (c < s->schema.n && !(s->wire[c].encoded && s->wire[c].id == id))
		c++;
	if (c == s->schema.n)
		bad(s, "a dictionary that no column has");
	struct dictionary *d = &s->dictionary[s->wire[c].dictionary];
	struct flat_table data = flat_table(&m->meta, m->header, DICTIONARY_DATA);
	struct wire text = {.type = TYPE_TEXT, .width = s->wire[c].text_width};
	struct column column;
	struct rows r = read_rows(s, m, data, 1, wire_buffers(&text));
	read_column(s, m, &r, &text, c, 0, 0, NULL, true, &column);
	const char *wrong = dictionary_add(d, &column, r.n, delta && d->present);
	if (wrong)
		bad_column(s, c, wrong);
	wire_free(&text);
}

static void read_batch(struct stream_in *s, struct message *m, const bool *wanted, struct batch *b)
{
	size_t buffers = 0;
	for (size_t c = 0; c < s->schema.n; c++)
		buffers += wire_buffers(&s->wire[c]);
	struct rows r = read_rows(s, m, m->header, s->schema.n, buffers);
	buffers = 0;
	for (size_t c = 0; c < s->schema.n; c++) {
		struct wire *w = &s->wire[c];
		read_column(s, m, &r, w, c, c, buffers, w->encoded ? &s->dictionary[w->dictionary] : NULL,
			    !wanted || wanted[c], &s->column[c]);
		buffers += wire_buffers(w);
	}
	*b = (struct batch){r.n, s->column, bytes_name(s->messages.from), s->rows};
	s->rows += r.n;
	s->messages.batch++;
}

bool stream_in_batch(struct stream_in *s, const bool *wanted, struct batch *b)
{
	struct message m;
	while (message_next(&s->messages, &m)) {
		if (m.kind == MESSAGE_DICTIONARY) {
			read_dictionary(s, &m);
		} else if (m.kind == MESSAGE_BATCH) {
			read_batch(s, &m, wanted, b);
			if (b->rows)
				return true;
		} else {
			bad(s, "a message that is neither a batch nor a dictionary");
		}
	}
	return false;
}

void stream_in_close(struct stream_in *s)
{
	for (size_t c = 0; c < s->schema.n; c++)
		wire_free(&s->wire[c]);
	for (size_t i = 0; i < s->n_dictionaries; i++)
		dictionary_free(&s->dictionary[i]);
	free(s->dictionary);
	free(s->wire);
	free(s->column);
	schema_free(&s->schema);
	free(s);
}
