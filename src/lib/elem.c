// SPDX-License-Identifier: MIT
// elem: elementary functions by series; elem.h has the contract.

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "elem.h"

static const double ln2_upper = 0x1.62e42fee00000p-1, ln2_lower = 0x1.a39ef35793c76p-33;
static const double half_pi_upper = 0x1.921fb54400000p+0, half_pi_lower = 0x1.0b4611a626331p-34;
static const double half_pi = 0x1.921fb54442d18p+0;

static double bits_as_double(uint64_t bits)
{
	double x;
	memcpy(&x, &bits, sizeof x);
	return x;
}

// log(x) = e log 2 + 2 atanh((m-1)/(m+1)) with x = m 2^e, m in [0.7,1.4): |z| < 0.172
double elem_log(double x)
{
	uint64_t bits, sqrt_half = 0x3fe6a09e667f3bcd;
	memcpy(&bits, &x, sizeof bits);
	int e = (int)((int64_t)(bits - sqrt_half) >> 52);
	double m = bits_as_double(bits - ((uint64_t)e << 52)), z = (m - 1) / (m + 1), zz = z * z, sum = 0;
	for (int n = 21; n >= 3; n -= 2)
		sum = (sum + 1.0 / n) * zz;
	return e * ln2_upper + (2 * (z + z * sum) + e * ln2_lower);
}

// exp(x) = 2^k exp(r), |r| < 0.35
double elem_exp(double x)
{
	double k = floor(x / (ln2_upper + ln2_lower) + 0.5), r = x - k * ln2_upper - k * ln2_lower, sum = 1;
	for (int n = 13; n >= 1; n--)
		sum = 1 + sum * (r * (1.0 / n));
	return sum * bits_as_double((uint64_t)((int)k + 1023) << 52);
}

double elem_sinh(double x)
{
	double up = elem_exp(x);
	return (up - 1 / up) / 2;
}

// quadrant q and |r| < 0.79
void elem_sincos(double x, double *sine, double *cosine)
{
	double q = floor(x / half_pi + 0.5), r = x - q * half_pi_upper - q * half_pi_lower, rr = r * r, s = 1, c = 1;
	for (int n = 16; n >= 2; n -= 2) {
		s = 1 - s * (rr * (1.0 / (n * (n + 1))));
		c = 1 - c * (rr * (1.0 / (n * (n - 1))));
	}
	s *= r;
	switch ((int)q & 3) {
	case 0: *sine = s, *cosine = c; break;
	case 1: *sine = c, *cosine = -s; break;
	case 2: *sine = -s, *cosine = -c; break;
	case 3: *sine = -c, *cosine = s; break;
	}
}

// of t in [0,1]: about 1 by atan t = pi/4 + atan((t-1)/(t+1)), then |z| < 0.42
static double atan_01(double t)
{
	double z = t > 0.4142 ? (t - 1) / (t + 1) : t, zz = z * z, sum = 0;
	for (int n = 39; n >= 3; n -= 2)
		sum = (1.0 / n - sum) * zz;
	z -= z * sum;
	return t > 0.4142 ? half_pi / 2 + z : z;
}

double elem_atan2(double y, double x)
{
	double ay = fabs(y), ax = fabs(x);
	if (!(ax + ay > 0))
		return 0;
	double phi = ay > ax ? half_pi - atan_01(ax / ay) : atan_01(ay / ax);
	if (x < 0)
		phi = 2 * half_pi - phi;
	return y < 0 ? -phi : phi;
}
