/* SPDX-License-Identifier: MIT
 * csv_rows: the records of CSV text, a window of them at a time, each checked for its number of fields.
 */
#ifndef EVFARM_CSV_ROWS_H
#define EVFARM_CSV_ROWS_H

#include "bytes.h"
#include "csv_scan.h"
#include "input.h"

enum { CSV_WINDOW = 1 << 19, CSV_RECORD_MAX = 1 << 20 };

/* To be read, not written, by others: text, at, row and n as struct fields of csv_field.h wants them. */
struct rows {
	struct bytes *from;
	const char *name;             /* the file, for messages */
	const struct schema *columns; /* of each record */
	char delimiter;
	bool skip_bad;                /* bad records are counted in skipped, the first ones told on stderr */
	bool silent;                  /* bad records are passed over without a word or a count */
	uint64_t end;                 /* a record that begins here or later is not ours */
	uint64_t skipped;

	uint64_t lines;      /* line ends in [lines_base, the window) */
	uint64_t lines_base;
	const char *text;    /* the window */
	size_t length;       /* as much of it as whole records take */
	struct scan found;
	uint32_t *at;        /* ends of fields; at[-1] is the one before the first */
	size_t at_room;
	uint32_t *row;       /* of each record, the index in at of its first field's end */
	size_t row_room, n;
};

/* Moves on to the next window with records (n of them, possibly 0); false at the end. Bad records end the program
 * (EXIT_DATA), or see skip_bad. */
bool rows_next(struct rows *r);
/* Looks at the window at the present place without moving on: for guessing types. False if there are no records. */
bool rows_peek(struct rows *r);
/* Moves to the first record that begins at or behind begin > header, which is where the first record begins. */
void rows_seek(struct rows *r, uint64_t begin, uint64_t header);

/* Where record i begins in text. */
static inline size_t row_begin(const struct rows *r, size_t i)
{
	return r->at[(ptrdiff_t)r->row[i] - 1] + 1u;
}

/* The record that begins at text + begin cannot be used: `name:line: column: reason`, and the end unless skip_bad. column
 * is SIZE_MAX if the record as a whole is wrong. */
void rows_bad(struct rows *r, size_t begin, size_t column, const char *reason);

void rows_free(struct rows *r);

#endif
