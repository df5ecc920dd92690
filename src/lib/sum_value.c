// SPDX-License-Identifier: MIT
// sum_value: what an exact sum is as a double, as text, and what follows from sums; sum.h has the contract.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "sum.h"
#include "sum_wide.h"

double sum_value(const struct sum *s)
{
	if (s->specials)
		return sum_special(s);
	struct wide w = sum_wide(s);
	double x = wide_round(&w, false);
	return x == 0 ? 0 : x; // never -0
}

enum { RANGE = 2112 }; // bits: those of a product, 2048, of 2^60 of them, and up to a whole digit

bool sum_in_range(const struct sum *s)
{
	if (32 * (s->low + s->n) - SUM_BIAS < RANGE - 32) // even the carries that wait in its highest chunk, below 2^62
		return true;
	struct wide w = sum_wide(s);
	return w.exponent + 32 * w.n <= RANGE;
}

// -- text

// Does a double hold m 2^exponent, m odd?
static bool fits_double(uint64_t m, int exponent)
{
	return exponent >= -1074 && exponent + 64 - __builtin_clzll(m) <= 1024;
}

static void write_term(struct string *out, bool negative, uint64_t m, int exponent)
{
	char text[NUM_MAX];
	if (fits_double(m, exponent)) {
		double x = ldexp((double)m, exponent);
		string_add(out, text, num_write(text, negative ? -x : x));
	} else {
		string_printf(out, "%s0x%llxp%d", negative ? "-" : "", (unsigned long long)m, exponent);
	}
}

void sum_rest(const struct sum *s, struct string *out)
{
	if (s->specials)
		return;
	struct sum left = {0};
	sum_merge(&left, s);
	double value = sum_value(s);
	if (!isinf(value))
		sum_add(&left, -value);
	const char *comma = "";
	for (struct wide w; w = sum_wide(&left), w.n; comma = ",") {
		uint64_t m;
		int exponent;
		wide_lead(&w, &m, &exponent);
		string_puts(out, comma);
		write_term(out, w.negative, m, exponent);
		sum_add_scaled(&left, !w.negative, m, exponent);
	}
	sum_free(&left);
}

// [-]0xHEXpDECIMAL
static bool read_far_term(struct sum *s, const char *p, const char *end)
{
	bool negative = p < end && *p == '-';
	p += negative;
	if (end - p < 2 || p[0] != '0' || p[1] != 'x')
		return false;
	uint64_t m = 0;
	for (p += 2; p < end && *p != 'p'; p++) {
		const char *digits = "0123456789abcdef", *digit = *p ? strchr(digits, *p) : NULL;
		if (!digit || m >> 49)
			return false;
		m = m << 4 | (uint64_t)(digit - digits);
	}
	int64_t exponent;
	if (p == end || !num_int(p + 1, end, &exponent) || exponent < -SUM_BIAS || exponent > SUM_BIAS)
		return false;
	sum_add_scaled(s, negative, m, (int)exponent);
	return true;
}

// Adds the terms in [p, end); false if one is none.
static bool read_terms(struct sum *s, const char *p, const char *end)
{
	for (;; p++) {
		const char *comma = memchr(p, ',', (size_t)(end - p)), *stop = comma ? comma : end;
		double x;
		if (num_real(p, stop, &x) && isfinite(x))
			sum_add(s, x);
		else if (!read_far_term(s, p, stop))
			return false;
		if (!comma)
			return true;
		p = comma;
	}
}

bool sum_restore(struct sum *s, double value, const char *rest, size_t n)
{
	if (!n) {
		sum_add(s, value);
		return true;
	}
	struct sum whole = {0};
	struct string text = {0};
	if (isfinite(value))
		sum_add(&whole, value);
	bool good = read_terms(&whole, rest, rest + n);
	if (good) { // there is one way to write a sum
		sum_rest(&whole, &text);
		good = sum_in_range(&whole) && sum_value(&whole) == value && text.n == n && memcmp(text.text, rest, n) == 0;
	}
	sum_merge(s, &whole);
	sum_free(&whole);
	string_free(&text);
	return good;
}

// -- what follows from sums

double sum_mean(const struct sum *s, uint64_t n)
{
	if (n == 0 || s->specials)
		return n ? sum_special(s) : NAN;
	struct wide w = sum_wide(s);
	wide_extend(&w, 4); // 128 bits more, of which the division takes off 64 at most
	bool more = wide_divide(&w, n);
	return wide_round(&w, more);
}

double sum_variance(const struct sum *s, const struct sum *s2, uint64_t n)
{
	if (n < 2 || s->specials || s2->specials)
		return NAN;
	struct wide count = wide_count(n), w = sum_wide(s), w2 = sum_wide(s2);
	struct wide first = wide_product(&count, &w2), second = wide_product(&w, &w);
	struct wide spread = wide_difference(&first, &second);
	wide_extend(&spread, 6); // 192 bits more, of which the divisions take off 128 at most
	bool more = wide_divide(&spread, n);
	more |= wide_divide(&spread, n - 1);
	return wide_round(&spread, more);
}

double sum_spread(const struct sum *a, const struct sum *b, const struct sum *c)
{
	if (a->specials || b->specials || c->specials)
		return NAN;
	struct wide wa = sum_wide(a), wb = sum_wide(b), wc = sum_wide(c);
	struct wide first = wide_product(&wa, &wb), second = wide_product(&wc, &wc);
	struct wide spread = wide_difference(&first, &second);
	return wide_round(&spread, false);
}
