// SPDX-License-Identifier: MIT
// evmerge: adds partial results of one kind. Each kind is a row of a table: how to add a file, how to print the sum.

#include <stdio.h>
#include <string.h>

#include "cells.h"
#include "cutflow.h"
#include "err.h"
#include "hist.h"
#include "num.h"
#include "opt.h"
#include "stat.h"

static const struct opt opts[] = {
	{'n', "show", NULL, "add nothing, show what each file holds"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	.synopsis = "[-n] [FILE...]",
	.purpose = "Adds partial results of one kind: stat, hist, cells or cutflow. The order makes no difference.",
	.opts = opts,
};

// -- the kinds, and the sum of what has been read

static struct stat *stat;
static struct hist *hist;
static struct cutflow *cutflow;
static struct cells_sum cells;

static void add_stat(struct bytes *b)
{
	struct partial *p = partial_read_bytes(b, "stat");
	struct stat *next = stat_from(p);
	if (stat) {
		stat_merge(stat, next, p->file);
		stat_free(next);
	} else {
		stat = next;
	}
	partial_free(p);
}

static void add_hist(struct bytes *b)
{
	struct partial *p = partial_read_bytes(b, "hist");
	struct hist *next = hist_from(p);
	if (hist) {
		hist_merge(hist, next, p->file);
		hist_free(next);
	} else {
		hist = next;
	}
	partial_free(p);
}

static void add_cutflow(struct bytes *b)
{
	struct partial *p = partial_read_bytes(b, "cutflow");
	cutflow_add(&cutflow, p);
	partial_free(p);
}

static void add_cells(struct bytes *b)
{
	cells_add(&cells, b);
}

static void print_stat(void)
{
	stat_print(stdout, stat);
}

static void print_hist(void)
{
	hist_print(stdout, hist);
}

static void print_cutflow(void)
{
	cutflow_print(cutflow, stdout);
}

static void print_cells(void)
{
	cells_write(stdout, &cells.head, cells.tally);
}

// -- what a file holds: FILE<tab>KEY<tab>VALUE

static void say(const char *file, const char *key, const char *value)
{
	struct string line = {0};
	partial_escape(&line, file);
	string_printf(&line, "\t%s\t", key);
	partial_escape(&line, value);
	puts(line.text);
	string_free(&line);
}

static void say_count(const char *file, const char *key, uint64_t n)
{
	char text[NUM_MAX + 1];
	text[num_write_int(text, (int64_t)n)] = '\0';
	say(file, key, text);
}

static void show_text(struct bytes *b)
{
	struct partial *p = partial_read_bytes(b, NULL);
	say(p->file, "kind", p->kind);
	for (size_t i = 0; i < p->n_head; i++)
		say(p->file, p->head[i].key, p->head[i].value);
	say_count(p->file, "rows", p->rows);
	partial_free(p);
}

static void ignore_digit(void *context, uint64_t key, int64_t digit)
{
	(void)context, (void)key, (void)digit;
}

static void show_cells(struct bytes *b)
{
	const char *file = bytes_name(b);
	struct cells_in *in = cells_open(b);
	const struct cells_head *h = cells_head(in);
	say(file, "kind", "cells");
	say(file, "signal", h->signal);
	if (h->weight)
		say(file, "weight", h->weight);
	for (size_t i = 0; i < h->n_select; i++)
		say(file, "selection", h->select[i]);
	for (size_t i = 0; i < h->cuts->n; i++) {
		struct string row = {0};
		cuts_write_row(&row, h->cuts, i);
		for (char *tab = row.text; (tab = strchr(tab, '\t'));)
			*tab = ' ';
		say(file, "cut", row.text);
		string_free(&row);
	}
	say_count(file, "settings", h->cuts->settings);
	say_count(file, "events_signal", h->events[0]);
	say_count(file, "events_background", h->events[1]);
	say_count(file, "missing", h->missing);
	cells_each(in, ignore_digit, NULL);
	cells_close(in);
}

static const struct kind {
	const char *name;
	void (*add)(struct bytes *b), (*print)(void), (*show)(struct bytes *b);
} kinds[] = {
	{"stat", add_stat, print_stat, show_text},
	{"hist", add_hist, print_hist, show_text},
	{"cutflow", add_cutflow, print_cutflow, show_text},
	{"cells", add_cells, print_cells, show_cells},
};

// Every kind begins with the line `# evfarm KIND VERSION`.
static const struct kind *kind_of(struct bytes *b)
{
	static const char magic[] = "# evfarm ";
	const char *p;
	size_t n = bytes_need(b, 64, &p), at = sizeof magic - 1;
	if (n < at || memcmp(p, magic, at) != 0)
		die(EXIT_DATA, "%s: %s", bytes_name(b),
		    n ? "not a partial result of evfarm" : "empty, not a partial result");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t length = strlen(kinds[i].name);
		if (n > at + length && memcmp(p + at, kinds[i].name, length) == 0 && p[at + length] == ' ')
			return &kinds[i];
	}
	const char *word = p + at, *end = memchr(word, ' ', n - at);
	die(EXIT_DATA, "%s: %.*s cannot be merged", bytes_name(b), (int)(end ? end - word : 0), word);
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	bool show = false;
	while (opt_next(&cli, argc, argv) != -1)
		show = true; // -n is all there is

	const struct kind *first = NULL;
	char *standard_input[] = {(char[]){"-"}};
	char **files = optind < argc ? argv + optind : standard_input;
	size_t n = optind < argc ? (size_t)(argc - optind) : 1;
	for (size_t i = 0; i < n; i++) {
		struct bytes *b = bytes_open(files[i]);
		const struct kind *kind = kind_of(b);
		if (!first)
			first = kind;
		if (!show && kind != first)
			die(EXIT_DATA, "%s: this is a %s, not a %s as %s", bytes_name(b), kind->name, first->name,
			    files[0]);
		if (show)
			kind->show(b);
		else
			kind->add(b);
		bytes_close(b);
	}
	if (!show)
		first->print();
	close_stdout();
	return EXIT_GOOD;
}
