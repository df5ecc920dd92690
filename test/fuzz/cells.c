// SPDX-License-Identifier: MIT
// cells: files of cells. Those that are accepted are added up, written and read again, and then must be the same bytes.
// Mutation unpacks the digits, changes them, packs them and makes the end mark right again.

#define _GNU_SOURCE // memmem

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "cells.h"
#include "fuzz.h"
#include "grid.h"

struct digits_seen {
	uint64_t hash, n;
};

static void see(void *context, uint64_t key, int64_t value)
{
	struct digits_seen *d = context;
	d->hash = fuzz_hash(fuzz_hash(d->hash, &key, sizeof key), &value, sizeof value);
	d->n++;
}

static struct digits_seen read_digits(const char *file)
{
	struct digits_seen d = {0};
	struct bytes *b = bytes_open(file);
	struct cells_in *in = cells_open(b);
	struct cover cover = {0};
	cover_add(&cover, file, cells_head(in)->covers, cells_head(in)->missing_tasks);
	cover_end(&cover, NULL, false);
	cover_free(&cover);
	cells_each(in, see, &d);
	cells_close(in);
	bytes_close(b);
	return d;
}

struct adding {
	struct cells_sum sum;
	const char *file;
};

static void add(void *context)
{
	struct adding *a = context;
	struct bytes *b = bytes_open(a->file);
	cells_add(&a->sum, b, NULL);
	bytes_close(b);
}

static void print(FILE *to, void *context)
{
	struct adding *a = context;
	cells_write(to, &a->sum.head, a->sum.tally);
}

static void to_grid(void *context, uint64_t key, int64_t value)
{
	grid_add(context, key, value);
}

// The yields of all settings, of a grid that is small.
static void fill_grid(const char *file)
{
	struct bytes *b = bytes_open(file);
	struct cells_in *in = cells_open(b);
	const struct cuts *c = cells_head(in)->cuts;
	double signal[64], background[64];
	if (c->settings <= 4096) {
		struct grid *g = grid_new(c, cells_head(in)->weight ? GRID_WEIGHTS : GRID_COUNTS);
		cells_each(in, to_grid, g);
		grid_sum(g);
		for (uint64_t k = 0; k < c->settings; k += 64)
			grid_yields(g, k, c->settings - k < 64 ? (size_t)(c->settings - k) : 64, signal, background);
		grid_free(g);
	}
	cells_close(in);
	bytes_close(b);
}

static void parse(const char *data, size_t n)
{
	struct string first = {0}, second = {0};
	struct adding one = {.file = fuzz_file(data, n)}, two = {0};
	struct digits_seen all = read_digits(one.file), again;
	fuzz_must("reading it again");
	if (n <= FUZZ_PIPE) {
		again = read_digits(fuzz_pipe(data, n));
		if (again.n != all.n || again.hash != all.hash)
			fuzz_fail("from a pipe: other digits");
	}
	fill_grid(one.file);
	if (all.hash % 4)
		return; // a tally takes time
	fuzz_must("adding it up");
	add(&one);
	fuzz_must("writing and reading again");
	fuzz_print(&first, print, &one);
	two.file = fuzz_file(first.text, first.n);
	add(&two);
	fuzz_print(&second, print, &two);
	fuzz_same_text(&first, &second, "written, read and written");
	fuzz_must(NULL);
	struct adding sum = {.file = one.file};
	add(&sum);
	if (fuzz_try(add, &sum) >= 0)
		return;
	string_free(&second);
	fuzz_must("writing and reading a sum");
	fuzz_print(&second, print, &sum);
	read_digits(fuzz_file(second.text, second.n));
}

// -- mutation ---------------------------------------------------------------------------------------------------------

enum { MOST_DIGITS = 1 << 12 };
static const char data_line[] = "# data\n";

static void inflate_digits(const char *p, size_t n, struct string *digits)
{
	static Bytef room[MOST_DIGITS];
	z_stream z = {.next_in = (Bytef *)p, .avail_in = (uInt)n, .next_out = room, .avail_out = sizeof room};
	if (inflateInit(&z) != Z_OK)
		return;
	inflate(&z, Z_FINISH);
	string_add(digits, (char *)room, sizeof room - z.avail_out);
	inflateEnd(&z);
}

static void deflate_digits(const struct string *digits, struct string *s)
{
	static Bytef room[2 * FUZZ_MOST];
	z_stream z = {.next_in = (Bytef *)digits->text, .avail_in = (uInt)digits->n, .next_out = room, .avail_out = sizeof room};
	if (deflateInit(&z, 1) != Z_OK)
		return;
	deflate(&z, Z_FINISH);
	string_add(s, (char *)room, sizeof room - z.avail_out);
	deflateEnd(&z);
}

// How many pairs of numbers there are: what the end mark tells.
static size_t count_pairs(const struct string *digits)
{
	size_t numbers = 0;
	for (size_t i = 0; i < digits->n; i++)
		numbers += (unsigned char)digits->text[i] < 128;
	return numbers / 2;
}

static void mutate(struct string *s)
{
	static const char *const words[] = {
		"# signal x", "# weight w", "# cut x\t<\t1\t2\t3", "# cut `p T`\t>\t-1\tinf", "# events_signal 1", "# events_background 2", "# missing 3", "# data", "# covers 0/2", "# covers a=1 a=2", "# missing_tasks 3-9",
		"# evfarm cells 1", "# events_signal 9223372036854775807", "# selection y",
	};
	string_add(s, "", 0);
	const char *mark = s->n ? memmem(s->text, s->n, data_line, strlen(data_line)) : NULL;
	if (!mark || !fuzz_random(6)) {
		fuzz_bytes(s);
		return;
	}
	size_t head_n = (size_t)(mark - s->text) + strlen(data_line);
	struct string head = {0}, digits = {0};
	string_add(&head, s->text, head_n);
	inflate_digits(s->text + head_n, s->n - head_n, &digits);
	if (fuzz_random(3))
		fuzz_bytes(&digits);
	else if (fuzz_random(3))
		fuzz_lines(&head, words, sizeof words / sizeof *words);
	else
		fuzz_bytes(&head);
	string_free(s);
	string_add(s, head.text, head.n);
	string_add(&digits, "", 0);
	deflate_digits(&digits, s);
	string_puts(s, "\n");
	unsigned long crc = crc32_z(0, (const Bytef *)s->text, s->n);
	string_printf(s, "# end %zu %08lx\n", count_pairs(&digits), crc);
	string_free(&head);
	string_free(&digits);
}

const struct fuzzer fuzzer = {.codes = 1 << EXIT_DATA, .parse = parse, .mutate = mutate};
