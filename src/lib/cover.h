/* SPDX-License-Identifier: MIT
 * cover: which tasks of a plan a partial result covers; evpartial(5) has the lines of its head.
 *
 *     # covers 0-41,43-99/100
 *     # missing_tasks 42
 *
 * In the environment of a plan's task evtask says what its result is to cover: EVFARM_COVERS is its number ("17"), its
 * group ("channel=4mu,year=2011"), or "all"; and for a merge EVFARM_EXPECT has what its parts must cover together, or @FILE with that in it.
 * Without a plan neither is there, and partial results say nothing about it.
 */
#ifndef EVFARM_COVER_H
#define EVFARM_COVER_H

#include <stdbool.h>

#include "cover_set.h"

/* What the parts of a sum cover together; {0} is that of none. */
struct cover {
	struct cover_set covers, missing;
	char **part; /* their files, as messages name them */
	size_t n, room;
	bool all;       /* some part covers everything */
	bool uncounted; /* of some part it is not known how many tasks there are in all */
	char *said;     /* what the sum is said to cover, its text missing; cover_end makes them */
	char *lacks;
};

/* Adds a part. covers and missing are the values of its keys, NULL where it has none. What is not such a value, is there
 * already, or does not go with the others ends the program (EXIT_DATA), by name. */
void cover_add(struct cover *c, const char *file, const char *covers, const char *missing);

/* All parts are added: if it is known what they are to cover, be it complete ("0-99", or NULL) or from the environment, a gap
 * ends the program (EXIT_DATA), naming what is missing, unless that is allowed. From now on cover_head has the result. */
void cover_end(struct cover *c, const char *complete, bool allow_missing);
void cover_free(struct cover *c);

/* Adds the lines of the head of a result of this process: as the last cover_end has found, else by EVFARM_COVERS. */
void cover_head(struct string *head);

#endif
