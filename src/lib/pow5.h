/* SPDX-License-Identifier: MIT
 * pow5: the powers of five to 128 bits, for reading and writing decimals (num_near.c, num_write.c).
 */
#ifndef EVFARM_POW5_H
#define EVFARM_POW5_H

#include <stdint.h>

enum { POW5_MIN = -342, POW5_MAX = 324 };

/* hi*2^64 + lo is the first 128 bits of 5^k, the highest set, what follows cut off (so it is 5^k itself, shifted,
 * just for 0 <= k <= 55, and less than 1 in the last bit below it for the others). */
struct pow5 {
	uint64_t hi, lo;
};

/* k in [POW5_MIN,POW5_MAX]. The first call makes the table (about 50 microseconds), in whichever thread. */
const struct pow5 *pow5(int k);

/* The same with the last bit rounded up wherever something was cut off. */
struct pow5 pow5_up(int k);

#endif
