/* SPDX-License-Identifier: MIT
 * cover_set: tasks by their numbers and groups by their names, as text "0-41,43" or "channel=4e channel=4mu" or both.
 */
#ifndef EVFARM_COVER_SET_H
#define EVFARM_COVER_SET_H

#include <stdbool.h>

#include "idset.h"
#include "mem.h"

/* of: whatever the caller likes to remember; {0} is empty. */
struct cover_set {
	struct idset tasks;
	struct cover_group {
		char *name;
		size_t of;
	} *group; /* in order of their names */
	size_t n, room;
};

/* Adds what stands in text[0..n); false if it is not such a set. */
bool cover_set_parse(struct cover_set *s, const char *text, size_t n);
bool cover_set_has(const struct cover_set *s, const char *name, size_t n); /* a group */
void cover_set_add(struct cover_set *s, const char *name, size_t n, size_t of);
bool cover_set_empty(const struct cover_set *s);
uint64_t cover_set_count(const struct cover_set *s);
void cover_set_write(struct string *to, const struct cover_set *s);
char *cover_set_named(const struct cover_set *s); /* "task 3", "tasks 3,5-7", "channel=4e"; fresh */
struct cover_set cover_set_minus(const struct cover_set *a, const struct cover_set *b); /* fresh */
void cover_set_unite(struct cover_set *into, const struct cover_set *from);
void cover_set_free(struct cover_set *s); /* and leaves an empty one */

#endif
