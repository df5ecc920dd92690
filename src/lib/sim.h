/* SPDX-License-Identifier: MIT
 * sim: work done by imagined workers under a dispatcher, event by event; evsim(1) has the model.
 */
#ifndef EVFARM_SIM_H
#define EVFARM_SIM_H

#include <stdbool.h>
#include <stdio.h>

#include "balance.h"
#include "farm.h"
#include "work.h"

/* In which order tasks are given out. */
enum sim_order {
	SIM_FIRST,  /* the first in the list of those that can be started */
	SIM_PASSES, /* as make goes through the list: on from the last one, and again from the beginning */
	SIM_WAVES   /* level by level, each formed into bunches by the strategy; the next when all of it has ended */
};

struct sim {
	enum sim_order order;
	enum balance balance; /* others than queue call for waves */
	size_t workers, bunch; /* bunch 0: as the strategy has it */
	uint64_t seed;
};

/* Seconds, and counts. */
struct sim_result {
	double makespan;   /* until the dispatcher has the last result */
	double work;       /* of the tasks, as expected, each once: what a single worker would take if nothing else cost */
	double busy;       /* of all workers, with tasks and bunches */
	double dispatcher; /* in which it was busy */
	size_t hosts, messages, tries, done, failed; /* failed: tasks that never came to a result */
};

/* If log is not NULL, every try is added to it as a line, in the columns of evplan(5). */
struct sim_result sim_run(const struct work *w, const struct farm *f, const struct sim *s, FILE *log);

#endif
