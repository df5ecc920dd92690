// SPDX-License-Identifier: MIT
// sum_wide: long whole numbers times a power of two, computed with as at school; sum_wide.h has the contract.

#include <math.h>
#include <string.h>

#include "err.h"
#include "sum_wide.h"

__extension__ typedef unsigned __int128 uint128;

void wide_trim(struct wide *w)
{
	while (w->n && !w->digit[w->n - 1])
		w->n--;
	int zeros = 0;
	while (zeros < w->n && !w->digit[zeros])
		zeros++;
	if (zeros)
		memmove(w->digit, w->digit + zeros, (size_t)(w->n - zeros) * sizeof *w->digit);
	w->n -= zeros;
	w->exponent += 32 * zeros;
}

static void check_room(int digits)
{
	if (digits > WIDE_MAX)
		die(EXIT_SYSTEM, "a sum outgrew %d digits", WIDE_MAX);
}

struct wide wide_count(uint64_t n)
{
	struct wide w = {.n = 2, .digit = {(uint32_t)n, (uint32_t)(n >> 32)}};
	wide_trim(&w);
	return w;
}

struct wide wide_product(const struct wide *a, const struct wide *b)
{
	struct wide w = {.exponent = a->exponent + b->exponent, .n = a->n + b->n};
	w.negative = a->negative != b->negative;
	check_room(w.n);
	for (int i = 0; i < a->n; i++) {
		uint64_t over = 0;
		for (int j = 0; j < b->n; j++) {
			over += (uint64_t)a->digit[i] * b->digit[j] + w.digit[i + j];
			w.digit[i + j] = (uint32_t)over;
			over >>= 32;
		}
		w.digit[i + b->n] = (uint32_t)over;
	}
	wide_trim(&w);
	return w;
}

void wide_extend(struct wide *w, int n)
{
	check_room(w->n + n);
	memmove(w->digit + n, w->digit, (size_t)w->n * sizeof *w->digit);
	memset(w->digit, 0, (size_t)n * sizeof *w->digit);
	w->n += n;
	w->exponent -= 32 * n;
}

// Gives a and b the same exponent and number of digits. Exponents differ by whole digits.
static void align(struct wide *a, struct wide *b)
{
	if (!a->n)
		a->exponent = b->exponent;
	if (!b->n)
		b->exponent = a->exponent;
	if (a->exponent > b->exponent)
		wide_extend(a, (a->exponent - b->exponent) / 32);
	else
		wide_extend(b, (b->exponent - a->exponent) / 32);
	while (a->n < b->n)
		a->digit[a->n++] = 0;
	while (b->n < a->n)
		b->digit[b->n++] = 0;
}

static int compare(const struct wide *a, const struct wide *b)
{
	for (int i = a->n - 1; i >= 0; i--) {
		if (a->digit[i] != b->digit[i])
			return a->digit[i] < b->digit[i] ? -1 : 1;
	}
	return 0;
}

struct wide wide_difference(const struct wide *left, const struct wide *right)
{
	struct wide a = *left, b = *right;
	align(&a, &b);
	if (a.negative != b.negative) { // |a| + |b|, with a's sign
		uint64_t over = 0;
		for (int i = 0; i < a.n; i++) {
			over += (uint64_t)a.digit[i] + b.digit[i];
			a.digit[i] = (uint32_t)over;
			over >>= 32;
		}
		check_room(a.n + 1);
		a.digit[a.n++] = (uint32_t)over;
		wide_trim(&a);
		return a;
	}
	bool swap = compare(&a, &b) < 0; // ±(|a| - |b|)
	struct wide *large = swap ? &b : &a, *small = swap ? &a : &b;
	int64_t over = 0;
	for (int i = 0; i < large->n; i++) {
		over += (int64_t)large->digit[i] - small->digit[i];
		large->digit[i] = (uint32_t)over;
		over >>= 32;
	}
	large->negative = left->negative != swap;
	wide_trim(large);
	return *large;
}

bool wide_divide(struct wide *w, uint64_t n)
{
	uint128 left = 0;
	for (int i = w->n - 1; i >= 0; i--) {
		left = left << 32 | w->digit[i];
		w->digit[i] = (uint32_t)(left / n);
		left %= n;
	}
	while (w->n && !w->digit[w->n - 1])
		w->n--;
	return left != 0;
}

// The number of bits of w's digits, which have no zero on top.
static int length(const struct wide *w)
{
	return w->n ? 32 * w->n - __builtin_clz(w->digit[w->n - 1]) : 0;
}

// The digits from bit place on (which may be negative) as a number, which fits; *below says if there is anything below.
static uint64_t bits_from(const struct wide *w, int place, bool *below)
{
	uint64_t m = 0;
	for (int i = w->n - 1; i >= 0; i--) {
		int up = 32 * i - place;
		if (up >= 0) {
			m |= (uint64_t)w->digit[i] << up;
		} else if (up > -32) {
			m |= w->digit[i] >> -up;
			*below |= w->digit[i] << (32 + up) != 0;
		} else {
			*below |= w->digit[i] != 0;
		}
	}
	return m;
}

// w / 2^exponent rounded to a whole number, below 2^54.
static uint64_t round_at(const struct wide *w, int exponent, bool more)
{
	bool below = more;
	uint64_t m = bits_from(w, exponent - 1 - w->exponent, &below); // one bit more than is wanted
	bool half = m & 1;
	m >>= 1;
	return m + (half && (below || (m & 1)));
}

double wide_round(const struct wide *w, bool more)
{
	int top = w->exponent + length(w); // the number is in [2^(top-1), 2^top)
	if (!w->n)
		return 0;
	double x = INFINITY;
	if (top <= 1024) {
		int exponent = top - 53 < -1074 ? -1074 : top - 53;
		x = ldexp((double)round_at(w, exponent, more), exponent);
	}
	return w->negative ? -x : x;
}

void wide_lead(const struct wide *w, uint64_t *m, int *exponent)
{
	*exponent = w->exponent + length(w) - 53;
	*m = round_at(w, *exponent, false);
	int zeros = __builtin_ctzll(*m);
	*m >>= zeros;
	*exponent += zeros;
}
