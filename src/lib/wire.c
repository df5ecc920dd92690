// SPDX-License-Identifier: MIT
// wire: the values of foreign columns; wire.h has the contract.

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "wire.h"

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
