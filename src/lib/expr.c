// SPDX-License-Identifier: MIT
// expr: what programs see of an expression; expr.h has the contract.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "expr_tree.h"
#include "mem.h"

void expr_free(struct expr *e)
{
	if (!e)
		return;
	node_free(e->root);
	free(e->what);
	free(e->text);
	free(e->used);
	free(e->reals);
	free(e);
}

void expr_columns(const struct expr *e, bool *used)
{
	for (size_t i = 0; i < e->n_columns; i++)
		used[i] |= e->used[i];
}

enum type expr_type(const struct expr *e)
{
	return e->root->type;
}

struct values expr_eval(struct expr *e, const struct batch *b, size_t first, size_t n)
{
	return node_eval(e->root, &(struct rows){b, first, n});
}

const double *expr_reals(struct expr *e, const struct batch *b, size_t first, size_t n)
{
	struct values v = expr_eval(e, b, first, n);
	if (v.type == TYPE_TEXT)
		die(EXIT_USAGE, "%s%s'%s' is text, not a number", e->what, e->what[0] ? ": " : "", e->text);
	const double *x = value_real(e->root, &v, n);
	if (!v.missing)
		return x;
	double *restrict r = NODE_ARRAY(e->reals);
	for (size_t i = 0; i < n; i++)
		r[i] = v.missing[i] ? NAN : x[i];
	return r;
}

const uint8_t *expr_truth(struct expr *e, const struct batch *b, size_t first, size_t n)
{
	struct values v = expr_eval(e, b, first, n);
	if (v.type == TYPE_TEXT)
		die(EXIT_USAGE, "%s%s'%s' is text, neither true nor false", e->what, e->what[0] ? ": " : "", e->text);
	return value_truth(e->root, &v, n);
}
