// SPDX-License-Identifier: MIT
// stream: event streams. One that is accepted must give the same values through a pipe, and when it is written and read
// again. Mutation knows the messages: it changes fields of their metadata, and takes messages out or doubles them.

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bytes.h"
#include "flat.h"
#include "fuzz.h"
#include "stream.h"
#include "stream_format.h"

static struct fuzz_sum read_stream(const char *file, int copy)
{
	struct fuzz_sum sum = {0};
	struct bytes *from = bytes_open(file);
	struct stream_in *in = stream_in_open(from);
	const struct schema *s = stream_in_schema(in);
	struct stream_out *out = copy < 0 ? NULL : stream_out_open(copy, "copy", s);
	struct batch b;
	while (stream_in_batch(in, NULL, &b)) {
		fuzz_add(&sum, s, &b);
		if (out)
			stream_out_batch(out, &b);
	}
	if (out)
		stream_out_close(out);
	stream_in_close(in);
	bytes_close(from);
	return sum;
}

// Every other column only.
static void read_some_columns(const char *file)
{
	struct bytes *from = bytes_open(file);
	struct stream_in *in = stream_in_open(from);
	size_t n = stream_in_schema(in)->n;
	bool *wanted = mem_new(n, sizeof *wanted);
	struct batch b;
	for (size_t i = 0; i < n; i += 2)
		wanted[i] = true;
	while (stream_in_batch(in, wanted, &b))
		for (size_t i = 1; i < n; i += 2)
			if (b.column[i].data)
				fuzz_fail("a column that nobody wanted");
	stream_in_close(in);
	bytes_close(from);
	free(wanted);
}

static void parse(const char *data, size_t n)
{
	char *file = fuzz_file(data, n);
	struct string copy = {0};
	struct fuzz_sum all = read_stream(file, -1), again;
	fuzz_must("reading it again");
	read_some_columns(file);
	if (n <= FUZZ_PIPE) {
		again = read_stream(fuzz_pipe(data, n), -1);
		fuzz_same(&all, &again, "from a pipe");
	}
	int fd = fuzz_out();
	again = read_stream(file, fd);
	fuzz_written(fd, &copy);
	again = read_stream(fuzz_file(copy.text, copy.n), -1);
	fuzz_same(&all, &again, "written and read");
}

// -- mutation ---------------------------------------------------------------------------------------------------------

struct message {
	size_t at, length, n; // of s: where it begins, its metadata's bytes, all its bytes
	struct flat meta;
	struct flat_table root, header;
};

enum { MOST_MESSAGES = 64 };

static size_t find_messages(const struct string *s, struct message *m)
{
	size_t n = 0, at = 0;
	while (n < MOST_MESSAGES && at + 8 <= s->n) {
		uint32_t length;
		memcpy(&length, s->text + at + 4, sizeof length);
		if (length > s->n - at - 8)
			break;
		m[n] = (struct message){at, length, 8 + length, {s->text + at + 8, length, false}, {0}, {0}};
		if (length) {
			m[n].root = flat_root(&m[n].meta);
			m[n].header = flat_table(&m[n].meta, m[n].root, MESSAGE_HEADER);
			int64_t body = flat_int(&m[n].meta, m[n].root, MESSAGE_BODY, 8, 0);
			if (m[n].meta.bad || body < 0 || (uint64_t)body > s->n - at - 8 - length)
				break;
			m[n].n += (size_t)body;
		}
		at += m[n].n;
		n++;
	}
	return n;
}

static int64_t odd_number(int64_t old)
{
	static const int64_t odd[] = {0, 1, 2, 3, 7, 8, -1, -8, 16, 32, 64, 127, 255, 4096, INT16_MAX, INT32_MAX, INT32_MIN,
				      1LL << 40, 1LL << 60, INT64_MAX, INT64_MIN, INT64_MAX - 7};
	switch (fuzz_random(4)) {
	case 0: return (int64_t)((uint64_t)old + 1);
	case 1: return (int64_t)((uint64_t)old - 1);
	case 2: return (int64_t)((uint64_t)old + fuzz_random(64) * 8u);
	default: return odd[fuzz_random(sizeof odd / sizeof *odd)];
	}
}

// A field of a table, if it is there: its place in the message's metadata.
static size_t slot(struct message *m, struct flat_table t, unsigned number)
{
	size_t entry = t.vtable + 4 + 2 * (size_t)number;
	if (!t.at || 4 + 2 * (size_t)number + 2 > t.slots)
		return 0;
	int64_t at = flat_int_at(&m->meta, entry, 2);
	return at > 0 ? t.at + (size_t)at : 0;
}

static size_t of_schema(struct message *m, size_t *size)
{
	struct flat_vector fields = flat_vector(&m->meta, m->header, SCHEMA_FIELDS, 4);
	struct flat_table field = fields.n ? flat_member(&m->meta, fields, fuzz_random((uint32_t)fields.n)) : m->header;
	struct flat_table type = flat_table(&m->meta, field, FIELD_TYPE);
	struct flat_table encoding = flat_table(&m->meta, field, FIELD_DICTIONARY);
	*size = 1;
	switch (fuzz_random(7)) {
	case 0: return slot(m, field, FIELD_KIND);
	case 1: *size = 4; return slot(m, type, INT_BITS);
	case 2: return slot(m, type, INT_SIGNED);
	case 3: *size = 2; return slot(m, type, FLOAT_PRECISION);
	case 4: *size = 8; return slot(m, encoding, ENCODING_ID);
	case 5: *size = 4; return slot(m, flat_table(&m->meta, encoding, ENCODING_INDEX), INT_BITS);
	default: *size = 2; return slot(m, m->header, SCHEMA_ENDIANNESS);
	}
}

static size_t of_batch(struct message *m, size_t *size)
{
	struct flat_table t = m->header;
	if (flat_int(&m->meta, m->root, MESSAGE_KIND, 1, 0) == MESSAGE_DICTIONARY) {
		*size = fuzz_random(2) ? 8 : 1;
		if (!fuzz_random(4))
			return slot(m, t, *size == 8 ? DICTIONARY_ID : DICTIONARY_DELTA);
		t = flat_table(&m->meta, t, DICTIONARY_DATA);
	}
	struct flat_vector nodes = flat_vector(&m->meta, t, BATCH_NODES, 16);
	struct flat_vector buffers = flat_vector(&m->meta, t, BATCH_BUFFERS, 16);
	*size = 8;
	switch (fuzz_random(4)) {
	case 0: return slot(m, t, BATCH_ROWS);
	case 1: return nodes.n ? nodes.at + 8 * fuzz_random(2 * (uint32_t)nodes.n) : 0;
	default: return buffers.n ? buffers.at + 8 * fuzz_random(2 * (uint32_t)buffers.n) : 0;
	}
}

static void change_field(struct string *s, struct message *m)
{
	size_t size = 8, place = 0;
	bool schema = flat_int(&m->meta, m->root, MESSAGE_KIND, 1, 0) == MESSAGE_SCHEMA;
	if (!fuzz_random(8)) {
		size = 1;
		place = slot(m, m->root, MESSAGE_KIND);
	} else if (!fuzz_random(8)) {
		place = slot(m, m->root, MESSAGE_BODY);
	} else {
		place = schema ? of_schema(m, &size) : of_batch(m, &size);
	}
	if (place && place + size <= m->length)
		flat_put(s, m->at + 8 + place, size, odd_number(flat_int_at(&m->meta, place, size)));
}

// All nodes of the batch, and it, get another number of rows.
static void change_rows(struct string *s, struct message *m)
{
	struct flat_vector nodes = flat_vector(&m->meta, m->header, BATCH_NODES, 16);
	size_t rows = slot(m, m->header, BATCH_ROWS);
	int64_t n = odd_number(rows ? flat_int_at(&m->meta, rows, 8) : 0);
	if (!rows || rows + 8 > m->length || m->meta.bad)
		return;
	flat_put(s, m->at + 8 + rows, 8, n);
	for (size_t i = 0; i < nodes.n; i++)
		flat_put(s, m->at + 8 + nodes.at + 16 * i, 8, n);
}

static void change_body(struct string *s, const struct message *m)
{
	size_t body = m->at + 8 + m->length, n = m->n - 8 - m->length, size = (size_t)1 << fuzz_random(4);
	if (n < size)
		return;
	size_t place = body + fuzz_random((uint32_t)(n / size)) * size;
	int64_t old = 0;
	memcpy(&old, s->text + place, size);
	flat_put(s, place, size, odd_number(old));
}

static void mutate(struct string *s)
{
	struct message m[MOST_MESSAGES];
	size_t n = find_messages(s, m);
	if (!n || !fuzz_random(4)) {
		fuzz_bytes(s);
		return;
	}
	for (uint32_t k = 1 + fuzz_random(3); k; k--) {
		struct message *one = &m[fuzz_random((uint32_t)n)];
		switch (one->length ? fuzz_random(12) : 0) {
		case 0:
			if (fuzz_random(2))
				fuzz_replace(s, one->at, one->n, "", 0);
			else {
				char *copy = mem_copy_n(s->text + one->at, one->n);
				fuzz_replace(s, m[fuzz_random((uint32_t)n)].at, 0, copy, one->n);
				free(copy);
			}
			return;
		case 1: change_rows(s, one); break;
		case 2: case 3: case 4: change_body(s, one); break;
		default: change_field(s, one);
		}
	}
}

const struct fuzzer fuzzer = {.codes = 1 << EXIT_DATA, .parse = parse, .mutate = mutate};
