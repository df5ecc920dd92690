// SPDX-License-Identifier: MIT
// csv_scan: where the fields of CSV text end; csv_scan.h has the contract.
//
// The text is taken 64 bytes at a time. Three comparisons of all 64 with one character each give three words of 64 bits:
// delimiters, line feeds, quotation marks. Where there are quotes, the running parity of their bits marks what stands
// inside quotes (a doubled quote leaves and enters again, which changes nothing), and those bits go. What is left is
// written out as offsets, eight at a time whether there are so many or not, so that the processor need not guess
// how many. The comparisons are vector instructions chosen when the program starts; all else is plain C.

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

// One step of the scan, given the 64 bytes' comparisons; the part that all kinds of machines share.
static inline uint32_t *step(struct bits found, uint32_t *at, uint32_t base, struct scan *s)
{
	if (found.quote || s->inside) {
		uint64_t inside = running_parity(found.quote) ^ (s->inside ? ~0ull : 0);
		s->inside = inside >> 63;
		s->quotes += (size_t)__builtin_popcountll(found.quote);
		found.delimiter &= ~inside;
		found.newline &= ~inside;
	}
	s->newlines += (size_t)__builtin_popcountll(found.newline);
	return write_offsets(at, found.delimiter | found.newline, base);
}

// The last step looks at fewer than 64 bytes.
static inline struct bits first_bits(struct bits found, size_t n)
{
	uint64_t kept = n < 64 ? (1ull << n) - 1 : ~0ull;
	return (struct bits){found.delimiter & kept, found.newline & kept, found.quote & kept};
}

#define SCAN_LOOP(compare)                                                                                             \
	uint32_t *begin = at;                                                                                          \
	size_t i = 0;                                                                                                  \
	for (; i + 64 <= n; i += 64)                                                                                   \
		at = step(compare(p + i, delimiter), at, (uint32_t)i, s);                                              \
	if (i < n) {                                                                                                   \
		bool inside = s->inside;                                                                               \
		struct bits last = first_bits(compare(p + i, delimiter), n - i);                                       \
		at = step(last, at, (uint32_t)i, s);                                                                   \
		s->inside = inside ^ (__builtin_popcountll(last.quote) & 1);                                           \
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

void csv_scan_plain(const char *p, size_t n, char delimiter, uint32_t *at, struct scan *s)
{
	SCAN_LOOP(compare_plain);
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
	SCAN_LOOP(compare_sse2);
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
	SCAN_LOOP(compare_avx2);
}
#endif

void csv_scan(const char *p, size_t n, char delimiter, uint32_t *at, struct scan *s)
{
	*s = (struct scan){.inside = s->inside};
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
		csv_scan_avx2(p, n, delimiter, at, s);
	else
		csv_scan_sse2(p, n, delimiter, at, s);
#else
	csv_scan_plain(p, n, delimiter, at, s);
#endif
}
