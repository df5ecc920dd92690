/* SPDX-License-Identifier: MIT
 * axis: the bins of a histogram's axis.
 *
 * Bin b is [low, high): 0 holds what is below the first edge, 1 to n what is between edges, n + 1 what is not below the
 * last edge. Even bins have the edges lo + i (hi - lo) / n, computed in that order in double, so they are the same
 * wherever they are computed; a value is placed by comparison with the edges as they are printed.
 */
#ifndef EVFARM_AXIS_H
#define EVFARM_AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct axis {
	bool even;
	char *spec;    /* "N,LO,HI" if even, else "E0,E1,..."; numbers as num_write writes them */
	size_t n;      /* bins between the edges; 0: no axis */
	double *low;   /* of bin b, n + 2 of them and a nan; low[0] is -inf */
	double scale;  /* even bins per unit of x */
	double near;   /* an edge, in bins: a value farther from all may be placed by scale alone; 1 if none may */
};

enum { AXIS_MOST_BINS = 1 << 24 }; /* sensible for one */

/* Makes the axis of "N,LO,HI" (N from 1), or of edges that rise, two or more, all finite; at most most bins. Returns
 * NULL, or what is wrong with text. */
const char *axis_make(struct axis *a, bool even, const char *text, size_t most);

/* The high edge of bin b, inf for the last. */
double axis_high(const struct axis *a, size_t b);

/* The bins of x[0..n); that of a nan is 0. */
void axis_find(const struct axis *a, const double *x, size_t n, uint32_t *bin);

void axis_free(struct axis *a);

#endif
