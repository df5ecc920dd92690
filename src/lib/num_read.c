// SPDX-License-Identifier: MIT
// num: numbers from text; num.h has the contract.
//
// Nearly every field of an event file is of at most 16 characters, such as 41.3766, -0.0745444 or 1.51669e-05. These
// are not read a digit at a time, which costs a mispredicted branch at the point and another at the end, but as one or
// two words of eight bytes: the point is found and taken out by shifts, and the digits are added up in pairs, fours and
// eights. Whatever is not of that shape goes the long way round, and what that cannot decide exactly (more than 19
// digits that lie within a hair of halfway between two doubles) is left to strtod.
//
// Words are little-endian; err_init refuses other machines.

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "num.h"
#include "num_near.h"

#define usual(condition) __builtin_expect(condition, 1)

static const uint64_t zeros = 0x3030303030303030; // "00000000"

static inline uint64_t load_8(const char *p)
{
	uint64_t w;
	memcpy(&w, p, 8);
	return w;
}

static inline uint64_t load_4(const char *p)
{
	uint32_t w;
	memcpy(&w, p, 4);
	return w;
}

static inline uint64_t byte(const char *p)
{
	return (unsigned char)*p;
}

// the highest bit of each byte that is above 9 (and maybe of one that follows such a byte)
static inline uint64_t nondigits(uint64_t d)
{
	return ((d + 0x7676767676767676) | d) & 0x8080808080808080;
}

// eight digits, 0 to 9 each, the first in the lowest byte
static inline uint64_t sum_digits(uint64_t d)
{
	d = ((d * (10 << 8 | 1)) >> 8) & 0x00ff00ff00ff00ff;
	d = ((d * (100 << 16 | 1)) >> 16) & 0x0000ffff0000ffff;
	return (d * (10000ull << 32 | 1)) >> 32;
}

// n characters, 1 to 8, of digits, moved to the upper end of a word with zeros in front
static inline uint64_t right_aligned(const char *p, size_t n)
{
	unsigned up = 8 * (8 - (unsigned)n);
	uint64_t w;
	if (usual(n >= 4))
		w = load_4(p + n - 4) << 32 | load_4(p) << up; // where both are, they agree
	else
		w = byte(p) << up | byte(p + n / 2) << (up + 8 * (n / 2)) | byte(p + n - 1) << 56;
	return w ^ zeros << up;
}

// whether odd, the nondigits of d, is one bit, in the byte at bit number at, and that is a point
static inline bool one_point(uint64_t d, uint64_t odd, unsigned at)
{
	return !((odd & (odd - 1)) | (((d >> at) & 0xff) ^ ('.' ^ '0')));
}

// n characters, 1 to 8, of digits with or without a point: their sum and the number of digits behind the point
static inline bool read_8(const char *p, size_t n, uint64_t *m, unsigned *fraction)
{
	uint64_t d = right_aligned(p, n), odd = nondigits(d);
	*fraction = 0;
	if (odd) {
		unsigned at = (unsigned)__builtin_ctzll(odd) & 56;
		if (!usual(one_point(d, odd, at) && n > 1))
			return false;
		uint64_t before = (1ull << at) - 1;
		d = (d & before) << 8 | (d & ~(before << 8 | 0xff));
		*fraction = 7 - at / 8;
	}
	*m = sum_digits(d);
	return true;
}

// n characters, 9 to 16, of digits with a point in the first eight
static inline bool read_16(const char *p, size_t n, uint64_t *m, unsigned *fraction)
{
	static const uint32_t tens[8] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
	uint64_t d = load_8(p) ^ zeros, odd = nondigits(d), ninth = byte(p + 8) ^ '0';
	unsigned rest = (unsigned)n - 9; // characters behind the ninth, 0 to 7
	uint64_t tail = (load_8(p + n - 8) ^ zeros) & (~0ull << 8) << (56 - 8 * rest);
	if (!odd)
		return false;
	unsigned at = (unsigned)__builtin_ctzll(odd) & 56;
	if (!usual(one_point(d, odd, at) && ninth <= 9 && !nondigits(tail)))
		return false;
	uint64_t before = (1ull << at) - 1;
	d = (d & before) | (d >> 8 & ~before) | ninth << 56;
	*m = sum_digits(d) * tens[rest] + sum_digits(tail);
	*fraction = (unsigned)n - 1 - at / 8;
	return true;
}

// A decimal as the long way round gathers it: m * 10^e, or a bit more: less than (m+1) * 10^e.
struct decimal {
	uint64_t m;
	int64_t e;
	int kept; // digits in m, without zeros in front
	bool more;
};

enum { MOST_KEPT = 19 };

// the digits at p into d; where they end
static const char *digits(const char *p, const char *end, struct decimal *d)
{
	if (!d->kept)
		while (p < end && *p == '0')
			p++;
	for (; d->kept <= MOST_KEPT - 8 && end - p >= 8; p += 8, d->kept += 8) {
		uint64_t eight = load_8(p) ^ zeros;
		if (nondigits(eight))
			break;
		d->m = d->m * 100000000 + sum_digits(eight);
	}
	for (; p < end && *p >= '0' && *p <= '9'; p++) {
		if (d->kept < MOST_KEPT) {
			d->m = d->m * 10 + (uint64_t)(*p - '0');
			d->kept++;
		} else {
			d->e++;
			d->more |= *p != '0';
		}
	}
	return p;
}

// [eE] [+-] digits, added to *e; NULL if the digits are missing. Sticks at 10^17, far beyond what any digits outweigh.
static const char *exponent(const char *p, const char *end, int64_t *e)
{
	bool negative = ++p < end && *p == '-';
	p += p < end && (*p == '-' || *p == '+');
	if (p == end)
		return NULL;
	int64_t x = 0;
	for (; p < end && *p >= '0' && *p <= '9'; p++)
		if (x < 10000000000000000)
			x = x * 10 + (*p - '0');
	*e += negative ? -x : x;
	return p;
}

static bool gather(const char *p, const char *end, struct decimal *d)
{
	*d = (struct decimal){0};
	const char *after = digits(p, end, d);
	int64_t n = after - p;
	p = after;
	if (p < end && *p == '.') {
		after = digits(++p, end, d);
		d->e -= after - p;
		n += after - p;
		p = after;
	}
	if (!n)
		return false;
	if (p < end && (*p == 'e' || *p == 'E'))
		p = exponent(p, end, &d->e);
	return p == end;
}

static bool word(const char *p, const char *end, double *x)
{
	size_t n = (size_t)(end - p);
	if (n == 3 && !strncasecmp(p, "nan", n))
		*x = NAN;
	else if ((n == 3 && !strncasecmp(p, "inf", n)) || (n == 8 && !strncasecmp(p, "infinity", n)))
		*x = INFINITY;
	else
		return false;
	return true;
}

// strtod or strtof, in the C locale, of text that is known to be a decimal
static double by_library(const char *p, const char *end, bool single)
{
	char small[128];
	size_t n = (size_t)(end - p);
	char *text = n < sizeof small ? small : mem_resize(NULL, n + 1, 1);
	memcpy(text, p, n);
	text[n] = '\0';
	locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0), old = uselocale(c);
	double x = single ? (double)strtof(text, NULL) : strtod(text, NULL);
	uselocale(old);
	freelocale(c);
	if (text != small)
		free(text);
	return x;
}

static double with_sign(double x, bool negative)
{
	uint64_t bits;
	memcpy(&bits, &x, sizeof bits);
	bits |= (uint64_t)negative << 63;
	memcpy(&x, &bits, sizeof x);
	return x;
}

static __attribute__((noinline)) bool read_long(const char *p, const char *end, double *x)
{
	struct decimal d;
	double above;
	bool negative = p < end && *p == '-';
	p += p < end && (*p == '-' || *p == '+');
	if (gather(p, end, &d)) {
		if (!num_near(d.m, d.e, x) || (d.more && (!num_near(d.m + 1, d.e, &above) || *x != above)))
			*x = by_library(p, end, false);
	} else if (!word(p, end, x)) {
		return false;
	}
	*x = with_sign(*x, negative);
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
	*x = with_sign(*x, negative);
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
		*x = with_sign((double)(int64_t)m / num_tens[fraction], negative); // both exact: Clinger's fast case
		return true;
	}
	return read_scientific(p, end, x) || read_long(p, end, x);
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
		*x = (float)by_library(p, end, true);
	return true;
}

bool num_int(const char *p, const char *end, int64_t *x)
{
	bool negative = p < end && *p == '-';
	p += p < end && (*p == '-' || *p == '+');
	size_t n = (size_t)(end - p);
	if (n - 1 < 8) {
		uint64_t d = right_aligned(p, n);
		*x = negative ? -(int64_t)sum_digits(d) : (int64_t)sum_digits(d);
		return !nondigits(d);
	}
	struct decimal d = {0};
	if (!n || digits(p, end, &d) != end || d.e || d.m > (uint64_t)INT64_MAX + negative)
		return false;
	*x = (int64_t)(negative ? -d.m : d.m);
	return true;
}
