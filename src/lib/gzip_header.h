/* SPDX-License-Identifier: MIT
 * gzip_header: the header of a gzip member (RFC 1952, section 2.3), read as its bytes come.
 */
#ifndef EVFARM_GZIP_HEADER_H
#define EVFARM_GZIP_HEADER_H

#include <stddef.h>
#include <stdint.h>

/* All zero at a member's beginning. */
struct gzip_header {
	int part;        /* that the next byte belongs to */
	size_t n;        /* bytes of it that were read */
	uint32_t number; /* those, if it is a number */
	uint32_t crc;
	unsigned flags;
};

enum gzip_header_state { GZIP_HEADER_GOES_ON, GZIP_HEADER_ENDS, GZIP_HEADER_WRONG };

/* Reads of the n bytes at *p what belongs to the header, and moves on. *why tells what is wrong. */
enum gzip_header_state gzip_header_read(struct gzip_header *h, const unsigned char **p, size_t *n, const char **why);

#endif
