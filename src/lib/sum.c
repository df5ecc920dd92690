// SPDX-License-Identifier: MIT
// sum: exact sums of doubles; sum.h has the contract.
//
// Why. Floating-point addition rounds, and (a + b) + c is not a + (b + c). A sum over events that is cut into chunks,
// spread over workers and merged in whatever order they end would differ in its last bits from run to run, and nobody
// could tell a changed result from a changed schedule. A sum without rounding has no order: addition of whole numbers
// is associative and commutative. So we sum without rounding and round once, when the number is wanted.
//
// How. This is a superaccumulator, the small one of R. M. Neal, "Fast exact summation using small and large
// superaccumulators", arXiv:1505.05571 (2015); the idea is Kulisch's. Every finite double is a whole number of up to 53
// bits times a power of two that is not below 2^-1074. A fixed-point number long enough for all of them, with digits of
// 32 bits, can take any of them without loss: shift the 53 bits into place, and they touch two or three digits. A digit
// lives in a signed word of 64 bits, a chunk, so that there are spare bits in which carries may wait: the part of a
// double that lies within its lowest digit (below 2^32) is added to one chunk, and all that is above it (below 2^52) to
// the next one. After MOST_ADDS of these no chunk can have left ±2^62, and carry() passes the high parts on. Then each
// chunk but the last is a digit in [0, 2^32), and the last one has the sign.
//
//      x = ±m · 2^e             m < 2^53
//      place = e + SUM_BIAS     the digit is place / 32, the shift in it place mod 32
//
//      chunk   ... | k+2 | k+1          | k      | ...
//      gets        |     | ±(m >> 32-s) | ±(m << s mod 2^32)
//
// Products. Sums of squares and of weighted values want a·b added exactly. The product of the two 53-bit numbers is a
// 106-bit whole number, which integers of 128 bits give at once, on any machine, without fma and without what rounding,
// overflow or underflow would do to a product of doubles; it is laid over four chunks. The lowest product is 2^-2148
// and the highest is below 2^2048, hence SUM_BIAS = 2176 = 68 · 32, and room above for the sum of 2^60 of the greatest.
//
// Windows. All of that range would be 140 chunks, 1.1 KiB for every bin of a histogram. Real numbers in one bin have
// exponents near to one another, so a sum holds only the chunks from the lowest to the highest in use, 4 to 6 of them
// as a rule, and takes more when a value asks for them.
//
// Special values have no digits. Which of +inf, -inf and nan were added is remembered in three bits; or-ing bits has no
// order either. A nan, or both infinities, make the sum nan; one infinity makes it that.
//
// Out again. value() rounds the number to the nearest double, ties to even (sum_value.c). What is lost by this is the
// rest, which partial results carry along as further doubles, so that reading them back gives the very same number: a
// sum that was written, read and added to others remains exact. Each term is the double nearest to what is left, so the
// text of a sum depends on the sum alone, and merging the same events in another order gives the same bytes.
//
// Many at once. sum_add costs a few nanoseconds, mostly in waiting for chunks just stored. Columns of a table go
// through sum_block.c, which adds a thousand values in vector registers, also without any rounding, and gives a few
// words here.

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sum.h"
#include "sum_wide.h"

#if FLT_EVAL_METHOD > 0 || defined __FAST_MATH__
#error "sum needs doubles that are doubles: SSE2 rather than x87, and no -ffast-math"
#endif

enum { MOST_ADDS = 1000, PLUS_INF = 1, MINUS_INF = 2, NAN_SEEN = 4 };

__extension__ typedef unsigned __int128 uint128;

// Makes the window [low, high) reach at least from chunk from up to before chunk to.
static void __attribute__((noinline)) widen(struct sum *s, int from, int to)
{
	int low = s->n ? s->low : from, high = s->n ? s->low + s->n : to;
	int new_low = from < low ? from : low, new_high = to > high ? to : high;
	int64_t *chunk = mem_new((size_t)(new_high - new_low), sizeof *chunk);
	if (s->n)
		memcpy(chunk + (low - new_low), s->chunk, (size_t)s->n * sizeof *chunk);
	free(s->chunk);
	s->chunk = chunk;
	s->low = (int16_t)new_low;
	s->n = (int16_t)(new_high - new_low);
}

// Passes on what is above 32 bits in each chunk. The last one keeps it, in a new chunk if it grows large.
static void __attribute__((noinline)) carry(struct sum *s)
{
	int64_t over = 0;
	for (int i = 0; i < s->n - 1; i++) {
		int64_t t = s->chunk[i] + over;
		s->chunk[i] = t & 0xffffffff;
		over = t >> 32;
	}
	s->adds = 0;
	int64_t *last = &s->chunk[s->n - 1];
	*last += over;
	if (*last >> 32 == 0 || *last >> 32 == -1)
		return;
	over = *last >> 32;
	*last &= 0xffffffff;
	widen(s, s->low, s->low + s->n + 1);
	s->chunk[s->n - 1] = over;
}

// The place of chunk k, from which on n chunks are about to be added to; there is one more above them, for carries.
static inline int64_t *chunks(struct sum *s, int k, int n)
{
	if (s->adds == MOST_ADDS)
		carry(s);
	s->adds++;
	if (k < s->low || k + n >= s->low + s->n)
		widen(s, k, k + n + 1);
	return s->chunk + (k - s->low);
}

// x, or -x where minus is -1
static inline int64_t with_sign(uint64_t x, int64_t minus)
{
	return ((int64_t)x ^ minus) - minus;
}

void sum_add_scaled(struct sum *s, bool negative, uint64_t m, int exponent)
{
	int place = exponent + SUM_BIAS, shift = place & 31;
	int64_t *c = chunks(s, place >> 5, 2);
	c[0] += with_sign(m << shift & 0xffffffff, -(int64_t)negative);
	c[1] += with_sign(m >> (32 - shift), -(int64_t)negative);
}

static void add_special(struct sum *s, double x)
{
	s->specials |= isnan(x) ? NAN_SEEN : x > 0 ? PLUS_INF : MINUS_INF;
}

// The whole number and exponent of a finite double, |x| = m 2^exponent. False if x is infinite or nan.
static inline bool take_apart(double x, uint64_t *m, int *exponent)
{
	uint64_t bits;
	memcpy(&bits, &x, sizeof bits);
	int e = (int)(bits >> 52 & 0x7ff);
	uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
	*m = e ? fraction | (uint64_t)1 << 52 : fraction;
	*exponent = (e ? e : 1) - 1075;
	return e != 0x7ff;
}

void sum_add(struct sum *s, double x)
{
	uint64_t m;
	int exponent;
	if (!take_apart(x, &m, &exponent))
		add_special(s, x);
	else if (m)
		sum_add_scaled(s, signbit(x), m, exponent);
}

void sum_add_product(struct sum *s, double a, double b)
{
	uint64_t ma, mb;
	int ea, eb;
	bool finite = take_apart(a, &ma, &ea);
	finite &= take_apart(b, &mb, &eb);
	if (!finite) {
		add_special(s, a * b);
		return;
	}
	if (!ma || !mb)
		return;
	int place = ea + eb + SUM_BIAS, shift = place & 31;
	int64_t minus = -(int64_t)(!signbit(a) != !signbit(b));
	uint128 m = (uint128)ma * mb;
	int64_t *c = chunks(s, place >> 5, 4);
	c[0] += with_sign((uint64_t)m << shift & 0xffffffff, minus);
	c[1] += with_sign((uint64_t)(m >> (32 - shift)) & 0xffffffff, minus);
	c[2] += with_sign((uint64_t)(m >> (64 - shift)) & 0xffffffff, minus);
	c[3] += with_sign((uint64_t)(m >> (96 - shift)), minus);
}

void sum_merge(struct sum *into, const struct sum *from)
{
	into->specials |= from->specials;
	int n = from->n;
	while (n && !from->chunk[n - 1])
		n--;
	if (!n)
		return;
	int64_t *c = chunks(into, from->low, n + 1);
	for (int i = 0; i < n; i++) {
		c[i] += from->chunk[i] & 0xffffffff;
		c[i + 1] += from->chunk[i] >> 32;
	}
}

void sum_free(struct sum *s)
{
	free(s->chunk);
	*s = (struct sum){0};
}

// The sum of what is not finite: 0 if there was nothing of that.
double sum_special(const struct sum *s)
{
	switch (s->specials) {
	case 0:
		return 0;
	case PLUS_INF:
		return INFINITY;
	case MINUS_INF:
		return -INFINITY;
	default:
		return NAN;
	}
}

// The carries are taken on into digits; if the number turns out to be negative, the same is done with its negative.
struct wide sum_wide(const struct sum *s)
{
	struct wide w = {.exponent = 32 * s->low - SUM_BIAS};
	int64_t over;
	for (int64_t minus = 0;; minus = -1) {
		w.n = 0;
		over = 0;
		for (int i = 0; i < s->n; i++) {
			int64_t t = ((s->chunk[i] ^ minus) - minus) + over;
			w.digit[w.n++] = (uint32_t)t;
			over = t >> 32;
		}
		w.negative = minus;
		if (over >= 0)
			break;
	}
	for (; over; over >>= 32)
		w.digit[w.n++] = (uint32_t)over;
	wide_trim(&w);
	return w;
}
