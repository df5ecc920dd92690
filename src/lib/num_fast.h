/* SPDX-License-Identifier: MIT
 * num_fast: the usual real numbers by vector instructions, for who reads many. num_read.c is the plain version.
 *
 * Sixteen characters are taken at once, whatever their number n and wherever the point stands, so that there is nothing to
 * guess: one shuffle takes the point out and moves the digits to the right end, with zeros before them; then they are added up
 * in pairs, fours and eights.
 */
#ifndef EVFARM_NUM_FAST_H
#define EVFARM_NUM_FAST_H

#include "num.h"
#include "num_near.h"
#include "num_word.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define NUM_FAST __attribute__((target("avx2,bmi,bmi2")))

static inline bool num_fast_here(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
}

/* The number that 16 digits, 0 to 9 each, are; the first is in the lowest byte. */
static inline NUM_FAST uint64_t num_fast_digits(__m128i d)
{
	__m128i tens = _mm_set1_epi16(1 << 8 | 10), hundreds = _mm_set1_epi32(1 << 16 | 100);
	__m128i fours = _mm_madd_epi16(_mm_maddubs_epi16(d, tens), hundreds);
	__m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(1 << 16 | 10000));
	uint64_t both = (uint64_t)_mm_cvtsi128_si64(eights);
	return (both & UINT32_MAX) * 100000000 + (both >> 32);
}

/* Digits, and how many of them there are and how many behind a point. */
struct num_fast {
	uint64_t m;
	unsigned digits, fraction;
};

/* n characters, 1 to 16, of digits with or without a point; false if they are anything else. 16 can be read. */
static inline NUM_FAST bool num_fast_short(const char *p, size_t n, struct num_fast *x)
{
	const __m128i places = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
	__m128i c = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)(const void *)p), _mm_set1_epi8('0'));
	__m128i digit = _mm_cmpeq_epi8(_mm_min_epu8(c, _mm_set1_epi8(9)), c);
	unsigned within = (1u << n) - 1, other = ~(unsigned)_mm_movemask_epi8(digit) & within;
	unsigned point = _tzcnt_u32(other | 1u << n), digits = (unsigned)n - (other != 0);
	if ((other & (other - 1)) || (other && p[point] != '.') || !digits)
		return false;
	__m128i from = _mm_add_epi8(places, _mm_set1_epi8((char)(digits - 16))); /* negative ones give zeros */
	from = _mm_sub_epi8(from, _mm_cmpgt_epi8(from, _mm_set1_epi8((char)(point - 1))));
	*x = (struct num_fast){num_fast_digits(_mm_shuffle_epi8(c, from)), digits, digits - point};
	return true;
}

/* The same with e[+-]dd behind, n characters in all. */
static inline NUM_FAST bool num_fast_scientific(const char *p, size_t n, double *x)
{
	if (n - 5 >= 16 || (p[n - 4] | 0x20) != 'e' || (p[n - 3] != '-' && p[n - 3] != '+'))
		return false;
	unsigned ten = (unsigned char)p[n - 2] - '0', one = (unsigned char)p[n - 1] - '0';
	struct num_fast f;
	int e = (int)(10 * ten + one);
	return ten <= 9 && one <= 9 && num_fast_short(p, n - 4, &f) &&
	       num_near(f.m, (p[n - 3] == '-' ? -e : e) - (int)f.fraction, x);
}

/* num_real and num_int, of text behind whose beginning NUM_FAST_READ bytes can be read. */
enum { NUM_FAST_READ = 17 };
static inline NUM_FAST bool num_real_fast(const char *p, const char *end, double *x)
{
	bool negative = *p == '-';
	const char *q = p + negative;
	size_t n = (size_t)(end - p) - negative;
	struct num_fast f;
	if (n - 1 < 16 && num_fast_short(q, n, &f))
		*x = (double)(int64_t)f.m / num_tens[f.fraction]; /* both exact if there is a point: Clinger's fast case */
	else if (!num_fast_scientific(q, n, x))
		return num_real(p, end, x);
	*x = num_signed(*x, negative);
	return true;
}

static inline NUM_FAST bool num_int_fast(const char *p, const char *end, int64_t *x)
{
	bool negative = *p == '-';
	size_t n = (size_t)(end - p) - negative;
	uint64_t few = (word_8(p + negative) ^ word_zeros) << (8 * (8 - (unsigned)n) & 63);
	struct num_fast f;
	if (n - 1 < 8 && !word_nondigits(few))
		f.m = word_digits(few);
	else if (n - 1 >= 16 || !num_fast_short(p + negative, n, &f) || f.digits != n)
		return num_int(p, end, x);
	*x = negative ? -(int64_t)f.m : (int64_t)f.m;
	return true;
}
#endif

#endif
