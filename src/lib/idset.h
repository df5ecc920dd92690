/* SPDX-License-Identifier: MIT
 * idset: a set of task numbers, as text "0-41,43-99".
 */
#ifndef EVFARM_IDSET_H
#define EVFARM_IDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mem.h"

/* lo..hi, both in it, hi < 2^63. of is whatever the caller likes to remember with them. */
struct id_run {
	uint64_t lo, hi;
	size_t of;
};

/* Runs ascend and do not overlap; {0} is empty. */
struct idset {
	struct id_run *run;
	size_t n, room;
};

/* Numbers and ranges that ascend, with commas between; false, with *s as it comes, if text[0..n) is anything else. */
bool idset_parse(struct idset *s, const char *text, size_t n);
/* The first run that has any of lo..hi, or NULL. */
const struct id_run *idset_meets(const struct idset *s, uint64_t lo, uint64_t hi);
/* Adds a run that meets none. */
void idset_add(struct idset *s, struct id_run run);
/* Adds what is not yet there. */
void idset_unite(struct idset *into, const struct idset *from);
/* What is in a but not in b, and what is in both; fresh. */
struct idset idset_minus(const struct idset *a, const struct idset *b);
struct idset idset_both(const struct idset *a, const struct idset *b);
uint64_t idset_count(const struct idset *s);
void idset_write(struct string *to, const struct idset *s);
void idset_free(struct idset *s); /* and leaves an empty one */

#endif
