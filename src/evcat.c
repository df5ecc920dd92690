// SPDX-License-Identifier: MIT
// evcat: events as text, for eyes and for programs that read CSV.

#include <stdio.h>
#include <unistd.h>

#include "err.h"
#include "input.h"
#include "opt.h"
#include "pick.h"
#include "text.h"

enum { OPT_SCHEMA = 256 };

static const struct opt opts[] = {
	{'c', "columns", "COLS", "these columns only, in this order: names or _N, with commas between"},
	{'d', "delimiter", "CHAR", "what stands between the fields: a character, or tab (default: a comma)"},
	{'H', "no-header", NULL, "no line of column names"},
	{'n', "rows", "N", "the first N rows only"},
	{'p', "pretty", NULL, "columns aligned for the eye, a missing value as -"},
	{OPT_SCHEMA, "schema", NULL, "the columns' names and types instead of the rows"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	.synopsis = "[-Hp] [-c COLS] [-d CHAR] [-n N] [--schema] [FILE...]",
	.purpose = "Print events as CSV. FILE: CSV, TSV or an event stream, gzipped or not (default: standard input).",
	.opts = opts,
};

static void print_schema(const struct schema *s)
{
	for (size_t c = 0; c < s->n; c++)
		printf("%s\t%s\n", s->field[c].name, type_name(s->field[c].type));
}

static void print_rows(struct input *in, struct pick *p, const struct text_style *style, int64_t most)
{
	struct text *text = text_open(&p->schema, style);
	struct batch b;
	for (uint64_t left = (uint64_t)most; left && input_next(in, &b); left -= b.rows) {
		if (b.rows > left)
			b.rows = (size_t)left;
		struct batch picked = pick_batch(p, &b);
		text_rows(text, &picked, NULL);
	}
	text_close(text);
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	const char *columns = NULL;
	struct text_style style = {.header = true};
	int64_t most = INT64_MAX;
	bool schema = false;
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		switch (key) {
		case 'c': columns = optarg; break;
		case 'd': style.delimiter = opt_delimiter("-d", optarg); break;
		case 'H': style.header = false; break;
		case 'n': most = opt_int("-n", optarg, 0, INT64_MAX); break;
		case 'p': style.aligned = true; break;
		case OPT_SCHEMA: schema = true; break;
		}
	}

	struct input *in = input_open(argv + optind, (size_t)(argc - optind), NULL);
	if (!columns)
		input_want_all(in);
	struct pick p = pick_columns(input_schema(in), columns, "-c");
	pick_want(&p, in);
	if (schema)
		print_schema(&p.schema);
	else
		print_rows(in, &p, &style, most);
	pick_free(&p);
	input_close(in);
	close_stdout();
	return EXIT_GOOD;
}
