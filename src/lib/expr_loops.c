// SPDX-License-Identifier: MIT
// expr_loops: the operators over rows; expr_loops.h has the contract.

#include <math.h>
#include <string.h>

#include "clones.h"
#include "events.h"
#include "expr_loops.h"

#if defined(__GNUC__)
#define INLINE inline __attribute__((always_inline)) // into each of the clones
#else
#define INLINE inline
#endif

// The three loops of an operator, from what it does to x and y.
#define LOOPS(NAME, OUT, IN, RESULT) \
	static INLINE void NAME(enum varies v, OUT *restrict r, const IN *a, const IN *b, size_t n) \
	{ \
		if (v == LEFT_VARIES) { \
			const IN y = b[0]; \
			for (size_t i = 0; i < n; i++) { \
				IN x = a[i]; \
				r[i] = RESULT; \
			} \
		} else if (v == RIGHT_VARIES) { \
			const IN x = a[0]; \
			for (size_t i = 0; i < n; i++) { \
				IN y = b[i]; \
				r[i] = RESULT; \
			} \
		} else { \
			for (size_t i = 0; i < n; i++) { \
				IN x = a[i], y = b[i]; \
				r[i] = RESULT; \
			} \
		} \
	}

LOOPS(add, double, double, x + y)
LOOPS(subtract, double, double, x - y)
LOOPS(multiply, double, double, x * y)
LOOPS(divide, double, double, x / y)
LOOPS(modulo, double, double, fmod(x, y))
LOOPS(power, double, double, y == 2 ? x * x : pow(x, y)) // the square is exactly that, and fast

LOOPS(real_eq, uint8_t, double, x == y)
LOOPS(real_ne, uint8_t, double, x != y)
LOOPS(real_lt, uint8_t, double, x < y)
LOOPS(real_le, uint8_t, double, x <= y)
LOOPS(real_gt, uint8_t, double, x > y)
LOOPS(real_ge, uint8_t, double, x >= y)

LOOPS(whole_eq, uint8_t, int64_t, x == y)
LOOPS(whole_ne, uint8_t, int64_t, x != y)
LOOPS(whole_lt, uint8_t, int64_t, x < y)
LOOPS(whole_le, uint8_t, int64_t, x <= y)
LOOPS(whole_gt, uint8_t, int64_t, x > y)
LOOPS(whole_ge, uint8_t, int64_t, x >= y)

void loop_arithmetic(enum op op, enum varies v, double *restrict r, const double *a, const double *b, size_t n)
{
	switch (op) {
	case OP_ADD: add(v, r, a, b, n); break;
	case OP_SUB: subtract(v, r, a, b, n); break;
	case OP_MUL: multiply(v, r, a, b, n); break;
	case OP_DIV: divide(v, r, a, b, n); break;
	case OP_MOD: modulo(v, r, a, b, n); break;
	default: power(v, r, a, b, n); break;
	}
}

VECTOR_CLONES void loop_compare_reals(enum op op, enum varies v, uint8_t *restrict r, const double *a, const double *b, size_t n)
{
	switch (op) {
	case OP_EQ: real_eq(v, r, a, b, n); break;
	case OP_NE: real_ne(v, r, a, b, n); break;
	case OP_LT: real_lt(v, r, a, b, n); break;
	case OP_LE: real_le(v, r, a, b, n); break;
	case OP_GT: real_gt(v, r, a, b, n); break;
	default: real_ge(v, r, a, b, n); break;
	}
}

VECTOR_CLONES void loop_compare_whole(enum op op, enum varies v, uint8_t *restrict r, const int64_t *a, const int64_t *b, size_t n)
{
	switch (op) {
	case OP_EQ: whole_eq(v, r, a, b, n); break;
	case OP_NE: whole_ne(v, r, a, b, n); break;
	case OP_LT: whole_lt(v, r, a, b, n); break;
	case OP_LE: whole_le(v, r, a, b, n); break;
	case OP_GT: whole_gt(v, r, a, b, n); break;
	default: whole_ge(v, r, a, b, n); break;
	}
}

enum order { LESS, EQUAL, MORE, UNORDERED };

// Rounding keeps order, so where the rounded integer and the real differ, they decide; where they are equal, the
// real has no fraction and is an int64 itself, but for 2^63, to which large ones round.
static enum order order_mixed(int64_t a, double b)
{
	double rounded = (double)a;
	if (rounded != b)
		return rounded < b ? LESS : rounded > b ? MORE : UNORDERED;
	if (b >= 0x1p63)
		return LESS;
	int64_t whole = (int64_t)b;
	return a < whole ? LESS : a > whole ? MORE : EQUAL;
}

void loop_compare_mixed(enum op op, uint8_t *restrict r, const int64_t *a, const double *b, size_t n)
{
	enum { L = 1 << LESS, E = 1 << EQUAL, M = 1 << MORE, U = 1 << UNORDERED };
	static const unsigned outcomes[N_OPS] = {
		[OP_EQ] = E, [OP_NE] = L | M | U, [OP_LT] = L, [OP_LE] = L | E, [OP_GT] = M, [OP_GE] = M | E,
	};
	unsigned good = outcomes[op];
	for (size_t i = 0; i < n; i++)
		r[i] = good >> order_mixed(a[i], b[i]) & 1;
}

void loop_compare_texts(enum op op, uint8_t *restrict r, const char *a, const int32_t *a_offset, const char *b,
			const int32_t *b_offset, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t length = (size_t)(a_offset[i + 1] - a_offset[i]);
		bool same = length == (size_t)(b_offset[i + 1] - b_offset[i]) &&
			    (!length || memcmp(a + a_offset[i], b + b_offset[i], length) == 0);
		r[i] = same == (op == OP_EQ);
	}
}

void loop_and(uint8_t *r, const uint8_t *a, const uint8_t *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		r[i] = a[i] & b[i];
}

void loop_or(uint8_t *r, const uint8_t *a, const uint8_t *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		r[i] = a[i] | b[i];
}

void loop_without(uint8_t *restrict r, const uint8_t *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		r[i] &= b[i] ^ 1;
}

void loop_bits(uint8_t *restrict r, const uint8_t *bits, size_t first, size_t n)
{
	for (size_t i = 0; i < n; i++)
		r[i] = bit_get(bits, first + i);
}

bool loop_all_set(const uint8_t *bits, size_t first, size_t n)
{
	size_t i = first, end = first + n;
	for (; i < end && i % 8; i++) {
		if (!bit_get(bits, i))
			return false;
	}
	for (; i + 8 <= end; i += 8) {
		if (bits[i / 8] != 0xff)
			return false;
	}
	for (; i < end; i++) {
		if (!bit_get(bits, i))
			return false;
	}
	return true;
}
