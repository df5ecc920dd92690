// SPDX-License-Identifier: MIT
// csv_scan: where the fields of CSV text end; csv_scan.h has the contract.
//
// The text is taken 64 bytes at a time. Three comparisons of all 64 with one character each give three words of 64 bits:
// delimiters, line feeds, quotation marks. Where there are quotes, the running parity of their bits marks what stands
// inside quotes (a doubled quote leaves and enters again, which changes nothing), and those bits go. What is left is
// written out as offsets, eight or sixteen at a time whether there are so many or not, so that the processor need not guess
// how many. The comparisons, and with AVX-512 the writing, are vector instructions chosen when the program runs; all else is
// plain C.

#include <string.h>

#include "csv_scan.h"

struct bits {
	uint64_t delimiter, newline, quote;
};

// Bit i of the result is the parity of bits 0 to i.
static uint64_t running_parity(uint64_t x)
{
	x ^= x << 1;
	x ^= x << 2;
	x ^= x << 4;
	x ^= x << 8;
	x ^= x << 16;
	return x ^ x << 32;
}

static inline uint32_t *write_offsets(uint32_t *at, uint64_t bits, uint32_t base)
{
	uint32_t *end = at + __builtin_popcountll(bits);
	while (bits) {
		for (int i = 0; i < 8; i++) {
			at[i] = base + (uint32_t)__builtin_ctzll(bits | 1ull << 63);
			bits &= bits - 1;
		}
		at += 8;
	}
	return end;
}

// One step of the scan, given the 64 bytes' comparisons; the part that all kinds of machines share. Quoted ones are left out.
static inline struct bits outside_quotes(struct bits found, struct scan *s)
{
	if (found.quote || s->inside) {
		uint64_t inside = running_parity(found.quote) ^ (s->inside ? ~0ull : 0);
		s->inside = inside >> 63;
		s->quotes += (size_t)__builtin_popcountll(found.quote);
		found.delimiter &= ~inside;
		found.newline &= ~inside;
	}
	s->newlines += (size_t)__builtin_popcountll(found.newline);
	return found;
}

// The last step looks at fewer than 64 bytes.
static inline struct bits first_bits(struct bits found, size_t n)
{
	uint64_t kept = n < 64 ? (1ull << n) - 1 : ~0ull;
	return (struct bits){found.delimiter & kept, found.newline & kept, found.quote & kept};
}

#define SCAN_LOOP(COMPARE, WRITE)                                                                                      \
	uint32_t *begin = at;                                                                                          \
	size_t i = 0;                                                                                                  \
	for (; i + 64 <= n; i += 64) {                                                                                 \
		struct bits found = outside_quotes(COMPARE(p + i, delimiter), s);                                      \
		at = WRITE(at, found.delimiter | found.newline, (uint32_t)i);                                          \
	}                                                                                                              \
	if (i < n) {                                                                                                   \
		bool inside = s->inside;                                                                               \
		struct bits last = first_bits(COMPARE(p + i, delimiter), n - i);                                       \
		int quotes = __builtin_popcountll(last.quote);                                                         \
		last = outside_quotes(last, s);                                                                        \
		at = WRITE(at, last.delimiter | last.newline, (uint32_t)i);                                            \
		s->inside = inside ^ (quotes & 1);                                                                     \
	}                                                                                                              \
	s->separators = (size_t)(at - begin)

// The plain version, against which the others are tested: eight bytes in a word. A byte of x is zero where the
// character stands; adding 0x7f to the low seven bits carries into the top bit unless they are zero.
static inline uint64_t equal_bytes(const char *p, char c)
{
	const uint64_t low7 = 0x7f7f7f7f7f7f7f7full;
	uint64_t bits = 0;
	for (int i = 0; i < 8; i++) {
		uint64_t x;
		memcpy(&x, p + 8 * i, 8);
		x ^= 0x0101010101010101ull * (unsigned char)c;
		uint64_t zero = ~(((x & low7) + low7) | x | low7) >> 7;
		bits |= (zero * 0x0102040810204080ull >> 56) << (8 * i);
	}
	return bits;
}

static inline struct bits compare_plain(const char *p, char delimiter)
{
	return (struct bits){equal_bytes(p, delimiter), equal_bytes(p, '\n'), equal_bytes(p, '"')};
}

static void csv_scan_plain(const char *p, size_t n, char delimiter, uint32_t *at, struct scan *s)
{
	SCAN_LOOP(compare_plain, write_offsets);
}

#if defined(__x86_64__)
#include <immintrin.h>

static inline uint64_t equal_sse2(const char *p, char c)
{
	uint64_t bits = 0;
	for (int i = 0; i < 4; i++) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
		bits |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, _mm_set1_epi8(c))) << (16 * i);
	}
	return bits;
}

static inline struct bits compare_sse2(const char *p, char delimiter)
{
	return (struct bits){equal_sse2(p, delimiter), equal_sse2(p, '\n'), equal_sse2(p, '"')};
}

static void csv_scan_sse2(const char *p, size_t n, char delimiter, uint32_t *at, struct scan *s)
{
	SCAN_LOOP(compare_sse2, write_offsets);
}

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

static inline AVX2 uint64_t equal_avx2(__m256i low, __m256i high, char c)
{
	__m256i every = _mm256_set1_epi8(c);
	uint64_t a = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, every));
	uint64_t b = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, every));
	return a | b << 32;
}

static inline AVX2 struct bits compare_avx2(const char *p, char delimiter)
{
	__m256i low = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
	return (struct bits){equal_avx2(low, high, delimiter), equal_avx2(low, high, '\n'), equal_avx2(low, high, '"')};
}

static AVX2 void csv_scan_avx2(const char *p, size_t n, char delimiter, uint32_t *at, struct scan *s)
{
	SCAN_LOOP(compare_avx2, write_offsets);
}

// With AVX-512 a comparison is a word of bits at once, and offsets are written out sixteen at a time: the numbers 0 to 63 as
// bytes, those of the bits that are set moved together, widened and added to the base.
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,popcnt")))

static inline AVX512 struct bits compare_avx512(const char *p, char delimiter)
{
	__m512i x = _mm512_loadu_si512((const void *)p);
	return (struct bits){_mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8(delimiter)),
			     _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('\n')),
			     _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('"'))};
}

static inline AVX512 uint32_t *write_offsets_avx512(uint32_t *at, uint64_t bits, uint32_t base)
{
	static const uint8_t place[64] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
		16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
		32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
		48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
	};
	int n = __builtin_popcountll(bits);
	__m512i places = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(place)), from = _mm512_set1_epi32((int)base);
	_mm512_storeu_si512(at, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
	for (int i = 16; i < n; i += 16) { // rare: fields of two characters and less
		places = _mm512_alignr_epi32(places, places, 4);
		_mm512_storeu_si512(at + i, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
	}
	return at + n;
}

static AVX512 void csv_scan_avx512(const char *p, size_t n, char delimiter, uint32_t *at, struct scan *s)
{
	SCAN_LOOP(compare_avx512, write_offsets_avx512);
}
#endif

csv_scanner *csv_scanner_of(enum scanner kind)
{
#if defined(__x86_64__)
	bool avx512 = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");
	bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
	switch (kind) {
	case SCANNER_AVX512: return avx512 ? csv_scan_avx512 : NULL;
	case SCANNER_AVX2: return avx2 ? csv_scan_avx2 : NULL;
	case SCANNER_SSE2: return csv_scan_sse2;
	default: break;
	}
#endif
	return kind == SCANNER_PLAIN ? csv_scan_plain : NULL;
}

void csv_scan(const char *p, size_t n, char delimiter, uint32_t *at, struct scan *s)
{
	enum scanner kind = SCANNER_AVX512;
	while (!csv_scanner_of(kind))
		kind++;
	*s = (struct scan){.inside = s->inside};
	csv_scanner_of(kind)(p, n, delimiter, at, s);
}
