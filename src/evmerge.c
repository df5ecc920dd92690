// SPDX-License-Identifier: MIT
// evmerge: adds partial results of one kind. Each kind is a row of a table: how to add a file, how to print the sum.

#include <stdio.h>
#include <string.h>

#include "cells.h"
#include "cover.h"
#include "cutflow.h"
#include "err.h"
#include "hist.h"
#include "num.h"
#include "opt.h"
#include "stat.h"

enum { OPT_COMPLETE = 256, OPT_ALLOW_MISSING, OPT_IGNORE_COVERS };

static const struct opt opts[] = {
	{'n', "show", NULL, "add nothing, show what each file holds"},
	{OPT_COMPLETE, "complete", "SET", "the tasks that must be there together, as 0-41,43-99"},
	{OPT_ALLOW_MISSING, "allow-missing", NULL, "do without tasks that are missing, and say so in the result"},
	{OPT_IGNORE_COVERS, "ignore-covers", NULL, "add whatever tasks the files cover, even twice"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	.synopsis = "[-n] [--complete SET] [--allow-missing | --ignore-covers] [FILE...]",
	.purpose = "Adds partial results of one kind: stat, hist, cells or cutflow. The order makes no difference.",
	.opts = opts,
};

// -- the kinds, and the sum of what has been read

static struct stat *stat;
static struct hist *hist;
static struct cutflow *cutflow;
static struct cells_sum cells;
static struct cover cover, *covered = &cover; // NULL: whatever they cover

static void cover_partial(const struct partial *p)
{
	if (covered)
		cover_add(covered, p->file, partial_find(p, "covers"), partial_find(p, "missing_tasks"));
}

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
	cover_partial(p);
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
	cover_partial(p);
	partial_free(p);
}

static void add_cutflow(struct bytes *b)
{
	struct partial *p = partial_read_bytes(b, "cutflow");
	cutflow_add(&cutflow, p);
	cover_partial(p);
	partial_free(p);
}

static void add_cells(struct bytes *b)
{
	cells_add(&cells, b, covered);
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
	if (h->covers)
		say(file, "covers", h->covers);
	if (h->missing_tasks)
		say(file, "missing_tasks", h->missing_tasks);
	if (h->cuts->missing_tasks)
		say(file, "cuts_missing_tasks", h->cuts->missing_tasks);
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

struct request {
	bool show, allow_missing, ignore_covers;
	const char *complete;
};

static struct request parse(int argc, char **argv)
{
	struct request r = {0};
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		switch (key) {
		case 'n': r.show = true; break;
		case OPT_COMPLETE: r.complete = optarg; break;
		case OPT_ALLOW_MISSING: r.allow_missing = true; break;
		case OPT_IGNORE_COVERS: r.ignore_covers = true; break;
		}
	}
	if (r.ignore_covers && (r.complete || r.allow_missing))
		usage_error(&cli, "--ignore-covers and --%s exclude each other", r.complete ? "complete" : "allow-missing");
	return r;
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	const struct request r = parse(argc, argv);
	if (r.ignore_covers)
		covered = NULL;

	const struct kind *first = NULL;
	char *standard_input[] = {(char[]){"-"}};
	char **files = optind < argc ? argv + optind : standard_input;
	size_t n = optind < argc ? (size_t)(argc - optind) : 1;
	for (size_t i = 0; i < n; i++) {
		struct bytes *b = bytes_open(files[i]);
		const struct kind *kind = kind_of(b);
		if (!first)
			first = kind;
		if (!r.show && kind != first)
			die(EXIT_DATA, "%s: this is a %s, not a %s as %s", bytes_name(b), kind->name, first->name,
			    files[0]);
		if (r.show)
			kind->show(b);
		else
			kind->add(b);
		bytes_close(b);
	}
	if (!r.show) {
		cover_end(&cover, r.complete, r.allow_missing);
		first->print();
	}
	close_stdout();
	cover_free(&cover);
	return EXIT_GOOD;
}
