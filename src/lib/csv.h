/* SPDX-License-Identifier: MIT
 * csv: events from CSV text, a batch of columns at a time. Only the columns asked for are parsed; every record's
 * number of fields is checked.
 *
 * The grammar is RFC 4180's, with any delimiter, LF or CRLF, an optional end of the last line, a byte order mark, and empty
 * lines, which are passed over. Spaces around numbers are allowed. An empty field is missing; "" is an empty text. Quotes
 * anywhere but around a whole field are bad data. A record may be CSV_RECORD_MAX bytes long, and
 * there may be MOST_COLUMNS columns (events.h).
 *
 * Bad data end the program (EXIT_DATA) with `FILE:LINE: column NAME: reason`.
 */
#ifndef EVFARM_CSV_H
#define EVFARM_CSV_H

#include "bytes.h"
#include "input.h"

enum { CSV_ROWS = 8192 };

struct csv;

/* Reads the header (or takes d->names) and guesses the types from the first records. d is never NULL. begin and end:
 * the byte range [begin, end) in which records must begin to be read; 0 and UINT64_MAX for all. Other ranges need a
 * seekable input (EXIT_USAGE). */
struct csv *csv_open(struct bytes *from, const struct dialect *d, uint64_t begin, uint64_t end);
const struct schema *csv_schema(const struct csv *c);

/* Column i will be read as a value of type t; exactly so if fixed, else a TYPE_I64 may come as TYPE_F64. */
void csv_want(struct csv *c, size_t i, enum type t, bool fixed);

/* The next rows, at most CSV_ROWS; columns that nobody wanted have no data. False at the end. */
bool csv_batch(struct csv *c, struct batch *b);

uint64_t csv_skipped(const struct csv *c);
void csv_close(struct csv *c);

#endif
