// SPDX-License-Identifier: MIT
// stream_edit: changes one field of a stream from stdin to stdout: `MESSAGE FIELD INDEX VALUE`, messages from 0.
// FIELD: mark, length, version, kind, body, endianness, type, bits (INDEX: column), rows, node_rows, node_missing (column),
// buffer_at, buffer_length (INDEX: buffer), word (INDEX: an int32 of the body).

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "flat.h"
#include "num.h"
#include "stream_format.h"

static struct string all;

static int64_t number(const char *text)
{
	int64_t x;
	if (!num_int(text, text + strlen(text), &x))
		die(EXIT_USAGE, "not a number: %s", text);
	return x;
}

// Where message n begins.
static size_t find_message(int64_t n)
{
	size_t at = 0;
	for (; n > 0; n--) {
		uint32_t length;
		memcpy(&length, all.text + at + 4, sizeof length);
		struct flat meta = {all.text + at + 8, length, false};
		at += 8 + length + (size_t)flat_int(&meta, flat_root(&meta), MESSAGE_BODY, 8, 0);
	}
	return at;
}

// The field's place in the metadata and its size.
static size_t find_field(struct string *s, struct flat *meta, const char *name, size_t i, size_t *size)
{
	struct flat_table root = flat_root(meta), header = flat_table(meta, root, MESSAGE_HEADER);
	struct flat_vector fields = flat_vector(meta, header, SCHEMA_FIELDS, 4);
	struct flat_table field = flat_member(meta, fields, i);
	meta->bad = false;
	struct flat_vector nodes = flat_vector(meta, header, BATCH_NODES, 16);
	struct flat_vector buffers = flat_vector(meta, header, BATCH_BUFFERS, 16);
#define FIELD(NAME, SIZE, PLACE)                                                                                       \
	if (strcmp(name, NAME) == 0) {                                                                                 \
		*size = SIZE;                                                                                          \
		return PLACE;                                                                                          \
	}
	FIELD("version", 2, flat_slot(s, root.at, MESSAGE_VERSION))
	FIELD("kind", 1, flat_slot(s, root.at, MESSAGE_KIND))
	FIELD("body", 8, flat_slot(s, root.at, MESSAGE_BODY))
	FIELD("endianness", 2, flat_slot(s, header.at, SCHEMA_ENDIANNESS))
	FIELD("type", 1, flat_slot(s, field.at, FIELD_KIND))
	FIELD("bits", 4, flat_slot(s, flat_table(meta, field, FIELD_TYPE).at, INT_BITS))
	FIELD("rows", 8, flat_slot(s, header.at, BATCH_ROWS))
	FIELD("node_rows", 8, nodes.at + 16 * i)
	FIELD("node_missing", 8, nodes.at + 16 * i + 8)
	FIELD("buffer_at", 8, buffers.at + 16 * i)
	FIELD("buffer_length", 8, buffers.at + 16 * i + 8)
	die(EXIT_USAGE, "no such field: %s", name);
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	if (argc != 5)
		die(EXIT_USAGE, "MESSAGE FIELD INDEX VALUE");
	char piece[4096];
	for (size_t n; (n = fread(piece, 1, sizeof piece, stdin));)
		string_add(&all, piece, n);

	size_t at = find_message(number(argv[1])), index = (size_t)number(argv[3]), size = 4, place;
	uint32_t length;
	memcpy(&length, all.text + at + 4, sizeof length);
	if (strcmp(argv[2], "mark") == 0) {
		place = at;
	} else if (strcmp(argv[2], "length") == 0) {
		place = at + 4;
	} else if (strcmp(argv[2], "word") == 0) {
		place = at + 8 + length + 4 * index;
	} else {
		struct string meta = {all.text + at + 8, length, 0};
		place = at + 8 + find_field(&meta, &(struct flat){meta.text, length, false}, argv[2], index, &size);
	}
	flat_put(&all, place, size, number(argv[4]));
	fwrite(all.text, 1, all.n, stdout);
	close_stdout();
	return EXIT_GOOD;
}
