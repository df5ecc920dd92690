/* SPDX-License-Identifier: MIT
 * bunch: tasks put together into jobs.
 */
#ifndef EVFARM_BUNCH_H
#define EVFARM_BUNCH_H

#include <stddef.h>
#include <stdio.h>

#include "balance.h"
#include "todo.h"

struct bunch_rule {
	enum balance balance;
	size_t size;     /* so many tasks a bunch; 0: as the strategy has it */
	size_t workers;  /* that share them */
	double overhead; /* seconds that a job takes beside its tasks */
	const size_t *most; /* tasks in a bunch, by class, 0: no limit but that of its text; NULL: none for any */
};

/* Tasks of one bunch, all of one class, in the order in which they are to be given to make. */
struct bunch {
	size_t *target, n;
	double seconds;
};

struct bunches {
	struct bunch *bunch;
	size_t n;
	size_t *target; /* of all */
};

/* Puts the n targets, whose costs and classes are set, into bunches, class by class, which are to be started in the order
 * given. How, the strategy says (balance.h); by cost, none is so small that the overhead counts, if there is enough for all
 * workers. */
struct bunches bunches_form(const struct todo *t, const size_t *target, size_t n, const struct bunch_rule *rule);
void bunches_free(struct bunches *b);

/* The names of a bunch's targets, blanks between. */
void bunch_print(const struct todo *t, const struct bunch *b, FILE *f);

#endif
