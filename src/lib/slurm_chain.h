/* SPDX-License-Identifier: MIT
 * slurm_chain: a plan as SLURM jobs that nobody attends: the arrays of each level wait for those of the level before, however these
 * end (afterany), so that none waits for ever. An element whose inputs are not there fails, so that nothing is silently short.
 */
#ifndef EVFARM_SLURM_CHAIN_H
#define EVFARM_SLURM_CHAIN_H

#include "engine.h"

/* Submits them all, and notes them down in log/slurm/jobs. Gives their number, and that of the elements. Dies (EXIT_SYSTEM), with
 * none left, if that cannot be. */
size_t slurm_chain_submit(struct run *r, size_t *elements);

/* Prints to standard output the shell commands that would do the same. */
void slurm_chain_print(struct run *r);

#endif
