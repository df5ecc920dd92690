/* SPDX-License-Identifier: MIT
 * apart: a part of a page made in a process of its own, so that what it dies of is told in its place and the rest is made all the
 * same.
 */
#ifndef EVFARM_APART_H
#define EVFARM_APART_H

#include <stdbool.h>

#include "mem.h"

typedef void apart_part(void *context, struct string *to);

/* Adds what part makes to to. If it dies, false: nothing is added there, and said (fresh) has what it wrote to standard error. */
bool apart(apart_part *part, void *context, struct string *to, struct string *said) __attribute__((warn_unused_result));

#endif
