/* SPDX-License-Identifier: MIT
 * table: small tables of text: lines `# key value`, a line of column names, rows, all with tabs between the fields. What
 * evscan, eveval, evbench and evsim print, and what a user writes by hand.
 */
#ifndef EVFARM_TABLE_H
#define EVFARM_TABLE_H

#include <stdbool.h>
#include <stddef.h>

struct table_pair {
	char *key, *value;
};

/* All of it belongs to the struct. */
struct table {
	char *file; /* as messages name it */
	struct table_pair *head;
	size_t n_head, head_room;
	char **name; /* of the columns */
	size_t fields;
	char **cell; /* cell[row * fields + field] */
	size_t *line; /* where row is, from 1 */
	size_t rows, row_room;
	char *text;
};

/* Reads file ("-": standard input; gzipped or not). An end line (frame.h) must be right where there is one; framed says that
 * there must be. What is no such table ends the program, EXIT_DATA, with `file:line: reason`. */
struct table *table_read(const char *file, bool framed);
void table_free(struct table *t);

/* The value of a key, NULL if it is not there. */
const char *table_value(const struct table *t, const char *key);

/* The place of a column: SIZE_MAX if it is not there; the second ends the program then, saying whose table it should be. */
size_t table_find(const struct table *t, const char *name);
size_t table_column(const struct table *t, const char *name, const char *whose);

/* A cell, as text and as a number; one that is none ends the program (EXIT_DATA). */
const char *table_cell(const struct table *t, size_t row, size_t field);
double table_real(const struct table *t, size_t row, size_t field);

#endif
