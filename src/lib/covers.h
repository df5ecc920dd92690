/* SPDX-License-Identifier: MIT
 * covers: covers.tsv in a plan's folder, which says what each merged result is to cover and from what; evplan(5).
 */
#ifndef EVFARM_COVERS_H
#define EVFARM_COVERS_H

#include "plan.h"

/* Writes it, into the working folder. No result depends on it: it changes with every file that comes or goes. */
void covers_write(const struct plan *p);

/* Sets EVFARM_COVERS and EVFARM_EXPECT (cover.h) for the command of a target of the plan in the working folder; clears them
 * if it is none of a map or merge. */
void covers_export(const char *target);

#endif
