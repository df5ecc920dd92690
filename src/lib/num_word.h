/* SPDX-License-Identifier: MIT
 * num_word: digits in words of eight bytes; shared by num_read.c, num_long.c and num_fast.h only.
 *
 * Words are little-endian; err_init refuses other machines.
 */
#ifndef EVFARM_NUM_WORD_H
#define EVFARM_NUM_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static const uint64_t word_zeros = 0x3030303030303030; /* "00000000" */

/* Eight bytes, four, one. */
static inline uint64_t word_8(const char *p)
{
	uint64_t w;
	memcpy(&w, p, 8);
	return w;
}

static inline uint64_t word_4(const char *p)
{
	uint32_t w;
	memcpy(&w, p, 4);
	return w;
}

static inline uint64_t word_1(const char *p)
{
	return (unsigned char)*p;
}

/* The highest bit of each byte that is above 9 (and maybe of one that follows such a byte). */
static inline uint64_t word_nondigits(uint64_t d)
{
	return ((d + 0x7676767676767676) | d) & 0x8080808080808080;
}

/* The number that eight digits, 0 to 9 each, are; the first is in the lowest byte. */
static inline uint64_t word_digits(uint64_t d)
{
	d = ((d * (10 << 8 | 1)) >> 8) & 0x00ff00ff00ff00ff;
	d = ((d * (100 << 16 | 1)) >> 16) & 0x0000ffff0000ffff;
	return (d * (10000ull << 32 | 1)) >> 32;
}

/* n characters, 1 to 8, of digits, moved to the upper end of a word with zeros in front. */
static inline uint64_t word_right(const char *p, size_t n)
{
	unsigned up = 8 * (8 - (unsigned)n);
	uint64_t w;
	if (__builtin_expect(n >= 4, 1))
		w = word_4(p + n - 4) << 32 | word_4(p) << up; /* where both are, they agree */
	else
		w = word_1(p) << up | word_1(p + n / 2) << (up + 8 * (n / 2)) | word_1(p + n - 1) << 56;
	return w ^ word_zeros << up;
}

/* -x if negative; x is not. */
static inline double num_signed(double x, bool negative)
{
	uint64_t bits;
	memcpy(&bits, &x, sizeof bits);
	bits |= (uint64_t)negative << 63;
	memcpy(&x, &bits, sizeof x);
	return x;
}

/* num_real by the long way round: whatever is a number at all. */
bool num_real_long(const char *p, const char *end, double *x);
/* strtod or strtof, in the C locale, of text that is known to be a decimal. */
double num_by_library(const char *p, const char *end, bool single);

#endif
