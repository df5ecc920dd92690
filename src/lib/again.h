/* SPDX-License-Identifier: MIT
 * again: a plan that is planned anew in a temporary folder, as it was or with several times its data, so that it can be run without
 * touching the user's.
 */
#ifndef EVFARM_AGAIN_H
#define EVFARM_AGAIN_H

#include <stddef.h>

struct again;

/* Reads the plan in folder plan, and makes a temporary folder in the folder where (NULL: beside the plan). Dies if the plan or its
 * pipeline is not there. */
struct again *again_open(const char *plan, const char *where);

/* Plans it, with its data so many times over, and nothing of an earlier run. Returns the new plan's folder, which lasts until the
 * next call. Dies (EXIT_USAGE) if times > 1 and an input cannot be multiplied. */
const char *again_plan(struct again *a, size_t times);

/* Removes the temporary folder. */
void again_close(struct again *a);
/* The same at once, for a way out that needs no more. */
void again_remove(void);

#endif
