/* SPDX-License-Identifier: MIT
 * levels: for engines that run jobs of make: which tasks can be given out now, level by level, and in which bunches.
 */
#ifndef EVFARM_LEVELS_H
#define EVFARM_LEVELS_H

#include "bunch.h"
#include "engine.h"

struct levels;

/* For r->todo. overhead: seconds that a job of the engine takes, beside make's reading of the plan. */
struct levels *levels_open(struct run *r, double overhead);
void levels_close(struct levels *l);

/* The next bunches, all of which can run side by side; to be called when those before have ended and the logs were followed.
 * What waits for a failed task is left out. None at the end. If nothing is known of what a stage's tasks cost, a few of them
 * come first, one a bunch. */
struct bunches levels_next(struct levels *l);

#endif
