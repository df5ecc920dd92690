// SPDX-License-Identifier: MIT
// sine: sines and cosines of many values; sine.h has the contract.
//
// x = q pi/2 + r with q the nearest whole number, so that |r| <= pi/4, and sin x is, by q modulo 4, sin r, cos r, -sin r or
// -cos r; cos x the same with q + 1 (W. J. Cody and W. Waite, "Software manual for the elementary functions", 1980). pi/2 is
// taken as three numbers: the first two have 41 bits, so that their products with q, of 12 bits, are exact, and r comes out
// as a double and what it lacks, low, even where x is next to a multiple of pi/2. sin r and cos r are polynomials that pass
// through the functions in the nodes of Chebyshev: they are off by less than 2^-55.
//
// There are no branches, so the compiler makes vectors of the loop. Both polynomials are computed, and one is taken.

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "clones.h"
#include "sine.h"

static inline uint64_t bits_of(double x)
{
	uint64_t bits;
	memcpy(&bits, &x, sizeof bits);
	return bits;
}

static inline double of_bits(uint64_t bits)
{
	double x;
	memcpy(&x, &bits, sizeof x);
	return x;
}

static const uint64_t sign_bit = (uint64_t)1 << 63;

// r + low - r^3/6 + ...
static inline double sine_near_0(double r, double low, double z)
{
	double p = 0x1.71de37961e4c6p-19 + z * (-0x1.ae600a926c89ap-26 + z * 0x1.5e0af186af739p-33);
	p = -0x1.5555555555555p-3 + z * (0x1.1111111110bb1p-7 + z * (-0x1.a01a019e8357dp-13 + z * p));
	return r + (low + r * (z * p));
}

// 1 - r^2/2 + ..., with what 1 - r^2/2 loses when it is rounded
static inline double cosine_near_0(double r, double low, double z)
{
	double p = -0x1.27e4fa17a41b4p-22 + z * (0x1.1eeb68b109173p-29 + z * -0x1.907d7aebd5e3dp-37);
	p = 0x1.5555555555555p-5 + z * (-0x1.6c16c16c16966p-10 + z * (0x1.a01a019f4e867p-16 + z * p));
	double half = 0.5 * z, most = 1 - half;
	return most + (((1 - most) - half) + (z * z * p - r * low));
}

// The sine of x + quarters pi/2, |x| < SINE_MOST, quarters 0 or 1. What is there for other x means nothing.
static inline double wave(double x, uint64_t quarters)
{
	const double whole = 0x1.8p52; // added to a number it leaves the nearest whole one in the last bits
	uint64_t sign = quarters ? 0 : bits_of(x) & sign_bit;
	x = fabs(x);
	double q = x * 0x1.45f306dc9c883p-1 + whole;
	uint64_t turns = bits_of(q) + quarters;
	q -= whole;
	double rest = x - q * 0x1.921fb54442000p+0, middle = q * 0x1.a308d31319000p-41, r = rest - middle;
	double low = (rest - r) - middle - q * 0x1.145c06e0e6895p-82;
	double z = r * r;
	uint64_t s = bits_of(sine_near_0(r, low, z)), c = bits_of(cosine_near_0(r, low, z)), odd = 0 - (turns & 1);
	return of_bits((s ^ ((s ^ c) & odd)) ^ sign ^ (turns << 62 & sign_bit));
}

// The loop, and whether some x is too far from zero for it, or none (nan).
#define WAVES(name, quarters) \
	VECTOR_CLONES static bool name(double *restrict to, const double *x, size_t n) \
	{ \
		const uint64_t most = bits_of(SINE_MOST) - 1; \
		uint64_t far = 0; \
		for (size_t i = 0; i < n; i++) { \
			to[i] = wave(x[i], quarters); \
			far |= most - (bits_of(x[i]) & ~sign_bit); \
		} \
		return far >> 63; \
	}
WAVES(sine_waves, 0)
WAVES(cosine_waves, 1)

static bool is_far(double x)
{
	return !(fabs(x) < SINE_MOST);
}

void sine_many(double *restrict to, const double *x, size_t n)
{
	if (sine_waves(to, x, n))
		for (size_t i = 0; i < n; i++)
			to[i] = is_far(x[i]) ? sin(x[i]) : to[i];
}

void cosine_many(double *restrict to, const double *x, size_t n)
{
	if (cosine_waves(to, x, n))
		for (size_t i = 0; i < n; i++)
			to[i] = is_far(x[i]) ? cos(x[i]) : to[i];
}
