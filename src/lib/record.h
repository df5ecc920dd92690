/* SPDX-License-Identifier: MIT
 * record: data.tsv in a plan's folder, which says what each task reads; evplan(5) has its columns. It is written last but
 * one, before the Makefile, and read back when the plan is made anew, so that tasks keep their numbers.
 */
#ifndef EVFARM_RECORD_H
#define EVFARM_RECORD_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "frame.h"

/* A file of a task; a task of several files has a row for each, one behind the other. A range input has one row, whose path is
 * "range(LO, HI)" and whose id is 0. */
struct row {
	uint64_t id;
	char *input, *path;
	uint64_t offset, length; /* the bytes of the file; length 0: all */
	uint64_t size;
	struct timespec mtime;
	char *labels; /* "channel=4mu,year=2011" or "" */
};

struct record {
	char *chunk; /* the --chunk it was made with, "" if there was none */
	struct row *row;
	size_t n, room;
};

/* NULL if there is none at path; a damaged one ends the program (EXIT_DATA). */
struct record *record_read(const char *path);
void record_free(struct record *r); /* NULL is nothing to free */

/* Writes the beginning of a record, and a row; frame_end ends it. */
void record_head(struct frame *f, const char *chunk);
void record_row(struct frame *f, const struct row *r);

#endif
