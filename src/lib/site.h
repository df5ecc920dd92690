/* SPDX-License-Identifier: MIT
 * site: what a cluster asks of SLURM jobs, from a profile in slurm/sites/, which is shell.
 */
#ifndef EVFARM_SITE_H
#define EVFARM_SITE_H

#include <stddef.h>

/* Texts are "" and numbers 0 where the profile says nothing. */
struct site {
	char *file;                   /* the profile, from the root on; NULL: none */
	char *account, *partition, *clusters;
	char *options;                /* words for sbatch, blanks between */
	size_t max_array, max_submit; /* elements of an array; jobs submitted */
	double max_time;              /* seconds of a job */
};

/* Reads the profile called name, or at the path name if that has a slash; NULL: none. Dies of one that is not there
 * (EXIT_USAGE, naming those that are) or not right (EXIT_DATA). */
struct site site_read(const char *name);
void site_free(struct site *s);

/* Fresh path of a file of slurm/, which is found from where this program is; and the folder of evfarm's programs. Die of what is
 * not there (EXIT_SYSTEM). */
char *site_script(const char *name);
char *site_programs(void);

#endif
