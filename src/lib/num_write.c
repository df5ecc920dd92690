// SPDX-License-Identifier: MIT
// num: numbers to text, the shortest that reads back; num.h has the contract.
//
// Integers, and doubles that are a decimal of few digits, are recognised by trying: of all decimals with at most 15
// digits no two are the same double, so one that gives x is the one. The rest is R. Giulietti's Schubfach, "The
// Schubfach way to render doubles" (2020): with 10^k just below the width of the interval that rounds to x, at most
// one multiple of 10^(k+1) and at least one of 10^k lie inside it. Which ones do is decided on x and on the ends of
// its interval over 10^k, each to two bits behind the point with the last one sticky ("round to odd").

#include <math.h>
#include <string.h>

#include "num.h"
#include "pow5.h"

__extension__ typedef unsigned __int128 wide;

// d * 10^e
struct decimal {
	uint64_t d;
	int e;
};

// m * 2^q, the middle of the interval; m is even where the ends belong to it; the lower end is closer at a power of two
struct binary {
	uint64_t m;
	int q;
	bool closer;
};

// an upper bound g of 10^-k, scaled to 128 bits, times c: the bits from 2^128 up, and the last one sticky
static uint64_t times_to_odd(struct pow5 g, uint64_t c)
{
	wide low = (wide)g.lo * c >> 64, z = (wide)g.hi * c + low;
	return (uint64_t)(z >> 64) | ((uint64_t)z > 1);
}

static int floor_log2_ten_to(int e)
{
	return (int)((int64_t)e * 1741647 >> 19);
}

// floor(log10(2^q)), or of 3/4 * 2^q, the width of an interval whose lower end is closer
static int floor_log10_width(int q, bool closer)
{
	return (int)(((int64_t)q * 1262611 - (closer ? 524031 : 0)) >> 22);
}

static struct decimal schubfach(struct binary b)
{
	int k = floor_log10_width(b.q, b.closer), h = b.q + floor_log2_ten_to(-k) + 1;
	struct pow5 g = pow5_up(-k);
	uint64_t odd = b.m & 1;
	// in quarters of 10^k; an odd m has the ends of its interval outside
	uint64_t left = times_to_odd(g, (4 * b.m - 2 + b.closer) << h) + odd;
	uint64_t x = times_to_odd(g, 4 * b.m << h);
	uint64_t right = times_to_odd(g, (4 * b.m + 2) << h) - odd;

	uint64_t s = x / 4, ten = s / 10 * 10;
	bool below = left <= 4 * ten, above = 4 * ten + 40 <= right;
	if (s >= 10 && below != above)
		return (struct decimal){s / 10 + above, k + 1};
	below = left <= 4 * s;
	above = 4 * s + 4 <= right;
	if (below != above)
		return (struct decimal){s + above, k};
	bool up = x > 4 * s + 2 || (x == 4 * s + 2 && (s & 1)); // both inside: the closer one
	return (struct decimal){s + up, k};
}

static const char pairs[] =
	"00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354"
	"5556575859606162636465666768697071727374757677787980818283848586878889909192939495969798" "99";

// the digits of d so that they end at end; where they begin
static char *digits_before(char *end, uint64_t d)
{
	for (; d >= 100; d /= 100)
		memcpy(end -= 2, pairs + 2 * (d % 100), 2);
	if (d >= 10)
		memcpy(end -= 2, pairs + 2 * d, 2);
	else
		*--end = (char)('0' + d);
	return end;
}

static struct decimal without_zeros(struct decimal x)
{
	for (; x.d % 10000 == 0; x.d /= 10000)
		x.e += 4;
	for (; x.d % 10 == 0; x.d /= 10)
		x.e++;
	return x;
}

enum { FIXED_FROM = -4, FIXED_TO = 16, MOST_DIGITS = 20 };

static char *write_exponent(char *out, int e)
{
	*out++ = 'e';
	*out++ = e < 0 ? '-' : '+';
	e = e < 0 ? -e : e;
	if (e >= 100)
		*out++ = (char)('0' + e / 100);
	memcpy(out, pairs + 2 * (e % 100), 2);
	return out + 2;
}

// d without zeros at its end
static char *write_decimal(char *out, struct decimal x)
{
	char digits[MOST_DIGITS], *end = digits + sizeof digits, *p = digits_before(end, x.d);
	int n = (int)(end - p), e = n - 1 + x.e; // the exponent of the first digit
	int whole = e + 1;                       // digits before the point
	if (e < FIXED_FROM || e > FIXED_TO) {
		*out++ = *p;
		if (n > 1)
			*out++ = '.';
		memcpy(out, p + 1, (size_t)(n - 1));
		return write_exponent(out + n - 1, e);
	}
	if (whole <= 0) {
		memcpy(out, "0.0000", 6);
		memcpy(out + 2 - whole, p, (size_t)n);
		return out + 2 - whole + n;
	}
	if (whole >= n) {
		memcpy(out, p, (size_t)n);
		memset(out + n, '0', (size_t)(whole - n));
		return out + whole;
	}
	memcpy(out, p, (size_t)whole);
	out[whole] = '.';
	memcpy(out + whole + 1, p + whole, (size_t)(n - whole));
	return out + n + 1;
}

static char *write_integer(char *out, uint64_t d)
{
	char digits[MOST_DIGITS], *end = digits + sizeof digits, *p = digits_before(end, d);
	memcpy(out, p, (size_t)(end - p));
	return out + (end - p);
}

static char *write_word(char *out, const char *word)
{
	memcpy(out, word, 3);
	return out + 3;
}

enum { SHORT_PLACES = 8 };

// x > 0 finite as a decimal of at most 15 digits and 8 of them behind the point
static bool is_short(double x, struct decimal *short_)
{
	if (x >= 1e7 || x < 1e-5)
		return false;
	uint64_t d = (uint64_t)(int64_t)(x * 1e8 + 0.5);
	*short_ = (struct decimal){d, -SHORT_PLACES};
	return (double)(int64_t)d / 1e8 == x;
}

static struct binary parts_of(double x)
{
	uint64_t bits, hidden = 1ull << 52;
	memcpy(&bits, &x, sizeof bits);
	uint64_t fraction = bits & (hidden - 1);
	int e = (int)(bits >> 52 & 2047);
	if (!e)
		return (struct binary){fraction, -1074, false};
	return (struct binary){fraction | hidden, e - 1075, !fraction && e > 1};
}

static struct binary parts_of_float(float x)
{
	uint32_t bits, hidden = 1u << 23;
	memcpy(&bits, &x, sizeof bits);
	uint32_t fraction = bits & (hidden - 1);
	int e = (int)(bits >> 23 & 255);
	if (!e)
		return (struct binary){fraction, -149, false};
	return (struct binary){fraction | hidden, e - 150, !fraction && e > 1};
}

size_t num_write(char *out, double x)
{
	char *p = out;
	struct decimal decimal;
	if (isnan(x))
		return (size_t)(write_word(p, "nan") - out);
	if (signbit(x))
		*p++ = '-';
	x = fabs(x);
	if (isinf(x))
		p = write_word(p, "inf");
	else if (x < 0x1p53 && x == (double)(int64_t)x)
		p = write_integer(p, (uint64_t)x);
	else
		p = write_decimal(p, without_zeros(is_short(x, &decimal) ? decimal : schubfach(parts_of(x))));
	return (size_t)(p - out);
}

size_t num_write_float(char *out, float x)
{
	char *p = out;
	if (isnan(x))
		return (size_t)(write_word(p, "nan") - out);
	if (signbit(x))
		*p++ = '-';
	x = fabsf(x);
	if (isinf(x))
		p = write_word(p, "inf");
	else if (x < 0x1p24f && x == (float)(int32_t)x)
		p = write_integer(p, (uint64_t)x);
	else
		p = write_decimal(p, without_zeros(schubfach(parts_of_float(x))));
	return (size_t)(p - out);
}

size_t num_write_int(char *out, int64_t x)
{
	char *p = out;
	if (x < 0)
		*p++ = '-';
	return (size_t)(write_integer(p, x < 0 ? -(uint64_t)x : (uint64_t)x) - out);
}
