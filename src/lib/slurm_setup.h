/* SPDX-License-Identifier: MIT
 * slurm_setup: what both ways of running a plan on SLURM begin with: attended by evrun (engine_slurm) or left alone (slurm_chain).
 */
#ifndef EVFARM_SLURM_SETUP_H
#define EVFARM_SLURM_SETUP_H

#include "arrays.h"
#include "slurm.h"

struct slurm_setup {
	struct slurm slurm;
	struct site site;
	struct arrays_rule rule;
	size_t limit;          /* elements that may be submitted at once; SIZE_MAX: no limit is known */
	struct levels *levels;
};

/* Reads the profile and what the cluster is like; bunches are such as share its processors. Dies where that cannot be. */
void slurm_setup(struct slurm_setup *s, struct run *r);
void slurm_setup_free(struct slurm_setup *s);

#endif
