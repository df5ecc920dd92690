// SPDX-License-Identifier: MIT
// sample: events as the cuts see them; sample.h has the contract.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "expr_input.h"
#include "input.h"
#include "mem.h"
#include "sample.h"

_Static_assert((int)SAMPLE_BLOCK <= (int)EXPR_BLOCK, "a block is evaluated at once");

struct sample {
	const struct sample_spec *spec;
	struct input *in;
	struct expr *signal, *weight, **select;
	size_t *field; // of each row of the cuts, its column of the input
	struct batch batch;
	size_t at; // rows of the batch already given out
	uint64_t missing;

	const double **x;
	double *room; // SAMPLE_BLOCK a row of the cuts, then the weights
	uint8_t is_signal[SAMPLE_BLOCK];
	uint16_t kept[SAMPLE_BLOCK]; // which rows of the block are, in order
};

static size_t find_column(const struct cuts *c, size_t i, const struct schema *schema)
{
	const struct cut *cut = &c->cut[i];
	size_t found = schema_find(schema, cut->column);
	if (found == SIZE_MAX) {
		const char *near = schema_nearest(schema, cut->column);
		die(EXIT_USAGE, "%s:%zu: the events have no column %s%s%s", c->file, cut->line, cut->column,
		    near ? "; the nearest is " : "", near ? near : "");
	}
	if (schema->field[found].type == TYPE_TEXT)
		die(EXIT_USAGE, "%s:%zu: column %s is text and cannot be cut on", c->file, cut->line, cut->column);
	return found;
}

struct sample *sample_open(const struct sample_spec *spec, char *const *files, size_t n)
{
	size_t rows = spec->cuts->n;
	struct sample *s = mem_new(1, sizeof *s);
	s->spec = spec;
	s->in = input_open(files, n, NULL);
	s->field = mem_new(rows, sizeof *s->field);
	s->x = mem_new(rows, sizeof *s->x);
	s->room = mem_new((rows + 1) * SAMPLE_BLOCK, sizeof *s->room);
	for (size_t i = 0; i < rows; i++) {
		s->field[i] = find_column(spec->cuts, i, input_schema(s->in));
		input_want(s->in, s->field[i]);
	}
	s->signal = expr_on_input(spec->signal, "-s", s->in);
	s->weight = spec->weight ? expr_on_input(spec->weight, "-w", s->in) : NULL;
	if (s->weight && expr_type(s->weight) == TYPE_TEXT)
		die(EXIT_USAGE, "-w: '%s': a text is no weight", spec->weight);
	s->select = mem_new(spec->n_select, sizeof(struct expr *));
	for (size_t i = 0; i < spec->n_select; i++)
		s->select[i] = expr_on_input(spec->select[i], "-e", s->in);
	return s;
}

// Which of the n rows pass every selection, into kept.
static size_t select_rows(struct sample *s, size_t n)
{
	uint8_t keep[SAMPLE_BLOCK];
	memset(keep, 1, n);
	for (size_t k = 0; k < s->spec->n_select; k++) {
		const uint8_t *truth = expr_truth(s->select[k], &s->batch, s->at, n);
		for (size_t i = 0; i < n; i++)
			keep[i] &= truth[i];
	}
	size_t m = 0;
	for (size_t i = 0; i < n; i++) {
		s->kept[m] = (uint16_t)i;
		m += keep[i];
	}
	return m;
}

static double value_of(const struct values *v, size_t i)
{
	return v->type == TYPE_F64 ? v->real[i] : v->type == TYPE_I64 ? (double)v->integer[i] : v->truth[i];
}

// The weights of the m kept rows into out; rows whose weight is missing are taken out of kept.
static size_t weigh_rows(struct sample *s, size_t n, size_t m, double *out)
{
	struct values v = expr_eval(s->weight, &s->batch, s->at, n);
	size_t left = 0;
	for (size_t k = 0; k < m; k++) {
		size_t i = s->kept[k];
		if (v.missing && v.missing[i]) {
			s->missing++;
			continue;
		}
		double w = value_of(&v, i);
		if (!isfinite(w))
			die(EXIT_DATA, "%s: event %llu: weight '%s' is %g", s->batch.file,
			    (unsigned long long)(s->batch.first + s->at + i + 1), s->spec->weight, w);
		s->kept[left] = s->kept[k];
		out[left++] = w;
	}
	return left;
}

#define GATHER(type)                                                     \
	do {                                                             \
		const type *from = (const type *)c->data + first;        \
		for (size_t k = 0; k < m; k++)                           \
			out[k] = (double)from[kept[k]];                  \
	} while (0)

// The values of m rows of a column, counted from first, as doubles; missing ones are nan.
static void gather(const struct column *c, size_t first, const uint16_t *kept, size_t m, double *out)
{
	if (c->type == TYPE_F64)
		GATHER(double);
	else if (c->type == TYPE_F32)
		GATHER(float);
	else if (c->type == TYPE_I64)
		GATHER(int64_t);
	else if (c->type == TYPE_I32)
		GATHER(int32_t);
	else
		for (size_t k = 0; k < m; k++)
			out[k] = bit_get(c->data, first + kept[k]);
	for (size_t k = 0; c->valid && k < m; k++) {
		if (is_missing(c, first + kept[k]))
			out[k] = NAN;
	}
}

bool sample_next(struct sample *s, struct sample_rows *rows)
{
	if (s->at == s->batch.rows) {
		s->at = 0;
		if (!input_next(s->in, &s->batch)) {
			s->batch.rows = 0;
			return false;
		}
	}
	size_t n = s->batch.rows - s->at, columns = s->spec->cuts->n;
	n = n < SAMPLE_BLOCK ? n : SAMPLE_BLOCK;
	double *weight = s->weight ? s->room + columns * SAMPLE_BLOCK : NULL;
	size_t m = select_rows(s, n);
	if (weight)
		m = weigh_rows(s, n, m, weight);
	const uint8_t *truth = expr_truth(s->signal, &s->batch, s->at, n);
	for (size_t k = 0; k < m; k++)
		s->is_signal[k] = truth[s->kept[k]];
	for (size_t i = 0; i < columns; i++) {
		const struct column *c = &s->batch.column[s->field[i]];
		double *room = s->room + i * SAMPLE_BLOCK;
		s->x[i] = room;
		if (m == n && c->type == TYPE_F64 && !c->valid)
			s->x[i] = (const double *)c->data + s->at;
		else
			gather(c, s->at, s->kept, m, room);
	}
	s->at += n;
	*rows = (struct sample_rows){m, s->x, s->is_signal, weight};
	return true;
}

uint64_t sample_missing(const struct sample *s)
{
	return s->missing;
}

void sample_close(struct sample *s)
{
	expr_free(s->signal);
	if (s->weight)
		expr_free(s->weight);
	for (size_t i = 0; i < s->spec->n_select; i++)
		expr_free(s->select[i]);
	free(s->select);
	free(s->field);
	free(s->x);
	free(s->room);
	input_close(s->in);
	free(s);
}
