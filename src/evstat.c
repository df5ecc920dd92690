// SPDX-License-Identifier: MIT
// evstat: count, mean, variance, least and greatest value of each column, for signal and for background.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "classes.h"
#include "err.h"
#include "expr_input.h"
#include "mem.h"
#include "opt.h"
#include "pick.h"
#include "stat.h"

static const struct opt opts[] = {
	{'s', "signal", "EXPR", "signal is where this holds, background where not (default: no split)"},
	{'e', "select", "EXPR", "only events for which this holds; may be given again, all must hold"},
	{'c', "columns", "COLS", "only these columns, in this order (default: all but text)"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	.synopsis = "[-s EXPR] [-e EXPR]... [-c COLS] [FILE...]",
	.purpose = "Counts, means, variances and ranges of columns, for signal and background.",
	.opts = opts,
};

// The numeric columns of in, or those listed, become columns of s; which they are in the input is returned.
static size_t *choose_columns(struct stat *s, struct input *in, const char *list)
{
	struct pick p = pick_columns(input_schema(in), list, "-c");
	size_t *from = mem_new(p.schema.n, sizeof *from);
	for (size_t i = 0; i < p.schema.n; i++) {
		const struct field *f = &p.schema.field[i];
		if (f->type == TYPE_TEXT && list)
			die(EXIT_USAGE, "-c: column %s is text", f->name);
		if (f->type == TYPE_TEXT)
			continue;
		from[s->n] = p.from[i];
		input_want(in, p.from[i]);
		stat_add_column(s, f->name, f->type);
	}
	pick_free(&p);
	return from;
}

// Rows [first, first + n) of a column as doubles, nan where missing. The result is buffer, or the column itself.
static const double *reals(const struct column *c, size_t first, size_t n, double *buffer)
{
	const double *f64 = c->data;
	const float *f32 = c->data;
	const int64_t *i64 = c->data;
	const int32_t *i32 = c->data;
	const uint8_t *bits = c->data;
	if (c->type == TYPE_F64 && !c->valid)
		return f64 + first;
	for (size_t i = 0; i < n; i++) {
		switch (c->type) {
		case TYPE_F64: buffer[i] = f64[first + i]; break;
		case TYPE_F32: buffer[i] = (double)f32[first + i]; break;
		case TYPE_I64: buffer[i] = (double)i64[first + i]; break;
		case TYPE_I32: buffer[i] = i32[first + i]; break;
		default: buffer[i] = bit_get(bits, first + i); break;
		}
	}
	for (size_t i = 0; c->valid && i < n; i++)
		buffer[i] = is_missing(c, first + i) ? NAN : buffer[i];
	return buffer;
}

// Adds x[0..n) to the moments of the class that each belongs to.
static void add_by_class(struct moments of[2], const double *x, const uint8_t *class, size_t n)
{
	double sorted[2][EXPR_BLOCK + 1];
	size_t count[2] = {0, 0};
	for (size_t i = 0; i < n; i++) {
		sorted[0][count[0]] = x[i];
		sorted[1][count[1]] = x[i];
		count[0] += class[i] == SIGNAL;
		count[1] += class[i] == BACKGROUND;
	}
	moments_add(&of[0], sorted[0], count[0]);
	moments_add(&of[1], sorted[1], count[1]);
}

static void add_block(struct stat *s, const size_t *from, const struct batch *b, size_t first, size_t n,
		      const uint8_t *class)
{
	uint64_t count[3] = {0};
	for (size_t i = 0; i < n; i++)
		count[class[i]]++;
	s->events[0] += count[SIGNAL];
	s->events[1] += count[BACKGROUND];
	for (size_t c = 0; c < s->n; c++) {
		double buffer[EXPR_BLOCK];
		const double *x = reals(&b->column[from[c]], first, n, buffer);
		if (count[SIGNAL] == n)
			moments_add(&s->column[c].of[0], x, n);
		else
			add_by_class(s->column[c].of, x, class, n);
	}
}

static void add_batch(struct stat *s, const size_t *from, struct classes *classes, const struct batch *b)
{
	for (size_t c = 0; c < s->n; c++)
		s->column[c].type = type_join(s->column[c].type, b->column[from[c]].type);
	for (size_t first = 0; first < b->rows; first += EXPR_BLOCK) {
		size_t n = b->rows - first < EXPR_BLOCK ? b->rows - first : EXPR_BLOCK;
		add_block(s, from, b, first, n, classes_of(classes, b, first, n));
	}
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	const char *signal = NULL, *columns = NULL;
	char **select = mem_new((size_t)argc, sizeof *select);
	size_t n_select = 0;
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		switch (key) {
		case 's': signal = optarg; break;
		case 'e': select[n_select++] = optarg; break;
		case 'c': columns = optarg; break;
		}
	}

	struct input *in = input_open(argv + optind, (size_t)(argc - optind), NULL);
	struct classes *classes = classes_open(select, n_select, signal, in);
	char *selection = expr_conjunction(select, n_select);
	struct stat *s = stat_new(signal, selection);
	size_t *from = choose_columns(s, in, columns);
	for (struct batch b; input_next(in, &b);)
		add_batch(s, from, classes, &b);
	stat_print(stdout, s);
	close_stdout();

	stat_free(s);
	free(from);
	free(selection);
	classes_free(classes);
	input_close(in);
	free(select);
	return EXIT_GOOD;
}
