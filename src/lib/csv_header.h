/* SPDX-License-Identifier: MIT
 * csv_header: the first line of CSV: byte order mark, delimiter, the names of the columns.
 */
#ifndef EVFARM_CSV_HEADER_H
#define EVFARM_CSV_HEADER_H

#include "input.h"

/* What [text, text + n) begins with: the first record, n being all there is of it. */
struct header {
	char delimiter;
	size_t length;         /* bytes before the first data record */
	uint64_t lines;        /* line ends in them */
	struct schema columns; /* the names; types not set */
};

/* Reads it, or makes it of d->names; applies d->rename. text must have SCAN_SLACK readable bytes behind n. Dies with
 * EXIT_DATA and `file:line: reason`, or EXIT_USAGE for a d that does not fit. */
struct header header_read(const char *file, const char *text, size_t n, const struct dialect *d);

#endif
