/* SPDX-License-Identifier: MIT
 * pick: the columns that a user asks for, in the user's order.
 */
#ifndef EVFARM_PICK_H
#define EVFARM_PICK_H

#include "input.h"

struct pick {
	struct schema schema;  /* the columns picked */
	size_t *from;          /* of each, its index in the schema picked from */
	struct column *column; /* of the batch picked last */
};

/* The column of s called name; if there is none, exit 2 with `what: no column NAME` and the nearest name. */
size_t find_column(const struct schema *s, const char *name, const char *what);

/* The columns of s that list names ("pt1,eta1"), or all for NULL. what is the option, for messages. */
struct pick pick_columns(const struct schema *s, const char *list, const char *what);
void pick_want(const struct pick *p, struct input *in);
/* b with the picked columns only. */
struct batch pick_batch(struct pick *p, const struct batch *b);
void pick_free(struct pick *p);

#endif
