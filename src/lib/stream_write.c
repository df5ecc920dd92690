// SPDX-License-Identifier: MIT
// stream_write: writes an event stream; stream.h has the contract, evstream(5) the bytes.
//
// A batch goes out as its head, then every column's buffers from where they lie, padded to 8 bytes.

#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

#include "err.h"
#include "flat.h"
#include "mem.h"
#include "stream.h"
#include "stream_format.h"
#include "writer.h"

struct stream_out {
	struct writer to;
	struct schema schema;
	struct string meta;      // the flatbuffer of the message under way
	unsigned char prefix[8]; // the mark and its length
	int32_t *offset; // offsets of a text column moved to begin at 0: of all text columns of a batch
	size_t n_offset, room_offset;
};

// Begins a message: the Message table. Returns the place of its header, of which kind is.
static size_t begin_message(struct stream_out *o, enum message_kind kind, size_t *body)
{
	o->meta.n = 0;
	writer_add(&o->to, o->prefix, sizeof o->prefix);
	writer_add(&o->to, o->prefix, sizeof o->prefix); // in place of the metadata
	size_t message = flat_add_table(&o->meta, FLAT_ROOT, (const unsigned char[]){2, 1, 4, 8}, 4);
	flat_put(&o->meta, flat_slot(&o->meta, message, MESSAGE_VERSION), 2, METADATA_V5);
	flat_put(&o->meta, flat_slot(&o->meta, message, MESSAGE_KIND), 1, kind);
	*body = flat_slot(&o->meta, message, MESSAGE_BODY);
	return flat_slot(&o->meta, message, MESSAGE_HEADER);
}

// Completes the metadata, which begin_message left room for, and sends all.
static void end_message(struct stream_out *o)
{
	static const char zeros[8];
	string_add(&o->meta, zeros, -o->meta.n & 7);
	uint32_t head[2] = {MARK, (uint32_t)o->meta.n};
	memcpy(o->prefix, head, sizeof o->prefix);
	o->to.iov[1] = (struct iovec){o->meta.text, o->meta.n};
	writer_send(&o->to);
}

static void write_field(struct string *meta, size_t from, const struct field *f)
{
	static const struct {
		unsigned char type, sizes[2];
		int64_t value[2];
	} wire[] = {
		[TYPE_F64] = {WIRE_FLOAT, {2, 0}, {FLOAT_DOUBLE, 0}},
		[TYPE_F32] = {WIRE_FLOAT, {2, 0}, {FLOAT_SINGLE, 0}},
		[TYPE_I64] = {WIRE_INT, {4, 1}, {64, true}},
		[TYPE_I32] = {WIRE_INT, {4, 1}, {32, true}},
		[TYPE_BOOL] = {WIRE_BOOL, {0, 0}, {0, 0}},
		[TYPE_TEXT] = {WIRE_UTF8, {0, 0}, {0, 0}},
	};
	// name, nullable, kind of type, type, dictionary (none), children (an empty vector)
	size_t field = flat_add_table(meta, from, (const unsigned char[]){4, 1, 1, 4, 0, 4}, 6);
	flat_put(meta, flat_slot(meta, field, FIELD_NULLABLE), 1, true);
	flat_put(meta, flat_slot(meta, field, FIELD_KIND), 1, wire[f->type].type);
	flat_add_text(meta, flat_slot(meta, field, FIELD_NAME), f->name);
	size_t type = flat_add_table(meta, flat_slot(meta, field, FIELD_TYPE), wire[f->type].sizes, 2);
	for (unsigned i = 0; i < 2; i++)
		if (wire[f->type].sizes[i])
			flat_put(meta, flat_slot(meta, type, i), wire[f->type].sizes[i], wire[f->type].value[i]);
	flat_add_vector(meta, flat_slot(meta, field, FIELD_CHILDREN), 0, 4);
}

struct stream_out *stream_out_open(int fd, const char *name, const struct schema *s)
{
	struct stream_out *o = mem_new(1, sizeof *o);
	o->schema = schema_copy(s);
	writer_open(&o->to, fd, name);
	size_t body, from = begin_message(o, MESSAGE_SCHEMA, &body);
	size_t schema = flat_add_table(&o->meta, from, (const unsigned char[]){2, 4}, 2);
	size_t fields = flat_add_vector(&o->meta, flat_slot(&o->meta, schema, SCHEMA_FIELDS), s->n, 4);
	for (size_t c = 0; c < s->n; c++)
		write_field(&o->meta, fields + 4 * c, &s->field[c]);
	end_message(o);
	return o;
}

static size_t count_missing(const struct column *c, size_t rows)
{
	size_t present = 0, i = 0;
	if (!c->valid)
		return 0;
	for (; i + 64 <= rows; i += 64) {
		uint64_t word;
		memcpy(&word, c->valid + i / 8, sizeof word);
		present += (size_t)__builtin_popcountll(word);
	}
	for (; i < rows; i++)
		present += bit_get(c->valid, i);
	return rows - present;
}

// The offsets of a text column from 0 on; a part of a larger batch has them from anywhere on.
static const int32_t *from_zero(struct stream_out *o, const struct column *c, size_t rows)
{
	if (!c->offset[0])
		return c->offset;
	int32_t *offset = o->offset + o->n_offset;
	for (size_t i = 0; i <= rows; i++)
		offset[i] = c->offset[i] - c->offset[0];
	o->n_offset += rows + 1;
	return offset;
}

// The buffers vector and the body's length as they grow.
struct body {
	size_t place, n;
};

static void add_buffer(struct stream_out *o, struct body *body, const void *at, size_t n)
{
	static const char zeros[8];
	flat_put(&o->meta, body->place, 8, (int64_t)body->n);
	flat_put(&o->meta, body->place + 8, 8, (int64_t)n);
	writer_add(&o->to, at, n);
	writer_add(&o->to, zeros, -n & 7);
	body->place += 16;
	body->n += (n + 7) & ~(size_t)7;
}

static void add_column(struct stream_out *o, struct body *body, const struct column *c, size_t rows, size_t missing)
{
	static const size_t width[] = {[TYPE_F64] = 8, [TYPE_F32] = 4, [TYPE_I64] = 8, [TYPE_I32] = 4};
	add_buffer(o, body, c->valid, missing ? (rows + 7) / 8 : 0);
	if (c->type == TYPE_TEXT) {
		add_buffer(o, body, from_zero(o, c, rows), (rows + 1) * sizeof *c->offset);
		add_buffer(o, body, (const char *)c->data + c->offset[0], (size_t)(c->offset[rows] - c->offset[0]));
	} else {
		add_buffer(o, body, c->data, c->type == TYPE_BOOL ? (rows + 7) / 8 : rows * width[c->type]);
	}
}

void stream_out_batch(struct stream_out *o, const struct batch *b)
{
	const struct schema *s = &o->schema;
	size_t buffers = 0, texts = 0, length;
	for (size_t c = 0; c < s->n; c++) {
		if (b->column[c].type != s->field[c].type || (b->rows && !b->column[c].data))
			die(EXIT_SYSTEM, "%s: column %s is not what the schema says", o->to.name, s->field[c].name);
		texts += b->column[c].type == TYPE_TEXT;
		buffers += b->column[c].type == TYPE_TEXT ? 3 : 2;
	}
	if (!b->rows)
		return;
	o->n_offset = 0;
	o->offset = mem_grow(o->offset, &o->room_offset, texts * (b->rows + 1), sizeof *o->offset);

	size_t from = begin_message(o, MESSAGE_BATCH, &length);
	size_t header = flat_add_table(&o->meta, from, (const unsigned char[]){8, 4, 4}, 3);
	flat_put(&o->meta, flat_slot(&o->meta, header, BATCH_ROWS), 8, (int64_t)b->rows);
	size_t node = flat_add_vector(&o->meta, flat_slot(&o->meta, header, BATCH_NODES), s->n, 16);
	struct body body = {flat_add_vector(&o->meta, flat_slot(&o->meta, header, BATCH_BUFFERS), buffers, 16), 0};
	for (size_t c = 0; c < s->n; c++, node += 16) {
		size_t missing = count_missing(&b->column[c], b->rows);
		flat_put(&o->meta, node, 8, (int64_t)b->rows);
		flat_put(&o->meta, node + 8, 8, (int64_t)missing);
		add_column(o, &body, &b->column[c], b->rows, missing);
	}
	flat_put(&o->meta, length, 8, (int64_t)body.n);
	end_message(o);
}

void stream_out_close(struct stream_out *o)
{
	static const uint32_t end[2] = {MARK, 0};
	writer_add(&o->to, end, sizeof end);
	writer_close(&o->to);
	schema_free(&o->schema);
	string_free(&o->meta);
	free(o->offset);
	free(o);
}
