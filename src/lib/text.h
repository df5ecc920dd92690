/* SPDX-License-Identifier: MIT
 * text: events as text on stdout: CSV that reads back as it was, or columns aligned for the eye.
 */
#ifndef EVFARM_TEXT_H
#define EVFARM_TEXT_H

#include "events.h"

/* CSV: a missing value is an empty field, an empty text "", and quotes stand where a text has the delimiter, a
 * quote, a line end or an outer space; a missing value alone on its line is "" too, as an empty line would be no row.
 * Aligned: numbers to the right, text to the left, a missing value as -, control characters as ?; the widths come from
 * the rows of a block, and only ever grow. */
struct text_style {
	bool aligned, header;
	char delimiter; /* of CSV; 0 is a comma */
};

struct text;

struct text *text_open(const struct schema *s, const struct text_style *style); /* copies both */
/* The rows with keep[i] != 0, or all if keep is NULL, in the types of the batch. Dies if they cannot be written. */
void text_rows(struct text *t, const struct batch *b, const uint8_t *keep);
/* Writes what is left; close_stdout remains to be called. Frees t. */
void text_close(struct text *t);

#endif
