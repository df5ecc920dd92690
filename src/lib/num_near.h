/* SPDX-License-Identifier: MIT
 * num_near: the double nearest to m * 10^e; the arithmetic behind num_real.
 */
#ifndef EVFARM_NUM_NEAR_H
#define EVFARM_NUM_NEAR_H

#include <stdbool.h>
#include <stdint.h>

/* 10^0 to 10^22, the powers that are doubles. */
extern const double num_tens[23];

/* Puts the double nearest to m * 10^e (ties to even; 0 and infinity beyond the ends) into *x. False in the rare case
 * that 128 bits of 5^e do not decide it; then *x is not set. */
bool num_near(uint64_t m, int64_t e, double *x);

#endif
