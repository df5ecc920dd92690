/* SPDX-License-Identifier: MIT
 * inputs: what a task of a plan reads, among the prerequisites that make gives it.
 */
#ifndef EVFARM_INPUTS_H
#define EVFARM_INPUTS_H

#include <stddef.h>
#include <stdint.h>

/* The command's "$@", and their size. */
struct inputs {
	char **name;
	size_t n;
	uint64_t bytes;
};

/* Behind the first prerequisite in cmd/, where a plan keeps its commands, stand the inputs: where they begin, 0 if there is none,
 * as outside a plan. */
size_t inputs_behind_command(char **prerequisite, size_t n);

/* The inputs; all prerequisites outside a plan. */
struct inputs inputs_find(char **prerequisite, size_t n);

/* given is what they were called on the command line. */
void inputs_free(struct inputs *in, char **given);

#endif
