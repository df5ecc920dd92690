/* SPDX-License-Identifier: MIT
 * simplex: the least value of a function of a few variables, without derivatives (Nelder and Mead, 1965).
 */
#ifndef EVFARM_SIMPLEX_H
#define EVFARM_SIMPLEX_H

#include <stddef.h>

enum { SIMPLEX_MOST = 16 }; /* variables */

typedef double simplex_function(void *context, const double *x);

/* Goes downhill from x, with first steps of `step` in each of n variables, until the values at the corners differ by less than
 * tolerance of the least, or after `calls` calls of f. x is where the least value was found, which is returned. */
double simplex_least(simplex_function *f, void *context, double *x, size_t n, double step, double tolerance, size_t calls);

#endif
