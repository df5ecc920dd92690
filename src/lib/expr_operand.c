// SPDX-License-Identifier: MIT
// expr_operand: the operands of an expression: numbers, text, columns, calls and brackets. Binds columns to the schema.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "expr_parse.h"
#include "mem.h"

enum { LONGEST_TEXT = 4096 };

// at is where the bracket, or the function that has it, stands.
static void close_bracket(struct parser *p, size_t at)
{
	if (p->lex.word == WORD_END)
		lex_die(&p->lex, at, "( without its )");
	if (!lex_take(&p->lex, ')'))
		parse_no_operator(p);
}

static const struct {
	const char *name;
	enum type type;
	double value;
} constants[] = {
	{"pi", TYPE_F64, 3.14159265358979323846}, {"inf", TYPE_F64, INFINITY}, {"nan", TYPE_F64, NAN},
	{"true", TYPE_BOOL, 1}, {"false", TYPE_BOOL, 0},
};
enum { N_CONSTANTS = sizeof constants / sizeof *constants };

static struct node *number(struct parser *p, enum type type, double real, int64_t integer)
{
	struct node *x = node_new(p, OP_CONSTANT, p->lex.at);
	if (type == TYPE_F64)
		node_set_real(x, real);
	else if (type == TYPE_I64)
		node_set_whole(x, integer);
	else
		node_set_truth(x, real != 0);
	lex_next(&p->lex);
	return x;
}

static struct node *parse_text(struct parser *p)
{
	struct node *x = node_new(p, OP_CONSTANT, p->lex.at);
	size_t n = strlen(p->lex.name);
	if (n > LONGEST_TEXT)
		lex_die(&p->lex, x->at, "text of more than %d bytes", LONGEST_TEXT);
	node_set_text(x, p->lex.name, n);
	lex_next(&p->lex);
	return x;
}

static _Noreturn void no_column(struct parser *p, size_t at, const char *name)
{
	const char *meant = lex_meant(name), *near = schema_nearest(p->schema, name);
	if (meant)
		lex_die(&p->lex, at, "no column %s, did you mean %s?", name, meant);
	if (function_find(name))
		lex_die(&p->lex, at, "%s is a function: %s(...)", name, name);
	lex_die(&p->lex, at, near ? "no column %s, did you mean %s?" : "no column %s", name, near);
}

static struct node *parse_column(struct parser *p)
{
	struct node *x = node_new(p, OP_COLUMN, p->lex.at);
	x->column = schema_find(p->schema, p->lex.name);
	if (x->column == SIZE_MAX)
		no_column(p, x->at, p->lex.name);
	switch (p->schema->field[x->column].type) {
	case TYPE_F64: case TYPE_F32: x->type = TYPE_F64; break;
	case TYPE_I64: case TYPE_I32: x->type = TYPE_I64; break;
	case TYPE_BOOL: x->type = TYPE_BOOL; break;
	case TYPE_TEXT: x->type = TYPE_TEXT; break;
	}
	p->used[x->column] = true;
	lex_next(&p->lex);
	return x;
}

// NAME( ... ): the name has been read, and the bracket is ahead.
static struct node *parse_call(struct parser *p, const char *name, size_t at)
{
	struct node *x = node_new(p, OP_CALL, at);
	x->function = function_called(&p->lex, at, name, p->schema);
	lex_next(&p->lex);
	if (!(p->lex.word == WORD_SIGN && p->lex.sign == ')')) {
		do
			node_add_arg(x, parse_expression(p));
		while (lex_take(&p->lex, ','));
	}
	x->to = p->lex.end;
	close_bracket(p, at);
	function_check(&p->lex, x);
	return node_finish(p, x);
}

static struct node *parse_name(struct parser *p)
{
	const char *after = p->lex.text + p->lex.end;
	if (after[strspn(after, " \t\r\n")] == '(') {
		char *name = mem_copy(p->lex.name);
		size_t at = p->lex.at;
		lex_next(&p->lex);
		struct node *x = parse_call(p, name, at);
		free(name);
		return x;
	}
	for (size_t i = 0; i < N_CONSTANTS; i++) {
		if (strcmp(p->lex.name, constants[i].name) == 0)
			return number(p, constants[i].type, constants[i].value, 0);
	}
	return parse_column(p);
}

struct node *parse_operand(struct parser *p)
{
	size_t at = p->lex.at;
	switch (p->lex.word) {
	case WORD_INTEGER: return number(p, TYPE_I64, 0, p->lex.integer);
	case WORD_REAL: return number(p, TYPE_F64, p->lex.real, 0);
	case WORD_TEXT: return parse_text(p);
	case WORD_COLUMN: return parse_column(p);
	case WORD_NAME: return parse_name(p);
	case WORD_END:
		if (p->n_nodes || p->depth > 1)
			lex_die(&p->lex, at, "it ends where a value should stand");
		lex_die(&p->lex, at, "an empty expression");
	default: break;
	}
	if (!lex_take(&p->lex, '('))
		lex_die(&p->lex, at, "a value should stand here, not %.*s", (int)(p->lex.end - at), p->lex.text + at);
	struct node *x = parse_expression(p);
	x->from = at;
	x->to = p->lex.end;
	close_bracket(p, at);
	return x;
}
