// SPDX-License-Identifier: MIT
// evread: CSV, or any other events, to an event stream.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "opt.h"
#include "output.h"
#include "pick.h"

enum { ON_BAD = 256, RENAME };

static const struct opt opts[] = {
	{'c', "columns", "COLS", "only these columns, in this order: pt1,eta1,..."},
	{'d', "delimiter", "CHAR", "what stands between fields: a character, or tab (default: found out)"},
	{'H', "names", "NAMES", "there is no header line: these are the columns' names"},
	{'t', "type", "COL=TYPE", "read a column (or all: *) as float64, float32, int64, int32, bool or utf8"},
	{ON_BAD, "on-bad", "stop|skip", "bad records: stop at the first (default), or skip and count them"},
	{RENAME, "rename", "COL=NEW", "rename a column, which may be given by position: _3=pt"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	.synopsis = "[-c COLS] [-d CHAR] [-H NAMES] [-t COL=TYPE]... [FILE...]",
	.purpose = "Reads events as CSV or TSV, gzipped or not, and writes them as an event stream.",
	.opts = opts,
	.notes = "FILE@OFFSET+LENGTH reads the records that begin in that range of bytes.",
};

static bool skips(const char *text)
{
	if (strcmp(text, "skip") != 0 && strcmp(text, "stop") != 0)
		usage_error(&cli, "--on-bad: neither stop nor skip: \"%s\"", text);
	return strcmp(text, "skip") == 0;
}

static void push(const char ***list, size_t *n, const char *text)
{
	*list = mem_resize(*list, *n + 1, sizeof **list);
	(*list)[(*n)++] = text;
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	struct dialect d = {0};
	const char **types = NULL, **renames = NULL, *columns = NULL;
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		switch (key) {
		case 'c': columns = optarg; break;
		case 'd': d.delimiter = opt_delimiter("-d", optarg); break;
		case 'H': d.names = opt_list("-H", optarg, &d.n_names); break;
		case 't': push(&types, &d.n_types, optarg); break;
		case ON_BAD: d.skip_bad = skips(optarg); break;
		case RENAME: push(&renames, &d.n_rename, optarg); break;
		}
	}
	d.types = types;
	d.rename = renames;

	struct input *in = input_open(argv + optind, (size_t)(argc - optind), &d);
	input_fix_types(in);
	if (!columns)
		input_want_all(in);
	struct pick p = pick_columns(input_schema(in), columns, "-c");
	pick_want(&p, in);

	struct output *out = output_open(&p.schema);
	uint64_t events = 0;
	for (struct batch b; input_next(in, &b); events += b.rows) {
		struct batch picked = pick_batch(&p, &b);
		output_rows(out, &picked, NULL);
	}
	output_close(out);

	uint64_t skipped = input_skipped(in);
	if (skipped)
		warn("skipped %llu bad record%s, read %llu", (unsigned long long)skipped, skipped == 1 ? "" : "s",
		     (unsigned long long)events);
	pick_free(&p);
	input_close(in);
	for (size_t i = 0; i < d.n_names; i++)
		free(d.names[i]);
	free(d.names);
	free(types);
	free(renames);
	return EXIT_GOOD;
}
