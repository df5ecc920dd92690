// SPDX-License-Identifier: MIT
// evscan: the figure of merit of every setting of the cuts, from the cells of the events. lib/scan.c fills the grid; here it is
// looked through, and what is asked for is printed.

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "num.h"
#include "opt.h"
#include "rank.h"
#include "scan.h"

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

// Where the settings go that scan_each gives.
struct answer {
	const struct request *request;
	struct frame out;
	struct top top;
	struct edge edge;
};

static void look_at(void *context, uint64_t first, const double *signal, const double *background, const double *score, size_t n)
{
	struct answer *a = context;
	const struct request *r = a->request;
	if (r->table == 'r')
		edge_add(&a->edge, first, signal, background, score, n);
	else if (r->table != 't')
		top_add(&a->top, first, signal, background, score, n);
	for (size_t i = 0; r->table == 't' && i < n; i++)
		merit_table_row(&r->merit, &a->out, first + i, signal[i], background[i], score[i]);
}

static void answer(const struct scan *s, struct request *r)
{
	struct answer a = {.request = r, .out.to = stdout, .top.most = r->top};
	if (r->table)
		put_missing(&a.out, s);
	if (r->table == 't' || r->table == 'k')
		merit_table_head(&r->merit, &a.out);
	scan_each(s, &r->merit, look_at, &a);
	top_sort(&a.top);
	if (r->table == 'r')
		print_edge(&a.out, &r->merit, &a.edge);
	else if (!r->table)
		print_best(&a.out, s, &r->merit, &a.top);
	for (size_t i = 0; r->table == 'k' && i < a.top.n; i++)
		merit_table_row(&r->merit, &a.out, a.top.best[i].setting, a.top.best[i].signal, a.top.best[i].background,
				a.top.best[i].score);
	frame_end(&a.out);
	free(a.top.best);
	free(a.edge.at);
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
	struct scan *scan = scan_read(files, optind < argc ? (size_t)(argc - optind) : 1, request.memory);
	answer(scan, &request);
	scan_free(scan);
	close_stdout();
}
