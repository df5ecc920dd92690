/* SPDX-License-Identifier: MIT
 * balance: how tasks are shared out among workers, by strategies that have names; for evrun's bunches and for evsim.
 */
#ifndef EVFARM_BALANCE_H
#define EVFARM_BALANCE_H

#include <stddef.h>
#include <stdint.h>

/* The first two form bunches one after the other, and workers come for the next one when they are free. The others deal
 * all tasks to as many bunches as there are workers, or as it takes for the size that was asked for. */
enum balance {
	BALANCE_GUIDED,      /* by cost, the costly first, each bunch a part of what is left; of a given size if one is given */
	BALANCE_QUEUE,       /* so many tasks (1) a bunch, in their order */
	BALANCE_BLOCKS,      /* a block of the order to each */
	BALANCE_ROUND_ROBIN, /* like cards */
	BALANCE_RANDOM,      /* each task to any */
	BALANCE_TWO_RANDOM,  /* to the less loaded of any two */
	BALANCE_LEAST_LOAD,  /* to the least loaded, in the order of the tasks */
	BALANCE_WEIGHTED,    /* to the least loaded, the costly first */
	BALANCES
};

extern const char *const balance_names[BALANCES];

/* The strategy of this name; dies (EXIT_USAGE) if there is none, naming those that there are. what is the option. */
enum balance balance_find(const char *what, const char *name);

struct balance_rule {
	enum balance by;
	size_t size;     /* tasks a bunch; 0: as the strategy has it */
	size_t workers;
	double overhead; /* seconds that a bunch takes beside its tasks, for guided */
	uint64_t seed;   /* of the random ones */
};

/* Tasks in bunches: bunch i is task[i ? end[i - 1] : 0] up to task[end[i]], none of them empty. */
struct bunching {
	uint32_t *task;
	size_t *end, n;
};

/* For n tasks that are expected to take seconds[i] each; n < 2^32. */
struct bunching balance_form(const double *seconds, size_t n, const struct balance_rule *rule);
void bunching_free(struct bunching *b);

#endif
