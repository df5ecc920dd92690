/* SPDX-License-Identifier: MIT
 * jobs: the SLURM jobs of a plan that may not have ended, in log/slurm/jobs, a line each as sbatch --parsable tells it: 123 or
 * 123;cluster. So an evrun knows of those that another has left.
 */
#ifndef EVFARM_JOBS_H
#define EVFARM_JOBS_H

#include "slurm.h"

/* Makes log/slurm, empty: no job is left. */
void jobs_begin(void);
void jobs_add(const char *job);
/* No job is left: clears log/slurm but for what they have printed. */
void jobs_forget(void);

/* All of them, fresh; and how many. */
char **jobs_read(size_t *n);
void jobs_free(char **job, size_t n);

/* Of those that are noted down, what SLURM still has: elements, and how many of them wait. SLURM is asked only if there are some. */
struct jobs_left {
	bool noted;          /* some are noted down */
	char *unknown;       /* why SLURM does not answer, or NULL */
	size_t elements, waiting;
	struct string names; /* of the jobs, blanks between */
};
struct jobs_left jobs_left(void);
void jobs_left_free(struct jobs_left *l);
/* Cancels them all, and waits until they have ended. */
void jobs_cancel(void);

#endif
