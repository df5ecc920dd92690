// SPDX-License-Identifier: MIT
// output: events to standard output; output.h has the contract.
//
// Kept rows are gathered column by column: first their numbers, once for all columns and without a branch, then the values.
// Batches that are kept whole go through as they are.

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"
#include "output.h"
#include "stream.h"
#include "text.h"

enum {
	FULL = 8192,         // rows at which a batch is written, at most
	MOST_VALUES = 1 << 22, // gathered, which makes it fewer rows in a table of very many columns
	BLOCK = 4096,        // rows gathered at once, at most
	WHOLE = 4096,        // rows from which on a batch goes through as it is
	TEXT_FULL = 4 << 20 // bytes of text at which a batch is written
};

// A column under way.
struct gather {
	void *data;       // full + block values; bits; for text the bytes
	size_t room_text; // bytes of data, text only
	int32_t *offset;  // text only
	uint8_t *valid;
	bool missing; // some are
};

struct output {
	struct schema schema;
	struct text *text; // on a terminal, else
	struct stream_out *stream;
	struct gather *gather; // one a column
	struct column *column; // the same, for writing
	size_t rows;           // gathered
	size_t full, block;    // FULL and BLOCK, or fewer
	uint32_t keep[BLOCK];  // the numbers of the rows kept, from the block's first row
};

static size_t width(enum type t)
{
	return t == TYPE_F64 || t == TYPE_I64 ? 8 : t == TYPE_F32 || t == TYPE_I32 ? 4 : 0;
}

struct output *output_open(const struct schema *s)
{
	struct output *o = mem_new(1, sizeof *o);
	o->schema = schema_copy(s);
	if (isatty(STDOUT_FILENO)) {
		o->text = text_open(s, &(struct text_style){.aligned = true, .header = true});
		return o;
	}
	o->stream = stream_out_open(STDOUT_FILENO, "standard output", s);
	o->gather = mem_new(s->n, sizeof *o->gather);
	o->column = mem_new(s->n, sizeof *o->column);
	for (o->full = FULL; o->full > MOST_VALUES / s->n; o->full /= 2)
		continue;
	o->block = o->full / 2;
	for (size_t c = 0; c < s->n; c++) {
		struct gather *g = &o->gather[c];
		size_t most = o->full + o->block;
		g->valid = mem_new(1, most / 8 + 1);
		if (s->field[c].type == TYPE_TEXT)
			g->offset = mem_new(most + 1, sizeof *g->offset);
		else
			g->data = mem_new(most, s->field[c].type == TYPE_BOOL ? 1 : width(s->field[c].type));
	}
	return o;
}

// -- gathering --------------------------------------------------------------------------------------------------------

static size_t number_kept(uint32_t *list, const uint8_t *keep, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		list[kept] = (uint32_t)i;
		kept += keep[i] != 0;
	}
	return kept;
}

static void gather8(uint64_t *restrict to, const uint64_t *restrict from, const uint32_t *restrict keep, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = from[keep[i]];
}

static void gather4(uint32_t *restrict to, const uint32_t *restrict from, const uint32_t *restrict keep, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = from[keep[i]];
}

// Bits of rows first + keep[i] to bits at, at + 1, ...; returns how many are 1.
static size_t gather_bits(uint8_t *to, size_t at, const uint8_t *from, size_t first, const uint32_t *keep, size_t n)
{
	size_t ones = 0;
	for (size_t i = 0; i < n; i++, at++) {
		unsigned bit = bit_get(from, first + keep[i]), place = at & 7;
		to[at >> 3] = (uint8_t)((to[at >> 3] & ~(1u << place)) | bit << place);
		ones += bit;
	}
	return ones;
}

static void gather_text(struct gather *g, size_t at, const struct column *c, size_t first, const uint32_t *keep, size_t n)
{
	size_t bytes = (size_t)g->offset[at];
	for (size_t i = 0; i < n; i++)
		bytes += (size_t)(c->offset[first + keep[i] + 1] - c->offset[first + keep[i]]);
	g->data = mem_grow(g->data, &g->room_text, bytes + 1, 1);
	char *text = g->data;
	int32_t end = g->offset[at];
	for (size_t i = 0; i < n; i++) {
		const int32_t *offset = &c->offset[first + keep[i]];
		size_t length = (size_t)(offset[1] - offset[0]);
		if (length)
			memcpy(text + end, (const char *)c->data + offset[0], length);
		end += (int32_t)length;
		g->offset[at + i + 1] = end;
	}
}

static void gather_valid(struct gather *g, size_t at, const struct column *c, size_t first, const uint32_t *keep, size_t n)
{
	if (!c->valid && !g->missing)
		return;
	if (!g->missing) // the first: all before are present
		memset(g->valid, 0xff, (at + 7) / 8);
	if (c->valid) {
		if (gather_bits(g->valid, at, c->valid, first, keep, n) < n)
			g->missing = true;
		return;
	}
	for (size_t i = at; i < at + n; i++)
		bit_set(g->valid, i);
}

static void gather_column(struct gather *g, size_t at, const struct column *c, size_t first, const uint32_t *keep, size_t n)
{
	gather_valid(g, at, c, first, keep, n);
	switch (c->type) {
	case TYPE_F64:
	case TYPE_I64:
		gather8((uint64_t *)g->data + at, (const uint64_t *)c->data + first, keep, n);
		break;
	case TYPE_F32:
	case TYPE_I32:
		gather4((uint32_t *)g->data + at, (const uint32_t *)c->data + first, keep, n);
		break;
	case TYPE_BOOL:
		gather_bits(g->data, at, c->data, first, keep, n);
		break;
	case TYPE_TEXT:
		gather_text(g, at, c, first, keep, n);
		break;
	}
}

// -- batches ----------------------------------------------------------------------------------------------------------

static void flush(struct output *o)
{
	if (!o->rows)
		return;
	for (size_t c = 0; c < o->schema.n; c++) {
		struct gather *g = &o->gather[c];
		const void *data = g->data ? g->data : "";
		o->column[c] = (struct column){o->schema.field[c].type, data, g->offset, g->missing ? g->valid : NULL};
		g->missing = false;
	}
	stream_out_batch(o->stream, &(struct batch){.rows = o->rows, .column = o->column});
	o->rows = 0;
}

// The most bytes of text that a column has gathered, and those that it might get from rows [first, first + n) of b.
static size_t most_text(const struct output *o, const struct batch *b, size_t first, size_t n)
{
	size_t most = 0;
	for (size_t c = 0; c < o->schema.n; c++) {
		if (o->schema.field[c].type != TYPE_TEXT)
			continue;
		const int32_t *offset = b->column[c].offset;
		size_t bytes = (size_t)o->gather[c].offset[o->rows] + (size_t)(offset[first + n] - offset[first]);
		most = bytes > most ? bytes : most;
	}
	return most;
}

static void gather_block(struct output *o, const struct batch *b, size_t first, size_t n, size_t kept)
{
	if (o->rows && most_text(o, b, first, n) > TEXT_FULL)
		flush(o);
	for (size_t c = 0; c < o->schema.n; c++)
		gather_column(&o->gather[c], o->rows, &b->column[c], first, o->keep, kept);
	o->rows += kept;
	if (o->rows >= o->full)
		flush(o);
}

static void check_types(const struct output *o, const struct batch *b)
{
	for (size_t c = 0; c < o->schema.n; c++)
		if (b->column[c].type != o->schema.field[c].type)
			die(EXIT_SYSTEM, "column %s is not what the schema says", o->schema.field[c].name);
}

void output_rows(struct output *o, const struct batch *b, const uint8_t *keep)
{
	check_types(o, b);
	if (o->text) {
		text_rows(o->text, b, keep);
		return;
	}
	if (!keep && b->rows >= WHOLE) {
		flush(o);
		stream_out_batch(o->stream, b);
		return;
	}
	for (size_t first = 0, n; first < b->rows; first += n) {
		n = b->rows - first < o->block ? b->rows - first : o->block;
		size_t kept = n;
		if (keep)
			kept = number_kept(o->keep, keep + first, n);
		else
			for (size_t i = 0; i < n; i++)
				o->keep[i] = (uint32_t)i;
		if (kept)
			gather_block(o, b, first, n, kept);
	}
}

void output_close(struct output *o)
{
	if (o->text) {
		text_close(o->text);
	} else {
		flush(o);
		stream_out_close(o->stream);
		for (size_t c = 0; c < o->schema.n; c++) {
			free(o->gather[c].data);
			free(o->gather[c].offset);
			free(o->gather[c].valid);
		}
	}
	free(o->gather);
	free(o->column);
	schema_free(&o->schema);
	free(o);
}
