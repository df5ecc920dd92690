// SPDX-License-Identifier: MIT
// num: real numbers from text; num.h has the contract.
//
// Nearly every field of an event file is of at most 16 characters, such as 41.3766, -0.0745444 or 1.51669e-05. These
// are not read a digit at a time, which costs a mispredicted branch at the point and another at the end, but as one or
// two words of eight bytes: the point is found and taken out by shifts, and the digits are added up in pairs, fours and
// eights. Whatever is not of that shape goes the long way round, num_long.c.

#include <math.h>
#include <string.h>

#include "num.h"
#include "num_near.h"
#include "num_word.h"

#define usual(condition) __builtin_expect(condition, 1)

// whether odd, the word_nondigits of d, is one bit, in the byte at bit number at, and that is a point
static inline bool one_point(uint64_t d, uint64_t odd, unsigned at)
{
	return !((odd & (odd - 1)) | (((d >> at) & 0xff) ^ ('.' ^ '0')));
}

// n characters, 1 to 8, of digits with or without a point: their sum and the number of digits behind the point
static inline bool read_8(const char *p, size_t n, uint64_t *m, unsigned *fraction)
{
	uint64_t d = word_right(p, n), odd = word_nondigits(d);
	*fraction = 0;
	if (odd) {
		unsigned at = (unsigned)__builtin_ctzll(odd) & 56;
		if (!usual(one_point(d, odd, at) && n > 1))
			return false;
		uint64_t before = (1ull << at) - 1;
		d = (d & before) << 8 | (d & ~(before << 8 | 0xff));
		*fraction = 7 - at / 8;
	}
	*m = word_digits(d);
	return true;
}

// n characters, 9 to 16, of digits with a point in the first eight
static inline bool read_16(const char *p, size_t n, uint64_t *m, unsigned *fraction)
{
	static const uint32_t tens[8] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
	uint64_t d = word_8(p) ^ word_zeros, odd = word_nondigits(d), ninth = word_1(p + 8) ^ '0';
	unsigned rest = (unsigned)n - 9; // characters behind the ninth, 0 to 7
	uint64_t tail = (word_8(p + n - 8) ^ word_zeros) & (~0ull << 8) << (56 - 8 * rest);
	if (!odd)
		return false;
	unsigned at = (unsigned)__builtin_ctzll(odd) & 56;
	if (!usual(one_point(d, odd, at) && ninth <= 9 && !word_nondigits(tail)))
		return false;
	uint64_t before = (1ull << at) - 1;
	d = (d & before) | (d >> 8 & ~before) | ninth << 56;
	*m = word_digits(d) * tens[rest] + word_digits(tail);
	*fraction = (unsigned)n - 1 - at / 8;
	return true;
}

// n characters without a sign or exponent; m < 10^15 if there is a point
static inline bool read_short(const char *p, size_t n, uint64_t *m, unsigned *fraction)
{
	if (n <= 8)
		return n && read_8(p, n, m, fraction);
	return n <= 16 && (p[n - 4] | 0x20) != 'e' && read_16(p, n, m, fraction);
}

// short with e[+-]dd, which is how C writes exponents, as its last four characters
static __attribute__((noinline)) bool read_scientific(const char *p, const char *end, double *x)
{
	bool negative = p < end && *p == '-';
	p += negative;
	if (end - p < 5 || (end[-4] | 0x20) != 'e' || (end[-3] != '-' && end[-3] != '+'))
		return false;
	unsigned ten = (unsigned char)end[-2] - '0', one = (unsigned char)end[-1] - '0', fraction;
	uint64_t m;
	if (ten > 9 || one > 9 || !read_short(p, (size_t)(end - p) - 4, &m, &fraction))
		return false;
	int e = (int)(10 * ten + one);
	if (!num_near(m, (end[-3] == '-' ? -e : e) - (int)fraction, x))
		return false;
	*x = num_signed(*x, negative);
	return true;
}

// No call leaves the usual way, so that it stays in registers.
bool num_real(const char *p, const char *end, double *x)
{
	if (p >= end)
		return false;
	bool negative = *p == '-';
	uint64_t m;
	unsigned fraction;
	if (usual(read_short(p + negative, (size_t)(end - p) - negative, &m, &fraction))) {
		*x = num_signed((double)(int64_t)m / num_tens[fraction], negative); // both exact: Clinger's fast case
		return true;
	}
	return read_scientific(p, end, x) || num_real_long(p, end, x);
}

// By way of the double, which rounds twice; that goes wrong only when the first time lands halfway between two floats.
bool num_float(const char *p, const char *end, float *x)
{
	double near;
	if (!num_real(p, end, &near))
		return false;
	*x = (float)near;
	uint64_t bits;
	memcpy(&bits, &near, sizeof bits);
	bool halfway = (bits & 0x1fffffff) == 0x10000000;
	if ((double)*x != near && (halfway || fabs(near) < 0x1p-126) && !isnan(near))
		*x = (float)num_by_library(p, end, true);
	return true;
}
