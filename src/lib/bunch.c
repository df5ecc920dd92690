// SPDX-License-Identifier: MIT
// bunch: tasks put together into jobs; bunch.h has the contract.
//
// By cost it is "factoring" (Hummel, Schonberg and Flynn, 1992): the next bunch takes a fixed part, half a worker's share,
// of the cost that is left. Early bunches are large and cost little overhead, late ones are small and make up for wrong
// estimates. Within that the costly tasks go first, as Graham's rule of the longest first has it.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bunch.h"

enum { MOST_TEXT = 60000 }; // bytes of names in a bunch: one argument of a command, which Linux limits to 128 KiB

static const double worth = 10; // overheads that a bunch should cost at least

static const struct todo *sorting; // for qsort

static int by_class(const void *a, const void *b)
{
	const size_t i = *(const size_t *)a, j = *(const size_t *)b;
	const size_t x = sorting->target[i].class, y = sorting->target[j].class;
	return x != y ? (x > y) - (x < y) : (i > j) - (i < j);
}

static int by_cost(const void *a, const void *b)
{
	const struct target *i = &sorting->target[*(const size_t *)a], *j = &sorting->target[*(const size_t *)b];
	if (i->class != j->class || i->seconds == j->seconds)
		return by_class(a, b);
	return (i->seconds < j->seconds) - (i->seconds > j->seconds);
}

static struct bunch *next_bunch(struct bunches *b, size_t *room, size_t *first)
{
	b->bunch = mem_grow(b->bunch, room, b->n + 1, sizeof *b->bunch);
	b->bunch[b->n] = (struct bunch){.target = first};
	return &b->bunch[b->n++];
}

// The n targets from there on, which are of one class.
static void form_class(struct bunches *b, size_t *room, const struct todo *t, size_t *target, size_t n, const struct bunch_rule *rule)
{
	const size_t most = rule->most ? rule->most[t->target[*target].class] : 0;
	double left = 0;
	for (size_t i = 0; i < n; i++)
		left += t->target[target[i]].seconds;
	const double workers = (double)rule->workers, least = fmin(worth * rule->overhead, left / workers);
	for (size_t i = 0; i < n;) {
		struct bunch *a = next_bunch(b, room, target + i);
		const double share = fmax(left / (2 * workers), least);
		for (size_t text = 0; i < n; i++) {
			const struct target *one = &t->target[target[i]];
			text += strlen(one->name) + 1;
			const bool full = rule->size ? a->n == rule->size : a->seconds + one->seconds / 2 > share;
			if (a->n && (full || text > MOST_TEXT || (most && a->n == most)))
				break;
			a->n++;
			a->seconds += one->seconds;
		}
		left -= a->seconds;
	}
}

struct bunches bunches_form(const struct todo *t, const size_t *target, size_t n, const struct bunch_rule *rule)
{
	struct bunches b = {0};
	if (!n)
		return b;
	b.target = mem_new(n, sizeof *b.target);
	memcpy(b.target, target, n * sizeof *target);
	sorting = t;
	qsort(b.target, n, sizeof *b.target, rule->size ? by_class : by_cost);
	size_t room = 0;
	for (size_t i = 0, end; i < n; i = end) {
		const size_t class = t->target[b.target[i]].class;
		for (end = i + 1; end < n && t->target[b.target[end]].class == class; end++)
			;
		form_class(&b, &room, t, b.target + i, end - i, rule);
	}
	return b;
}

void bunches_free(struct bunches *b)
{
	free(b->bunch);
	free(b->target);
	*b = (struct bunches){0};
}

void bunch_print(const struct todo *t, const struct bunch *b, FILE *f)
{
	for (size_t i = 0; i < b->n; i++)
		fprintf(f, "%s%s", i ? " " : "", t->target[b->target[i]].name);
}
