// SPDX-License-Identifier: MIT
// plain_stat FILE: count, mean, variance, min and max of all columns, by the library's reader, but with sums of doubles as
// they come: what evstat's exact sums are measured against.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "input.h"
#include "mem.h"

struct plain {
	double count, sum, squares, min, max;
};

static double real(const struct column *c, size_t row)
{
	switch (c->type) {
	case TYPE_F64: return ((const double *)c->data)[row];
	case TYPE_F32: return (double)((const float *)c->data)[row];
	case TYPE_I64: return (double)((const int64_t *)c->data)[row];
	case TYPE_I32: return ((const int32_t *)c->data)[row];
	default: return NAN;
	}
}

// Four sums a column, so that an addition need not wait for the one before.
static void add(struct plain *p, const double *x, size_t n)
{
	enum { LANES = 4 };
	double sum[LANES] = {0}, squares[LANES] = {0}, min[LANES], max[LANES];
	for (int l = 0; l < LANES; l++) {
		min[l] = p->min;
		max[l] = p->max;
	}
	for (size_t i = 0; i + LANES <= n; i += LANES) {
		for (int l = 0; l < LANES; l++) {
			double v = x[i + (size_t)l];
			sum[l] += v;
			squares[l] += v * v;
			min[l] = v < min[l] ? v : min[l];
			max[l] = v > max[l] ? v : max[l];
		}
	}
	for (size_t i = n / LANES * LANES; i < n; i++) {
		sum[0] += x[i];
		squares[0] += x[i] * x[i];
		min[0] = x[i] < min[0] ? x[i] : min[0];
		max[0] = x[i] > max[0] ? x[i] : max[0];
	}
	for (int l = 0; l < LANES; l++) {
		p->sum += sum[l];
		p->squares += squares[l];
		p->min = min[l] < p->min ? min[l] : p->min;
		p->max = max[l] > p->max ? max[l] : p->max;
	}
	p->count += (double)n;
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	struct input *in = input_open(argv + 1, (size_t)(argc - 1), NULL);
	const struct schema *schema = input_schema(in);
	struct plain *of = mem_new(schema->n, sizeof *of);
	for (size_t c = 0; c < schema->n; c++)
		of[c] = (struct plain){.min = INFINITY, .max = -INFINITY};
	input_want_all(in);
	for (struct batch b; input_next(in, &b);) {
		double *x = mem_new(b.rows, sizeof *x);
		for (size_t c = 0; c < schema->n; c++) {
			for (size_t i = 0; i < b.rows && b.column[c].type != TYPE_F64; i++)
				x[i] = real(&b.column[c], i);
			add(&of[c], b.column[c].type == TYPE_F64 ? b.column[c].data : x, b.rows);
		}
		free(x);
	}
	for (size_t c = 0; c < schema->n; c++) {
		double mean = of[c].sum / of[c].count;
		printf("%s\t%.0f\t%.15g\t%.15g\t%.15g\t%.15g\n", schema->field[c].name, of[c].count, mean,
		       of[c].squares / of[c].count - mean * mean, of[c].min, of[c].max);
	}
	free(of);
	input_close(in);
}
