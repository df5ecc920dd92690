// SPDX-License-Identifier: MIT
// expr_parse: text to tree, by precedence climbing: nodes, and the operators between operands (expr_operand.c has these).
// expr.h has the contract, evexpr(7) the language.

#include "expr_parse.h"
#include "mem.h"

enum {
	DEEPEST = 200,   // levels of nesting: what recursion of the parser may cost
	MOST_NODES = 4000 // operands and operators: what buffers, and recursion of the evaluator, may cost
};

static void enter(struct parser *p)
{
	if (++p->depth > DEEPEST)
		lex_die(&p->lex, p->lex.at, "nested deeper than %d levels", DEEPEST);
}

static void leave(struct parser *p)
{
	p->depth--;
}

_Noreturn void parse_no_operator(struct parser *p)
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

// -- nodes ---------------------------------------------------------------------------------------------------------

struct node *node_new(struct parser *p, enum op op, size_t at)
{
	if (++p->n_nodes > MOST_NODES)
		lex_die(&p->lex, at, "more than %d operands and operators", MOST_NODES);
	struct node *x = mem_new(1, sizeof *x);
	x->op = op;
	x->at = x->from = at;
	x->to = p->lex.end;
	return x;
}

void node_add_arg(struct node *x, struct node *arg)
{
	x->arg = mem_resize(x->arg, x->n_args + 1, sizeof(struct node *));
	x->arg[x->n_args++] = arg;
	x->from = arg->from < x->from ? arg->from : x->from;
	x->to = arg->to > x->to ? arg->to : x->to;
}

struct node *node_finish(struct parser *p, struct node *x)
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

static struct node *parse_unary(struct parser *p);

static struct node *parse_power(struct parser *p)
{
	struct node *base = parse_operand(p);
	if (!is_operator(p, OP_POW))
		return base;
	struct node *x = node_new(p, OP_POW, p->lex.at);
	lex_next(&p->lex);
	enter(p);
	node_add_arg(x, base);
	node_add_arg(x, parse_unary(p));
	leave(p);
	return node_finish(p, x);
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
	node_add_arg(x, operand);
	return node_finish(p, x);
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
		node_add_arg(x, left);
		node_add_arg(x, parse_binary(p, precedence[x->op] + 1));
		left = node_finish(p, x);
	}
	return left;
}

struct node *parse_expression(struct parser *p)
{
	enter(p);
	struct node *x = parse_binary(p, 1);
	size_t at = p->lex.at;
	if (lex_take(&p->lex, '?')) {
		struct node *choice = node_new(p, OP_CHOOSE, at);
		node_add_arg(choice, x);
		node_add_arg(choice, parse_expression(p));
		if (!lex_take(&p->lex, ':'))
			lex_die(&p->lex, at, "? without its :");
		node_add_arg(choice, parse_expression(p));
		x = node_finish(p, choice);
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
		parse_no_operator(&p);
	lex_close(&p.lex);
	return e;
}
