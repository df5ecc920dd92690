// SPDX-License-Identifier: MIT
// evcat: events as text, for eyes and for programs that read CSV.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "input.h"
#include "mem.h"
#include "opt.h"
#include "text.h"

enum { OPT_SCHEMA = 256 };

static const struct opt opts[] = {
	{'c', "columns", "COLS", "these columns only, in this order: names or _N, with commas between"},
	{'d', "delimiter", "DELIM", "what stands between the fields: one character, or tab (default: a comma)"},
	{'H', "no-header", NULL, "no line of column names"},
	{'n', "rows", "N", "the first N rows only"},
	{'p', "pretty", NULL, "columns aligned for the eye, a missing value as -"},
	{OPT_SCHEMA, "schema", NULL, "the columns' names and types instead of the rows"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	.synopsis = "[-Hp] [-c COLS] [-d DELIM] [-n N] [--schema] [FILE...]",
	.purpose = "Print events as CSV. FILE: CSV, TSV or an event stream, gzipped or not (default: standard input).",
	.opts = opts,
};

// The columns to print: their numbers in the input's schema, and a schema of their own.
struct choice {
	size_t *column;
	struct schema schema;
};

static char delimiter(const char *text)
{
	if (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0)
		return '\t';
	if (strlen(text) != 1 || strchr("\"\n\r", *text) || (unsigned char)*text >= 0x80)
		usage_error(&cli, "-d: not a delimiter: \"%s\"", text);
	return *text;
}

static size_t find_column(const struct schema *s, const char *name)
{
	size_t c = schema_find(s, name);
	if (c == SIZE_MAX) {
		const char *near = schema_nearest(s, name);
		die(EXIT_USAGE, near ? "-c: no column %s, did you mean %s?" : "-c: no column %s", name, near);
	}
	return c;
}

// Those named in list, or all if it is NULL.
static struct choice choose(const struct schema *s, const char *list)
{
	size_t n = s->n;
	char **names = list ? opt_list("-c", list, &n) : NULL;
	struct choice chosen = {mem_new(n, sizeof *chosen.column), {0}};
	for (size_t i = 0; i < n; i++) {
		size_t c = names ? find_column(s, names[i]) : i;
		chosen.column[i] = c;
		schema_add(&chosen.schema, s->field[c].name, s->field[c].type);
		if (names)
			free(names[i]);
	}
	free(names);
	return chosen;
}

static void print_schema(const struct schema *s)
{
	for (size_t c = 0; c < s->n; c++)
		printf("%s\t%s\n", s->field[c].name, type_name(s->field[c].type));
}

static void print_rows(struct input *in, const struct choice *chosen, const struct text_style *style, int64_t most)
{
	struct text *text = text_open(&chosen->schema, style);
	struct column *column = mem_new(chosen->schema.n, sizeof *column);
	struct batch b;
	for (uint64_t left = (uint64_t)most; left && input_next(in, &b); left -= b.rows) {
		if (b.rows > left)
			b.rows = (size_t)left;
		for (size_t i = 0; i < chosen->schema.n; i++)
			column[i] = b.column[chosen->column[i]];
		b.column = column;
		text_rows(text, &b, NULL);
	}
	free(column);
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
		case 'd': style.delimiter = delimiter(optarg); break;
		case 'H': style.header = false; break;
		case 'n': most = opt_int("-n", optarg, 0, INT64_MAX); break;
		case 'p': style.aligned = true; break;
		case OPT_SCHEMA: schema = true; break;
		}
	}

	struct input *in = input_open(argv + optind, (size_t)(argc - optind), NULL);
	struct choice chosen = choose(input_schema(in), columns);
	if (schema) {
		print_schema(&chosen.schema);
	} else {
		for (size_t i = 0; i < chosen.schema.n; i++)
			input_want(in, chosen.column[i]);
		if (!columns)
			input_want_all(in);
		print_rows(in, &chosen, &style, most);
	}
	input_close(in);
	free(chosen.column);
	schema_free(&chosen.schema);
	close_stdout();
	return EXIT_GOOD;
}
