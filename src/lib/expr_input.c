// SPDX-License-Identifier: MIT
// expr_input: expressions over the events of an input; expr_input.h has the contract.

#include <stdlib.h>

#include "expr_input.h"
#include "mem.h"

struct expr *expr_on_input(const char *text, const char *what, struct input *in)
{
	const struct schema *s = input_schema(in);
	struct expr *e = expr_compile(text, what, s);
	bool *used = mem_new(s->n, sizeof *used);
	expr_columns(e, used);
	for (size_t c = 0; c < s->n; c++) {
		if (used[c])
			input_want(in, c);
	}
	free(used);
	return e;
}

char *expr_conjunction(char *const *list, size_t n)
{
	struct string all = {0};
	for (size_t i = 0; i < n; i++)
		string_printf(&all, n == 1 ? "%s%s" : "%s(%s)", i ? " && " : "", list[i]);
	return all.text;
}
