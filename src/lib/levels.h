/* SPDX-License-Identifier: MIT
 * levels: for engines that run jobs of make: which tasks can be given out now, level by level, and in which bunches.
 */
#ifndef EVFARM_LEVELS_H
#define EVFARM_LEVELS_H

#include "bunch.h"
#include "engine.h"
#include "needs.h"

struct levels;

enum { LEVELS_PROBES = 8 }; /* tasks for each worker, at most, that are tried first */

struct levels_rule {
	size_t workers;  /* that share the tasks */
	double overhead; /* seconds that a job takes, beside make's reading of the plan */
	double longest;  /* seconds that a job may take, by what its tasks ask for; 0: any */
	bool deal;       /* workers are told beforehand what is theirs: weighted for guided; what tasks need does not count */
	bool probe;      /* if nothing is known of what a stage's tasks cost, a few of them come first, one a bunch */
};

/* For r->todo. */
struct levels *levels_open(struct run *r, const struct levels_rule *rule);
void levels_close(struct levels *l);

/* The next bunches, all of which can run side by side; to be called when those before have ended and the logs were followed.
 * What waits for a failed task is left out. None at the end. */
struct bunches levels_next(struct levels *l);

/* What the tasks of a bunch need. */
const struct need *levels_need(const struct levels *l, const struct bunch *b);

#endif
