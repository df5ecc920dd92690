/* SPDX-License-Identifier: MIT
 * planned: what a plan was made from, as its folder tells: the pipeline, its parameters, the data.
 */
#ifndef EVFARM_PLANNED_H
#define EVFARM_PLANNED_H

#include <stdbool.h>
#include <stddef.h>

#include "record.h"

struct planned {
	char *plan;       /* its folder, from the root on */
	char *pipe;       /* the pipeline's file */
	char **parameter; /* NAME=VALUE as given to evplan, inputs too */
	size_t n;
	struct record *record; /* what the tasks read */
};

/* Dies if there is no plan in the folder (EXIT_USAGE), or its pipeline is not there any more (EXIT_SYSTEM). */
struct planned *planned_read(const char *folder);
void planned_free(struct planned *p);

/* Whether an input has a task for each of its files, or is there for all tasks of another. */
bool planned_is_mapped(const struct planned *p, const char *input);
/* Whether a parameter is an input. */
bool planned_is_input(const struct planned *p, const char *parameter);

#endif
