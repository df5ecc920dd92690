// SPDX-License-Identifier: MIT
// manifest: tables of files with labels, globs with names in them, and the record in a plan's folder, which is read back.
// The first byte says which of the three the rest is.

#define _GNU_SOURCE // memmem

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "capture.h"
#include "dataset.h"
#include "fuzz.h"
#include "record.h"

static void print_record(FILE *to, void *context)
{
	const struct record *r = context;
	struct frame out = {.to = to};
	record_head(&out, r->chunk);
	for (size_t i = 0; i < r->n; i++)
		record_row(&out, &r->row[i]);
	frame_end(&out);
}

static void read_record(const char *data, size_t n)
{
	struct string text = {0}, again = {0};
	struct record *r = record_read(fuzz_file(data, n));
	fuzz_must("writing and reading a record");
	fuzz_print(&text, print_record, r);
	r = record_read(fuzz_file(text.text, text.n));
	fuzz_print(&again, print_record, r);
	fuzz_same_text(&text, &again, "a record written, read and written");
}

static void read_manifest(const char *data, size_t n)
{
	struct string value = {0};
	string_printf(&value, "@%s", fuzz_file(data, n));
	struct dataset *d = dataset_read("data", value.text);
	fuzz_must("looking at a manifest");
	for (size_t i = 0; i < d->n; i++)
		free(dataset_labels(d, i));
	for (size_t i = 0; i < d->n_labels; i++)
		if (dataset_label(d, d->label[i]) != i)
			fuzz_fail("label %zu is not found", i);
}

static void match_glob(const char *pattern)
{
	static const char *const paths[] = {"", "4mu_2011.csv", "data/higgs4l/2e2mu_2012.csv", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a*b[c"};
	char **names;
	size_t n;
	char *stars = capture_names(pattern, &names, &n);
	if (strlen(stars) > strlen(pattern))
		fuzz_fail("a glob grew");
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		char **values = mem_new(n + 1, sizeof *values);
		if (!capture_match(pattern, paths[i], values))
			continue;
		for (size_t k = 0; k < n; k++)
			if (!values[k] || strchr(values[k], '/'))
				fuzz_fail("a name took %s", values[k] ? values[k] : "nothing");
	}
}

static void prepare(void)
{
	dataset_read("data", "Makefile"); // remembers the working folder
}

static void parse(const char *data, size_t n)
{
	if (n && *data == 'r')
		read_record(data + 1, n - 1);
	else if (n && *data == 'm')
		read_manifest(data + 1, n - 1);
	else if (n && n < 1000)
		match_glob(data + 1);
}

// The right end line of a record.
static void seal(struct string *s)
{
	char *end = s->n > 1 ? memmem(s->text, s->n, "\n# end ", 7) : NULL;
	s->n = end ? (size_t)(end + 1 - s->text) : s->n;
	size_t lines = 0;
	for (size_t i = 1; i < s->n; i++)
		lines += s->text[i] == '\n';
	unsigned long crc = crc32_z(0, (const Bytef *)s->text + 1, s->n - 1);
	string_printf(s, "# end %zu %08lx\n", lines < 3 ? 0 : lines - 3, crc);
}

static void mutate(struct string *s)
{
	static const char *const words[] = {
		"path", "path\tyear\tchannel", "/etc/passwd", "/etc/group", "../fd/0", "./", "/", "2011", "4mu", "year", "{channel}_{year}.csv", "{a}{b}", "*",
		"[!a]", "\\", "# evfarm data 1", "# chunk 64M", "id\tinput\tpath\trange\tsize\tmtime\tlabels", "0\tdata\t/a\t-\t1\t1.000000000\t-",
		"1\tdata\t/a\\tb\t0+100\t1\t-1.000000000\tyear=2011", "18446744073709551615", "-9223372036854775808.999999999", "0+0",
		"-9223372036854775809.000000000", "range(0, 3)", "1.9223372036854775808",
	};
	if (fuzz_random(2))
		fuzz_bytes(s);
	else
		fuzz_lines(s, words, sizeof words / sizeof *words);
	if (s->n && *s->text == 'r' && fuzz_random(8))
		seal(s);
}

const struct fuzzer fuzzer = {.codes = 1 << EXIT_DATA | 1 << EXIT_USAGE, .prepare = prepare, .parse = parse, .mutate = mutate};
