// SPDX-License-Identifier: MIT
// simplex: downhill by a simplex of n + 1 corners; simplex.h has the contract.

#include <math.h>
#include <string.h>

#include "simplex.h"

struct corner {
	double x[SIMPLEX_MOST], value;
};

struct state {
	simplex_function *f;
	void *context;
	size_t n, calls;
	struct corner corner[SIMPLEX_MOST + 1]; // the best first
};

static void look(struct state *s, struct corner *c)
{
	c->value = s->f(s->context, c->x);
	s->calls++;
}

// Insertion: all but the last few corners are in order.
static void sort(struct state *s)
{
	for (size_t i = 1; i <= s->n; i++) {
		const struct corner c = s->corner[i];
		size_t j = i;
		for (; j && s->corner[j - 1].value > c.value; j--)
			s->corner[j] = s->corner[j - 1];
		s->corner[j] = c;
	}
}

// The worst corner's mirror image in the middle of the others, so many times as far.
static struct corner mirror(struct state *s, double times)
{
	struct corner c;
	for (size_t k = 0; k < s->n; k++) {
		double middle = 0;
		for (size_t i = 0; i < s->n; i++)
			middle += s->corner[i].x[k] / (double)s->n;
		c.x[k] = middle + times * (middle - s->corner[s->n].x[k]);
	}
	look(s, &c);
	return c;
}

static void shrink(struct state *s)
{
	for (size_t i = 1; i <= s->n; i++) {
		for (size_t k = 0; k < s->n; k++)
			s->corner[i].x[k] = (s->corner[i].x[k] + s->corner[0].x[k]) / 2;
		look(s, &s->corner[i]);
	}
}

static void step(struct state *s)
{
	struct corner *worst = &s->corner[s->n], c = mirror(s, 1);
	if (c.value < s->corner[0].value) {
		const struct corner further = mirror(s, 2);
		*worst = further.value < c.value ? further : c;
	} else if (c.value < s->corner[s->n - 1].value) {
		*worst = c;
	} else {
		const struct corner nearer = mirror(s, c.value < worst->value ? 0.5 : -0.5);
		if (nearer.value < fmin(c.value, worst->value))
			*worst = nearer;
		else
			shrink(s);
	}
}

double simplex_least(simplex_function *f, void *context, double *x, size_t n, double step_size, double tolerance, size_t calls)
{
	struct state s = {.f = f, .context = context, .n = n};
	for (size_t i = 0; i <= n; i++) {
		memcpy(s.corner[i].x, x, n * sizeof *x);
		if (i)
			s.corner[i].x[i - 1] += step_size;
		look(&s, &s.corner[i]);
	}
	sort(&s);
	while (s.calls < calls && s.corner[n].value - s.corner[0].value > tolerance * s.corner[0].value) {
		step(&s);
		sort(&s);
	}
	memcpy(x, s.corner[0].x, n * sizeof *x);
	return s.corner[0].value;
}
