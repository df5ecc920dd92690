// SPDX-License-Identifier: MIT
// draw: random variables from counted bits; draw.h has the contract.

#include "draw.h"
#include "elem.h"

double draw_exponential(struct draw *d)
{
	return -elem_log(1 - draw_uniform(d));
}

double draw_normal(struct draw *d)
{
	uint64_t a = draw_bits(d), b = draw_bits(d), sum = (a >> 32) + (a & UINT32_MAX) + (b >> 32) + (b & UINT32_MAX);
	const double sqrt_3 = 0x1.bb67ae8584caap+0; // the sum of four has the variance 4/12
	return ((double)(int64_t)sum * 0x1p-32 - 2) * sqrt_3;
}

// the distribution function of the non-relativistic Breit-Wigner is an arc tangent: take it back
double draw_resonance(struct draw *d, double mass, double width, double lo, double hi)
{
	double from = elem_atan2(2 * (lo - mass), width), to = elem_atan2(2 * (hi - mass), width), sine, cosine;
	elem_sincos(from + (to - from) * draw_uniform(d), &sine, &cosine);
	return mass + width / 2 * sine / cosine;
}

// A permutation of k-bit numbers: adding, times an odd number, exclusive or with the own upper half, each can be
// undone, and five rounds of them mix. Numbers from n up are sent on until they land below n (cycle walking), which
// takes less than two steps on average.
bool draw_picked(uint64_t seed, uint64_t i, uint64_t n, uint64_t picked)
{
	unsigned k = 2;
	while (n > 1ull << k)
		k++;
	uint64_t mask = (1ull << k) - 1, key = draw_mix(seed ^ 0x5851f42d4c957f2d);
	do {
		for (int round = 0; round < 5; round++) {
			i = ((i + (key >> 8 * round)) * 0xd1342543de82ef95) & mask;
			i ^= i >> (k + 1) / 2;
		}
	} while (i >= n);
	return i < picked;
}
