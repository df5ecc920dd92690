/* SPDX-License-Identifier: MIT
 * expr_tree: an expression as the parser leaves it and the evaluator walks it; shared by expr_*.c only.
 */
#ifndef EVFARM_EXPR_TREE_H
#define EVFARM_EXPR_TREE_H

#include "expr.h"
#include "expr_lex.h"

/* A function of the language. It has one of: loop, over n rows of its arguments as reals; test, which gives truth; or
 * it is one of those that keep integers, which the evaluator knows. */
struct function {
	const char *name;
	size_t least, most; /* arguments */
	void (*loop)(double *restrict r, const double *const *x, size_t n);
	void (*test)(uint8_t *restrict r, const double *x, size_t n);
	enum { KEEPS_NOTHING, KEEPS_MIN, KEEPS_MAX, KEEPS_ABS } keeps;
	bool of_missing; /* what test says of a missing value */
};

/* NULL if there is no such function. */
const struct function *function_find(const char *name);
/* A node owns what its value needs: one array of EXPR_BLOCK for each type that somebody wants to see it in, made when
 * first needed. Those of a constant are filled once and for all, so that a loop that knows it takes the first. */
struct node {
	enum op op;
	enum type type;                  /* under the schema: TYPE_F64, TYPE_I64, TYPE_BOOL or TYPE_TEXT */
	size_t at, from, to;             /* the byte to name in a message; the bytes [from, to) it came from */
	struct node **arg;
	size_t n_args;
	const struct function *function; /* of OP_CALL */
	size_t column;                   /* of OP_COLUMN */
	double *real;
	int64_t *integer;
	uint8_t *truth, *missing;
	char *text;
	int32_t *offset;
	size_t text_room;
};

struct expr {
	struct node *root;
	char *what, *text; /* for messages */
	bool *used;
	size_t n_columns;
	double *reals;
};

static inline bool is_whole(enum type t)
{
	return t == TYPE_I64 || t == TYPE_BOOL;
}

/* The node's array of EXPR_BLOCK members, made now or before. */
#define NODE_ARRAY(member) ((member) = (member) ? (member) : mem_new(EXPR_BLOCK, sizeof *(member)))

/* The function that is called at byte at, or wrong usage; s is for those who call a column. */
const struct function *function_called(const struct lexer *l, size_t at, const char *name, const struct schema *s);
/* Has the call x as many arguments as its function takes? Else wrong usage. */
void function_check(const struct lexer *l, const struct node *x);

/* The type of x, whose arguments have theirs. Text where it cannot be is wrong usage. */
enum type node_type(const struct lexer *l, const struct node *x);
/* The part of the text that x came from, for %.*s. */
#define NODE_SHOWN(l, x) (int)((x)->to - (x)->from < 60 ? (x)->to - (x)->from : 60), (l)->text + (x)->from

/* -- expr_values.c: values, in the type that is wanted -- */

struct rows {
	const struct batch *batch; /* NULL where no column is read */
	size_t first, n;
};

struct values value_load(struct node *x, const struct rows *at); /* of OP_COLUMN */
struct values value_constant(const struct node *x);              /* of OP_CONSTANT */

/* The value v of node x as reals; as integers, if is_whole(v->type); as truth, a missing value as false. */
const double *value_real(struct node *x, const struct values *v, size_t n);
const int64_t *value_whole(struct node *x, const struct values *v, size_t n);
const uint8_t *value_truth(struct node *x, const struct values *v, size_t n);

/* Missing in a or in b, each of which may be NULL; what is new lies in x. */
const uint8_t *value_missing(struct node *x, const uint8_t *a, const uint8_t *b, size_t n);

/* If x is a constant that is the very same number in the type that it is compared with, its value v becomes of that
 * type, so that `pt > 25` compares reals. */
void value_adapt(struct node *x, struct values *v, enum type other);

/* Make x, which has no arrays yet, a constant of this value. */
void node_set_real(struct node *x, double value);
void node_set_whole(struct node *x, int64_t value);
void node_set_truth(struct node *x, bool value);
void node_set_text(struct node *x, const char *text, size_t n);
void node_clear(struct node *x); /* arguments and arrays go */
void node_free(struct node *x);

/* -- expr_eval.c -- */

struct values node_eval(struct node *x, const struct rows *at);

/* Makes x, whose arguments are all constants, a constant. */
void node_fold(struct node *x);

#endif
