// SPDX-License-Identifier: MIT
// csv_field: the text of one field, and a column of them as values; csv_field.h has the contract.

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "csv_field.h"
#include "num.h"
#include "num_fast.h"

static inline bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

static void trim(const char **p, const char **end)
{
	while (*p < *end && is_space(**p))
		++*p;
	while (*p < *end && is_space((*end)[-1]))
		--*end;
}

// A number's text: without spaces, and without quotes that some writers put around everything.
static void number_text(const char **p, const char **end)
{
	trim(p, end);
	if (*end - *p >= 2 && **p == '"' && (*end)[-1] == '"') {
		++*p;
		--*end;
		trim(p, end);
	}
}

static bool is_word(const char *p, const char *end, const char *word)
{
	return (size_t)(end - p) == strlen(word) && strncasecmp(p, word, (size_t)(end - p)) == 0;
}

static bool parse_bool(const char *p, const char *end, bool *x)
{
	*x = is_word(p, end, "true") || is_word(p, end, "1");
	return *x || is_word(p, end, "false") || is_word(p, end, "0");
}

enum guess field_guess(const char *p, const char *end)
{
	double real;
	int64_t integer;
	bool quoted = p < end && *p == '"';
	number_text(&p, &end);
	if (p == end)
		return quoted ? GUESS_TEXT : GUESS_MISSING;
	if (num_int(p, end, &integer))
		return GUESS_INTEGER;
	if (num_real(p, end, &real))
		return GUESS_REAL;
	return is_word(p, end, "true") || is_word(p, end, "false") ? GUESS_BOOL : GUESS_TEXT;
}

const char *field_quotes(const char *p, const char *end)
{
	if (!memchr(p, '"', (size_t)(end - p)))
		return NULL;
	if (*p != '"')
		return "a quotation mark inside a field that does not begin with one";
	for (p++; p < end; p++) {
		if (*p != '"')
			continue;
		if (p + 1 < end && p[1] == '"')
			p++;
		else
			return p + 1 == end ? NULL : "text behind the closing quotation mark";
	}
	return "the quotation mark is never closed";
}

void field_text(const char *p, const char *end, struct string *out)
{
	if (end - p < 2 || *p != '"') {
		string_add(out, p, (size_t)(end - p));
		return;
	}
	for (p++, end--; p < end;) {
		const char *quote = memchr(p, '"', (size_t)(end - p));
		const char *stop = quote ? quote + 1 : end;
		string_add(out, p, (size_t)(stop - p));
		p = quote ? quote + 2 : end;
	}
}

void cells_prepare(struct cells *c, enum type t, bool fixed, size_t rows)
{
	c->type = t;
	c->fixed = fixed;
	if (!c->data) {
		c->data = mem_new(rows, sizeof(double));
		c->valid = mem_new(rows / 8 + 1, 1);
		c->offset = mem_new(rows + 1, sizeof *c->offset);
		c->scratch = mem_new(rows, 1);
	}
}

void cells_free(struct cells *c)
{
	free(c->data);
	free(c->valid);
	free(c->offset);
	free(c->scratch);
	string_free(&c->text);
}

// What is the same for every type: misses and bad rows.
struct progress {
	struct cells *cells;
	struct column *out;
	uint8_t *bad;
	size_t rows, *first_bad;
};

static void set_missing(struct progress *to, size_t row)
{
	if (!to->out->valid) {
		memset(to->cells->valid, 0xff, to->rows / 8 + 1);
		to->out->valid = to->cells->valid;
	}
	to->cells->valid[row >> 3] &= (uint8_t) ~(1u << (row & 7));
}

static void set_bad(struct progress *to, size_t row)
{
	to->bad[row] = 1;
	if (row < *to->first_bad)
		*to->first_bad = row;
}

// Converts a column of numbers: the field as it stands first, which is nearly always the number and nothing else.
#define CONVERT_NUMBERS(TYPE, READ)                                                                                    \
	TYPE *data = to->cells->data;                                                                                  \
	for (size_t row = 0; row < f->rows; row++) {                                                                   \
		const char *p, *end;                                                                                   \
		field_bounds(f, row, &p, &end);                                                                        \
		if (READ(p, end, &data[row]))                                                                          \
			continue;                                                                                      \
		number_text(&p, &end);                                                                                 \
		data[row] = 0;                                                                                         \
		if (p == end)                                                                                          \
			set_missing(to, row);                                                                          \
		else if (!READ(p, end, &data[row]))                                                                    \
			set_bad(to, row);                                                                              \
	}

#if defined(NUM_FAST)
static NUM_FAST void convert_f64_fast(struct progress *to, const struct fields *f)
{
	CONVERT_NUMBERS(double, num_real_fast)
}

static NUM_FAST void convert_i64_fast(struct progress *to, const struct fields *f)
{
	CONVERT_NUMBERS(int64_t, num_int_fast)
}
#define FAST(convert) convert
#else
#define FAST(convert) NULL
#define num_fast_here() false
#endif

static void convert_f64(struct progress *to, const struct fields *f)
{
	CONVERT_NUMBERS(double, num_real)
}

static void convert_f32(struct progress *to, const struct fields *f)
{
	CONVERT_NUMBERS(float, num_float)
}

static void convert_i64(struct progress *to, const struct fields *f)
{
	CONVERT_NUMBERS(int64_t, num_int)
}

static bool num_int32(const char *p, const char *end, int32_t *x)
{
	int64_t wide = 0;
	bool good = num_int(p, end, &wide) && wide >= INT32_MIN && wide <= INT32_MAX;
	*x = good ? (int32_t)wide : 0;
	return good;
}

static void convert_i32(struct progress *to, const struct fields *f)
{
	CONVERT_NUMBERS(int32_t, num_int32)
}

static void convert_bool(struct progress *to, const struct fields *f)
{
	uint8_t *data = to->cells->data;
	memset(data, 0, f->rows / 8 + 1);
	for (size_t row = 0; row < f->rows; row++) {
		const char *p, *end;
		bool x;
		field_bounds(f, row, &p, &end);
		number_text(&p, &end);
		if (p == end)
			set_missing(to, row);
		else if (!parse_bool(p, end, &x))
			set_bad(to, row);
		else if (x)
			bit_set(data, row);
	}
}

static void convert_text(struct progress *to, const struct fields *f)
{
	struct cells *c = to->cells;
	c->text.n = 0;
	string_puts(&c->text, "");
	c->offset[0] = 0;
	for (size_t row = 0; row < f->rows; row++) {
		const char *p, *end;
		field_bounds(f, row, &p, &end);
		if (p == end)
			set_missing(to, row);
		field_text(p, end, &c->text);
		c->offset[row + 1] = (int32_t)c->text.n;
	}
	to->out->data = c->text.text;
	to->out->offset = c->offset;
}

typedef void converter(struct progress *to, const struct fields *f);

static const struct {
	converter *convert;
	const char *reason;
	converter *fast; // the same by vector instructions, if this machine has them
} kinds[] = {
	[TYPE_F64] = {convert_f64, "not a number", FAST(convert_f64_fast)},
	[TYPE_F32] = {convert_f32, "not a number", NULL},
	[TYPE_I64] = {convert_i64, "not an integer of 64 bits", FAST(convert_i64_fast)},
	[TYPE_I32] = {convert_i32, "not an integer of 32 bits", NULL},
	[TYPE_BOOL] = {convert_bool, "not true or false", NULL},
	[TYPE_TEXT] = {convert_text, "not text", NULL},
};

const char *cells_reason(enum type t)
{
	return kinds[t].reason;
}

static void convert(enum type t, struct progress *to, const struct fields *f)
{
	(kinds[t].fast && num_fast_here() ? kinds[t].fast : kinds[t].convert)(to, f);
}

void cells_convert(struct cells *c, const struct fields *f, struct column *out, uint8_t *bad, size_t *first_bad)
{
	*out = (struct column){.type = c->type, .data = c->data};
	if (c->type == TYPE_I64 && !c->fixed) { // guessed: if any value is no integer, the batch's are float64
		size_t not_integer = SIZE_MAX;
		struct progress trial = {c, out, c->scratch, f->rows, &not_integer};
		convert(TYPE_I64, &trial, f);
		if (not_integer == SIZE_MAX)
			return;
		*out = (struct column){.type = TYPE_F64, .data = c->data};
	}
	struct progress to = {c, out, bad, f->rows, first_bad};
	convert(out->type, &to, f);
}
