/* SPDX-License-Identifier: MIT
 * sum: exact sums of doubles, whatever the order they come in; sum.c has the essay.
 *
 * The sum is held as one long fixed-point number, so nothing is lost by adding, and the same values give the same sum
 * in any order and by any way of merging. It is rounded once, when its value is asked for. Range: every double and
 * every product of two doubles, and 2^60 of these. An infinity that was added makes the sum infinite; both infinities,
 * or a nan, make it nan; neither depends on the order.
 */
#ifndef EVFARM_SUM_H
#define EVFARM_SUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mem.h"

/* {0} is an empty sum. Memory is taken only for the range of exponents in use: 16 bytes here, some 60 elsewhere. */
struct sum {
	int64_t *chunk;   /* the number is Σ chunk[i] · 2^(32 (low + i) - SUM_BIAS) */
	int16_t low, n;   /* the window of chunks */
	uint16_t adds;    /* since the carries were last taken on */
	uint8_t specials; /* which of +inf, -inf, nan were added */
	uint8_t slices;   /* how many sum_block.c needed lately */
};
enum { SUM_BIAS = 2176 };

void sum_add(struct sum *s, double x);
void sum_add_many(struct sum *s, const double *x, size_t n); /* as sum_add for each, faster */
void sum_add_product(struct sum *s, double a, double b);     /* a·b exactly, even beyond a double's range */
void sum_merge(struct sum *into, const struct sum *from);
/* Is the sum, but for infinities and nan, one of that range: below 2^2112? Only those have a text that is read back. */
bool sum_in_range(const struct sum *s);
void sum_free(struct sum *s); /* and leaves an empty one */

/* Σx to *s and Σx² to *s2. Faster than one by one. */
void sum_add_squares(struct sum *s, struct sum *s2, const double *x, size_t n);

/* The sum rounded to the nearest double, ties to even; an infinity if it is too large; 0 (never -0) if it is zero. */
double sum_value(const struct sum *s);

/* What sum_value leaves over, as text: terms with commas between, the largest first, each the double nearest to what
 * the terms before it leave over; "" if nothing is. Value and rest are the sum exactly, and depend on nothing else. A
 * term that no double can hold is written as [-]0xHEXpDECIMAL, a whole number times a power of two; where sum_value is
 * an infinity for the size of a finite sum, the rest is all of the sum. */
void sum_rest(const struct sum *s, struct string *out);

/* Adds value and rest[0..n) back: the sum that they were made from. False if they could not have been made by sum_rest
 * of a sum in range; then *s is no good. */
bool sum_restore(struct sum *s, double value, const char *rest, size_t n);

/* Σx / n, and the variance (n Σx² - (Σx)²) / (n (n - 1)), each rounded once. nan for n = 0, for n < 2, and where an
 * infinity or nan was added. */
double sum_mean(const struct sum *s, uint64_t n);
double sum_variance(const struct sum *s, const struct sum *s2, uint64_t n);
/* a b - c², rounded once: with a = Σw, b = Σwx², c = Σwx it is (Σw)² times the variance of x weighted with w. */
double sum_spread(const struct sum *a, const struct sum *b, const struct sum *c);

#endif
