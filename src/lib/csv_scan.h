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

/* It is one of these, the first that this machine can run. */
enum scanner { SCANNER_AVX512, SCANNER_AVX2, SCANNER_SSE2, SCANNER_PLAIN, SCANNERS };
/* NULL if this machine cannot. Adds to the counts in s. For tests. */
typedef void csv_scanner(const char *p, size_t n, char delimiter, uint32_t *at, struct scan *s);
csv_scanner *csv_scanner_of(enum scanner kind);

#endif
