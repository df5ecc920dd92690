/* SPDX-License-Identifier: MIT
 * curves: histograms and profiles as evplot draws them: heights and error bars, a curve for each class of each file.
 */
#ifndef EVFARM_CURVES_H
#define EVFARM_CURVES_H

#include <stdbool.h>

#include "hist.h"

/* Heights are events or sums of weights a bin, or, where bins are uneven, per unit of x, so that areas are events; means, in a
 * profile. */
struct curve {
	char *label;
	const char *file;
	const struct axis *axis;
	bool data;              /* counted, not made up: drawn as points, over the others */
	double *y, *low, *high; /* of the bins between the edges, from 0: the height, and the ends of its error bar */
	bool *filled;           /* whether there are events in the bin */
	uint64_t inside, below, above; /* events */
};

struct curves {
	struct curve *at;
	size_t n, room;
};

/* Adds the curves of a histogram in one dimension, which is to stay. Error bars are a standard deviation, the root of the sum of
 * squared weights; unweighted data have the central interval of 68.27 % for a Poisson mean. */
void curves_add(struct curves *all, const struct hist *h, const char *file, const char *name, bool data);
void curves_free(struct curves *all);

/* Dies (EXIT_DATA) unless all have the same bins. */
void curves_check(const struct curves *all);
/* To a sum of 1. */
void curve_normalise(struct curve *c);
/* Puts curve on under; its error bars become those of the sum. */
void curve_stack(struct curve *c, const struct curve *under);

#endif
