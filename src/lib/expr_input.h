/* SPDX-License-Identifier: MIT
 * expr_input: expressions over the events of an input.
 */
#ifndef EVFARM_EXPR_INPUT_H
#define EVFARM_EXPR_INPUT_H

#include "expr.h"
#include "input.h"

/* Compiles an expression over in's columns, and asks in for those that it needs, before the first batch. what is the option,
 * for messages; a wrong expression ends the program (EXIT_USAGE). */
struct expr *expr_on_input(const char *text, const char *what, struct input *in);

/* The expressions as one: NULL for none, itself for one, "(a) && (b)" for more. To be freed. */
char *expr_conjunction(char *const *list, size_t n);

#endif
