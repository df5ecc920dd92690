// SPDX-License-Identifier: MIT
// wire: foreign columns; wire.h has the contract.

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "stream_format.h"
#include "wire.h"

// -- types ------------------------------------------------------------------------------------------------------------

#define OURS "; evfarm reads numbers, bool and utf8: "
#define FLAT "write a column for each member"
#define CAST "cast it to int64 or float64"

// What the types that are not for us are called, and what to do about them, by Arrow's number.
static const char *const foreign[] = {
	[0] = "no type at all" OURS CAST,
	[1] = "null, a column without any value" OURS "cast it",
	[4] = "binary" OURS "cast it to utf8",
	[7] = "decimal" OURS CAST,
	[8] = "date" OURS CAST,
	[9] = "time" OURS CAST,
	[10] = "timestamp" OURS CAST,
	[11] = "interval" OURS CAST,
	[12] = "list" OURS FLAT,
	[13] = "struct" OURS FLAT,
	[14] = "union" OURS FLAT,
	[15] = "fixed size binary" OURS "cast it to utf8",
	[16] = "fixed size list" OURS FLAT,
	[17] = "map" OURS FLAT,
	[18] = "duration" OURS CAST,
	[19] = "large binary" OURS "cast it to utf8",
	[21] = "large list" OURS FLAT,
	[22] = "run-end encoded" OURS "decode it first",
	[23] = "binary view" OURS "cast it to utf8",
	[24] = "utf8 view" OURS "cast it to utf8 (Polars: compat_level=CompatLevel.oldest())",
	[25] = "list view" OURS FLAT,
	[26] = "large list view" OURS FLAT,
};

static const char *int_type(struct flat *meta, struct flat_table type, struct wire *w)
{
	int64_t bits = flat_int(meta, type, INT_BITS, 4, 0);
	w->is_signed = flat_int(meta, type, INT_SIGNED, 1, 0);
	if (bits != 8 && bits != 16 && bits != 32 && bits != 64)
		return "an integer of neither 8, 16, 32 nor 64 bits";
	w->width = (size_t)bits / 8;
	w->type = bits == 64 || (bits == 32 && !w->is_signed) ? TYPE_I64 : TYPE_I32;
	return NULL;
}

static const char *float_type(struct flat *meta, struct flat_table type, struct wire *w)
{
	switch (flat_int(meta, type, FLOAT_PRECISION, 2, FLOAT_HALF)) {
	case FLOAT_SINGLE:
		w->type = TYPE_F32;
		w->width = 4;
		return NULL;
	case FLOAT_DOUBLE:
		w->type = TYPE_F64;
		w->width = 8;
		return NULL;
	case FLOAT_HALF:
		return "float16" OURS "cast it to float32";
	default:
		return "a float of unknown precision";
	}
}

static const char *plain_type(struct flat *meta, struct flat_table field, struct wire *w)
{
	int64_t kind = flat_int(meta, field, FIELD_KIND, 1, 0);
	struct flat_table type = flat_table(meta, field, FIELD_TYPE);
	switch (kind) {
	case WIRE_INT:
		return int_type(meta, type, w);
	case WIRE_FLOAT:
		return float_type(meta, type, w);
	case WIRE_BOOL:
		w->type = TYPE_BOOL;
		w->width = 0;
		return NULL;
	case WIRE_UTF8:
	case WIRE_LARGE_UTF8:
		w->type = TYPE_TEXT;
		w->width = kind == WIRE_UTF8 ? 4 : 8;
		return NULL;
	}
	if (kind < 0 || (size_t)kind >= sizeof foreign / sizeof *foreign || !foreign[kind])
		return "of an unknown type";
	return foreign[kind];
}

const char *wire_type(struct flat *meta, struct flat_table field, struct wire *w)
{
	*w = (struct wire){0};
	const char *wrong = plain_type(meta, field, w);
	struct flat_table encoding = flat_table(meta, field, FIELD_DICTIONARY);
	if (wrong || !encoding.at)
		return wrong;
	if (w->type != TYPE_TEXT)
		return "dictionary-encoded, and not text" OURS "decode it first";
	w->encoded = true;
	w->id = flat_int(meta, encoding, ENCODING_ID, 8, 0);
	w->text_width = w->width;
	struct flat_table index = flat_table(meta, encoding, ENCODING_INDEX);
	w->width = 4; // the default
	w->is_signed = true;
	if (index.at)
		wrong = int_type(meta, index, w);
	w->type = TYPE_TEXT;
	return wrong;
}

size_t wire_buffers(const struct wire *w)
{
	return w->type == TYPE_TEXT && !w->encoded ? 3 : 2;
}

// -- values -----------------------------------------------------------------------------------------------------------

static const char *check_valid(struct span s, size_t rows, int64_t missing, struct column *c)
{
	c->valid = NULL;
	if (missing < 0 || (uint64_t)missing > rows)
		return "the count of missing values is impossible";
	if (!s.n)
		return missing ? "values are missing, but which is not said" : NULL;
	if (s.n < (rows + 7) / 8)
		return "the validity bits are too few";
	const uint8_t *bits = (const uint8_t *)s.at;
	size_t present = 0, i = 0;
	for (; i + 64 <= rows; i += 64) {
		uint64_t word;
		memcpy(&word, bits + i / 8, sizeof word);
		present += (size_t)__builtin_popcountll(word);
	}
	for (; i < rows; i++)
		present += bit_get(bits, i);
	if (rows - present != (uint64_t)missing)
		return "the count of missing values is not that of the validity bits";
	if (missing)
		c->valid = bits;
	return NULL;
}

// Values of our own width; where they lie, if they are aligned there.
static const void *in_place(struct wire *w, struct span s, size_t n, size_t width)
{
	if ((uintptr_t)s.at % width == 0)
		return s.at;
	w->own = mem_grow(w->own, &w->room, n * width, 1);
	return memcpy(w->own, s.at, n * width);
}

// An integer of any width, at any place.
static int64_t int_at(const struct wire *w, const char *at, size_t i)
{
	uint64_t x = 0, sign = (uint64_t)1 << (8 * w->width - 1);
	memcpy(&x, at + i * w->width, w->width);
	return w->is_signed ? (int64_t)((x ^ sign) - sign) : (int64_t)x;
}

static const char *widen(struct wire *w, struct span s, size_t rows, struct column *c)
{
	w->own = mem_grow(w->own, &w->room, rows * (w->type == TYPE_I64 ? 8 : 4), 1);
	int64_t *wide = w->own;
	int32_t *narrow = w->own;
	for (size_t i = 0; i < rows; i++) {
		int64_t x = int_at(w, s.at, i);
		if (w->type == TYPE_I32)
			narrow[i] = (int32_t)x;
		else if (x < 0 && !w->is_signed && !is_missing(c, i))
			return "a uint64 value is beyond int64";
		else
			wide[i] = x;
	}
	c->data = w->own;
	return NULL;
}

static const char *numbers(struct wire *w, struct span s, size_t rows, struct column *c)
{
	static const size_t width[] = {[TYPE_F64] = 8, [TYPE_F32] = 4, [TYPE_I64] = 8, [TYPE_I32] = 4};
	if (s.n / w->width < rows)
		return "the values are too few";
	bool ours = w->width == width[w->type] && (w->is_signed || w->type == TYPE_F64 || w->type == TYPE_F32);
	if (!ours)
		return widen(w, s, rows, c);
	c->data = in_place(w, s, rows, w->width);
	return NULL;
}

// Offsets of 8 bytes become ours, from 0 on.
static const char *large_text(struct wire *w, struct span offsets, struct span text, size_t rows, struct column *c)
{
	const int64_t *from = in_place(w, offsets, rows + 1, 8);
	w->own_text = mem_grow(w->own_text, &w->room_text, (rows + 1) * 4, 1);
	int32_t *to = w->own_text;
	if (from[0] < 0 || from[rows] < from[0] || (uint64_t)from[rows] > text.n)
		return "the offsets of the text lead outside it";
	if (from[rows] - from[0] > INT32_MAX)
		return "more than 2 GiB of text in a batch; write smaller batches";
	for (size_t i = 0; i <= rows; i++) {
		if (i && from[i] < from[i - 1])
			return "the offsets of the text are out of order";
		to[i] = (int32_t)((uint64_t)from[i] - (uint64_t)from[0]);
	}
	c->offset = to;
	c->data = text.at + from[0];
	return NULL;
}

static const char *texts(struct wire *w, struct span offsets, struct span text, size_t rows, struct column *c)
{
	if (offsets.n / w->width < rows + 1)
		return "the offsets of the text are too few";
	if (w->width == 8)
		return large_text(w, offsets, text, rows, c);
	const int32_t *offset = in_place(w, offsets, rows + 1, 4);
	int disorder = 0;
	for (size_t i = 0; i < rows; i++)
		disorder |= offset[i + 1] < offset[i];
	if (disorder)
		return "the offsets of the text are out of order";
	if (offset[0] < 0 || (uint64_t)offset[rows] > text.n)
		return "the offsets of the text lead outside it";
	c->offset = offset;
	c->data = text.at;
	return NULL;
}

// -- dictionaries -----------------------------------------------------------------------------------------------------

// One text for each index: the rows' lengths first, then their bytes.
static const char *decode(struct wire *w, const struct dictionary *d, struct span s, size_t rows, struct column *c)
{
	if (s.n / w->width < rows)
		return "the indices into the dictionary are too few";
	if (!d || !d->present)
		return "its dictionary hasn't come before it";
	int32_t *offset = w->own = mem_grow(w->own, &w->room, (rows + 1) * sizeof *offset, 1);
	uint8_t *valid = w->own_valid = mem_grow(w->own_valid, &w->room_valid, (rows + 7) / 8, 1);
	memset(valid, 0, (rows + 7) / 8);
	offset[0] = 0;
	for (size_t i = 0; i < rows; i++) {
		offset[i + 1] = offset[i];
		if (is_missing(c, i))
			continue;
		int64_t index = int_at(w, s.at, i);
		if (index < 0 || (uint64_t)index >= d->n)
			return "an index leads outside its dictionary";
		if (d->missing.text[index])
			continue;
		int32_t n = d->offset[index + 1] - d->offset[index];
		if (n > INT32_MAX - offset[i])
			return "more than 2 GiB of text in a batch; write smaller batches";
		offset[i + 1] = offset[i] + n;
		bit_set(valid, i);
	}
	char *text = w->own_text = mem_grow(w->own_text, &w->room_text, (size_t)offset[rows] + 1, 1);
	for (size_t i = 0; i < rows; i++)
		if (offset[i + 1] > offset[i])
			memcpy(text + offset[i], d->text.text + d->offset[int_at(w, s.at, i)],
			       (size_t)(offset[i + 1] - offset[i]));
	c->data = text;
	c->offset = offset;
	c->valid = valid;
	return NULL;
}

const char *dictionary_add(struct dictionary *d, const struct column *c, size_t rows, bool behind)
{
	if (!behind)
		d->n = d->text.n = d->missing.n = 0;
	size_t bytes = rows ? (size_t)(c->offset[rows] - c->offset[0]) : 0;
	if (bytes > INT32_MAX - d->text.n)
		return "more than 2 GiB of text in a dictionary";
	d->offset = mem_resize(d->offset, d->n + rows + 1, sizeof *d->offset);
	d->offset[0] = 0;
	for (size_t i = 0; i < rows; i++) {
		d->offset[d->n + i + 1] = (int32_t)d->text.n + c->offset[i + 1] - c->offset[0];
		string_add(&d->missing, is_missing(c, i) ? "\1" : "", 1);
	}
	if (bytes)
		string_add(&d->text, (const char *)c->data + c->offset[0], bytes);
	d->n += rows;
	d->present = true;
	return NULL;
}

// -- a column ---------------------------------------------------------------------------------------------------------

const char *wire_column(struct wire *w, const struct dictionary *d, size_t rows, int64_t missing,
			const struct span *buffer, struct column *c)
{
	*c = (struct column){.type = w->type};
	const char *wrong = check_valid(buffer[0], rows, missing, c);
	if (wrong)
		return wrong;
	if (w->encoded)
		return decode(w, d, buffer[1], rows, c);
	if (w->type == TYPE_TEXT)
		return texts(w, buffer[1], buffer[2], rows, c);
	if (w->type != TYPE_BOOL)
		return numbers(w, buffer[1], rows, c);
	c->data = buffer[1].at;
	return buffer[1].n < (rows + 7) / 8 ? "the values are too few" : NULL;
}

void wire_free(struct wire *w)
{
	free(w->own);
	free(w->own_text);
	free(w->own_valid);
}

void dictionary_free(struct dictionary *d)
{
	free(d->offset);
	string_free(&d->text);
	string_free(&d->missing);
}
