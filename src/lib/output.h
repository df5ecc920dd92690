/* SPDX-License-Identifier: MIT
 * output: events to standard output: a stream into a pipe or file, aligned text on a terminal.
 */
#ifndef EVFARM_OUTPUT_H
#define EVFARM_OUTPUT_H

#include "events.h"

struct output;

/* The columns of s (copied). */
struct output *output_open(const struct schema *s);
/* Adds the rows i of b with keep[i] != 0, or all if keep is NULL. The types are those of the schema. Rows are gathered
 * into batches of 4 to 16 Ki before they are written. */
void output_rows(struct output *o, const struct batch *b, const uint8_t *keep);
/* The end mark; dies if anything was lost. Frees o. */
void output_close(struct output *o);

#endif
