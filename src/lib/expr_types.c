// SPDX-License-Identifier: MIT
// expr_types: what a node of an expression gives, from what its arguments give; and what it cannot take.

#include "expr_tree.h"

static const char *kind(const struct node *x)
{
	return x->type == TYPE_TEXT ? "text" : x->type == TYPE_BOOL ? "a truth value" : "a number";
}

static void refuse_text(const struct lexer *l, const struct node *x, const char *who)
{
	for (size_t i = 0; i < x->n_args; i++) {
		if (x->arg[i]->type == TYPE_TEXT)
			lex_die(l, x->at, "%s does not take text (%.*s)", who, NODE_SHOWN(l, x->arg[i]));
	}
}

static enum type type_of_comparison(const struct lexer *l, const struct node *x)
{
	const struct node *a = x->arg[0], *b = x->arg[1];
	if ((a->type == TYPE_TEXT) != (b->type == TYPE_TEXT))
		lex_die(l, x->at, "%s compares text with a number: %.*s is %s, %.*s is %s", op_text[x->op],
			NODE_SHOWN(l, a), kind(a), NODE_SHOWN(l, b), kind(b));
	if (a->type == TYPE_TEXT && x->op != OP_EQ && x->op != OP_NE)
		lex_die(l, x->at, "%s does not take text (%.*s): only == and != do", op_text[x->op], NODE_SHOWN(l, a));
	return TYPE_BOOL;
}

static enum type type_of_choice(const struct lexer *l, const struct node *x)
{
	const struct node *condition = x->arg[0], *a = x->arg[1], *b = x->arg[2];
	if (condition->type == TYPE_TEXT)
		lex_die(l, x->at, "text (%.*s) is neither true nor false", NODE_SHOWN(l, condition));
	if ((a->type == TYPE_TEXT) != (b->type == TYPE_TEXT))
		lex_die(l, x->at, "?: chooses between text and a number: %.*s is %s, %.*s is %s",
			NODE_SHOWN(l, a), kind(a), NODE_SHOWN(l, b), kind(b));
	return a->type == b->type ? a->type : is_whole(a->type) && is_whole(b->type) ? TYPE_I64 : TYPE_F64;
}

static enum type type_of_call(const struct lexer *l, const struct node *x)
{
	refuse_text(l, x, x->function->name);
	if (x->function->keeps == KEEPS_NOTHING)
		return x->function->test ? TYPE_BOOL : TYPE_F64;
	for (size_t i = 0; i < x->n_args; i++) {
		if (!is_whole(x->arg[i]->type))
			return TYPE_F64;
	}
	return TYPE_I64;
}

enum type node_type(const struct lexer *l, const struct node *x)
{
	switch (x->op) {
	case OP_EQ: case OP_NE: case OP_LT: case OP_LE: case OP_GT: case OP_GE:
		return type_of_comparison(l, x);
	case OP_CHOOSE:
		return type_of_choice(l, x);
	case OP_CALL:
		return type_of_call(l, x);
	case OP_AND: case OP_OR: case OP_NOT:
		refuse_text(l, x, op_text[x->op]);
		return TYPE_BOOL;
	case OP_NEGATE:
		refuse_text(l, x, op_text[x->op]);
		return is_whole(x->arg[0]->type) ? TYPE_I64 : TYPE_F64;
	default:
		refuse_text(l, x, op_text[x->op]);
		return TYPE_F64;
	}
}
