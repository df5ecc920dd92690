// SPDX-License-Identifier: MIT
// num_near: from a decimal to the nearest double; num_near.h has the contract.
//
// Small numbers first, by W. Clinger, "How to read floating point numbers accurately" (PLDI 1990): m and 10^|e| are
// both doubles, so that one multiplication or division rounds just once. Everything else by D. Lemire, "Number
// parsing at a gigabyte per second" (Software: Practice and Experience 51, 2021), after an idea of M. Eisel:
//
// m * 10^e = m * 5^e * 2^e. With m shifted up to 64 bits and 5^e known to 128 bits, the product's upper 64 bits hold
// the 53 of the result, the one that rounds, and 9 or 10 more. Only where these are all ones can the part of 5^e
// below its first 64 bits carry into them, and only then is it looked at.

#include <math.h>
#include <string.h>

#include "num_near.h"
#include "pow5.h"

__extension__ typedef unsigned __int128 wide;

const double num_tens[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
			     1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

enum {
	FRACTION_BITS = 52,
	BIAS = 1023,
	EXPONENT_INF = 2047,
	KEPT_BITS = FRACTION_BITS + 3, // the hidden one, the one that rounds, and one if the product has no 64th bit
};

static double from_bits(uint64_t bits)
{
	double x;
	memcpy(&x, &bits, sizeof x);
	return x;
}

// m * 5^e, m with its highest bit set, as the upper and lower 64 of 128 bits. Cut off below; false if what was cut
// off might carry up to hi.
static bool product(uint64_t m, int e, uint64_t *hi, uint64_t *lo)
{
	struct pow5 p = *pow5(e);
	if (e < 0) // rounded up: an m that is a multiple of 5^-e then comes out just above what it should, not below
		p.hi += !++p.lo;
	wide z = (wide)m * p.hi;
	const uint64_t below = UINT64_MAX >> KEPT_BITS;
	if (((uint64_t)(z >> 64) & below) == below)
		z += (wide)m * p.lo >> 64;
	*hi = (uint64_t)(z >> 64);
	*lo = (uint64_t)z;
	return *lo != UINT64_MAX || (e >= -27 && e <= 55); // inside, 5^|e| is below 2^64 or 5^e exact in 128 bits
}

// The highest bits of m*5^e, the last one being the one that rounds, and the biased exponent of two: a double's bits.
static uint64_t assemble(uint64_t kept, int power)
{
	if (power <= 0) { // subnormal: the bits move down first, then they are rounded
		if (1 - power >= 64)
			return 0;
		kept >>= 1 - power;
		return (kept + (kept & 1)) >> 1; // a carry into bit 52 makes it the smallest normal number by itself
	}
	kept = (kept + (kept & 1)) >> 1;
	if (kept >> (FRACTION_BITS + 1)) {
		kept >>= 1;
		power++;
	}
	if (power >= EXPONENT_INF)
		return (uint64_t)EXPONENT_INF << FRACTION_BITS;
	return (kept & ((1ull << FRACTION_BITS) - 1)) | (uint64_t)power << FRACTION_BITS;
}

static bool eisel_lemire(uint64_t m, int e, double *x)
{
	uint64_t hi, lo;
	int up = __builtin_clzll(m);
	if (!product(m << up, e, &hi, &lo))
		return false;
	int high = (int)(hi >> 63), down = high + 64 - KEPT_BITS;
	uint64_t kept = hi >> down;
	int log2_of_10e = (217706 * e) >> 16; // floor(e * log2(10)) for the exponents of pow5.h
	// halfway between two doubles: possible only where 5^|e| leaves room for the bits of m; to the even one
	if (lo <= 1 && e >= -4 && e <= 23 && (kept & 3) == 1 && kept << down == hi)
		kept &= ~1ull;
	*x = from_bits(assemble(kept, log2_of_10e + 63 + high - up + BIAS));
	return true;
}

bool num_near(uint64_t m, int64_t e, double *x)
{
	if (m <= 1ull << 53 && e >= -22 && e <= 22) {
		*x = e < 0 ? (double)m / num_tens[-e] : (double)m * num_tens[e];
		return true;
	}
	if (!m || e < POW5_MIN) { // m < 2^64: below half of the smallest subnormal
		*x = 0;
		return true;
	}
	if (e > 308) {
		*x = INFINITY;
		return true;
	}
	return eisel_lemire(m, (int)e, x);
}
