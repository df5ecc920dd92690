// SPDX-License-Identifier: MIT
// cells: writing files of cells, and adding them up; cells.h has the contract.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "cells.h"
#include "err.h"

uint64_t cells_count(const struct cuts *c)
{
	if (c->settings >= KEY_CELLS)
		die(EXIT_USAGE, "%s: %" PRIu64 " settings; cells can tell 2^56 apart", c->file, c->settings);
	return c->settings + 1;
}

struct cells_digits cells_digits(const char *weight)
{
	return weight ? (struct cells_digits){0, DIGITS_USED} : (struct cells_digits){DIGIT_ONE, DIGIT_ONE + 2}; // counts are below 2^64
}

void cells_head_free(struct cells_head *h)
{
	if (h->cuts)
		cuts_free(h->cuts);
	free(h->signal);
	free(h->weight);
	free(h->covers);
	free(h->missing_tasks);
	for (size_t i = 0; i < h->n_select; i++)
		free(h->select[i]);
	free(h->select);
	*h = (struct cells_head){0};
}

// -- writing -------------------------------------------------------------------------------------------------------

struct writer {
	FILE *to;
	uLong crc; // of all that was written
	z_stream z;
	uint64_t last, digits;
	size_t n; // of plain bytes waiting
	unsigned char plain[1 << 15];
};

static void write_bytes(struct writer *w, const void *bytes, size_t n)
{
	w->crc = crc32(w->crc, bytes, (uInt)n);
	fwrite(bytes, 1, n, w->to); // who opened it looks for errors when closing
}

static void write_plain(struct writer *w, int flush)
{
	unsigned char packed[1 << 14];
	w->z.next_in = w->plain;
	w->z.avail_in = (uInt)w->n;
	do {
		w->z.next_out = packed;
		w->z.avail_out = sizeof packed;
		if (deflate(&w->z, flush) == Z_STREAM_ERROR)
			die(EXIT_SYSTEM, "zlib cannot compress");
		write_bytes(w, packed, sizeof packed - w->z.avail_out);
	} while (!w->z.avail_out);
	w->n = 0;
}

static void write_number(struct writer *w, uint64_t x)
{
	for (; x >= 128; x >>= 7)
		w->plain[w->n++] = (unsigned char)(x | 128);
	w->plain[w->n++] = (unsigned char)x;
}

static void write_digit(void *context, uint64_t key, int64_t value)
{
	struct writer *w = context;
	if (w->n + 20 > sizeof w->plain)
		write_plain(w, Z_NO_FLUSH);
	write_number(w, key - w->last);
	write_number(w, value < 0 ? (uint64_t)-value * 2 - 1 : (uint64_t)value * 2);
	w->last = key;
	w->digits++;
}

// An expression on one line: what stands at its line ends is a space.
static void put_text(struct string *to, const char *key, const char *text)
{
	string_printf(to, "# %s ", key);
	size_t from = to->n;
	string_puts(to, text);
	for (char *p = to->text + from; (p = strpbrk(p, "\r\n")); p++)
		*p = ' ';
	string_puts(to, "\n");
}

static void write_head(struct writer *w, const struct cells_head *h)
{
	struct string s = {0};
	string_puts(&s, "# evfarm cells 1\n");
	cover_head(&s);
	if (h->cuts->missing_tasks)
		put_text(&s, "cuts_missing_tasks", h->cuts->missing_tasks);
	put_text(&s, "signal", h->signal);
	if (h->weight)
		put_text(&s, "weight", h->weight);
	for (size_t i = 0; i < h->n_select; i++)
		put_text(&s, "selection", h->select[i]);
	for (size_t i = 0; i < h->cuts->n; i++) {
		string_puts(&s, "# cut ");
		cuts_write_row(&s, h->cuts, i);
		string_puts(&s, "\n");
	}
	string_printf(&s, "# events_signal %" PRIu64 "\n", h->events[CLASS_SIGNAL]);
	string_printf(&s, "# events_background %" PRIu64 "\n", h->events[CLASS_BACKGROUND]);
	string_printf(&s, "# missing %" PRIu64 "\n# data\n", h->missing);
	write_bytes(w, s.text, s.n);
	string_free(&s);
}

void cells_write(FILE *to, const struct cells_head *h, struct tally *t)
{
	struct writer *w = mem_new(1, sizeof *w);
	w->to = to;
	w->crc = crc32(0, NULL, 0);
	write_head(w, h);
	if (deflateInit(&w->z, 1) != Z_OK) // cells pass by once or twice: speed is worth more than the last tenth of size
		die(EXIT_SYSTEM, "zlib has no memory");
	tally_each(t, write_digit, w);
	write_plain(w, Z_FINISH);
	deflateEnd(&w->z);
	write_bytes(w, "\n", 1);
	fprintf(to, "# end %" PRIu64 " %08lx\n", w->digits, w->crc);
	free(w);
}

// -- adding up -----------------------------------------------------------------------------------------------------

static void same_text(const char *file, const char *what, const char *a, const char *b, const char *first)
{
	if ((a && b) ? strcmp(a, b) != 0 : a != b)
		die(EXIT_DATA, "%s: another %s than %s: '%s' in place of '%s'", file, what, first, b ? b : "",
		    a ? a : "");
}

static void same_head(const struct cells_head *a, const struct cells_head *b)
{
	const char *first = a->cuts->file, *file = b->cuts->file;
	struct string why = {0};
	same_text(file, "cuts_missing_tasks", a->cuts->missing_tasks, b->cuts->missing_tasks, first);
	same_text(file, "signal", a->signal, b->signal, first);
	same_text(file, "weight", a->weight, b->weight, first);
	for (size_t i = 0; i < a->n_select || i < b->n_select; i++)
		same_text(file, "selection", i < a->n_select ? a->select[i] : NULL,
			  i < b->n_select ? b->select[i] : NULL, first);
	if (cuts_differ(a->cuts, b->cuts, &why))
		die(EXIT_DATA, "%s: other cuts than %s: %s", file, first, why.text);
}

struct adding {
	struct tally *tally;
	unsigned top; // the highest digit that a sum may have
	uint64_t most; // of what is added to one, its size
};

static void add_digit(void *context, uint64_t key, int64_t value)
{
	struct adding *a = context;
	uint64_t size = (uint64_t)(value < 0 ? -value : value);
	if (key_digit(key) == a->top && size > a->most)
		a->most = size;
	tally_add(a->tally, key, value);
}

// The highest digits stay below 2^32, with what may be carried into them, so that what is written can be read.
static void check_top(struct cells_sum *s, const struct adding *a, const char *file)
{
	s->most += a->most + 2;
	if (s->most >> 32)
		die(EXIT_DATA, "%s: with it a sum becomes larger than that of any events", file);
}

static void add_count(uint64_t *to, uint64_t n, const char *file)
{
	*to += n;
	if (*to > INT64_MAX)
		die(EXIT_DATA, "%s: more events in all than can be counted", file);
}

void cells_add(struct cells_sum *s, struct bytes *b, struct cover *cover)
{
	struct cells_in *in = cells_open(b);
	struct cells_head *next = cells_head(in);
	const char *covers = next->covers, *missing = next->missing_tasks;
	if (!s->tally) {
		s->head = *next;
		*next = (struct cells_head){0};
		s->tally = tally_new(cells_count(s->head.cuts), s->head.weight != NULL);
	} else {
		same_head(&s->head, next);
		for (int class = 0; class < 2; class++)
			add_count(&s->head.events[class], next->events[class], next->cuts->file);
		add_count(&s->head.missing, next->missing, next->cuts->file);
	}
	if (cover)
		cover_add(cover, bytes_name(b), covers, missing);
	struct adding a = {.tally = s->tally, .top = cells_digits(s->head.weight).end - 1};
	cells_each(in, add_digit, &a);
	check_top(s, &a, bytes_name(b));
	cells_close(in);
}

void cells_sum_free(struct cells_sum *s)
{
	tally_free(s->tally);
	cells_head_free(&s->head);
	*s = (struct cells_sum){0};
}
