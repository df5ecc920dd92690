/* SPDX-License-Identifier: MIT
 * list: words and numbers in a Makefile, in lines that a reader can read.
 */
#ifndef EVFARM_LIST_H
#define EVFARM_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Text that wraps, with \, where a line would be too long. */
struct list {
	FILE *f;
	size_t column;
	bool first; /* the next word is the first behind a comma or in its line */
};

void list_text(struct list *l, const char *format, ...) __attribute__((format(printf, 2, 3))); /* as it is */
void list_word(struct list *l, const char *format, ...) __attribute__((format(printf, 2, 3))); /* a blank, or wrapped */
void list_end(struct list *l);                                                                  /* ends the line */

/* Numbers in ascending order as words; long runs by make's functions, with the variables 0-9 and 00-99. */
void list_numbers(struct list *l, const uint64_t *number, size_t n);
extern const char list_variables[]; /* that define these */

#endif
