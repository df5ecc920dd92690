// SPDX-License-Identifier: MIT
// expr_parse: text to tree, by precedence climbing; binds columns, checks types, folds constants. expr.h has the
// contract, evexpr(7) the language.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "expr_tree.h"
#include "mem.h"

enum {
	DEEPEST = 200,    // levels of nesting: what recursion of the parser may cost
	MOST_NODES = 4000, // operands and operators: what buffers, and recursion of the evaluator, may cost
	LONGEST_TEXT = 4096
};

struct parser {
	struct lexer lex;
	const struct schema *schema;
	bool *used;
	int depth;
	size_t n_nodes;
};

static struct node *parse_expression(struct parser *p);
static struct node *parse_unary(struct parser *p);

static void enter(struct parser *p)
{
	if (++p->depth > DEEPEST)
		lex_die(&p->lex, p->lex.at, "nested deeper than %d levels", DEEPEST);
}

static void leave(struct parser *p)
{
	p->depth--;
}

// An expression has ended before a word that cannot follow one.
static _Noreturn void no_operator(struct parser *p)
{
	const struct lexer *l = &p->lex;
	const char *meant = l->word == WORD_NAME ? lex_meant(l->name) : NULL;
	if (meant)
		lex_die(l, l->at, "%s is no operator, did you mean %s?", l->name, meant);
	if (l->word == WORD_SIGN && l->sign == ')')
		lex_die(l, l->at, ") without its (");
	lex_die(l, l->at, "an operator should stand here, not %.*s", (int)(l->end - l->at < 60 ? l->end - l->at : 60),
		l->text + l->at);
}

// at is where the bracket, or the function that has it, stands.
static void close_bracket(struct parser *p, size_t at)
{
	if (p->lex.word == WORD_END)
		lex_die(&p->lex, at, "( without its )");
	if (!lex_take(&p->lex, ')'))
		no_operator(p);
}

static struct node *node_new(struct parser *p, enum op op, size_t at)
{
	if (++p->n_nodes > MOST_NODES)
		lex_die(&p->lex, at, "more than %d operands and operators", MOST_NODES);
	struct node *x = mem_new(1, sizeof *x);
	x->op = op;
	x->at = x->from = at;
	x->to = p->lex.end;
	return x;
}

static void add_arg(struct node *x, struct node *arg)
{
	x->arg = mem_resize(x->arg, x->n_args + 1, sizeof(struct node *));
	x->arg[x->n_args++] = arg;
	x->from = arg->from < x->from ? arg->from : x->from;
	x->to = arg->to > x->to ? arg->to : x->to;
}

// All arguments are there: the type of x, and its value if they are constants.
static struct node *finish(struct parser *p, struct node *x)
{
	x->type = node_type(&p->lex, x);
	for (size_t i = 0; i < x->n_args; i++) {
		if (x->arg[i]->op != OP_CONSTANT)
			return x;
	}
	p->n_nodes -= x->n_args;
	node_fold(x);
	return x;
}

// -- operands ------------------------------------------------------------------------------------------------------

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
			add_arg(x, parse_expression(p));
		while (lex_take(&p->lex, ','));
	}
	x->to = p->lex.end;
	close_bracket(p, at);
	function_check(&p->lex, x);
	return finish(p, x);
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

static struct node *parse_operand(struct parser *p)
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

// -- operators -----------------------------------------------------------------------------------------------------

// The higher, the tighter; ** is tighter than the unary ones, and parse_power's.
static const int precedence[N_OPS] = {
	[OP_OR] = 1, [OP_AND] = 2, [OP_EQ] = 3, [OP_NE] = 3, [OP_LT] = 4, [OP_LE] = 4, [OP_GT] = 4, [OP_GE] = 4,
	[OP_ADD] = 5, [OP_SUB] = 5, [OP_MUL] = 6, [OP_DIV] = 6, [OP_MOD] = 6,
};

static bool is_operator(const struct parser *p, enum op op)
{
	return p->lex.word == WORD_OPERATOR && p->lex.op == op;
}

static struct node *parse_power(struct parser *p)
{
	struct node *base = parse_operand(p);
	if (!is_operator(p, OP_POW))
		return base;
	struct node *x = node_new(p, OP_POW, p->lex.at);
	lex_next(&p->lex);
	enter(p);
	add_arg(x, base);
	add_arg(x, parse_unary(p));
	leave(p);
	return finish(p, x);
}

static struct node *parse_unary(struct parser *p)
{
	bool plus = is_operator(p, OP_ADD);
	if (!plus && !is_operator(p, OP_SUB) && !is_operator(p, OP_NOT))
		return parse_power(p);
	enter(p);
	size_t at = p->lex.at;
	struct node *x = plus ? NULL : node_new(p, p->lex.op == OP_NOT ? OP_NOT : OP_NEGATE, at);
	lex_next(&p->lex);
	struct node *operand = parse_unary(p);
	if (plus && operand->type == TYPE_TEXT)
		lex_die(&p->lex, at, "+ does not take text (%.*s)", NODE_SHOWN(&p->lex, operand));
	leave(p);
	if (plus)
		return operand;
	add_arg(x, operand);
	return finish(p, x);
}

// 60 < m < 120 is C's (60 < m) < 120, which nobody means.
static void warn_of_chain(struct parser *p, enum op before, const struct node *x)
{
	if (precedence[before] == precedence[OP_LT] && precedence[x->op] == precedence[OP_LT])
		lex_warn(&p->lex, x->at,
			 "%s compares the outcome of %s, 0 or 1, as in C; did you mean && between the two?",
			 op_text[x->op], op_text[before]);
}

static struct node *parse_binary(struct parser *p, int least)
{
	struct node *left = parse_unary(p);
	enum op before = OP_CONSTANT;
	while (p->lex.word == WORD_OPERATOR && precedence[p->lex.op] >= least) {
		struct node *x = node_new(p, p->lex.op, p->lex.at);
		warn_of_chain(p, before, x);
		before = x->op;
		lex_next(&p->lex);
		add_arg(x, left);
		add_arg(x, parse_binary(p, precedence[x->op] + 1));
		left = finish(p, x);
	}
	return left;
}

static struct node *parse_expression(struct parser *p)
{
	enter(p);
	struct node *x = parse_binary(p, 1);
	size_t at = p->lex.at;
	if (lex_take(&p->lex, '?')) {
		struct node *choice = node_new(p, OP_CHOOSE, at);
		add_arg(choice, x);
		add_arg(choice, parse_expression(p));
		if (!lex_take(&p->lex, ':'))
			lex_die(&p->lex, at, "? without its :");
		add_arg(choice, parse_expression(p));
		x = finish(p, choice);
	}
	leave(p);
	return x;
}

struct expr *expr_compile(const char *text, const char *what, const struct schema *s)
{
	struct expr *e = mem_new(1, sizeof *e);
	e->what = mem_copy(what);
	e->text = mem_copy(text);
	e->used = mem_new(s->n, sizeof *e->used);
	e->n_columns = s->n;
	struct parser p = {.schema = s, .used = e->used};
	lex_open(&p.lex, e->what, e->text);
	e->root = parse_expression(&p);
	if (p.lex.word != WORD_END)
		no_operator(&p);
	lex_close(&p.lex);
	return e;
}
