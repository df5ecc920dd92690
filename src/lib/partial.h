/* SPDX-License-Identifier: MIT
 * partial: the text that partial results (stat, hist) and cuts are kept in; evpartial(5) has the format.
 *
 *     # evfarm KIND 1
 *     # key value
 *     # columns NAME<tab>NAME...
 *     CELL<tab>CELL...
 *     # rest ROW FIELD TERM,TERM...
 *     # end ROWS CRC32
 *
 * In values, names and cells a backslash, tab, newline and carriage return stand as \\ \t \n \r, and a # that begins a
 * cell as \#. Rests make the sum in a cell of the row above exact. Lines may be empty between rows.
 */
#ifndef EVFARM_PARTIAL_H
#define EVFARM_PARTIAL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "bytes.h"
#include "mem.h"
#include "sum.h"

/* -- writing: begin, keys, columns, then for each row its cells and partial_row, then end ---------------------- */

struct partial_out {
	struct string text, rest;
	const char **names; /* of the columns; the strings stay the caller's */
	size_t fields, field, rows;
};

void partial_begin(struct partial_out *o, const char *kind); /* says what it covers, cover.h */
void partial_key(struct partial_out *o, const char *key, const char *value);
void partial_key_count(struct partial_out *o, const char *key, uint64_t value);
void partial_columns(struct partial_out *o, const char *const *names, size_t n);
void partial_text(struct partial_out *o, const char *cell);
void partial_real(struct partial_out *o, double x); /* reads back as itself */
void partial_count(struct partial_out *o, uint64_t n);
void partial_sum(struct partial_out *o, const struct sum *s); /* rounded, with its rest behind the row */
void partial_row(struct partial_out *o);
void partial_blank(struct partial_out *o); /* an empty line */
void partial_escape(struct string *to, const char *text); /* adds text with the escapes above */
/* The end line; everything goes to out in one piece. Frees o. Look at ferror(out), or close_stdout(), afterwards. */
void partial_end(struct partial_out *o, FILE *out);

/* -- reading --------------------------------------------------------------------------------------------------- */

struct partial_pair {
	char *key, *value;
	size_t line;
};

/* A rest: belongs to cell (row, field). */
struct partial_rest {
	size_t row, field;
	const char *terms;
	size_t line;
};

/* A whole file; all of it belongs to the struct. */
struct partial {
	char *file; /* as messages name it */
	char *kind;
	struct partial_pair *head;
	size_t n_head, head_room;
	char **field; /* the names of the columns */
	size_t fields;
	char **cell; /* cell[row * fields + field], as text */
	size_t *line; /* where row is, from 1 */
	size_t rows, row_room;
	struct partial_rest *rest;
	size_t n_rest, rest_room;
	char *text;
};

/* Reads file ("-": standard input; gzipped or not) and checks all of the frame: first line, end line, CRC, cells in
 * every row. kind is what it must be ("stat"), NULL for any. What isn't whole and right ends the program, EXIT_DATA,
 * with `file:line: reason`. */
struct partial *partial_read(const char *file, const char *kind);
struct partial *partial_read_bytes(struct bytes *b, const char *kind); /* leaves b open */
void partial_free(struct partial *p);

/* `file:line: message`, EXIT_DATA. */
_Noreturn void partial_bad(const struct partial *p, size_t line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The value of a key: the first is NULL if there is none, the others end the program then (EXIT_DATA). */
const char *partial_find(const struct partial *p, const char *key);
const char *partial_value(const struct partial *p, const char *key);
uint64_t partial_value_count(const struct partial *p, const char *key);

/* The place of a column by its name; the second ends the program if there is none. */
size_t partial_find_field(const struct partial *p, const char *name); /* SIZE_MAX if there is none */
size_t partial_field(const struct partial *p, const char *name);

/* The whole of text as a count; false if it is none. */
bool partial_read_count(const char *text, uint64_t *n);

/* Cells; what isn't such a number is bad data. */
const char *partial_cell(const struct partial *p, size_t row, size_t field);
double partial_cell_real(const struct partial *p, size_t row, size_t field);
uint64_t partial_cell_count(const struct partial *p, size_t row, size_t field);
/* Ends the program if n, the sum of two counts that were read, the later out of file, is none any more (EXIT_DATA). */
void partial_check_count(const char *file, uint64_t n);
/* The same of s, a sum of such sums: if it is out of range, and so could not be read back. */
void partial_check_sum(const char *file, const struct sum *s);
/* Adds the sum in a cell, made exact by its rest, to *s. */
void partial_cell_sum(const struct partial *p, size_t row, size_t field, struct sum *s);

#endif
