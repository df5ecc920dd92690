/* SPDX-License-Identifier: MIT
 * sum_wide: long whole numbers times a power of two, which sum.c and sum_value.c compute with. Not for others.
 */
#ifndef EVFARM_SUM_WIDE_H
#define EVFARM_SUM_WIDE_H

#include "sum.h"

/* ± (Σ digit[i] 2^(32 i)) 2^exponent. Zero has no digits. Enough digits for the product of two sums, and some. */
enum { WIDE_MAX = 320 };
struct wide {
	bool negative;
	int exponent, n;
	uint32_t digit[WIDE_MAX];
};

/* The sum's finite part. */
struct wide sum_wide(const struct sum *s);
/* 0, or the infinity or nan that the sum is. */
double sum_special(const struct sum *s);
/* ± m 2^exponent, m < 2^54, -SUM_BIAS <= exponent <= SUM_BIAS. */
void sum_add_scaled(struct sum *s, bool negative, uint64_t m, int exponent);

void wide_trim(struct wide *w); /* takes off zero digits at both ends */
struct wide wide_count(uint64_t n);
struct wide wide_product(const struct wide *a, const struct wide *b);
struct wide wide_difference(const struct wide *a, const struct wide *b);
/* Shifts w down by n digits' worth of exponent, to have that many more digits behind the point. */
void wide_extend(struct wide *w, int n);
/* w / n, cut off to w's digits; true if that was not exact. */
bool wide_divide(struct wide *w, uint64_t n);

/* The nearest double, ties to even. more says that the number is a little larger than w (in magnitude). */
double wide_round(const struct wide *w, bool more);
/* The nearest m 2^exponent with m < 2^53, ties to even, whatever the exponent; w is not zero. m is odd. */
void wide_lead(const struct wide *w, uint64_t *m, int *exponent);

#endif
