/* SPDX-License-Identifier: MIT
 * draw: random numbers that depend on nothing but the seed, the event's number and the draw's number in the event, so
 * that any event can be made by itself, in any order, on any machine, and is the same.
 */
#ifndef EVFARM_DRAW_H
#define EVFARM_DRAW_H

#include <stdbool.h>
#include <stdint.h>

/* The draws of one event: a counter hashed with the event's key, which is the event's number hashed with the seed's. */
struct draw {
	uint64_t key;
};

/* The finisher of splitmix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014. */
static inline uint64_t draw_mix(uint64_t z)
{
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static inline struct draw draw_of_event(uint64_t seed, uint64_t event)
{
	return (struct draw){draw_mix(draw_mix(seed + 0x9e3779b97f4a7c15) + event * 0xd1342543de82ef95)};
}

static inline uint64_t draw_bits(struct draw *d)
{
	return draw_mix(d->key += 0x9e3779b97f4a7c15);
}

/* Uniform in [0,1), a multiple of 2^-53. */
static inline double draw_uniform(struct draw *d)
{
	return (double)(int64_t)(draw_bits(d) >> 11) * 0x1p-53;
}

double draw_exponential(struct draw *d);             /* mean 1 */
double draw_normal(struct draw *d);                  /* mean 0, deviation 1: the sum of four uniforms, within 3.47 */
double draw_resonance(struct draw *d, double mass, double width, double lo, double hi); /* Breit-Wigner in [lo,hi) */

/* Whether event i of n is one of the `picked` that are of a kind: exactly that many are, and their order looks random.
 * A permutation of 0..n-1 that depends on the seed puts i in its place; the first places are picked. i < n < 2^62. */
bool draw_picked(uint64_t seed, uint64_t i, uint64_t n, uint64_t picked);

#endif
