/* SPDX-License-Identifier: MIT
 * expr_parse: what the parser of operators (expr_parse.c) and that of operands (expr_operand.c) share. Not for others.
 */
#ifndef EVFARM_EXPR_PARSE_H
#define EVFARM_EXPR_PARSE_H

#include "expr_tree.h"

struct parser {
	struct lexer lex;
	const struct schema *schema;
	bool *used;
	int depth;
	size_t n_nodes;
};

/* A node without arguments, that stands at byte at; one too many is wrong usage. */
struct node *node_new(struct parser *p, enum op op, size_t at);
void node_add_arg(struct node *x, struct node *arg);
/* All arguments are there: the type of x, and its value if they are constants. */
struct node *node_finish(struct parser *p, struct node *x);

/* The expression ahead, up to what cannot be part of it. */
struct node *parse_expression(struct parser *p);
/* The operand ahead: a number, text, column, call, or an expression in brackets. */
struct node *parse_operand(struct parser *p);

/* The expression has ended before a word that cannot follow one: wrong usage. */
_Noreturn void parse_no_operator(struct parser *p);

#endif
