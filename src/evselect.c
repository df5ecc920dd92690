// SPDX-License-Identifier: MIT
// evselect: keeps the events that pass all cuts, and counts how many pass each: the cutflow.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cutflow.h"
#include "cuts.h"
#include "err.h"
#include "mem.h"
#include "num.h"
#include "opt.h"
#include "output.h"
#include "pick.h"

enum { KEY_CUTS = 256 };

static const struct opt opts[] = {
	{'e', "select", "EXPR", "keep events for which EXPR is true; repeatable, applied in order"},
	{KEY_CUTS, "cuts", "FILE", "the cuts of a file, a row each, as evscan writes them; in order with those of -e"},
	{'c', "columns", "COLS", "write only these columns, in this order"},
	{'f', "cutflow", "FILE", "write the cutflow to FILE: cut, events, sum of weights, efficiencies"},
	{'F', "only-cutflow", NULL, "write the cutflow to standard output, and no events"},
	{'w', "weight", "EXPR", "the events' weight in the cutflow (default: 1)"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	.synopsis = "[-e EXPR]... [--cuts FILE] [-c COLS] [-f FILE | -F] [-w EXPR] [EXPR] [FILE...]",
	.purpose = "Keeps the events that pass all cuts. Without -e and --cuts the first operand is the cut.",
	.opts = opts,
};

// The expressions, in order.
struct cut_list {
	char **cut;
	size_t n, room;
};

static void add_cut(struct cut_list *l, char *cut)
{
	l->cut = mem_grow(l->cut, &l->room, l->n + 1, sizeof *l->cut);
	l->cut[l->n++] = cut;
}

static void add_row(struct cut_list *l, const struct cut *c, const char *file)
{
	struct string s = {0};
	char number[NUM_MAX];
	const char *name = c->column;
	const bool plain = name[0] && !strchr("0123456789", name[0]) && !name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
						"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")];
	if (c->n != 1)
		die(EXIT_DATA, "%s:%zu: %zu cuts on %s, not one: evscan finds the best", file, c->line, c->n, name);
	string_printf(&s, plain ? "%s %c " : "`%s` %c ", name, c->above ? '>' : '<');
	string_add(&s, number, num_write(number, c->value[0]));
	add_cut(l, s.text);
}

static void add_file(struct cut_list *l, const char *file)
{
	struct cuts *c = cuts_read(file);
	if (!c->n)
		die(EXIT_DATA, "%s: no cuts in it", file);
	for (size_t i = 0; i < c->n; i++)
		add_row(l, &c->cut[i], file);
	cuts_free(c);
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	const char *columns = NULL, *flow_file = NULL, *weight = NULL;
	struct cut_list cuts = {0};
	bool events = true;
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		switch (key) {
		case 'e': add_cut(&cuts, mem_copy(optarg)); break;
		case KEY_CUTS: add_file(&cuts, optarg); break;
		case 'c': columns = optarg; break;
		case 'f': flow_file = optarg; break;
		case 'F': events = false; break;
		case 'w': weight = optarg; break;
		}
	}
	if (!cuts.n) {
		if (optind == argc)
			usage_error(&cli, "no cut is given");
		add_cut(&cuts, mem_copy(argv[optind++]));
	}
	if (flow_file && !events)
		usage_error(&cli, "-f and -F exclude each other");
	if (weight && !flow_file && events)
		usage_error(&cli, "-w is for the cutflow: it needs -f or -F");

	struct input *in = input_open(argv + optind, (size_t)(argc - optind), NULL);
	struct cutflow *flow = cutflow_open(cuts.cut, cuts.n, weight, in);
	struct pick p = {0};
	struct output *out = NULL;
	if (events) {
		input_fix_types(in);
		if (!columns)
			input_want_all(in);
		p = pick_columns(input_schema(in), columns, "-c");
		pick_want(&p, in);
		out = output_open(&p.schema);
	}
	for (struct batch b; input_next(in, &b);) {
		const uint8_t *kept = cutflow_apply(flow, &b);
		if (events) {
			struct batch picked = pick_batch(&p, &b);
			output_rows(out, &picked, kept);
		}
	}
	if (events)
		output_close(out);
	if (flow_file)
		cutflow_write(flow, flow_file);
	if (!events) {
		cutflow_print(flow, stdout);
		close_stdout();
	}
	cutflow_free(flow);
	pick_free(&p);
	input_close(in);
	for (size_t i = 0; i < cuts.n; i++)
		free(cuts.cut[i]);
	free(cuts.cut);
	return EXIT_GOOD;
}
