/* SPDX-License-Identifier: MIT
 * cells: events counted by the tightest setting that they pass; evcells(5) has the file.
 *
 * An event's cell has, of each row of the cuts, the tightest cut that the event passes: its number is that of a setting.
 * Cell cuts.settings holds the events that fail all cuts of some row, and so pass no setting at all.
 */
#ifndef EVFARM_CELLS_H
#define EVFARM_CELLS_H

#include <stdio.h>

#include "bytes.h"
#include "cover.h"
#include "cuts.h"
#include "tally.h"

/* What a file of cells says of itself. */
struct cells_head {
	struct cuts *cuts;
	char *signal, *weight; /* expressions; weight is NULL where every event counts 1 */
	char **select;         /* the expressions that chose the events, n_select of them */
	size_t n_select;
	uint64_t events[2];    /* counted, by class, whatever they weigh */
	uint64_t missing;      /* left out: their weight is missing */
	char *covers, *missing_tasks; /* as read, NULL if not there; what is written is cover_head's */
};

/* The cells of the grid and one more, as many as tally_new is to be told. Dies (EXIT_USAGE) of a grid too large to have keys. */
uint64_t cells_count(const struct cuts *c);
/* The digits [begin, end) that a sum of such weights (NULL: a count) may have in a file. */
struct cells_digits {
	unsigned begin, end;
} cells_digits(const char *weight);
void cells_head_free(struct cells_head *h);

/* Writes a file of cells: head, what t holds (which is used up), and the end mark. */
void cells_write(FILE *to, const struct cells_head *h, struct tally *t);

struct cells_in;

/* Reads the head of a file of cells. Dies of what is wrong in it (EXIT_DATA). b stays the caller's, until after cells_close. */
struct cells_in *cells_open(struct bytes *b);
struct cells_head *cells_head(struct cells_in *in); /* stays in's */
/* Sends all digits to the sink, then checks the end mark: only with its return is anything known to be right. */
void cells_each(struct cells_in *in, digit_sink *sink, void *context);
void cells_close(struct cells_in *in);

/* A sum of files of cells; {0} is one of none. */
struct cells_sum {
	struct cells_head head; /* the first file's, but for events and missing, which add */
	struct tally *tally;    /* NULL before the first file */
	uint64_t most;          /* no sum's highest digit is of a larger size */
};
/* Adds a file; with other cuts, signal, weight or selection than the first it is refused by name (EXIT_DATA). cover is told
 * what it covers, unless NULL. */
void cells_add(struct cells_sum *s, struct bytes *b, struct cover *cover);
void cells_sum_free(struct cells_sum *s);

#endif
