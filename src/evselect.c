// SPDX-License-Identifier: MIT
// evselect: keeps the events that pass all cuts, and counts how many pass each: the cutflow.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cutflow.h"
#include "err.h"
#include "mem.h"
#include "opt.h"
#include "output.h"
#include "pick.h"

static const struct opt opts[] = {
	{'e', "select", "EXPR", "keep events for which EXPR is true; repeatable, applied in order"},
	{'c', "columns", "COLS", "write only these columns, in this order"},
	{'f', "cutflow", "FILE", "write the cutflow to FILE: cut, events, sum of weights, efficiencies"},
	{'F', "only-cutflow", NULL, "write the cutflow to standard output, and no events"},
	{'w', "weight", "EXPR", "the events' weight in the cutflow (default: 1)"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	.synopsis = "[-e EXPR]... [-c COLS] [-f FILE | -F] [-w EXPR] [EXPR] [FILE...]",
	.purpose = "Keeps the events that pass all cuts. Without -e the first operand is the cut.",
	.opts = opts,
};

int main(int argc, char **argv)
{
	err_init(argv[0]);
	const char *columns = NULL, *flow_file = NULL, *weight = NULL;
	char **cuts = mem_new((size_t)argc, sizeof *cuts);
	size_t n = 0;
	bool events = true;
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		switch (key) {
		case 'e': cuts[n++] = optarg; break;
		case 'c': columns = optarg; break;
		case 'f': flow_file = optarg; break;
		case 'F': events = false; break;
		case 'w': weight = optarg; break;
		}
	}
	if (!n) {
		if (optind == argc)
			usage_error(&cli, "no cut is given");
		cuts[n++] = argv[optind++];
	}
	if (flow_file && !events)
		usage_error(&cli, "-f and -F exclude each other");
	if (weight && !flow_file && events)
		usage_error(&cli, "-w is for the cutflow: it needs -f or -F");

	struct input *in = input_open(argv + optind, (size_t)(argc - optind), NULL);
	struct cutflow *flow = cutflow_open(cuts, n, weight, in);
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
	free(cuts);
	return EXIT_GOOD;
}
