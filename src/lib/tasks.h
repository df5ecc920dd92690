/* SPDX-License-Identifier: MIT
 * tasks: the files of a dataset, cut and grouped so that tasks cost about the same, each with a number that it keeps.
 */
#ifndef EVFARM_TASKS_H
#define EVFARM_TASKS_H

#include "dataset.h"
#include "record.h"

struct task {
	uint64_t id;
	size_t *file; /* members of the dataset; all have the same labels */
	size_t n;
	uint64_t offset, length; /* of the one file; length 0: all of it */
};

struct tasks {
	const struct dataset *data;
	struct task *task; /* in order of their ids; none for a range, whose tasks are its numbers */
	size_t n, room;
};

/* How to cut: not at all, or plain CSV files into pieces of about so many bytes, and small files into groups. */
struct chunking {
	bool allowed;
	uint64_t size;
	bool given; /* by the user: then small files are grouped up to size, else only as far as 256 tasks remain */
	bool same;  /* the old record was made with the same */
};

/* Forms the tasks of d. Those that the old record (or NULL) has as well keep their numbers, others get *next_id and up.
 * kept[i] is set for each row i of the old record whose task is still there. */
struct tasks *tasks_form(const struct dataset *d, const struct chunking *c, const struct record *old, bool *kept,
			 uint64_t *next_id);
void tasks_free(struct tasks *t);

#endif
