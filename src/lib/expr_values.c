// SPDX-License-Identifier: MIT
// expr_values: the values of a node in the type that is wanted, from columns, from constants and from one another. A
// column of float64 or int64 is used where it lies; everything else lands in the arrays of its node.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "expr_loops.h"
#include "expr_tree.h"
#include "mem.h"

// -- a value in the type that is wanted ----------------------------------------------------------------------------

const double *value_real(struct node *x, const struct values *v, size_t n)
{
	if (v->type == TYPE_F64)
		return v->real;
	if (x->op == OP_CONSTANT) {
		if (x->real)
			return x->real;
		n = EXPR_BLOCK;
	}
	double *restrict r = NODE_ARRAY(x->real);
	if (v->type == TYPE_I64) {
		for (size_t i = 0; i < n; i++)
			r[i] = (double)v->integer[i];
	} else {
		for (size_t i = 0; i < n; i++)
			r[i] = v->truth[i];
	}
	return r;
}

const int64_t *value_whole(struct node *x, const struct values *v, size_t n)
{
	if (v->type == TYPE_I64)
		return v->integer;
	if (x->op == OP_CONSTANT) {
		if (x->integer)
			return x->integer;
		n = EXPR_BLOCK;
	}
	int64_t *restrict r = NODE_ARRAY(x->integer);
	for (size_t i = 0; i < n; i++)
		r[i] = v->truth[i];
	return r;
}

// C's truth, by which nan is true; a missing value is false.
const uint8_t *value_truth(struct node *x, const struct values *v, size_t n)
{
	if (v->type == TYPE_BOOL && !v->missing)
		return v->truth;
	uint8_t *restrict r = NODE_ARRAY(x->truth);
	if (v->type == TYPE_F64) {
		const double zero = 0;
		loop_compare_reals(OP_NE, LEFT_VARIES, r, v->real, &zero, n);
	} else if (v->type == TYPE_I64) {
		const int64_t zero = 0;
		loop_compare_whole(OP_NE, LEFT_VARIES, r, v->integer, &zero, n);
	} // else it is where every truth value is: here
	if (v->missing)
		loop_without(r, v->missing, n);
	return r;
}

// Missing in a or in b; the array is x's if it is a new one.
const uint8_t *value_missing(struct node *x, const uint8_t *a, const uint8_t *b, size_t n)
{
	if (!a || !b || a == b)
		return a ? a : b;
	loop_or(NODE_ARRAY(x->missing), a, b, n);
	return x->missing;
}

// -- columns -------------------------------------------------------------------------------------------------------

static struct values load_numbers(struct node *x, const struct column *c, size_t first, size_t n)
{
	struct values v = {.type = TYPE_F64};
	if (c->type == TYPE_F64) {
		v.real = (const double *)c->data + first;
	} else if (c->type == TYPE_F32) {
		const float *from = (const float *)c->data + first;
		double *restrict to = NODE_ARRAY(x->real);
		for (size_t i = 0; i < n; i++)
			to[i] = (double)from[i];
		v.real = to;
	} else if (c->type == TYPE_I64) {
		v.type = TYPE_I64;
		v.integer = (const int64_t *)c->data + first;
	} else {
		const int32_t *from = (const int32_t *)c->data + first;
		int64_t *restrict to = NODE_ARRAY(x->integer);
		for (size_t i = 0; i < n; i++)
			to[i] = from[i];
		v.type = TYPE_I64;
		v.integer = to;
	}
	return v;
}

struct values value_load(struct node *x, const struct rows *at)
{
	const struct column *c = &at->batch->column[x->column];
	struct values v = {.type = c->type};
	if ((c->type == TYPE_TEXT) != (x->type == TYPE_TEXT))
		die(EXIT_DATA, "%s: column %zu is of type %s here, unlike before", at->batch->file, x->column + 1,
		    type_name(c->type));
	if (c->type == TYPE_TEXT) {
		v.text = c->data;
		v.offset = c->offset + at->first;
	} else if (c->type == TYPE_BOOL) {
		loop_bits(NODE_ARRAY(x->truth), c->data, at->first, at->n);
		v.truth = x->truth;
	} else {
		v = load_numbers(x, c, at->first, at->n);
	}
	if (c->valid && !loop_all_set(c->valid, at->first, at->n)) {
		uint8_t *missing = NODE_ARRAY(x->missing);
		loop_bits(missing, c->valid, at->first, at->n);
		for (size_t i = 0; i < at->n; i++)
			missing[i] ^= 1;
		v.missing = missing;
	}
	return v;
}

// -- constants -----------------------------------------------------------------------------------------------------

struct values value_constant(const struct node *x)
{
	return (struct values){.type = x->type, .real = x->real, .integer = x->integer, .truth = x->truth,
			       .text = x->text, .offset = x->offset};
}

void node_set_real(struct node *x, double value)
{
	x->type = TYPE_F64;
	for (size_t i = 0; i < EXPR_BLOCK; i++)
		NODE_ARRAY(x->real)[i] = value;
}

void node_set_whole(struct node *x, int64_t value)
{
	x->type = TYPE_I64;
	for (size_t i = 0; i < EXPR_BLOCK; i++)
		NODE_ARRAY(x->integer)[i] = value;
}

void node_set_truth(struct node *x, bool value)
{
	x->type = TYPE_BOOL;
	memset(NODE_ARRAY(x->truth), value, EXPR_BLOCK);
}

void node_set_text(struct node *x, const char *text, size_t n)
{
	x->type = TYPE_TEXT;
	x->text = mem_new(EXPR_BLOCK, n);
	x->offset = mem_new(EXPR_BLOCK + 1, sizeof *x->offset);
	for (size_t i = 0; i < EXPR_BLOCK; i++) {
		memcpy(x->text + i * n, text, n);
		x->offset[i + 1] = (int32_t)((i + 1) * n);
	}
}

void value_adapt(struct node *x, struct values *v, enum type other)
{
	if (x->op != OP_CONSTANT)
		return;
	if (other == TYPE_F64 && is_whole(v->type)) {
		int64_t whole = *value_whole(x, v, 1);
		if (whole >= -(INT64_C(1) << 53) && whole <= INT64_C(1) << 53)
			*v = (struct values){.type = TYPE_F64, .real = value_real(x, v, 1)};
	} else if (is_whole(other) && v->type == TYPE_F64) {
		double real = v->real[0];
		if (!(fabs(real) < 0x1p62) || real != floor(real))
			return;
		if (!x->integer)
			node_set_whole(x, (int64_t)real);
		x->type = TYPE_F64; // still
		*v = (struct values){.type = TYPE_I64, .integer = x->integer};
	}
}

void node_clear(struct node *x)
{
	for (size_t i = 0; i < x->n_args; i++)
		node_free(x->arg[i]);
	free(x->arg);
	free(x->real);
	free(x->integer);
	free(x->truth);
	free(x->missing);
	free(x->text);
	free(x->offset);
	*x = (struct node){.op = x->op, .type = x->type, .at = x->at, .from = x->from, .to = x->to};
}

void node_free(struct node *x)
{
	node_clear(x);
	free(x);
}
