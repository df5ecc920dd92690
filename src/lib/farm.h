/* SPDX-License-Identifier: MIT
 * farm: what a task farm costs beside its tasks, in numbers with names; evsim(1) has the model that they belong to.
 */
#ifndef EVFARM_FARM_H
#define EVFARM_FARM_H

#include <stddef.h>
#include <stdio.h>

struct farm {
	double time;        /* what the tasks' seconds are multiplied by */
	double jitter;      /* the spread (sigma of the logarithm) of what a task really takes about what is expected of it */
	double start;       /* seconds before the first task can be given out */
	double wave;        /* seconds before each wave of bunches, for engines that have waves */
	double job;         /* seconds that a bunch takes on its worker beside its tasks */
	double each;        /* seconds that a task takes on its worker beside its own */
	double message;     /* the dispatcher's seconds a message, */
	double task;        /* for each task in it, */
	double left;        /* for each task that is left to be given out */
	double latency;     /* seconds that a message is on its way */
	double bandwidth;   /* bytes a second by which a task's inputs come to its worker; 0: they are there */
	double slots;       /* workers on a host, 0: all are on one */
	double clock;       /* a host full of busy workers is slower by this share, */
	double clock_half;  /* half of it with so many busy beside one */
	double memory;      /* so many busy workers use up a host's memory bandwidth; 0: none do */
	double memory_edge; /* how sharp that limit is */
	double failures;    /* the share of tries that fail */
	double retries;     /* how often a failed task is tried again */
};

/* A number of it. */
struct farm_number {
	const char *name;
	size_t offset;       /* in struct farm */
	double least, most;  /* its range */
	double step;         /* where a fit tries first if the number is 0 */
	const char *what;
};
extern const struct farm_number farm_numbers[]; /* ends with a name that is NULL */

extern const struct farm farm_free; /* time 1, and nothing costs anything */

double *farm_at(struct farm *f, const struct farm_number *number);
/* The number of this name; dies (EXIT_USAGE) if there is none. what is who asks for it, for messages. */
const struct farm_number *farm_find(const char *what, const char *name);

/* Sets "NAME=VALUE,NAME=VALUE"; seconds may have a unit: us, ms, s, m, h. Dies (EXIT_USAGE) of anything else. */
void farm_set(struct farm *f, const char *what, const char *text);

/* A file of lines NAME VALUE, blanks or a tab between, # before comments. Dies of what is wrong (EXIT_DATA). */
void farm_read(struct farm *f, const char *file);
/* Such lines, of six digits, for the numbers that differ from those of farm_free. */
void farm_print(const struct farm *f, FILE *to);

/* A number with or without a unit of time; false if it is none. */
int farm_seconds(const char *text, const char *end, double *x);

/* How many times slower a task is where k workers of a host are busy. */
double farm_slowness(const struct farm *f, double k);

#endif
