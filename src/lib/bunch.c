// SPDX-License-Identifier: MIT
// bunch: tasks put together into jobs; bunch.h has the contract.

#include <stdlib.h>
#include <string.h>

#include "bunch.h"

enum { MOST_TEXT = 60000 }; // bytes of names in a bunch: one argument of a command, which Linux limits to 128 KiB

static const struct todo *sorting; // for qsort

static int by_class(const void *a, const void *b)
{
	const size_t i = *(const size_t *)a, j = *(const size_t *)b;
	const size_t x = sorting->target[i].class, y = sorting->target[j].class;
	return x != y ? (x > y) - (x < y) : (i > j) - (i < j);
}

static struct bunch *next_bunch(struct bunches *b, size_t *room, size_t *first)
{
	b->bunch = mem_grow(b->bunch, room, b->n + 1, sizeof *b->bunch);
	b->bunch[b->n] = (struct bunch){.target = first};
	return &b->bunch[b->n++];
}

// The n targets from there on are a bunch, or several if there are too many of them.
static void add_bunch(struct bunches *b, size_t *room, const struct todo *t, size_t *target, size_t n, size_t most)
{
	for (size_t i = 0; i < n;) {
		struct bunch *a = next_bunch(b, room, target + i);
		for (size_t text = 0; i < n; i++) {
			const struct target *one = &t->target[target[i]];
			text += strlen(one->name) + 1;
			if (a->n && (text > MOST_TEXT || (most && a->n == most)))
				break;
			a->n++;
			a->seconds += one->seconds;
		}
	}
}

// The n targets from there on, which are of one class.
static void form_class(struct bunches *b, size_t *room, const struct todo *t, size_t *target, size_t n, const struct bunch_rule *rule)
{
	const size_t most = rule->most ? rule->most[t->target[*target].class] : 0;
	const struct balance_rule balance = {.by = rule->balance, .size = rule->size, .workers = rule->workers,
					     .overhead = rule->overhead, .seed = 1};
	double *seconds = mem_new(n, sizeof *seconds);
	size_t *place = mem_new(n, sizeof *place);
	for (size_t i = 0; i < n; i++)
		seconds[i] = t->target[place[i] = target[i]].seconds;
	struct bunching parts = balance_form(seconds, n, &balance);
	for (size_t i = 0; i < n; i++)
		target[i] = place[parts.task[i]];
	for (size_t i = 0, at = 0; i < parts.n; at = parts.end[i++])
		add_bunch(b, room, t, target + at, parts.end[i] - at, most);
	bunching_free(&parts);
	free(seconds);
	free(place);
}

struct bunches bunches_form(const struct todo *t, const size_t *target, size_t n, const struct bunch_rule *rule)
{
	struct bunches b = {0};
	if (!n)
		return b;
	b.target = mem_new(n, sizeof *b.target);
	memcpy(b.target, target, n * sizeof *target);
	sorting = t;
	qsort(b.target, n, sizeof *b.target, by_class);
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
