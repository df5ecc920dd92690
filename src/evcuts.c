// SPDX-License-Identifier: MIT
// evcuts: n cuts a column, from where its signal lies on the average towards where its background does.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cuts.h"
#include "err.h"
#include "expr_lex.h"
#include "frame.h"
#include "opt.h"
#include "stat.h"

static const struct opt opts[] = {
	{'n', "number", "N", "how many cuts a column"},
	{'c', "columns", "COLS", "cut on these columns, in this order (all real-valued ones)"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	"-n N [-c COLS] [STAT]",
	"Makes N cuts a column out of the means of signal and background that evstat -s finds.",
	opts,
	NULL,
};

enum { MOST = 1000000 };

// -- which columns -------------------------------------------------------------------------------------------------

static struct schema schema_of(const struct stat *s)
{
	struct schema schema = {0};
	for (size_t i = 0; i < s->n; i++)
		schema_add(&schema, s->column[i].name, s->column[i].type);
	return schema;
}

static size_t named(const struct schema *schema, const char *name, const char *file)
{
	size_t i = schema_find(schema, name);
	const char *near = i == SIZE_MAX ? schema_nearest(schema, name) : NULL;
	if (i == SIZE_MAX)
		die(EXIT_USAGE, "-c: %s has no column %s%s%s", file, name, near ? "; the nearest is " : "",
		    near ? near : "");
	return i;
}

// The columns that tell signal from background cannot be cut on: used[i] of those that the expression names.
static void find_used(const char *signal, const char *file, const struct schema *schema, bool *used)
{
	struct lexer l;
	for (lex_open(&l, file, signal); l.word != WORD_END; lex_next(&l)) {
		size_t i = l.word == WORD_NAME || l.word == WORD_COLUMN ? schema_find(schema, l.name) : SIZE_MAX;
		if (i != SIZE_MAX)
			used[i] = true;
	}
	lex_close(&l);
}

// The places of the columns to cut on, *n of them: those listed, else the real-valued ones (integers are counters).
static size_t *choose(const struct stat *s, const char *list, const char *file, size_t *n)
{
	struct schema schema = schema_of(s);
	bool *used = mem_new(s->n, sizeof *used);
	size_t *chosen = NULL, room = 0;
	*n = 0;
	if (list) {
		size_t names;
		char **name = opt_list("-c", list, &names);
		chosen = mem_new(names, sizeof *chosen);
		for (; *n < names; ++*n) {
			chosen[*n] = named(&schema, name[*n], file);
			free(name[*n]);
		}
		free(name);
	} else {
		find_used(s->signal, file, &schema, used);
		for (size_t i = 0; i < s->n; i++) {
			if (used[i] || (s->column[i].type != TYPE_F64 && s->column[i].type != TYPE_F32))
				continue;
			chosen = mem_grow(chosen, &room, *n + 1, sizeof *chosen);
			chosen[(*n)++] = i;
		}
	}
	free(used);
	schema_free(&schema);
	if (!*n)
		die(EXIT_DATA, "%s: no real-valued column to cut on: name some with -c", file);
	return chosen;
}

// -- cuts ----------------------------------------------------------------------------------------------------------

static double mean_of(const struct stat_column *column, int class, const char *file)
{
	static const char *const classes[] = {"signal", "background"};
	const struct moments *m = &column->of[class];
	if (!m->count)
		die(EXIT_DATA, "%s: column %s: no %s event has a value, so there is no mean to cut from", file,
		    column->name, classes[class]);
	double mean = moments_mean(m);
	if (!isfinite(mean))
		die(EXIT_DATA, "%s: column %s: the mean of the %s is %g", file, column->name, classes[class], mean);
	return mean;
}

static void add_cuts(struct cuts *c, const struct stat_column *column, size_t n, const char *file)
{
	double s = mean_of(column, 0, file), b = mean_of(column, 1, file);
	double *value = mem_new(n, sizeof *value);
	for (size_t j = 0; j < n; j++) {
		value[j] = s + (double)j * (b - s) / (double)n;
		if (!isfinite(value[j]))
			die(EXIT_DATA, "%s: column %s: the means %g and %g are too far apart", file, column->name, s, b);
	}
	cuts_add(c, column->name, b < s, value, n);
	free(value);
}

// As evpartial(5) has texts, with a last line by which cuts_read sees that all is there.
static void print(const struct cuts *c, const struct stat *stat)
{
	struct frame out = {.to = stdout};
	struct string *s = &out.text;
	string_puts(s, "# evfarm cuts 1\n");
	if (stat->missing_tasks)
		string_printf(s, "# missing_tasks %s\n", stat->missing_tasks);
	string_puts(s, "# signal ");
	size_t from = s->n;
	string_puts(s, stat->signal);
	for (char *p = s->text + from; (p = strpbrk(p, "\r\n")); p++)
		*p = ' ';
	string_puts(s, "\n# columns column\top");
	for (size_t j = 0; j < c->cut[0].n; j++)
		string_printf(s, "\tcut%zu", j);
	string_puts(s, "\n");
	for (size_t i = 0; i < c->n; i++) {
		cuts_write_row(s, c, i);
		string_puts(s, "\n");
		frame_row(&out);
	}
	frame_end(&out);
}

int main(int argc, char **argv)
{
	size_t n = 0, columns;
	const char *list = NULL;

	err_init(argv[0]);
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		if (key == 'n')
			n = (size_t)opt_int("-n", optarg, 1, MOST);
		else
			list = optarg;
	}
	if (!n)
		usage_error(&cli, "how many cuts a column? -n N");
	if (argc - optind > 1)
		usage_error(&cli, "one file of statistics, please: evmerge adds several");
	const char *file = optind < argc ? argv[optind] : "-", *name = strcmp(file, "-") == 0 ? "standard input" : file;
	struct stat *stat = stat_read(file);
	if (!stat->signal)
		die(EXIT_DATA, "%s: signal and background are not told apart: make it with evstat -s EXPR", name);
	size_t *column = choose(stat, list, name, &columns);
	if (pow((double)n, (double)columns) >= 0x1p63)
		die(EXIT_USAGE, "-n: %zu cuts of %zu columns are more than 2^63 settings", n, columns);
	struct cuts *cuts = cuts_new("cuts");
	for (size_t i = 0; i < columns; i++)
		add_cuts(cuts, &stat->column[column[i]], n, name);
	print(cuts, stat);
	cuts_free(cuts);
	free(column);
	stat_free(stat);
	close_stdout();
}
