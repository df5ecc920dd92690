/* SPDX-License-Identifier: MIT
 * recipe: what a step of a plan runs, as make is to read it.
 */
#ifndef EVFARM_RECIPE_H
#define EVFARM_RECIPE_H

#include "plan.h"

/* The command of a step with its names filled in, fresh; marks parameters as used. Dies (pipe_die) of unknown names. */
char *recipe_make(const struct plan *p, const struct step *s);

/* The step in a line that does not change while its results keep their names and meanings: "merge(hist) by year". Fresh. */
char *recipe_shape(const struct step *s);

/* Whether the step hands its first source only to one of our readers of events, which understand byte ranges and
 * several files. */
bool recipe_reads_events(const struct step *s);

/* The target in data/ that stands for the only file of an input. Fresh. */
char *input_link(const struct input *in);

#endif
