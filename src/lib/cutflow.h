/* SPDX-License-Identifier: MIT
 * cutflow: cuts applied to events one after the other, and how many pass each.
 */
#ifndef EVFARM_CUTFLOW_H
#define EVFARM_CUTFLOW_H

#include <stdio.h>

#include "input.h"
#include "partial.h"

struct cutflow;

/* The expressions cuts[0..n), in order, over the columns of in, which it asks for what they need. weight: an expression,
 * or NULL for 1. A wrong expression ends the program (EXIT_USAGE). Before the first batch. */
struct cutflow *cutflow_open(char *const *cuts, size_t n, const char *weight, struct input *in);

/* A byte a row of b: 1 if it passes all cuts. Counts them. Lasts until the next call. An event whose weight is missing
 * or not finite is bad data. */
const uint8_t *cutflow_apply(struct cutflow *f, const struct batch *b);

/* The table: a partial result of kind cutflow, evpartial(5). */
void cutflow_print(const struct cutflow *f, FILE *out);
/* The same into a file, which is gone again if not all could be written (EXIT_SYSTEM). */
void cutflow_write(const struct cutflow *f, const char *file);
void cutflow_free(struct cutflow *f);

/* Adds the cutflow in p to *into, which becomes it if it is NULL. Other cuts or another weight end the program (EXIT_DATA). */
void cutflow_add(struct cutflow **into, const struct partial *p);

#endif
