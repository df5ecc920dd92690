/* SPDX-License-Identifier: MIT
 * cuts: what is cut on, at which values, and how the settings made of them are numbered; evcuts(5) has the file.
 */
#ifndef EVFARM_CUTS_H
#define EVFARM_CUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mem.h"

/* A row of a cuts file: a column, a direction, and n >= 1 values to cut at, in the order given. An event passes
 * cut j if its value is above (or else below) value[j], strictly; nan and missing pass none. */
struct cut {
	char *column;
	bool above;
	size_t n;
	double *value;
	uint32_t *order; /* 0..n-1 from the tightest cut to the loosest, equal ones as given */
	uint64_t stride; /* the product of n over the rows before */
	size_t line;     /* where the row stands in its file, from 1 */
};

/* A setting is one cut of each row: setting k has cut (k / stride) % n of a row, so the first row varies fastest.
 * Rows may have different numbers of cuts, and a column may have two rows (a window). */
struct cuts {
	struct cut *cut;
	size_t n;
	uint64_t settings; /* the product of all n, below 2^63 */
	char *file;        /* as messages name it */
	char *missing_tasks; /* of the plan: the cuts were made without them; NULL if there are none */
};

static inline size_t cut_of_setting(const struct cut *c, uint64_t setting)
{
	return (size_t)(setting / c->stride % c->n);
}

/* Reads a cuts file, "-" for standard input. Dies with EXIT_SYSTEM if it cannot be read, with EXIT_DATA and file:line
 * of whatever is wrong in it. Free with cuts_free. */
struct cuts *cuts_read(const char *file);

/* No rows yet; one setting, which cuts nothing. */
struct cuts *cuts_new(const char *file);
/* Adds a row (copies everything); dies with EXIT_DATA at 2^63 settings and more. */
void cuts_add(struct cuts *c, const char *column, bool above, const double *value, size_t n);
/* Adds the row written in line, as in a cuts file (blank: adds none). number is the line's, for messages. */
void cuts_parse(struct cuts *c, char *line, size_t number);
void cuts_free(struct cuts *c);

/* Writes row i, without newline, as the file has it: column, < or >, the values, by tabs. The values read back exactly. */
void cuts_write_row(struct string *to, const struct cuts *c, size_t i);
/* A column's name as a cuts file has it: in backquotes if anything in it is odd. Dies (EXIT_DATA) of a name that
 * cannot be written: with a backquote or a line end in it. */
void cuts_write_name(struct string *to, const char *name);

/* What tells b from a ("column pt: > in place of <"), added to why; false if nothing does. */
bool cuts_differ(const struct cuts *a, const struct cuts *b, struct string *why);

#endif
