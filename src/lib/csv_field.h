/* SPDX-License-Identifier: MIT
 * csv_field: the text of one field, and a column of them as values.
 */
#ifndef EVFARM_CSV_FIELD_H
#define EVFARM_CSV_FIELD_H

#include "events.h"
#include "mem.h"

/* Fields of one column: of row i the field number `field` of the record whose first separator is at[row[i]]; a field begins
 * behind the separator before it, and at[-1] must make that so for the very first. */
struct fields {
	const char *text;
	const uint32_t *at;
	const uint32_t *row;
	size_t rows, field;
};

/* [*p, *end): the field as it stands in the file, a carriage return before a line feed left out. */
static inline void field_bounds(const struct fields *f, size_t row, const char **p, const char **end)
{
	const uint32_t *at = f->at + f->row[row] + f->field;
	*p = f->text + (uint32_t)(at[-1] + 1);
	*end = f->text + at[0];
	if (*end > *p && (*end)[-1] == '\r' && **end == '\n')
		--*end;
}

enum guess { GUESS_MISSING, GUESS_BOOL, GUESS_INTEGER, GUESS_REAL, GUESS_TEXT };

/* What the field could be at least. */
enum guess field_guess(const char *p, const char *end);
/* NULL if quotes are only where they may be, else what is wrong. */
const char *field_quotes(const char *p, const char *end);
/* The text of a field, without its quotes, behind what out has. */
void field_text(const char *p, const char *end, struct string *out);

/* A column under conversion: memory that lives from batch to batch. */
struct cells {
	enum type type;    /* what is wanted */
	bool fixed;        /* no float64 instead of int64 */
	void *data;        /* room for CSV_ROWS values */
	uint8_t *valid;
	int32_t *offset;
	uint8_t *scratch;
	struct string text;
};
void cells_prepare(struct cells *c, enum type t, bool fixed, size_t rows);
void cells_free(struct cells *c);

/* Converts all rows into out, which borrows from c. Fields that are no value of the type set bad[row] and *first_bad to the
 * least such row (left alone if there is none); what they lack is told by cells_reason. */
void cells_convert(struct cells *c, const struct fields *f, struct column *out, uint8_t *bad, size_t *first_bad);
const char *cells_reason(enum type t); /* "not a number" */

#endif
