/* SPDX-License-Identifier: MIT
 * csv_column: a column of fields as values.
 */
#ifndef EVFARM_CSV_COLUMN_H
#define EVFARM_CSV_COLUMN_H

#include "csv_field.h"
#include "events.h"

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
