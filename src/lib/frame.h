/* SPDX-License-Identifier: MIT
 * frame: text that is kept ends in a line by which a reader sees that all of it is there, as it was written:
 *
 *     # end ROWS CRC32
 *
 * CRC32 is zlib's, of all bytes before the line.
 */
#ifndef EVFARM_FRAME_H
#define EVFARM_FRAME_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "mem.h"

/* Text on its way out: add to text, and call frame_row behind each row. {.to = stdout} is a new one. */
struct frame {
	FILE *to;
	struct string text;
	uint64_t rows;
	unsigned long crc;
};

void frame_row(struct frame *f);
/* The end line. Look at ferror(to), or close_stdout(), afterwards. */
void frame_end(struct frame *f);

/* Text that comes in, line by line; {0} before the first. Lines that do not begin with # are rows. ended tells whether the last
 * line was the right end line. */
struct frame_in {
	uint64_t rows;
	unsigned long crc;
	bool ended;
};
void frame_line(struct frame_in *f, const char *line, size_t n);

/* Is line, of n bytes, the end line behind rows rows and text with this checksum? */
bool frame_is_end(const char *line, size_t n, uint64_t rows, unsigned long crc);
/* Does it look like an end line, though perhaps not the right one? */
bool frame_like_end(const char *line, size_t n);

#endif
