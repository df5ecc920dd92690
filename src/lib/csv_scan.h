/* SPDX-License-Identifier: MIT
 * csv_scan: where the fields of CSV text end.
 */
#ifndef EVFARM_CSV_SCAN_H
#define EVFARM_CSV_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a scan found, and what the next one has to know. */
struct scan {
	size_t separators; /* entries written to at */
	size_t newlines;   /* how many of them are line ends */
	size_t quotes;     /* quotation marks seen */
	bool inside;       /* in: text begins inside quotes; out: it ends there */
};

/* Writes the offsets in p of all delimiters and line feeds that stand outside quotes, in order, to at, which has room for
 * n + SCAN_SLACK entries. n < 2^32; SCAN_SLACK bytes behind p + n must be readable (BYTES_PAD of bytes.h). The
 * counts in s are set, not added to. */
enum { SCAN_SLACK = 64 };
void csv_scan(const char *p, size_t n, char delimiter, uint32_t *at, struct scan *s);

/* The same by plain C on every machine: what the others are tested against. */
void csv_scan_plain(const char *p, size_t n, char delimiter, uint32_t *at, struct scan *s);

#endif
