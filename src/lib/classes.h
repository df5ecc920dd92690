/* SPDX-License-Identifier: MIT
 * classes: which events take part (-e), and whether each is signal or background (-s).
 */
#ifndef EVFARM_CLASSES_H
#define EVFARM_CLASSES_H

#include "expr.h"
#include "input.h"

/* The class of an event. Without a signal expression all that take part are SIGNAL. */
enum { SIGNAL, BACKGROUND, LEFT_OUT };

struct classes;

/* Events that pass all of select[0..n) take part; those for which signal holds are SIGNAL. signal may be NULL. Asks
 * in for the columns that are needed, before the first batch; a wrong expression ends the program (EXIT_USAGE). */
struct classes *classes_open(char *const *select, size_t n, const char *signal, struct input *in);

/* The class of each of the rows [first, first + n) of b, n <= EXPR_BLOCK. Lasts until the next call. */
const uint8_t *classes_of(struct classes *c, const struct batch *b, size_t first, size_t n);

void classes_free(struct classes *c);

#endif
