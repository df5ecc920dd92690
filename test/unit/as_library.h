/* SPDX-License-Identifier: MIT
 * as_library: what num.c and num_random.c share: a decimal read by lib/num and by the C library.
 */
#ifndef EVFARM_AS_LIBRARY_H
#define EVFARM_AS_LIBRARY_H

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "num_wide.h"

static long wrong;

static void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void complain(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	if (++wrong <= 20) {
		vprintf(format, args);
		putchar('\n');
	}
	va_end(args);
}

// The text stands in memory of its own size, so that the sanitizer sees a read beyond its end.
static char *exact_copy(const char *text, size_t n)
{
	char *copy = malloc(n ? n : 1);
	if (!copy)
		exit(1);
	memcpy(copy, text, n);
	return copy;
}

static bool same(double x, double y)
{
	return isnan(x) ? isnan(y) && !signbit(x) == !signbit(y) : memcmp(&x, &y, sizeof x) == 0;
}

#if defined(NUM_FAST)
// The text among three usual numbers, each in its lane, as a real number and as an integer; x and whole are what it is by itself, if it
// is good.
static NUM_WIDE void read_wide(const char *text, size_t n, bool good, double x, bool is_whole, int64_t whole)
{
	static const char usual[16] = "-125,15e-05,4.25";
	static const struct {
		unsigned begin, end;
		bool is_whole;
		double x;
	} others[3] = {{0, 4, true, -125}, {5, 11, false, 15e-05}, {12, 16, false, 4.25}};
	const unsigned lane = n % 4;
	char *buffer = malloc(sizeof usual + n + NUM_FAST_READ);
	if (!buffer)
		exit(1);
	memcpy(buffer, usual, sizeof usual);
	memcpy(buffer + sizeof usual, text, n);
	memset(buffer + sizeof usual + n, '7', NUM_FAST_READ);
	unsigned begin[4], end[4];
	double reals[4];
	int64_t ints[4];
	for (unsigned i = 0; i < 4; i++) {
		begin[i] = i == lane ? sizeof usual : others[i - (i > lane)].begin;
		end[i] = i == lane ? (unsigned)(sizeof usual + n) : others[i - (i > lane)].end;
	}
	__m128i begins = _mm_loadu_si128((void *)begin), ends = _mm_loadu_si128((void *)end);
	unsigned no_real = num_wide_reals(buffer, begins, ends, reals), no_int = num_wide_ints(buffer, begins, ends, ints);
	if ((!(no_real >> lane & 1) && (!good || !same(reals[lane], x))) || (!(no_int >> lane & 1) && (!is_whole || ints[lane] != whole)))
		complain("num_wide(%.*s): %a and %lld", (int)n, text, reals[lane], (long long)ints[lane]);
	for (unsigned k = 0; k < 3; k++) {
		unsigned i = k + (k >= lane);
		if (no_real >> i & 1 || !same(reals[i], others[k].x) || !(no_int >> i & 1) != others[k].is_whole ||
		    (others[k].is_whole && ints[i] != (int64_t)others[k].x))
			complain("num_wide beside %.*s: %a and %lld in lane %u", (int)n, text, reals[i], (long long)ints[i], i);
	}
	free(buffer);
}
#endif

// num_real and num_int, of text behind which there are what looks like more of it, by the vector instructions of this machine if
// it has them.
static bool read_fast(const char *text, size_t n, double *x, int64_t *whole, bool *is_whole)
{
#if defined(NUM_FAST)
	if (num_fast_here()) {
		static const char behind[] = "1.5e-0712345678901";
		char *copy = malloc(n + NUM_FAST_READ);
		if (!copy)
			exit(1);
		memcpy(copy, text, n);
		memcpy(copy + n, behind + n % 2, NUM_FAST_READ);
		bool good = num_real_fast(copy, copy + n, x);
		*is_whole = num_int_fast(copy, copy + n, whole);
		free(copy);
		if (num_wide_here())
			read_wide(text, n, good, *x, *is_whole, *whole);
		return good;
	}
#endif
	*is_whole = num_int(text, text + n, whole);
	return num_real(text, text + n, x);
}

static void reads_as_library(const char *text)
{
	size_t n = strlen(text);
	char *copy = exact_copy(text, n);
	double x = 42, y = strtod(text, NULL);
	int64_t i = 42, j = 42;
	bool whole;
	if (!read_fast(text, n, &x, &i, &whole) || !same(x, y))
		complain("num_real_fast(%.60s): %a, not %a", text, x, y);
	if (whole != num_int(copy, copy + n, &j) || (whole && i != j))
		complain("num_int_fast(%.60s): %lld, not %lld", text, (long long)i, (long long)j);
	x = 42;
	float f = 42, g = strtof(text, NULL);
	if (!num_real(copy, copy + n, &x) || !same(x, y))
		complain("num_real(%.60s): %a, not %a", text, x, y);
	if (!num_float(copy, copy + n, &f) || !same(f, g))
		complain("num_float(%.60s): %a, not %a", text, (double)f, (double)g);
	free(copy);
}

#endif
