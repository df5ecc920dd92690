// SPDX-License-Identifier: MIT
// csv_column: a column of fields as values; csv_column.h has the contract.

#include <stdlib.h>
#include <string.h>

#include "csv_column.h"
#include "num.h"
#include "num_wide.h"

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

// Converts one number of a column: the field as it stands first, which is nearly always the number and nothing else.
#define CONVERT_NUMBER(READ)                                                                                           \
	{                                                                                                              \
		const char *p, *end;                                                                                   \
		field_bounds(f, row, &p, &end);                                                                        \
		if (READ(p, end, &data[row]))                                                                          \
			continue;                                                                                      \
		field_number(&p, &end);                                                                                \
		data[row] = 0;                                                                                         \
		if (p == end)                                                                                          \
			set_missing(to, row);                                                                          \
		else if (!READ(p, end, &data[row]))                                                                    \
			set_bad(to, row);                                                                              \
	}

// Converts them all.
#define CONVERT_NUMBERS(TYPE, READ)                                                                                    \
	TYPE *data = to->cells->data;                                                                                  \
	for (size_t row = 0; row < f->rows; row++)                                                                     \
		CONVERT_NUMBER(READ)

#if defined(NUM_FAST)
static NUM_FAST void convert_f64_fast(struct progress *to, const struct fields *f)
{
	CONVERT_NUMBERS(double, num_real_fast)
}

static NUM_FAST void convert_i64_fast(struct progress *to, const struct fields *f)
{
	CONVERT_NUMBERS(int64_t, num_int_fast)
}

// Where the fields of rows row to row + 3 begin and end.
static inline NUM_WIDE void wide_bounds(const struct fields *f, size_t row, __m128i *begin, __m128i *end)
{
	const uint32_t *at = f->at + f->field - 1, *r = f->row + row;
	__m128i ab = _mm_unpacklo_epi32(_mm_loadl_epi64((const __m128i *)(const void *)(at + r[0])),
					_mm_loadl_epi64((const __m128i *)(const void *)(at + r[1])));
	__m128i cd = _mm_unpacklo_epi32(_mm_loadl_epi64((const __m128i *)(const void *)(at + r[2])),
					_mm_loadl_epi64((const __m128i *)(const void *)(at + r[3])));
	*begin = _mm_add_epi32(_mm_unpacklo_epi64(ab, cd), _mm_set1_epi32(1));
	*end = _mm_unpackhi_epi64(ab, cd);
}

// Four rows at a time, and those that are not the usual again; until there are too many of these.
#define CONVERT_WIDE(TYPE, READ_FOUR, READ)                                                                            \
	TYPE *data = to->cells->data;                                                                                  \
	size_t done = 0, odd = 0;                                                                                      \
	for (; done + 4 <= f->rows && odd <= done / 8 + 16; done += 4) {                                               \
		__m128i begins, ends;                                                                                  \
		wide_bounds(f, done, &begins, &ends);                                                                  \
		for (unsigned left = READ_FOUR(f->text, begins, ends, data + done); left; left &= left - 1, odd++) {   \
			size_t row = done + _tzcnt_u32(left);                                                          \
			CONVERT_NUMBER(READ)                                                                           \
		}                                                                                                      \
	}                                                                                                              \
	for (size_t row = done; row < f->rows; row++)                                                                  \
		CONVERT_NUMBER(READ)

static NUM_WIDE void convert_f64_wide(struct progress *to, const struct fields *f)
{
	CONVERT_WIDE(double, num_wide_reals, num_real_fast)
}

static NUM_WIDE void convert_i64_wide(struct progress *to, const struct fields *f)
{
	CONVERT_WIDE(int64_t, num_wide_ints, num_int_fast)
}

#define FAST(convert) convert
#else
#define FAST(convert) NULL
#define num_fast_here() false
#define num_wide_here() false
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
		field_number(&p, &end);
		if (p == end)
			set_missing(to, row);
		else if (!field_bool(p, end, &x))
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
	converter *fast, *wide; // the same by vector instructions, if this machine has them
} kinds[] = {
	[TYPE_F64] = {convert_f64, "not a number", FAST(convert_f64_fast), FAST(convert_f64_wide)},
	[TYPE_F32] = {convert_f32, "not a number", NULL, NULL},
	[TYPE_I64] = {convert_i64, "not an integer of 64 bits", FAST(convert_i64_fast), FAST(convert_i64_wide)},
	[TYPE_I32] = {convert_i32, "not an integer of 32 bits", NULL, NULL},
	[TYPE_BOOL] = {convert_bool, "not true or false", NULL, NULL},
	[TYPE_TEXT] = {convert_text, "not text", NULL, NULL},
};

const char *cells_reason(enum type t)
{
	return kinds[t].reason;
}

static void convert(enum type t, struct progress *to, const struct fields *f)
{
	if (kinds[t].wide && num_wide_here())
		kinds[t].wide(to, f);
	else
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
