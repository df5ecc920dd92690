// SPDX-License-Identifier: MIT
// evint: the integral of an expression by the midpoint rule, on a grid in one or two dimensions, whole or a part.
//
// What each point of x adds is a number, in two dimensions the sum of a row of points, exact and then rounded. These numbers are
// added up exactly, so it makes no difference how threads share them, nor into which parts they are cut.

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "err.h"
#include "expr.h"
#include "mem.h"
#include "opt.h"
#include "part.h"
#include "stat.h"

enum { PART = 256, MOST_POINTS = 1000000000 };

static const struct opt opts[] = {
	{'x', "x", "N,LO,HI", "N points between LO and HI, each in the middle of its interval"},
	{'y', "y", "N,LO,HI", "the same for the second dimension"},
	{PART, "part", "K/N", "part K of N, 1 to N, of the points of x: all parts add up to the whole"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	.synopsis = "-x N,LO,HI [-y N,LO,HI] [--part K/N] EXPR",
	.purpose = "Integrates an expression of x, or of x and y, over the midpoints of a grid.",
	.opts = opts,
	.notes = "LO and HI may be expressions, such as 2*pi. The integral is what stands under sum.",
};

struct axis {
	int64_t n;
	double lo, hi, step;
};

struct grid {
	const char *text; // of the expression
	struct schema names;
	struct axis x, y;
	bool plane;
	int64_t from, to; // of the points of x
};

struct worker {
	const struct grid *grid;
	struct expr *expr;
	struct moments sum;
	double x[EXPR_BLOCK], y[EXPR_BLOCK];
};

static double constant(const char *what, const char *text)
{
	struct expr *e = expr_compile(text, what, &(struct schema){0});
	double x = *expr_reals(e, &(struct batch){.rows = 1}, 0, 1);
	expr_free(e);
	return x;
}

static struct axis parse_axis(const char *what, const char *text)
{
	size_t n;
	char **word = opt_list(what, text, &n);
	if (n != 3)
		usage_error(&cli, "%s: not N,LO,HI: \"%s\"", what, text);
	struct axis a = {opt_int(what, word[0], 1, MOST_POINTS), constant(what, word[1]), constant(what, word[2]), 0};
	a.step = (a.hi - a.lo) / (double)a.n;
	if (!(a.step > 0) || !isfinite(a.step))
		usage_error(&cli, "%s: LO must be below HI: \"%s\"", what, text);
	for (size_t i = 0; i < n; i++)
		free(word[i]);
	free(word);
	return a;
}

static struct worker *worker_new(const struct grid *g)
{
	struct worker *w = mem_new(1, sizeof *w);
	w->grid = g;
	w->expr = expr_compile(g->text, "", &g->names);
	return w;
}

static void worker_free(struct worker *w)
{
	expr_free(w->expr);
	moments_free(&w->sum);
	free(w);
}

// The midpoints from number first on.
static void midpoints(double *restrict to, const struct axis *a, int64_t first, int n)
{
	const double begin = (double)first + 0.5;
	for (int i = 0; i < n; i++)
		to[i] = a->lo + (begin + i) * a->step;
}

static int block(int64_t left)
{
	return left < EXPR_BLOCK ? (int)left : EXPR_BLOCK;
}

// The expression at the first n points that are in x and y.
static const double *values(struct worker *w, int n)
{
	struct column xy[] = {{.type = TYPE_F64, .data = w->x}, {.type = TYPE_F64, .data = w->y}};
	return expr_reals(w->expr, &(struct batch){.rows = (size_t)n, .column = xy}, 0, (size_t)n);
}

// n points of x, in one dimension
static void add_points(struct worker *w, int64_t first, int n)
{
	double product[EXPR_BLOCK];
	midpoints(w->x, &w->grid->x, first, n);
	const double *f = values(w, n);
	for (int i = 0; i < n; i++)
		product[i] = f[i] * w->grid->x.step;
	moments_add(&w->sum, product, (size_t)n);
}

// one point of x, and all of y
static void add_row(struct worker *w, int64_t row)
{
	const struct grid *g = w->grid;
	struct sum sum = {0};
	midpoints(w->x, &g->x, row, 1);
	for (int i = 1; i < block(g->y.n); i++)
		w->x[i] = w->x[0];
	for (int64_t j = 0, n; j < g->y.n; j += n) {
		n = block(g->y.n - j);
		midpoints(w->y, &g->y, j, (int)n);
		sum_add_many(&sum, values(w, (int)n), (size_t)n);
	}
	const double product = sum_value(&sum) * (g->x.step * g->y.step);
	moments_add(&w->sum, &product, 1);
	sum_free(&sum);
}

static struct moments integrate(const struct grid *g)
{
	const int64_t stride = g->plane ? 1 : EXPR_BLOCK;
	struct moments sum = {0};
	worker_free(worker_new(g)); // a wrong expression is told once
#pragma omp parallel
	{
		struct worker *w = worker_new(g);
#pragma omp for schedule(dynamic)
		for (int64_t i = g->from; i < g->to; i += stride) {
			if (g->plane)
				add_row(w, i);
			else
				add_points(w, i, block(g->to - i));
		}
#pragma omp critical
		moments_merge(&sum, &w->sum);
		worker_free(w);
	}
	if (sum.missing)
		die(EXIT_DATA, "%s is not a number at %" PRIu64 " points of x", g->text, sum.missing);
	return sum;
}

// The grid and the expression name the column, so that only parts of one integral are ever added up.
static void print(const struct grid *g, const char *x, const char *y)
{
	struct string name = {0};
	string_printf(&name, "%s over x=%s", g->text, x);
	if (y)
		string_printf(&name, " y=%s", y);
	struct stat *s = stat_new(NULL, NULL);
	stat_add_column(s, name.text, TYPE_F64);
	s->column[0].of[0] = integrate(g);
	s->events[0] = s->column[0].of[0].count;
	stat_print(stdout, s);
	close_stdout();
	stat_free(s);
	string_free(&name);
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	const char *x = NULL, *y = NULL;
	struct part part = {1, 1};
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		switch (key) {
		case 'x': x = optarg; break;
		case 'y': y = optarg; break;
		case PART: part = part_parse(optarg); break;
		}
	}
	if (!x || optind + 1 != argc)
		usage_error(&cli, x ? "give one expression" : "-x is missing: the points of x");

	struct grid g = {.text = argv[optind], .x = parse_axis("-x", x), .plane = y};
	part_share(part, g.x.n, &g.from, &g.to);
	schema_add(&g.names, "x", TYPE_F64);
	if (y) {
		g.y = parse_axis("-y", y);
		schema_add(&g.names, "y", TYPE_F64);
	}
	print(&g, x, y);
	schema_free(&g.names);
	return EXIT_GOOD;
}
