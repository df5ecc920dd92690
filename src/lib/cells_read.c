// SPDX-License-Identifier: MIT
// cells_read: reading files of cells without trust; cells.h has the contract.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "cells.h"
#include "err.h"
#include "num.h"

struct cells_in {
	struct bytes *b;
	struct cells_head head;
	uLong crc; // of all up to here
	size_t line;
	z_stream z;
	uint64_t keys, limit; // digits so far; their keys are below limit
	struct cells_digits digits; // that a sum may have
	unsigned char plain[1 << 15];
	size_t at, n; // of plain
};

static _Noreturn void bad(const struct cells_in *in, const char *reason)
{
	die(EXIT_DATA, "%s: %s", bytes_name(in->b), reason);
}

static void skip(struct cells_in *in, const char *p, size_t n)
{
	in->crc = crc32(in->crc, (const Bytef *)p, (uInt)n);
	bytes_skip(in->b, n);
}

enum { LONGEST_HEAD = 64 << 20 }; // bytes; most are cuts, of which there are some 10,000 a column

// The next line of the head, without its end; to be freed.
static char *read_line(struct cells_in *in)
{
	const char *p, *end = NULL;
	for (size_t want = 256; !end; want *= 2) {
		if (bytes_place(in->b) + want > LONGEST_HEAD)
			bad(in, "damaged head: longer than 64 MiB");
		size_t n = bytes_need(in->b, want, &p);
		end = n ? memchr(p, '\n', n) : NULL;
		if (!end && n < want)
			bad(in, in->line ? "ends early, in its head" : "not a file of cells");
		if (!in->line && memcmp(p, "# evfarm ", 9) != 0) // want is more than that
			bad(in, "not a file of cells");
	}
	char *line = mem_copy_n(p, (size_t)(end - p));
	skip(in, p, (size_t)(end - p) + 1);
	in->line++;
	return line;
}

static uint64_t read_count(const struct cells_in *in, const char *text)
{
	int64_t n;
	if (!num_int(text, text + strlen(text), &n) || n < 0)
		bad(in, "damaged head: not a count");
	return (uint64_t)n;
}

static void read_key(struct cells_in *in, char *key)
{
	struct cells_head *h = &in->head;
	char *value = strchr(key, ' ');
	if (!value)
		bad(in, "damaged head");
	*value++ = '\0';
	const struct {
		const char *key;
		char **value;
	} texts[] = {
		{"covers", &h->covers},
		{"missing_tasks", &h->missing_tasks},
		{"cuts_missing_tasks", &h->cuts->missing_tasks},
		{"signal", &h->signal},
		{"weight", &h->weight},
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (strcmp(key, texts[i].key) == 0 && !*texts[i].value) {
			*texts[i].value = mem_copy(value);
			return;
		}
	}
	if (strcmp(key, "selection") == 0) {
		h->select = mem_resize(h->select, h->n_select + 1, sizeof *h->select);
		h->select[h->n_select++] = mem_copy(value);
	} else if (strcmp(key, "cut") == 0) {
		cuts_parse(h->cuts, value, in->line);
	} else if (strcmp(key, "events_signal") == 0) {
		h->events[CLASS_SIGNAL] = read_count(in, value);
	} else if (strcmp(key, "events_background") == 0) {
		h->events[CLASS_BACKGROUND] = read_count(in, value);
	} else if (strcmp(key, "missing") == 0) {
		h->missing = read_count(in, value);
	} else {
		die(EXIT_DATA, "%s:%zu: a line that this evfarm does not know: %s", bytes_name(in->b), in->line, key);
	}
}

struct cells_in *cells_open(struct bytes *b)
{
	struct cells_in *in = mem_new(1, sizeof *in);
	in->b = b;
	in->crc = crc32(0, NULL, 0);
	in->head.cuts = cuts_new(bytes_name(b));
	char *line = read_line(in);
	if (strcmp(line, "# evfarm cells 1") != 0)
		die(EXIT_DATA, "%s: not cells as this evfarm reads them but '%s'", bytes_name(b), line + 2);
	for (;;) {
		free(line);
		line = read_line(in);
		if (strcmp(line, "# data") == 0)
			break;
		if (strncmp(line, "# ", 2) != 0)
			bad(in, "damaged head");
		read_key(in, line + 2);
	}
	free(line);
	if (!in->head.signal || !in->head.cuts->n || in->head.cuts->settings >= KEY_CELLS)
		bad(in, "damaged head: no signal or no cuts");
	in->digits = cells_digits(in->head.weight);
	in->limit = key_of(in->head.cuts->settings + 1, 0, 0);
	return in;
}

struct cells_head *cells_head(struct cells_in *in)
{
	return &in->head;
}

// Fills up plain behind what is still unread in it; false once all is there.
static bool inflate_some(struct cells_in *in)
{
	in->n -= in->at;
	memmove(in->plain, in->plain + in->at, in->n);
	in->at = 0;
	in->z.next_out = in->plain + in->n;
	in->z.avail_out = (uInt)(sizeof in->plain - in->n);
	int state = Z_OK;
	while (in->z.avail_out && state != Z_STREAM_END) {
		const char *p;
		size_t n = bytes_need(in->b, 1, &p);
		if (!n)
			bad(in, "ends early, in its data");
		n = n < 1 << 16 ? n : 1 << 16;
		in->z.next_in = (z_const Bytef *)p;
		in->z.avail_in = (uInt)n;
		state = inflate(&in->z, Z_NO_FLUSH);
		if (state != Z_OK && state != Z_STREAM_END)
			bad(in, "damaged data");
		skip(in, p, n - in->z.avail_in);
	}
	in->n = sizeof in->plain - in->z.avail_out;
	return state != Z_STREAM_END;
}

static void check_end(struct cells_in *in)
{
	char end[64], *p = end;
	p += snprintf(end, sizeof end, "\n# end %" PRIu64 " ", in->keys);
	const char *is;
	size_t n = bytes_need(in->b, sizeof end, &is);
	if (n)
		in->crc = crc32(in->crc, (const Bytef *)is, 1); // the newline
	p += sprintf(p, "%08lx\n", in->crc);
	if (n < (size_t)(p - end))
		bad(in, "ends early, without its end mark");
	if (memcmp(is, end, (size_t)(p - end)) != 0)
		bad(in, "damaged: the end mark does not fit what is before it");
	if (n > (size_t)(p - end))
		bad(in, "something stands behind its end mark");
}

static uint64_t read_number(struct cells_in *in)
{
	uint64_t x = 0;
	for (unsigned shift = 0; in->at < in->n && shift < 64; shift += 7) {
		unsigned char byte = in->plain[in->at++];
		x |= (uint64_t)(byte & 127) << shift;
		if (byte < 128)
			return x;
	}
	bad(in, "damaged data: not a number");
}

enum { LONGEST = 20 }; // bytes that a digit takes, at most

void cells_each(struct cells_in *in, digit_sink *sink, void *context)
{
	if (inflateInit(&in->z) != Z_OK)
		die(EXIT_SYSTEM, "zlib has no memory");
	uint64_t key = 0;
	for (bool more = true; more;) {
		more = inflate_some(in);
		while (more ? in->n - in->at >= LONGEST : in->at < in->n) {
			uint64_t step = read_number(in), value = read_number(in);
			if ((!step && in->keys) || step >= in->limit - key || value < 1 || value >= UINT64_C(1) << 33)
				bad(in, "damaged data: not a cell");
			key += step;
			if (key_digit(key) >= in->digits.end || key_digit(key) < in->digits.begin)
				bad(in, "damaged data: not the digit of a sum");
			in->keys++;
			sink(context, key, value & 1 ? -(int64_t)(value / 2) - 1 : (int64_t)(value / 2));
		}
	}
	inflateEnd(&in->z);
	check_end(in);
}

void cells_close(struct cells_in *in)
{
	cells_head_free(&in->head);
	free(in);
}
