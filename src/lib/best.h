/* SPDX-License-Identifier: MIT
 * best: what evscan found, read back: the best setting of the cuts, and how good it is.
 */
#ifndef EVFARM_BEST_H
#define EVFARM_BEST_H

#include <stdbool.h>
#include <stdint.h>

#include "cuts.h"

struct best {
	char *figure;             /* its name: "accuracy" */
	double value;             /* nan if no setting has one */
	uint64_t settings, setting;
	bool none;                /* no setting is best */
	double events, signal;    /* sums of weights where the cells are weighted */
	char *missing, *cuts_missing; /* tasks of the plan, NULL if there are none */
	struct cuts *cuts;        /* one cut a row */
};

/* Dies (EXIT_DATA) of what is not such a file. */
struct best *best_read(const char *file);
void best_free(struct best *b);

#endif
