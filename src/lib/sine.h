/* SPDX-License-Identifier: MIT
 * sine: sines and cosines of many values, in vector registers.
 *
 * They are within 1 unit in the last place of what is true, and made of + - * and bits alone, which IEEE 754 fixes to the
 * last one: the same bits on every machine, whatever its registers and its libm. Beyond |x| = SINE_MOST they are libm's.
 */
#ifndef EVFARM_SINE_H
#define EVFARM_SINE_H

#include <stddef.h>

#define SINE_MOST 4096.0

void sine_many(double *restrict to, const double *x, size_t n);
void cosine_many(double *restrict to, const double *x, size_t n);

#endif
