/* SPDX-License-Identifier: MIT
 * ranks: processes side by side, here or on many hosts, that share a plan's tasks. A launcher (srun, mpirun) starts them and tells
 * each by its environment which it is of how many.
 *
 * What each is to do evrun writes beforehand into log/ranks: the line `ranks N`, then a line a bunch, `RANK TARGET...`. A rank
 * makes its bunches, one make after the other. Failed tasks are in the log, as ever, and no failure of a rank, which ends well:
 * some launchers would end all others.
 */
#ifndef EVFARM_RANKS_H
#define EVFARM_RANKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "bunch.h"

/* Deals the bunches out. To log/ranks; dies if it cannot be written; the failures of before are forgotten. Or to f. */
void ranks_write(const struct todo *t, const struct bunches *b, size_t ranks);
void ranks_print(const struct todo *t, const struct bunches *b, size_t ranks, FILE *f);

/* Takes log/ranks away: ranks that run end their makes within a second or two, and themselves. */
void ranks_call_off(void);

/* A bunch has failed: without -k no rank begins another. */
bool ranks_failed(void);

/* What a rank does, in the plan's folder; EVFARM_ENGINE says which launcher's names count. Dies if the environment does not tell
 * which rank this is, or of another number than the work was dealt out to. Ends by a signal that asks it to, with its make. */
void ranks_work(bool keep_going);

#endif
