// SPDX-License-Identifier: MIT
// frame: end lines; frame.h has the contract.

#include <inttypes.h>
#include <string.h>
#include <zlib.h>

#include "frame.h"

enum { PIECE = 1 << 16, LONGEST = 64 };

static const char begin[] = "# end ";

static void flush(struct frame *f)
{
	f->crc = crc32_z(f->crc, (const unsigned char *)f->text.text, f->text.n);
	fwrite(f->text.text, 1, f->text.n, f->to);
	f->text.n = 0;
}

void frame_row(struct frame *f)
{
	f->rows++;
	if (f->text.n >= PIECE)
		flush(f);
}

static int end_line(char line[LONGEST], uint64_t rows, unsigned long crc)
{
	return snprintf(line, LONGEST, "%s%" PRIu64 " %08lx\n", begin, rows, crc);
}

void frame_end(struct frame *f)
{
	char line[LONGEST];
	if (f->text.n)
		flush(f);
	int n = end_line(line, f->rows, f->crc);
	fwrite(line, 1, (size_t)n, f->to);
	string_free(&f->text);
}

bool frame_is_end(const char *line, size_t n, uint64_t rows, unsigned long crc)
{
	char right[LONGEST];
	return n == (size_t)end_line(right, rows, crc) && memcmp(line, right, n) == 0;
}

bool frame_like_end(const char *line, size_t n)
{
	size_t at = sizeof begin - 1;
	if (n <= at || memcmp(line, begin, at) != 0)
		return false;
	size_t digits = at;
	while (digits < n && line[digits] >= '0' && line[digits] <= '9')
		digits++;
	if (digits == at || n - digits != 10 || line[digits] != ' ' || line[n - 1] != '\n')
		return false;
	for (size_t i = digits + 1; i < n - 1; i++)
		if (!memchr("0123456789abcdef", line[i], 16))
			return false;
	return true;
}

void frame_line(struct frame_in *f, const char *line, size_t n)
{
	f->ended = frame_is_end(line, n, f->rows, f->crc);
	f->crc = crc32_z(f->crc, (const unsigned char *)line, n);
	f->rows += n && *line != '#';
}
