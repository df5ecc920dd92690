/* SPDX-License-Identifier: MIT
 * arrays: bunches as elements of SLURM's job arrays. In the plan's log/slurm/ are, of array N, its list N.list, a line of targets
 * an element, by which slurm/array.sbatch finds what to do; and of job J what its elements print, J.out.
 */
#ifndef EVFARM_ARRAYS_H
#define EVFARM_ARRAYS_H

#include "levels.h"
#include "site.h"

struct array {
	size_t number;           /* from 1 on */
	size_t level;            /* it waits for those of the levels before */
	const struct bunch *bunch;
	size_t n;                /* elements */
	struct need need;        /* of each task; the host's name is the levels' */
	char *name;              /* STAGE.NUMBER */
	char *job;               /* "123" or "123;cluster", NULL before it was submitted */
};

/* How they are submitted. */
struct arrays_rule {
	const struct run *r;
	const struct site *site;
	char *script, *programs; /* slurm/array.sbatch, and the folder of evfarm's programs */
	size_t most;             /* elements in an array */
	size_t at_once;          /* elements of an array at once; 0: any number */
};

/* The array of so many bunches at the beginning of those: as many as are of one class, most at most. */
struct array array_form(const struct todo *t, const struct levels *l, const struct bunch *b, size_t n, size_t most, size_t number);
void array_free(struct array *a);

/* Its list: into a file, or anywhere. */
void array_write(const struct todo *t, const struct array *a);
void array_print(const struct todo *t, const struct array *a, FILE *f);

/* The command that submits it; the words are fresh, and end in NULL. dependency: sbatch's, or NULL. */
char **array_words(const struct arrays_rule *rule, const struct array *a, const char *dependency);
void words_free(char **words);

#endif
