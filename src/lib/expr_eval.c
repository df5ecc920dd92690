// SPDX-License-Identifier: MIT
// expr_eval: walks the tree of an expression for a block of rows; expr.h has the contract.
//
// Types are looked at anew in every block, for a batch may bring integers as reals. A mask of missing rows exists only
// where an operand has one.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "expr_loops.h"
#include "expr_tree.h"
#include "mem.h"

// -- operators -----------------------------------------------------------------------------------------------------

static enum varies varying(const struct node *x)
{
	if (x->arg[1]->op == OP_CONSTANT)
		return LEFT_VARIES;
	return x->arg[0]->op == OP_CONSTANT ? RIGHT_VARIES : BOTH_VARY;
}

static struct values arithmetic(struct node *x, const struct rows *at)
{
	struct values a = node_eval(x->arg[0], at), b = node_eval(x->arg[1], at);
	const double *p = value_real(x->arg[0], &a, at->n), *q = value_real(x->arg[1], &b, at->n);
	loop_arithmetic(x->op, varying(x), NODE_ARRAY(x->real), p, q, at->n);
	const uint8_t *missing = value_missing(x, a.missing, b.missing, at->n);
	return (struct values){.type = TYPE_F64, .real = x->real, .missing = missing};
}

static const enum op mirrored[N_OPS] = {
	[OP_EQ] = OP_EQ, [OP_NE] = OP_NE, [OP_LT] = OP_GT, [OP_LE] = OP_GE, [OP_GT] = OP_LT, [OP_GE] = OP_LE,
};

static struct values compare(struct node *x, const struct rows *at)
{
	struct node *left = x->arg[0], *right = x->arg[1];
	struct values a = node_eval(left, at), b = node_eval(right, at);
	size_t n = at->n;
	uint8_t *r = NODE_ARRAY(x->truth);
	value_adapt(left, &a, b.type);
	value_adapt(right, &b, a.type);
	if (a.type == TYPE_TEXT)
		loop_compare_texts(x->op, r, a.text, a.offset, b.text, b.offset, n);
	else if (is_whole(a.type) && is_whole(b.type))
		loop_compare_whole(x->op, varying(x), r, value_whole(left, &a, n), value_whole(right, &b, n), n);
	else if (a.type == TYPE_F64 && b.type == TYPE_F64)
		loop_compare_reals(x->op, varying(x), r, a.real, b.real, n);
	else if (b.type == TYPE_F64)
		loop_compare_mixed(x->op, r, value_whole(left, &a, n), b.real, n);
	else
		loop_compare_mixed(mirrored[x->op], r, value_whole(right, &b, n), a.real, n);
	if (a.missing)
		loop_without(r, a.missing, n);
	if (b.missing)
		loop_without(r, b.missing, n);
	return (struct values){.type = TYPE_BOOL, .truth = r};
}

static struct values logic(struct node *x, const struct rows *at)
{
	struct values a = node_eval(x->arg[0], at), b = node_eval(x->arg[1], at);
	const uint8_t *p = value_truth(x->arg[0], &a, at->n), *q = value_truth(x->arg[1], &b, at->n);
	(x->op == OP_AND ? loop_and : loop_or)(NODE_ARRAY(x->truth), p, q, at->n);
	return (struct values){.type = TYPE_BOOL, .truth = x->truth};
}

static struct values opposite_truth(struct node *x, const struct rows *at)
{
	struct values a = node_eval(x->arg[0], at);
	const uint8_t *p = value_truth(x->arg[0], &a, at->n);
	uint8_t *restrict r = NODE_ARRAY(x->truth);
	for (size_t i = 0; i < at->n; i++)
		r[i] = p[i] ^ 1;
	return (struct values){.type = TYPE_BOOL, .truth = r};
}

// The least int64 has no opposite: it gives the nearest there is.
static int64_t opposite(int64_t x)
{
	return x == INT64_MIN ? INT64_MAX : -x;
}

// -x, and |x| if only the negative ones are to be turned round
static struct values turned(struct node *x, const struct rows *at, bool negative_only)
{
	struct values a = node_eval(x->arg[0], at), v = {.type = TYPE_I64, .missing = a.missing};
	if (a.type == TYPE_F64) {
		double *restrict r = NODE_ARRAY(x->real);
		for (size_t i = 0; i < at->n; i++)
			r[i] = negative_only ? fabs(a.real[i]) : -a.real[i];
		v.type = TYPE_F64;
		v.real = r;
		return v;
	}
	const int64_t *p = value_whole(x->arg[0], &a, at->n);
	int64_t *restrict r = NODE_ARRAY(x->integer);
	for (size_t i = 0; i < at->n; i++)
		r[i] = negative_only && p[i] >= 0 ? p[i] : opposite(p[i]);
	v.integer = r;
	return v;
}

// -- choice and calls ----------------------------------------------------------------------------------------------

static const uint8_t none[EXPR_BLOCK]; // a mask of rows that are all there

static void choose_text(struct node *x, const uint8_t *t, const struct values *yes, const struct values *no, size_t n)
{
	size_t length = 0;
	if (!x->offset)
		x->offset = mem_new(EXPR_BLOCK + 1, sizeof *x->offset);
	for (size_t i = 0; i < n; i++) {
		const struct values *v = t[i] ? yes : no;
		size_t here = (size_t)(v->offset[i + 1] - v->offset[i]);
		if (length + here > INT32_MAX)
			die(EXIT_SYSTEM, "more than 2 GiB of text in %d rows", EXPR_BLOCK);
		x->text = mem_grow(x->text, &x->text_room, length + here + 1, 1); // even if all of it is empty
		if (here)
			memcpy(x->text + length, v->text + v->offset[i], here);
		length += here;
		x->offset[i + 1] = (int32_t)length;
	}
}

#define CHOOSE(r, t, a, b, n) \
	for (size_t i = 0; i < (n); i++) \
		(r)[i] = (t)[i] ? (a)[i] : (b)[i]

static void choose_numbers(struct node *x, struct values *v, const uint8_t *t, const struct values *yes,
			   const struct values *no, size_t n)
{
	struct node *a = x->arg[1], *b = x->arg[2];
	if (yes->type == TYPE_BOOL && no->type == TYPE_BOOL) {
		uint8_t *restrict r = NODE_ARRAY(x->truth);
		CHOOSE(r, t, yes->truth, no->truth, n);
		v->type = TYPE_BOOL;
	} else if (is_whole(yes->type) && is_whole(no->type)) {
		const int64_t *p = value_whole(a, yes, n), *q = value_whole(b, no, n);
		int64_t *restrict r = NODE_ARRAY(x->integer);
		CHOOSE(r, t, p, q, n);
		v->type = TYPE_I64;
	} else {
		const double *p = value_real(a, yes, n), *q = value_real(b, no, n);
		double *restrict r = NODE_ARRAY(x->real);
		CHOOSE(r, t, p, q, n);
		v->type = TYPE_F64;
	}
}

static struct values choose(struct node *x, const struct rows *at)
{
	struct values c = node_eval(x->arg[0], at), yes = node_eval(x->arg[1], at), no = node_eval(x->arg[2], at);
	struct values v = {.type = yes.type};
	const uint8_t *t = value_truth(x->arg[0], &c, at->n);
	if (yes.type == TYPE_TEXT)
		choose_text(x, t, &yes, &no, at->n);
	else
		choose_numbers(x, &v, t, &yes, &no, at->n);
	if (yes.missing || no.missing) {
		const uint8_t *p = yes.missing ? yes.missing : none, *q = no.missing ? no.missing : none;
		uint8_t *restrict r = NODE_ARRAY(x->missing);
		CHOOSE(r, t, p, q, at->n);
		v.missing = r;
	}
	v.real = x->real;
	v.integer = x->integer;
	v.truth = x->truth;
	v.text = x->text;
	v.offset = x->offset;
	return v;
}

// A function with a loop over reals.
static struct values call_loop(struct node *x, const struct rows *at)
{
	const double *real[3] = {NULL};
	const uint8_t *missing = NULL;
	for (size_t i = 0; i < x->n_args; i++) {
		struct values a = node_eval(x->arg[i], at);
		real[i] = value_real(x->arg[i], &a, at->n);
		missing = value_missing(x, missing, a.missing, at->n);
	}
	x->function->loop(NODE_ARRAY(x->real), real, at->n);
	return (struct values){.type = TYPE_F64, .real = x->real, .missing = missing};
}

// A function that asks something of a real: the answer is never missing.
static struct values call_test(struct node *x, const struct rows *at)
{
	struct values a = node_eval(x->arg[0], at);
	uint8_t *r = NODE_ARRAY(x->truth);
	x->function->test(r, value_real(x->arg[0], &a, at->n), at->n);
	for (size_t i = 0; a.missing && i < at->n; i++)
		r[i] = a.missing[i] ? x->function->of_missing : r[i];
	return (struct values){.type = TYPE_BOOL, .truth = r};
}

// r becomes the lesser or the greater of r and a; nan if either is nan.
static void extreme_reals(double *restrict r, const double *a, bool least, size_t n)
{
	if (least) {
		for (size_t i = 0; i < n; i++)
			r[i] = r[i] < a[i] || r[i] != r[i] ? r[i] : a[i];
	} else {
		for (size_t i = 0; i < n; i++)
			r[i] = r[i] > a[i] || r[i] != r[i] ? r[i] : a[i];
	}
}

static void extreme_whole(int64_t *restrict r, const int64_t *a, bool least, size_t n)
{
	for (size_t i = 0; i < n; i++)
		r[i] = (a[i] < r[i]) == least ? a[i] : r[i];
}

// min and max
static struct values extreme(struct node *x, const struct rows *at)
{
	struct values v = {.type = TYPE_I64}, *a = mem_new(x->n_args, sizeof *a);
	bool least = x->function->keeps == KEEPS_MIN;
	for (size_t i = 0; i < x->n_args; i++) {
		a[i] = node_eval(x->arg[i], at);
		v.type = is_whole(a[i].type) ? v.type : TYPE_F64;
		v.missing = value_missing(x, v.missing, a[i].missing, at->n);
	}
	for (size_t i = 0; i < x->n_args; i++) {
		const double *real = v.type == TYPE_F64 ? value_real(x->arg[i], &a[i], at->n) : NULL;
		const int64_t *whole = real ? NULL : value_whole(x->arg[i], &a[i], at->n);
		if (i == 0 && real)
			memcpy(NODE_ARRAY(x->real), real, at->n * sizeof *real);
		else if (i == 0)
			memcpy(NODE_ARRAY(x->integer), whole, at->n * sizeof *whole);
		else if (real)
			extreme_reals(x->real, real, least, at->n);
		else
			extreme_whole(x->integer, whole, least, at->n);
	}
	free(a);
	v.real = x->real;
	v.integer = x->integer;
	return v;
}

static struct values call(struct node *x, const struct rows *at)
{
	if (x->function->loop)
		return call_loop(x, at);
	if (x->function->test)
		return call_test(x, at);
	return x->function->keeps == KEEPS_ABS ? turned(x, at, true) : extreme(x, at);
}

struct values node_eval(struct node *x, const struct rows *at)
{
	switch (x->op) {
	case OP_CONSTANT: return value_constant(x);
	case OP_COLUMN: return value_load(x, at);
	case OP_CALL: return call(x, at);
	case OP_CHOOSE: return choose(x, at);
	case OP_NEGATE: return turned(x, at, false);
	case OP_NOT: return opposite_truth(x, at);
	case OP_AND: case OP_OR: return logic(x, at);
	case OP_EQ: case OP_NE: case OP_LT: case OP_LE: case OP_GT: case OP_GE: return compare(x, at);
	default: return arithmetic(x, at);
	}
}

void node_fold(struct node *x)
{
	struct values v = node_eval(x, &(struct rows){NULL, 0, 1});
	double real = v.type == TYPE_F64 ? v.real[0] : 0;
	int64_t whole = v.type == TYPE_I64 ? v.integer[0] : 0;
	bool truth = v.type == TYPE_BOOL && v.truth[0];
	char *text = v.type == TYPE_TEXT ? mem_copy_n(v.text, (size_t)v.offset[1]) : NULL;
	node_clear(x);
	x->op = OP_CONSTANT;
	switch (v.type) {
	case TYPE_I64: node_set_whole(x, whole); break;
	case TYPE_BOOL: node_set_truth(x, truth); break;
	case TYPE_TEXT: node_set_text(x, text, strlen(text)); break;
	default: node_set_real(x, real); break;
	}
	free(text);
}
