// SPDX-License-Identifier: MIT
// sum_block: exact sums of many values in vector registers; sum.h has the contract, sum.c the essay on exact sums.
//
// A block of up to 1024 values is cut into slices: a number is added to and taken off again from an anchor, 1.5 · 2^52
// units, which leaves it rounded to whole units (as in Rump, Ogita and Oishi, "Accurate floating-point summation",
// 2008, and Demmel and Nguyen, "Fast reproducible floating-point summation", 2013); the difference, which is exact,
// goes on to the next slice with a smaller unit:
//
//      x = a + b + c + d,     units u, u 2^-21, u 2^-42, u 2^-63,     |a| <= 2^20 u, |b| <= 2^20 u 2^-21, ...
//
// A product of two slices has 40 bits, and a block has 2^10 values, so a sum of such products over the block, even of
// four together, has at most 52 bits: it is exact in double arithmetic, in any order and with fma or without, and can
// be spread over whatever vector lanes there are (the idea of Ozaki's matrix products). Σx is the sum of the four
// slices' sums, Σx² that of the seven sums of products with like units, a², 2ab, 2ac + b², 2ad + 2bc, 2bd + c², 2cd,
// d²; these few numbers then go into the sums proper.
//
// Four slices hold 84 bits below the block's largest value. What does not fit leaves a remainder that is not zero; then
// values below 2^-25 of the largest go into a block of their own, and what remains does fit. Values so large or small
// that squares of units would overflow or underflow, infinities and nan are added one at a time. Fewer slices do for
// short numbers: a sum begins with one slice and takes another when a block leaves a remainder.

#include <float.h>
#include <math.h>
#include <string.h>

#include "clones.h"
#include "sum.h"

enum { BLOCK = 1024, LANES = 8, MOST_SLICES = 4, ORDERS = 2 * MOST_SLICES - 1 };

#define INLINE static inline __attribute__((always_inline))

// The sum of each slice, and the sums of products of slices i and j with i + j = order.
struct slices {
	double sum[MOST_SLICES], product[ORDERS];
};

// LANES doubles, which the compiler lays over registers of whatever length there are.
typedef double vector __attribute__((vector_size(LANES * sizeof(double))));
typedef int64_t bits __attribute__((vector_size(LANES * sizeof(int64_t))));

INLINE double total(const vector *v)
{
	double sum = 0;
	for (int j = 0; j < LANES; j++)
		sum += (*v)[j];
	return sum;
}

// Cuts n values, a multiple of LANES, into k slices, the first with that unit. False if anything is left over.
INLINE bool cut(struct slices *out, const double *x, size_t n, double unit, int k, bool squares)
{
	vector anchor[MOST_SLICES], sum[MOST_SLICES] = {{0}}, product[ORDERS] = {{0}};
	bits left = {0};
	for (int a = 0; a < k; a++, unit *= 0x1p-21)
		anchor[a] = 0x1.8p52 * unit + (vector){0};
	for (size_t i = 0; i < n; i += LANES) {
		vector part[MOST_SLICES], rest;
		memcpy(&rest, x + i, sizeof rest);
		for (int a = 0; a < k; a++) {
			part[a] = (rest + anchor[a]) - anchor[a];
			rest -= part[a];
			sum[a] += part[a];
		}
		left |= (bits)rest;
		for (int a = 0; squares && a < k; a++) {
			vector twice = part[a] + part[a];
			product[2 * a] += part[a] * part[a];
			for (int b = a + 1; b < k; b++)
				product[a + b] += twice * part[b];
		}
	}
	int64_t over = 0;
	for (int j = 0; j < LANES; j++)
		over |= left[j];
	for (int a = 0; a < k; a++)
		out->sum[a] = total(&sum[a]);
	for (int order = 0; squares && order < 2 * k - 1; order++)
		out->product[order] = total(&product[order]);
	return (uint64_t)over << 1 == 0; // but for the sign of zero
}

#define CUTTER(name, k, squares) \
	VECTOR_CLONES static bool name(struct slices *out, const double *x, size_t n, double unit) \
	{ \
		return cut(out, x, n, unit, k, squares); \
	}
CUTTER(cut1, 1, false)
CUTTER(cut2, 2, false)
CUTTER(cut3, 3, false)
CUTTER(cut4, 4, false)
CUTTER(cut1_squares, 1, true)
CUTTER(cut2_squares, 2, true)
CUTTER(cut3_squares, 3, true)
CUTTER(cut4_squares, 4, true)

static bool (*const cutters[2][MOST_SLICES])(struct slices *, const double *, size_t, double) = {
	{cut1, cut2, cut3, cut4},
	{cut1_squares, cut2_squares, cut3_squares, cut4_squares},
};

// The largest magnitude; nan if there is a nan, else inf if there is an infinity. Without signs, doubles are in the
// order of their bits.
VECTOR_CLONES static double largest(const double *x, size_t n)
{
	int64_t most = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t v;
		memcpy(&v, x + i, sizeof v);
		v &= INT64_MAX;
		most = v > most ? v : most;
	}
	double x_most;
	memcpy(&x_most, &most, sizeof x_most);
	return x_most;
}

static void one_by_one(struct sum *s, struct sum *s2, const double *x, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		sum_add(s, x[i]);
		if (s2)
			sum_add_product(s2, x[i], x[i]);
	}
}

static void add_block(struct sum *s, struct sum *s2, const double *x, size_t n, double most);

// Values of very different size: those far below the largest become a block of their own, and zeros in this one.
static void add_apart(struct sum *s, struct sum *s2, const double *x, size_t n, double most)
{
	double large[BLOCK], small[BLOCK], border = most * 0x1p-25;
	size_t n_small = 0;
	for (size_t i = 0; i < n; i++) {
		bool is_small = fabs(x[i]) < border;
		large[i] = is_small ? 0 : x[i];
		small[n_small] = x[i];
		n_small += is_small && x[i] != 0;
	}
	if (!n_small) {
		one_by_one(s, s2, x, n);
		return;
	}
	add_block(s, s2, large, n, most);
	while (n_small % LANES)
		small[n_small++] = 0;
	add_block(s, s2, small, n_small, largest(small, n_small));
}

// n is a multiple of LANES; s2 may be NULL.
static void add_block(struct sum *s, struct sum *s2, const double *x, size_t n, double most)
{
	int exponent = most > 0 && most <= DBL_MAX ? ilogb(most) : 0;
	if (!(most <= DBL_MAX) || exponent < -450 || exponent > 500) {
		one_by_one(s, s2, x, n);
		return;
	}
	double unit = ldexp(1, exponent - 19);
	struct slices parts;
	int k = s->slices ? s->slices : 1;
	while (k <= MOST_SLICES && !cutters[s2 != NULL][k - 1](&parts, x, n, unit))
		k++;
	if (k > MOST_SLICES) {
		add_apart(s, s2, x, n, most);
		return;
	}
	s->slices = (uint8_t)k;
	for (int a = 0; a < k; a++)
		sum_add(s, parts.sum[a]);
	for (int order = 0; s2 && order < 2 * k - 1; order++)
		sum_add(s2, parts.product[order]);
}

static void add_blocks(struct sum *s, struct sum *s2, const double *x, size_t n)
{
	for (size_t length; n >= LANES; x += length, n -= length) {
		length = n < BLOCK ? n - n % LANES : BLOCK;
		add_block(s, s2, x, length, largest(x, length));
	}
	if (n) { // zeros add nothing
		double last[LANES] = {0};
		memcpy(last, x, n * sizeof *x);
		add_block(s, s2, last, LANES, largest(last, LANES));
	}
}

void sum_add_many(struct sum *s, const double *x, size_t n)
{
	add_blocks(s, NULL, x, n);
}

void sum_add_squares(struct sum *s, struct sum *s2, const double *x, size_t n)
{
	add_blocks(s, s2, x, n);
}
