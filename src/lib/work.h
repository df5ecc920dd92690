/* SPDX-License-Identifier: MIT
 * work: tasks to be simulated: imagined ones, those of a plan with what depends on what, or those of task logs.
 */
#ifndef EVFARM_WORK_H
#define EVFARM_WORK_H

#include <stddef.h>
#include <stdint.h>

struct work {
	size_t n;           /* < 2^32 */
	double *seconds;    /* what is expected of each */
	double *bytes;      /* of the inputs of each; NULL: none */
	uint32_t *waits;    /* how many tasks each waits for; NULL: none waits for any */
	size_t *follow_at;  /* n + 1: those that wait for task i are follow[follow_at[i]] up to follow[follow_at[i + 1]] */
	uint32_t *follow;
	uint32_t *level;    /* 0: waits for none; else 1 + the highest of what it waits for; NULL: all 0 */
	size_t n_levels;
	char **name;        /* "STAGE\tTASK\t" of each, as in the log; NULL: "task\tI\t" */
	size_t measured;    /* how many were timed by a log */
	double job;         /* seconds that a make takes to read the plan */
	double gap;         /* seconds between tasks in a log in which none ran beside another; negative: not known */
	double makespan;    /* seconds from the first start to the last end in the logs; 0: not known */
};

/* n tasks that take what dist says: parts SHARE*KIND joined by +, where a KIND is SECONDS, exponential:MEAN, uniform:LO:HI or
 * lognormal:MEAN:SIGMA, of which SIGMA is that of the logarithm; seconds may have a unit (us, ms, s, m, h). Task i's depend on
 * the seed and i alone. Dies (EXIT_USAGE) of anything else; what is the option. */
struct work *work_imagine(size_t n, const char *what, const char *dist, uint64_t seed);

/* All tasks of a plan, done or not, in make's order. A task takes what it took; if it never ran, what costs.h says. The
 * plan's folder is the working folder afterwards. */
struct work *work_of_plan(const char *folder);

/* The successful tasks of task logs, stage by stage: a log does not say what depends on what. */
struct work *work_of_logs(char *const *files, size_t n);

double work_total(const struct work *w);    /* seconds of all */
double work_longest(const struct work *w);  /* seconds of the longest way through what depends on what */
void work_free(struct work *w);

#endif
