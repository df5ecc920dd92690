// SPDX-License-Identifier: MIT
// gzip_header: the header of a gzip member, byte by byte; gzip_header.h has the contract.

#include <stdbool.h>

#include <zlib.h>

#include "gzip_header.h"

enum { FIXED, EXTRA_LENGTH, EXTRA, NAME, COMMENT, CRC, PARTS };
enum { HAS_CRC = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16, RESERVED = 0xe0 };

static const unsigned flag_of[PARTS] = {
	[EXTRA_LENGTH] = HAS_EXTRA, [EXTRA] = HAS_EXTRA, [NAME] = HAS_NAME, [COMMENT] = HAS_COMMENT, [CRC] = HAS_CRC,
};

// The next part that is there.
static void go_on(struct gzip_header *h)
{
	const uint32_t extra = h->part == EXTRA_LENGTH ? h->number : 0;
	do
		h->part++;
	while (h->part < PARTS && (!(h->flags & flag_of[h->part]) || (h->part == EXTRA && !extra)));
	h->n = 0;
	h->number = h->part == EXTRA ? extra : 0;
}

static const char *fixed(struct gzip_header *h, unsigned char byte)
{
	switch (h->n) {
	case 0: return byte == 0x1f ? NULL : "incorrect header check";
	case 1: return byte == 0x8b ? NULL : "incorrect header check";
	case 2: return byte == 8 ? NULL : "unknown compression method";
	case 3: h->flags = byte; return byte & RESERVED ? "unknown header flags set" : NULL;
	default: return NULL;
	}
}

// Whether the byte is the last of its part.
static bool is_last(struct gzip_header *h, unsigned char byte)
{
	switch (h->part) {
	case FIXED: return h->n == 10;
	case EXTRA: return h->n == h->number;
	case NAME:
	case COMMENT: return byte == 0;
	default: // numbers of two bytes
		h->number |= (uint32_t)byte << 8 * (h->n - 1);
		return h->n == 2;
	}
}

enum gzip_header_state gzip_header_read(struct gzip_header *h, const unsigned char **p, size_t *n, const char **why)
{
	while (h->part < PARTS && *n) {
		unsigned char byte = **p;
		*why = h->part == FIXED ? fixed(h, byte) : NULL;
		if (*why)
			return GZIP_HEADER_WRONG;
		if (h->part != CRC)
			h->crc = (uint32_t)crc32(h->crc, &byte, 1);
		(*p)++;
		(*n)--;
		h->n++;
		if (!is_last(h, byte))
			continue;
		if (h->part == CRC && h->number != (h->crc & 0xffff)) {
			*why = "header crc mismatch";
			return GZIP_HEADER_WRONG;
		}
		go_on(h);
	}
	return h->part < PARTS ? GZIP_HEADER_GOES_ON : GZIP_HEADER_ENDS;
}
