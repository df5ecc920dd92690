/* SPDX-License-Identifier: MIT
 * makefile: a plan as a Makefile, short and readable however many tasks there are.
 */
#ifndef EVFARM_MAKEFILE_H
#define EVFARM_MAKEFILE_H

#include <stdio.h>

#include "plan.h"

/* What the first line of a plan's Makefile begins with; the name of the pipeline file follows, and a comma. */
extern const char makefile_mark[];

/* Writes it. command is the command line that made the plan, run the one that runs it; recipe has the recipe of each step. */
void makefile_write(FILE *f, const struct plan *p, const char *command, const char *run, char *const *recipe);

#endif
