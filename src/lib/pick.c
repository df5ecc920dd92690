// SPDX-License-Identifier: MIT
// pick: the columns that a user asks for; pick.h has the contract.

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "opt.h"
#include "pick.h"

size_t find_column(const struct schema *s, const char *name, const char *what)
{
	size_t c = schema_find(s, name);
	if (c != SIZE_MAX)
		return c;
	const char *near = schema_nearest(s, name);
	die(EXIT_USAGE, near ? "%s: no column %s, did you mean %s?" : "%s: no column %s", what, name, near);
}

static void add(struct pick *p, const struct schema *s, size_t c, const char *what)
{
	const char *name = s->field[c].name;
	for (size_t i = 0; i < p->schema.n; i++) {
		if (p->from[i] == c)
			die(EXIT_USAGE, "%s: column %s is named twice", what, name);
	}
	p->from = mem_resize(p->from, p->schema.n + 1, sizeof *p->from);
	p->from[p->schema.n] = c;
	schema_add(&p->schema, name, s->field[c].type);
}

struct pick pick_columns(const struct schema *s, const char *list, const char *what)
{
	struct pick p = {0};
	if (!list) {
		for (size_t c = 0; c < s->n; c++)
			add(&p, s, c, what);
	} else {
		size_t n;
		char **names = opt_list(what, list, &n);
		for (size_t i = 0; i < n; i++) {
			add(&p, s, find_column(s, names[i], what), what);
			free(names[i]);
		}
		free(names);
	}
	p.column = mem_new(p.schema.n, sizeof *p.column);
	return p;
}

void pick_want(const struct pick *p, struct input *in)
{
	for (size_t i = 0; i < p->schema.n; i++)
		input_want(in, p->from[i]);
}

struct batch pick_batch(struct pick *p, const struct batch *b)
{
	struct batch picked = *b;
	for (size_t i = 0; i < p->schema.n; i++)
		p->column[i] = b->column[p->from[i]];
	picked.column = p->column;
	return picked;
}

void pick_free(struct pick *p)
{
	schema_free(&p->schema);
	free(p->from);
	free(p->column);
	*p = (struct pick){0};
}
