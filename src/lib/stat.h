/* SPDX-License-Identifier: MIT
 * stat: count, mean, variance, least and greatest value of each column, for signal and background: what evstat writes,
 * evmerge adds and evcuts takes cuts from. evpartial(5) has the format.
 */
#ifndef EVFARM_STAT_H
#define EVFARM_STAT_H

#include <stdint.h>
#include <stdio.h>

#include "events.h"
#include "partial.h"
#include "sum.h"

/* {0} is that of no values. Infinities count; min and max are nan if count is 0. */
struct moments {
	uint64_t count, missing; /* values; and what was missing or nan */
	double min, max;         /* -0 is taken as 0 */
	struct sum sum, sum2;
};

void moments_add(struct moments *m, const double *x, size_t n); /* a nan counts as missing */
void moments_merge(struct moments *into, const struct moments *from);
double moments_mean(const struct moments *m);     /* rounded once; nan if there is no value */
double moments_variance(const struct moments *m); /* of the sample, by n - 1, rounded once; nan if count < 2 */
void moments_free(struct moments *m);

struct stat_column {
	char *name;
	enum type type;       /* of all values: int64 and float64 make float64 */
	struct moments of[2]; /* [0] signal, [1] background; all is in [0] without a signal expression */
};

struct stat {
	char *signal, *selection; /* expressions, NULL if there is none */
	char *missing_tasks;      /* as read: the plan's tasks that it lacks, NULL if there are none */
	uint64_t events[2];       /* those selected, by class as above */
	struct stat_column *column;
	size_t n;
};

struct stat *stat_new(const char *signal, const char *selection); /* without columns; copies its arguments */
void stat_add_column(struct stat *s, const char *name, enum type t);

/* A file that evstat or evmerge wrote, "-" for standard input; anything else ends the program (EXIT_DATA). */
struct stat *stat_read(const char *file);
struct stat *stat_from(const struct partial *p);

/* Adds from, which came out of file, to into. Another signal expression, selection or other columns end the program
 * (EXIT_DATA) with a message that names file and both. */
void stat_merge(struct stat *into, const struct stat *from, const char *file);

/* The type of a column that has values of both types. */
enum type type_join(enum type a, enum type b);

void stat_print(FILE *out, const struct stat *s); /* look at ferror(out), or close_stdout(), afterwards */
void stat_free(struct stat *s);

#endif
