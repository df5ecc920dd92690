/* SPDX-License-Identifier: MIT
 * csv_field: the text of one field.
 */
#ifndef EVFARM_CSV_FIELD_H
#define EVFARM_CSV_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* What a column could be at least that was so_far, and has this field. */
enum guess field_guess(const char *p, const char *end, enum guess so_far);
/* NULL if quotes are only where they may be, else what is wrong. */
const char *field_quotes(const char *p, const char *end);
/* The text of a field, without its quotes, behind what out has. */
void field_text(const char *p, const char *end, struct string *out);

/* Takes spaces off a number's text, and quotes that some writers put around everything. */
void field_number(const char **p, const char **end);
/* true, false, 1 or 0, in small letters or capitals; false if it is anything else. */
bool field_bool(const char *p, const char *end, bool *x);

#endif
