/* SPDX-License-Identifier: MIT
 * num_wide: the usual numbers, four at once, by the vector instructions of newer processors. num_fast.h has one at a time,
 * num_read.c is the plain version.
 *
 * Sixteen characters of each number stand side by side. Their digits are pushed together, without what stands between, and
 * moved apart again, each number's to the right end of its place with zeros before them; then they are added up in pairs, fours
 * and eights.
 */
#ifndef EVFARM_NUM_WIDE_H
#define EVFARM_NUM_WIDE_H

#include "num_fast.h"

#if defined(NUM_FAST)
#define NUM_WIDE                                                                                                       \
	__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi2,avx512vpopcntdq,avx2,bmi,bmi2")))

static inline bool num_wide_here(void)
{
	return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
	       __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512vbmi2") &&
	       __builtin_cpu_supports("avx512vpopcntdq");
}

/* A bit for each of sixteen characters, of four numbers, as four numbers; and back. */
static inline NUM_WIDE __m128i num_wide_lanes(uint64_t bits)
{
	return _mm_cvtepu16_epi32(_mm_cvtsi64_si128((long long)bits));
}

static inline NUM_WIDE uint64_t num_wide_bits(__m128i lanes)
{
	return (uint64_t)_mm_cvtsi128_si64(_mm_cvtepi32_epi16(lanes));
}

/* Four characters, and sixteen. */
static inline int num_wide_4(const char *text, int at)
{
	int four;
	memcpy(&four, text + at, 4);
	return four;
}

static inline NUM_WIDE __m128i num_wide_16(const char *text, int at)
{
	return _mm_loadu_si128((const __m128i *)(const void *)(text + at));
}

/* What is behind the numbers, if it is e[+-]dd: its value is left in *e, its length taken off *n. Returns which lanes have an e
 * and are wrong behind it. */
static inline NUM_WIDE unsigned num_wide_exponents(const char *text, __m128i begin, __m128i end, __m128i *n, __m128i *e)
{
	const __m128i low = _mm_set1_epi32(0xff), four = _mm_set1_epi32(4), nine = _mm_set1_epi32(9);
	__m128i at = _mm_max_epi32(_mm_sub_epi32(end, four), begin);
	__m128i tail = _mm_setr_epi32(num_wide_4(text, _mm_extract_epi32(at, 0)), num_wide_4(text, _mm_extract_epi32(at, 1)),
				      num_wide_4(text, _mm_extract_epi32(at, 2)), num_wide_4(text, _mm_extract_epi32(at, 3)));
	__mmask8 has = _mm_mask_cmpeq_epi32_mask(_mm_cmpgt_epi32_mask(*n, four),
						 _mm_and_si128(_mm_or_si128(tail, _mm_set1_epi32(0x20)), low), _mm_set1_epi32('e'));
	__m128i sign = _mm_and_si128(_mm_srli_epi32(tail, 8), low), digits = _mm_sub_epi8(tail, _mm_set1_epi8('0'));
	__m128i ten = _mm_and_si128(_mm_srli_epi32(digits, 16), low), one = _mm_srli_epi32(digits, 24);
	__mmask8 minus = _mm_cmpeq_epi32_mask(sign, _mm_set1_epi32('-'));
	__mmask8 good = (minus | _mm_cmpeq_epi32_mask(sign, _mm_set1_epi32('+'))) & _mm_cmple_epu32_mask(ten, nine) &
			_mm_cmple_epu32_mask(one, nine);
	__m128i value = _mm_add_epi32(_mm_add_epi32(_mm_slli_epi32(ten, 3), _mm_slli_epi32(ten, 1)), one);
	*e = _mm_maskz_mov_epi32(has, _mm_mask_sub_epi32(value, minus, _mm_setzero_si128(), value));
	*n = _mm_mask_sub_epi32(*n, has, *n, four);
	return has & ~(unsigned)good;
}

/* The number that the digits in each sixteen bytes are, 0 to 9 each, the first in the lowest byte. */
static inline NUM_WIDE __m256i num_wide_digits(__m512i d)
{
	__m512i fours = _mm512_madd_epi16(_mm512_maddubs_epi16(d, _mm512_set1_epi16(1 << 8 | 10)), _mm512_set1_epi32(1 << 16 | 100));
	__m512i eights = _mm512_madd_epi16(_mm512_packus_epi32(fours, fours), _mm512_set1_epi32(1 << 16 | 10000));
	__m256i both = _mm512_castsi512_si256(_mm512_maskz_compress_epi64(0x55, eights));
	return _mm256_add_epi64(_mm256_mul_epu32(both, _mm256_set1_epi64x(100000000)), _mm256_srli_epi64(both, 32));
}

/* Digits with or without a point, and with or without a minus before them: the digits as one number each, and bits of the
 * characters that are a minus or a point. */
struct num_wide {
	__m256i m;
	__m128i minus, point;
};

/* n characters each from text + begin on. Returns which lanes have other than 1 to 16 characters, or others than these. */
static inline NUM_WIDE unsigned num_wide_read(const char *text, __m128i begin, __m128i n, struct num_wide *x)
{
	const __m128i ones = _mm_set1_epi32(1);
	__m512i c = _mm512_castsi128_si512(num_wide_16(text, _mm_extract_epi32(begin, 0)));
	c = _mm512_inserti32x4(c, num_wide_16(text, _mm_extract_epi32(begin, 1)), 1);
	c = _mm512_inserti32x4(c, num_wide_16(text, _mm_extract_epi32(begin, 2)), 2);
	c = _mm512_inserti32x4(c, num_wide_16(text, _mm_extract_epi32(begin, 3)), 3);
	uint64_t within = num_wide_bits(_mm_sub_epi32(_mm_sllv_epi32(ones, n), ones));
	__m512i d = _mm512_sub_epi8(c, _mm512_set1_epi8('0'));
	uint64_t digit = _mm512_cmple_epu8_mask(d, _mm512_set1_epi8(9)) & within;
	uint64_t minus = _mm512_cmpeq_epi8_mask(c, _mm512_set1_epi8('-')) & within & 0x0001000100010001;
	uint64_t point = _mm512_cmpeq_epi8_mask(c, _mm512_set1_epi8('.')) & within;

	__m128i digits = _mm_popcnt_epi32(num_wide_lanes(digit)), strange = num_wide_lanes(within ^ (digit | minus | point));
	uint64_t right = num_wide_bits(_mm_sllv_epi32(_mm_set1_epi32(0xffff), _mm_sub_epi32(_mm_set1_epi32(16), digits)));
	x->m = num_wide_digits(_mm512_maskz_expand_epi8(right, _mm512_maskz_compress_epi8(digit, d)));
	x->minus = num_wide_lanes(minus);
	x->point = num_wide_lanes(point);
	return _mm_cmpgt_epu32_mask(_mm_sub_epi32(n, ones), _mm_set1_epi32(15)) | _mm_test_epi32_mask(strange, strange) |
	       _mm_test_epi32_mask(x->point, _mm_sub_epi32(x->point, ones)) | _mm_testn_epi32_mask(digits, digits);
}

/* The real numbers from text + begin to text + end, all offsets below 2^31. Returns a bit for each that is not the usual: its x
 * is to be found in another way. NUM_FAST_READ bytes can be read from each beginning on. */
static inline NUM_WIDE unsigned num_wide_reals(const char *text, __m128i begin, __m128i end, double x[4])
{
	const __m128i most = _mm_set1_epi32(22);
	__m128i n = _mm_sub_epi32(end, begin), e;
	struct num_wide w;
	unsigned other = num_wide_exponents(text, begin, end, &n, &e) | num_wide_read(text, begin, n, &w);

	/* digits behind a point, at 31 - lzcnt: n - 1 - that */
	__m128i fraction = _mm_maskz_add_epi32(_mm_test_epi32_mask(w.point, w.point), _mm_sub_epi32(n, _mm_set1_epi32(32)),
					       _mm_lzcnt_epi32(w.point));
	__m128i down = _mm_sub_epi32(fraction, e), at = _mm_min_epu32(down, most);
	other |= _mm_cmpgt_epu32_mask(down, most) | _mm256_cmpge_epu64_mask(w.m, _mm256_set1_epi64x(1ll << 53));
	__m256d tens = _mm256_setr_pd(num_tens[_mm_extract_epi32(at, 0)], num_tens[_mm_extract_epi32(at, 1)],
				      num_tens[_mm_extract_epi32(at, 2)], num_tens[_mm_extract_epi32(at, 3)]);
	__m256d value = _mm256_div_pd(_mm256_cvtepi64_pd(w.m), tens); /* both exact: Clinger's fast case */
	_mm256_storeu_pd(x, _mm256_mask_xor_pd(value, _mm_test_epi32_mask(w.minus, w.minus), value, _mm256_set1_pd(-0.0)));
	return other;
}

/* The same for integers. */
static inline NUM_WIDE unsigned num_wide_ints(const char *text, __m128i begin, __m128i end, int64_t x[4])
{
	struct num_wide w;
	unsigned other = num_wide_read(text, begin, _mm_sub_epi32(end, begin), &w);
	__m256i value = _mm256_mask_sub_epi64(w.m, _mm_test_epi32_mask(w.minus, w.minus), _mm256_setzero_si256(), w.m);
	_mm256_storeu_si256((__m256i *)(void *)x, value);
	return other | _mm_test_epi32_mask(w.point, w.point);
}
#endif

#endif
