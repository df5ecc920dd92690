// SPDX-License-Identifier: MIT
// partial: the text of partial results, and what stands in it: stat, hist and cutflow. One that is accepted is printed
// and read again, and then must be the same bytes; so must one that was added to itself. Mutation makes the end line right
// again, so that what stands before it is looked at.

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "bytes.h"
#include "cover.h"
#include "cutflow.h"
#include "fuzz.h"
#include "hist.h"
#include "partial.h"
#include "stat.h"

struct result {
	struct stat *stat;
	struct hist *hist;
	struct cutflow *cutflow;
};

static void add(struct result *r, const char *file)
{
	struct bytes *b = bytes_open(file);
	struct partial *p = partial_read_bytes(b, NULL);
	struct cover cover = {0};
	cover_add(&cover, file, partial_find(p, "covers"), partial_find(p, "missing_tasks"));
	cover_end(&cover, NULL, false);
	cover_free(&cover);
	if (strcmp(p->kind, "stat") == 0) {
		struct stat *next = stat_from(p);
		if (r->stat) {
			stat_merge(r->stat, next, file);
			stat_free(next);
		} else {
			r->stat = next;
		}
	} else if (strcmp(p->kind, "hist") == 0) {
		struct hist *next = hist_from(p);
		if (r->hist) {
			hist_merge(r->hist, next, file);
			hist_free(next);
		} else {
			r->hist = next;
		}
	} else if (strcmp(p->kind, "cutflow") == 0) {
		cutflow_add(&r->cutflow, p);
	}
	partial_free(p);
	bytes_close(b);
}

static void print(FILE *to, void *context)
{
	struct result *r = context;
	if (r->stat)
		stat_print(to, r->stat);
	if (r->hist)
		hist_print(to, r->hist);
	if (r->cutflow)
		cutflow_print(r->cutflow, to);
}

static void release(struct result *r)
{
	if (r->stat)
		stat_free(r->stat);
	if (r->hist)
		hist_free(r->hist);
	if (r->cutflow)
		cutflow_free(r->cutflow);
	*r = (struct result){0};
}

// Prints r, reads that, and prints it again: into *text.
static void print_twice(struct result *r, struct string *text, const char *what)
{
	struct string again = {0};
	struct result back = {0};
	fuzz_print(text, print, r);
	release(r);
	if (!text->n)
		return; // of no kind that anybody reads
	add(&back, fuzz_file(text->text, text->n));
	fuzz_print(&again, print, &back);
	release(&back);
	fuzz_same_text(text, &again, what);
}

struct merging {
	char *file;
	struct result *r;
};

static void merge(void *context)
{
	struct merging *m = context;
	add(m->r, m->file);
}

static void parse(const char *data, size_t n)
{
	struct result once = {0}, twice = {0}, piped = {0};
	struct string text = {0}, sum = {0}, other = {0};
	char *file = fuzz_file(data, n);
	add(&once, file);
	fuzz_must("printing and reading again");
	print_twice(&once, &text, "printed, read and printed");
	if (n <= FUZZ_PIPE) {
		add(&piped, fuzz_pipe(data, n));
		fuzz_print(&other, print, &piped);
		fuzz_same_text(&text, &other, "from a pipe");
	}
	add(&twice, file);
	fuzz_must(NULL); // a count or sum may be too large then
	if (fuzz_try(merge, &(struct merging){file, &twice}) >= 0)
		return;
	print_twice(&twice, &sum, "a sum printed, read and printed");
}

// -- mutation ---------------------------------------------------------------------------------------------------------

static void end_rightly(struct string *s)
{
	static const char end_line[] = "# end ";
	size_t rows = 0, at = 0;
	bool columns = false;
	string_add(s, "", 0);
	while (at < s->n && strncmp(s->text + at, end_line, strlen(end_line)) != 0) {
		const char *line = s->text + at, *newline = memchr(line, '\n', s->n - at);
		if (strncmp(line, "# columns ", 10) == 0)
			columns = true;
		else if (columns && *line != '\n' && strncmp(line, "# rest ", 7) != 0)
			rows++;
		at = newline ? (size_t)(newline + 1 - s->text) : s->n;
	}
	s->n = at;
	if (!at || s->text[at - 1] != '\n')
		string_puts(s, "\n");
	string_printf(s, "%s%zu %08lx\n", end_line, rows, crc32_z(0, (const Bytef *)s->text, s->n));
}

static void mutate(struct string *s)
{
	static const char *const words[] = {
		"# evfarm stat 1", "# evfarm hist 1", "# evfarm cutflow 1", "# columns ", "# rest 1 sum ", "# rest 2 sumw ", "# end 1 00000000",
		"0", "1", "-1", "9223372036854775807", "18446744073709551615", "nan", "inf", "-inf", "-0", "5e-324", "1.7976931348623157e+308", "\\t",
		"\\x", "\\", "\t", "# bins 3,0,1", "# bins 1e7,0,1", "# bins 16777217,0,1", "# bins 1,-1.7e308,1.7e308", "# edges 0,1,2,3", "# ybins 1,0,1",
		"# y y", "# weight w", "# signal s", "# profile mean", "# selection a", "# missing 0", "# entries 0", "# events 0", "# covers 0-41,43-99/100",
		"# covers 0/18446744073709551615", "0x1p2176", "-0x1fffffffffffffp-2176", "0x1p-2176,0x1p2176", "1,1e-300", "float64", "int32", "utf8",
		"all", "signal", "background", "# events_signal 0", "# events_background 0", "1e-17,1e-40", "\\#",
	};
	if (fuzz_random(2))
		fuzz_bytes(s);
	else
		for (uint32_t k = 1 + fuzz_random(3); k; k--)
			fuzz_lines(s, words, sizeof words / sizeof *words);
	if (fuzz_random(8))
		end_rightly(s);
}

const struct fuzzer fuzzer = {.codes = 1 << EXIT_DATA, .parse = parse, .mutate = mutate};
