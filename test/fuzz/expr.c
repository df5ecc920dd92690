// SPDX-License-Identifier: MIT
// expr: expressions. One that is accepted is evaluated on rows of all that values can be, in every type that columns can
// come in; a row's value must not depend on the rows around it.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "expr.h"
#include "fuzz.h"

enum { ROWS = 48, COLUMNS = 8 };

static const double reals[] = {0, -0.0, 1, -1, 0.5, 41.3766, 1e308, -1e308, 5e-324, 9007199254740993., 9223372036854775808.,
			       -9223372036854775808., INFINITY, -INFINITY, NAN, 3};
static const int64_t wholes[] = {0, 1, -1, 2, 3, INT64_MAX, INT64_MIN, INT64_MAX - 1, 9007199254740993, INT32_MAX, INT32_MIN, 7, -7};
static const struct field fields[COLUMNS] = {
	{(char[]){"x"}, TYPE_F64}, {(char[]){"f"}, TYPE_F32}, {(char[]){"n"}, TYPE_I64}, {(char[]){"i"}, TYPE_I32},
	{(char[]){"b"}, TYPE_BOOL}, {(char[]){"t"}, TYPE_TEXT}, {(char[]){"p T"}, TYPE_F64}, {(char[]){"_2"}, TYPE_I64},
};

static struct {
	double f64[ROWS];
	float f32[ROWS];
	int64_t i64[ROWS];
	int32_t i32[ROWS], offset[ROWS + 1];
	uint8_t bits[ROWS / 8], valid[ROWS / 8];
	char text[4 * ROWS];
} values;

static void prepare(void)
{
	size_t end = 0;
	for (size_t i = 0; i < ROWS; i++) {
		values.f64[i] = reals[i * 7 % (sizeof reals / sizeof *reals)];
		values.f32[i] = (float)reals[i * 5 % (sizeof reals / sizeof *reals)];
		values.i64[i] = wholes[i * 5 % (sizeof wholes / sizeof *wholes)];
		values.i32[i] = (int32_t)(uint32_t)(uint64_t)wholes[i * 3 % (sizeof wholes / sizeof *wholes)];
		end += (size_t)snprintf(values.text + end, 4, "%.*s", (int)(i % 4), "mu\xc3");
		values.offset[i + 1] = (int32_t)end;
		if (i * 11 % 5 < 2)
			bit_set(values.bits, i);
		if (i * 7 % 4)
			bit_set(values.valid, i);
	}
}

// The columns in the types of the schema, or in others that a batch may bring: variant has a bit for each way to be odd.
static void columns_of(struct column *column, unsigned variant)
{
	for (size_t c = 0; c < COLUMNS; c++) {
		enum type t = fields[c].type;
		if (variant & 1 && t != TYPE_TEXT && t != TYPE_BOOL)
			t = t == TYPE_F64 ? TYPE_F32 : t == TYPE_F32 ? TYPE_I32 : t == TYPE_I64 ? TYPE_F64 : TYPE_I64;
		const void *data[] = {[TYPE_F64] = values.f64, [TYPE_F32] = values.f32, [TYPE_I64] = values.i64,
				      [TYPE_I32] = values.i32, [TYPE_BOOL] = values.bits, [TYPE_TEXT] = values.text};
		column[c] = (struct column){t, data[t], t == TYPE_TEXT ? values.offset : NULL, NULL};
		if (variant & 2 && c % 2 == (variant >> 2 & 1))
			column[c].valid = values.valid;
	}
}

// A value's bytes; all nans are one.
static uint64_t hash_of(const struct values *v, size_t i)
{
	uint64_t h = v->type;
	double x;
	switch (v->type) {
	case TYPE_F64:
		x = isnan(v->real[i]) ? (double)NAN : v->real[i];
		h = fuzz_hash(h, &x, sizeof x);
		break;
	case TYPE_I64: h = fuzz_hash(h, &v->integer[i], sizeof *v->integer); break;
	case TYPE_BOOL: h = fuzz_hash(h, &v->truth[i], 1); break;
	default: h = fuzz_hash(h, v->text + v->offset[i], (size_t)(v->offset[i + 1] - v->offset[i]));
	}
	return v->missing && v->missing[i] ? 1 : h;
}

static void evaluate(struct expr *e, unsigned variant)
{
	struct column column[COLUMNS];
	columns_of(column, variant);
	struct batch b = {ROWS, column, "batch", 0};
	uint64_t hash[ROWS];
	struct values v = expr_eval(e, &b, 0, ROWS);
	for (size_t i = 0; i < ROWS; i++)
		hash[i] = hash_of(&v, i);
	for (size_t i = 0; i < ROWS; i += 1 + variant) {
		v = expr_eval(e, &b, i, 1);
		if (hash_of(&v, 0) != hash[i])
			fuzz_fail("row %zu by itself has another value", i);
	}
	if (v.type == TYPE_TEXT)
		return;
	const double *x = expr_reals(e, &b, 1, ROWS - 1);
	double sum = x[0];
	const uint8_t *t = expr_truth(e, &b, 1, ROWS - 1);
	for (size_t i = 0; i < ROWS - 1; i++)
		if (t[i] > 1)
			fuzz_fail("a truth of %d", t[i]);
	(void)sum;
}

static void parse(const char *data, size_t n)
{
	(void)n;
	const struct schema s = {(struct field *)fields, COLUMNS};
	char *name = NULL;
	if (expr_name(data, &name) > strlen(data))
		fuzz_fail("a name that is longer than all");
	struct expr *e = expr_compile(data, "-e", &s);
	fuzz_must("evaluating");
	bool used[COLUMNS] = {false};
	expr_columns(e, used);
	for (unsigned variant = 0; variant < 8; variant++)
		evaluate(e, variant);
	struct string inside = {0};
	string_printf(&inside, "(%s)", data);
	expr_free(e);
	if (inside.n < 1000 && expr_type(e = expr_compile(inside.text, "-e", &s)) <= TYPE_TEXT)
		expr_free(e);
}

static void mutate(struct string *s)
{
	static const char *const words[] = {
		"x", "f", "n", "i", "b", "t", "`p T`", "_2", "\"mu\"", "\"\"", "1", "2", "9223372036854775807", "1e308", "nan", "inf", "pi", "true",
		"**", "==", "!=", "<", "<=", "&&", "||", "!", "-", "+", "*", "/", "%", "?", ":", "(", ")", ",", "min(", "max(x,", "abs(", "isnan(",
		"sqrt(", "hypot(x,", "fma(x,n,", "fmod(x,", "x ? n : ", "t == ", "b ? t : \"x\"", "9223372036854775808", "0x1", ".5e", "lgamma(",
		"nextafter(x,", "j0(", "signbit(",
	};
	enum { N = sizeof words / sizeof *words };
	if (fuzz_random(2)) {
		fuzz_bytes(s);
		return;
	}
	for (uint32_t k = 1 + fuzz_random(3); k; k--) {
		const char *word = words[fuzz_random(N)];
		size_t at = fuzz_random((uint32_t)s->n + 1), n = fuzz_random(2) ? 0 : fuzz_random((uint32_t)(s->n - at) + 1);
		struct string spaced = {0};
		string_printf(&spaced, fuzz_random(2) ? " %s " : "%s", word);
		fuzz_replace(s, at, n, spaced.text, spaced.n);
		string_free(&spaced);
	}
}

const struct fuzzer fuzzer = {.codes = 1 << EXIT_USAGE, .prepare = prepare, .parse = parse, .mutate = mutate};
