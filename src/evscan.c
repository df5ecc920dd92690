// SPDX-License-Identifier: MIT
// evscan: the figure of merit of every setting of the cuts, from the cells of the events. lib/grid.c tells how all settings
// are answered at once; here the grid is filled, looked through, and what is asked for is printed.

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "available.h"
#include "cells.h"
#include "err.h"
#include "grid.h"
#include "merit.h"
#include "num.h"
#include "opt.h"
#include "rank.h"

static const struct opt opts[] = {
	{'m', "merit", "FIGURE", "accuracy (default), s/sqrt(b), s/sqrt(s+b), ams[:R], punzi[:A]"},
	{'k', "top", "K", "a table of the K best settings, the best first"},
	{'t', "table", NULL, "a table of all settings, in order of their numbers"},
	{'r', "roc", NULL, "a table of the settings that no other one beats in both efficiencies"},
	{'M', "memory", "SIZE", "the most that the grid may take (what is available)"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	"[-m FIGURE] [-k K | -t | -r] [-M SIZE] [CELLS...]",
	"Finds the best setting of the cuts from the cells that evcells made; several files are added up.",
	opts,
	NULL,
};

struct request {
	struct merit merit;
	char table; // the option that asks for one, 0 for the best setting
	size_t top;
	uint64_t memory; // 0: what is available
};

// -- from cells to yields ------------------------------------------------------------------------------------------

struct scan {
	struct cells_head head;
	struct cover cover;
	struct grid *grid;
	int64_t total[2][DIGITS]; // exact sums of all cells, by class
};

static void add_digit(void *context, uint64_t key, int64_t value)
{
	struct scan *s = context;
	s->total[key_class(key)][key_digit(key)] += value;
	grid_add(s->grid, key, value);
}

enum { MIB = 1 << 20, LARGE = 256 }; // a grid of more MiB than LARGE is announced

static void allow_grid(const struct cuts *c, enum grid_kind kind, uint64_t allowed)
{
	uint64_t need = grid_bytes(c, kind), most = allowed ? allowed : memory_available();
	if (need > most)
		die(EXIT_SYSTEM, "%" PRIu64 " settings take %.0f MiB, %.0f MiB are %s: take fewer cuts or columns%s", c->settings,
		    ceil((double)need / MIB), floor((double)most / MIB), allowed ? "allowed" : "available",
		    allowed ? ", or raise -M" : ", a larger machine, or allow more with -M");
	if (need > (uint64_t)LARGE * MIB)
		warn("%" PRIu64 " settings take %.0f MiB", c->settings, ceil((double)need / MIB));
}

static void start_grid(struct scan *s, uint64_t allowed)
{
	uint64_t events = s->head.events[CLASS_SIGNAL] + s->head.events[CLASS_BACKGROUND];
	enum grid_kind kind = s->head.weight ? GRID_WEIGHTS : events <= INT32_MAX ? GRID_SMALL : GRID_COUNTS;
	allow_grid(s->head.cuts, kind, allowed);
	s->grid = grid_new(s->head.cuts, kind);
}

// One file goes right into the grid; several are added up first, so that sums of weights are rounded once.
static void load(struct scan *s, char *const *files, size_t n, uint64_t allowed)
{
	if (n == 1) {
		struct bytes *b = bytes_open(files[0]);
		struct cells_in *in = cells_open(b);
		s->head = *cells_head(in);
		*cells_head(in) = (struct cells_head){0};
		cover_add(&s->cover, bytes_name(b), s->head.covers, s->head.missing_tasks);
		start_grid(s, allowed);
		cells_each(in, add_digit, s);
		cells_close(in);
		bytes_close(b);
	} else {
		struct cells_sum sum = {0};
		for (size_t i = 0; i < n; i++) {
			struct bytes *b = bytes_open(files[i]);
			cells_add(&sum, b, &s->cover);
			bytes_close(b);
		}
		s->head = sum.head;
		sum.head = (struct cells_head){0};
		start_grid(s, allowed);
		tally_each(sum.tally, add_digit, s);
		cells_sum_free(&sum);
	}
	cover_end(&s->cover, NULL, false);
	grid_sum(s->grid);
}

static double total_of(struct scan *s, int class)
{
	digits_settle(s->total[class], 0, DIGITS);
	return digits_double(s->total[class]);
}

// -- from yields to answers ----------------------------------------------------------------------------------------

static void put_number(struct frame *out, const char *key, double x)
{
	char text[NUM_MAX];
	string_printf(&out->text, "# %s %.*s\n", key, (int)num_write(text, x), text);
}

// A result from less than all says so.
static void put_missing(struct frame *out, const struct scan *s)
{
	if (s->cover.lacks)
		string_printf(&out->text, "# missing_tasks %s\n", s->cover.lacks);
	if (s->head.cuts->missing_tasks)
		string_printf(&out->text, "# cuts_missing_tasks %s\n", s->head.cuts->missing_tasks);
}

static void put_cut(struct frame *out, const struct cut *cut, uint64_t setting)
{
	char number[NUM_MAX];
	cuts_write_name(&out->text, cut->column);
	size_t n = num_write(number, cut->value[cut_of_setting(cut, setting)]);
	string_printf(&out->text, "  %c  %.*s\n", cut->above ? '>' : '<', (int)n, number);
	frame_row(out);
}

static void print_best(struct frame *out, const struct scan *s, const struct merit *m, const struct top *t)
{
	const struct cuts *c = s->head.cuts;
	string_printf(&out->text, "# settings %" PRIu64 "\n", c->settings);
	put_missing(out, s);
	put_number(out, "events", m->signal + m->background);
	put_number(out, "signal", m->signal);
	put_number(out, merit_name(m), t->n ? merit_value(m, t->best[0].score) : NAN);
	if (!t->n) {
		string_puts(&out->text, "# setting none\n");
		warn("%s is not defined for any setting", merit_name(m));
		return;
	}
	string_printf(&out->text, "# setting %" PRIu64 "\n", t->best[0].setting);
	for (size_t i = 0; i < c->n; i++)
		put_cut(out, &c->cut[i], t->best[0].setting);
}

static void print_edge(struct frame *out, const struct merit *m, const struct edge *e)
{
	string_puts(&out->text, "setting\tsignal\tbackground\tsignal_efficiency\tbackground_efficiency\n");
	for (size_t i = 0; i < e->n; i++) {
		const struct ranked *r = &e->at[i];
		double value[] = {r->signal, r->background, r->signal / m->signal, r->background / m->background};
		string_printf(&out->text, "%" PRIu64, r->setting);
		for (int v = 0; v < 4; v++) {
			char text[NUM_MAX];
			string_printf(&out->text, "\t%.*s", (int)num_write(text, value[v]), text);
		}
		string_puts(&out->text, "\n");
		frame_row(out);
	}
}

enum { BLOCK = 1024 };

static void look_through(struct frame *out, const struct scan *s, const struct request *r, struct top *t, struct edge *e)
{
	double signal[BLOCK], background[BLOCK], score[BLOCK];
	uint64_t settings = s->head.cuts->settings;
	for (uint64_t k = 0; k < settings; k += BLOCK) {
		size_t n = settings - k < BLOCK ? (size_t)(settings - k) : BLOCK;
		grid_yields(s->grid, k, n, signal, background);
		merit_scores(&r->merit, signal, background, n, score);
		if (r->table == 'r')
			edge_add(e, k, signal, background, score, n);
		else if (r->table != 't')
			top_add(t, k, signal, background, score, n);
		for (size_t i = 0; r->table == 't' && i < n; i++)
			merit_table_row(&r->merit, out, k + i, signal[i], background[i], score[i]);
	}
}

static void answer(struct scan *s, struct request *r)
{
	struct frame out = {.to = stdout};
	struct top t = {.most = r->top};
	struct edge e = {0};
	r->merit.signal = total_of(s, CLASS_SIGNAL);
	r->merit.background = total_of(s, CLASS_BACKGROUND);
	if (r->table)
		put_missing(&out, s);
	if (r->table == 't' || r->table == 'k')
		merit_table_head(&r->merit, &out);
	look_through(&out, s, r, &t, &e);
	top_sort(&t);
	if (r->table == 'r')
		print_edge(&out, &r->merit, &e);
	else if (!r->table)
		print_best(&out, s, &r->merit, &t);
	for (size_t i = 0; r->table == 'k' && i < t.n; i++)
		merit_table_row(&r->merit, &out, t.best[i].setting, t.best[i].signal, t.best[i].background,
				t.best[i].score);
	frame_end(&out);
	free(t.best);
	free(e.at);
}

int main(int argc, char **argv)
{
	struct request request = {.merit = merit_parse("accuracy"), .top = 1};

	err_init(argv[0]);
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		if (key == 'm') {
			request.merit = merit_parse(optarg);
		} else if (key == 'M') {
			request.memory = opt_size("-M", optarg);
		} else {
			if (request.table && request.table != key)
				usage_error(&cli, "-%c and -%c are two tables", request.table, key);
			request.table = (char)key;
			if (key == 'k')
				request.top = (size_t)opt_int("-k", optarg, 1, INT32_MAX);
		}
	}
	char *standard[] = {"-", NULL}, **files = optind < argc ? argv + optind : standard;
	struct scan *scan = mem_new(1, sizeof *scan);
	load(scan, files, optind < argc ? (size_t)(argc - optind) : 1, request.memory);
	answer(scan, &request);
	grid_free(scan->grid);
	cells_head_free(&scan->head);
	cover_free(&scan->cover);
	free(scan);
	close_stdout();
}
