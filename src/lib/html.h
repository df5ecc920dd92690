/* SPDX-License-Identifier: MIT
 * html: HTML around text that may hold anything. Whatever comes from a file, a name or a message goes through html_text, or a %s
 * of html_printf; string_puts (mem.h) adds what is HTML already.
 */
#ifndef EVFARM_HTML_H
#define EVFARM_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "mem.h"

/* Adds text so that it is text, in an element or in a quoted attribute. What is not UTF-8, and control characters that HTML
 * does not have, become U+FFFD. */
void html_text(struct string *to, const char *text);
void html_text_n(struct string *to, const char *text, size_t n);

/* As printf; but what %s and %.*s bring is text, as above, without a width. Other directives: d u x c f g e and their like. */
void html_printf(struct string *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* -- tables, which the page's script sorts by columns ----------------------------------------------------------- */

struct html_column {
	const char *name;
	bool number; /* to the right, and sorted as numbers */
};

struct html_table {
	struct string *to;
	const struct html_column *column;
	size_t columns, cells;
};

/* caption is text. Cells come row by row. */
void html_table_begin(struct html_table *t, struct string *to, const char *caption, const struct html_column *column, size_t n);
void html_cell(struct html_table *t, const char *format, ...) __attribute__((format(printf, 2, 3)));      /* html_printf */
void html_cell_html(struct html_table *t, const char *html);                                              /* HTML already */
/* A number as it is to be read, and what it is sorted by. */
void html_number(struct html_table *t, double value, const char *format, ...) __attribute__((format(printf, 3, 4)));
void html_table_end(struct html_table *t);

/* The table of a figure's numbers, folded away: begin, a table, end. */
void html_numbers_begin(struct string *to);
void html_numbers_end(struct string *to);

#endif
