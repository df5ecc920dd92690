/* SPDX-License-Identifier: MIT
 * rank: of settings that come by in order of their numbers, the best, and those at the edge of what is possible.
 */
#ifndef EVFARM_RANK_H
#define EVFARM_RANK_H

#include <stddef.h>
#include <stdint.h>

struct ranked {
	uint64_t setting;
	double signal, background, score;
};

/* The best so far, at most most of them, the highest score first and among equals the lowest setting. nan never ranks. */
struct top {
	struct ranked *best;
	size_t n, most, room;
};
/* Settings first .. first + n - 1. Those must come in order. */
void top_add(struct top *t, uint64_t first, const double *signal, const double *background, const double *score, size_t n);
void top_sort(struct top *t); /* before looking at best[0..n) */

/* Those that no other one beats: that has as much signal or more with as little background or less (of equal ones the
 * lowest setting stays). By ascending background, and so by ascending signal. */
struct edge {
	struct ranked *at;
	size_t n, room;
};
void edge_add(struct edge *e, uint64_t first, const double *signal, const double *background, const double *score,
	      size_t n);

#endif
