// SPDX-License-Identifier: MIT
// classes: events by selection and signal; classes.h has the contract.

#include <stdlib.h>
#include <string.h>

#include "classes.h"
#include "expr_input.h"
#include "mem.h"

struct classes {
	struct expr **select;
	size_t n;
	struct expr *signal;
	uint8_t of[EXPR_BLOCK];
};

struct classes *classes_open(char *const *select, size_t n, const char *signal, struct input *in)
{
	struct classes *c = mem_new(1, sizeof *c);
	c->select = mem_new(n, sizeof *c->select);
	c->n = n;
	for (size_t i = 0; i < n; i++)
		c->select[i] = expr_on_input(select[i], "-e", in);
	c->signal = signal ? expr_on_input(signal, "-s", in) : NULL;
	return c;
}

const uint8_t *classes_of(struct classes *c, const struct batch *b, size_t first, size_t n)
{
	memset(c->of, SIGNAL, n);
	if (c->signal) {
		const uint8_t *is_signal = expr_truth(c->signal, b, first, n);
		for (size_t i = 0; i < n; i++)
			c->of[i] = is_signal[i] ? SIGNAL : BACKGROUND;
	}
	for (size_t k = 0; k < c->n; k++) {
		const uint8_t *pass = expr_truth(c->select[k], b, first, n);
		for (size_t i = 0; i < n; i++)
			c->of[i] = pass[i] ? c->of[i] : LEFT_OUT;
	}
	return c->of;
}

void classes_free(struct classes *c)
{
	for (size_t i = 0; i < c->n; i++)
		expr_free(c->select[i]);
	free(c->select);
	if (c->signal)
		expr_free(c->signal);
	free(c);
}
