// SPDX-License-Identifier: MIT
// balance: strategies of load balancing; balance.h has the contract.
//
// Guided is "factoring" (Hummel, Schonberg and Flynn, 1992): the next bunch takes a fixed part, half a worker's share, of the
// cost that is left. Early bunches are large and cost little overhead, late ones are small and make up for wrong estimates.
// Within that the costly tasks go first, as Graham's rule of the longest first has it, which weighted is, too. Two random
// choices are nearly as good as looking at all loads (Mitzenmacher, 1996).

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "balance.h"
#include "draw.h"
#include "err.h"
#include "heap.h"
#include "mem.h"

const char *const balance_names[BALANCES] = {"guided", "queue",      "blocks",     "round-robin",
					     "random", "two-random", "least-load", "weighted"};

// Overheads h that a bunch should cost at least, L. Halving L takes about 2 ln(2) h more of each worker's time for jobs, and L/4
// less of its waiting for the last: they weigh the same at 4 h. What tasks cost is less sure than what jobs do.
static const double worth = 5;

enum balance balance_find(const char *what, const char *name)
{
	struct string all = {0};
	for (size_t i = 0; i < BALANCES; i++)
		if (!strcmp(name, balance_names[i]))
			return (enum balance)i;
	for (size_t i = 0; i < BALANCES; i++)
		string_printf(&all, "%s%s", i ? ", " : "", balance_names[i]);
	die(EXIT_USAGE, "%s: no strategy %s; there are %s", what, name, all.text);
}

// -- orders ----------------------------------------------------------------------------------------------------

static const double *sorting; // for qsort

static int by_cost(const void *a, const void *b)
{
	const uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	const double x = sorting[i], y = sorting[j];
	return x != y ? (x < y) - (x > y) : (i > j) - (i < j);
}

// The costly first, equal ones in their order.
static void sort(uint32_t *task, size_t n, const double *seconds)
{
	sorting = seconds;
	for (size_t i = 1; i < n; i++)
		if (by_cost(&task[i - 1], &task[i]) > 0) {
			qsort(task, n, sizeof *task, by_cost);
			return;
		}
}

// -- one bunch after the other ---------------------------------------------------------------------------------

static void add_end(struct bunching *b, size_t *room, size_t end)
{
	b->end = mem_grow(b->end, room, b->n + 1, sizeof *b->end);
	b->end[b->n++] = end;
}

static void form_sizes(struct bunching *b, size_t n, size_t size)
{
	size_t room = 0;
	for (size_t i = 0; i < n; i += size)
		add_end(b, &room, n - i < size ? n : i + size);
}

static void form_guided(struct bunching *b, const double *seconds, size_t n, const struct balance_rule *rule)
{
	const double workers = (double)rule->workers;
	double left = 0;
	size_t room = 0;
	sort(b->task, n, seconds);
	for (size_t i = 0; i < n; i++)
		left += seconds[i];
	const double least = fmin(worth * rule->overhead, left / workers);
	for (size_t i = 0; i < n;) {
		const double share = fmax(left / (2 * workers), least);
		double cost = seconds[b->task[i++]];
		while (i < n && cost + seconds[b->task[i]] / 2 <= share)
			cost += seconds[b->task[i++]];
		add_end(b, &room, i);
		left -= cost;
	}
}

// -- all dealt out ---------------------------------------------------------------------------------------------

static void deal_least(uint32_t *to, const uint32_t *order, const double *seconds, size_t n, size_t parts)
{
	struct heap load = {0};
	for (size_t i = 0; i < parts; i++)
		heap_push(&load, 0, (uint32_t)i);
	for (size_t i = 0; i < n; i++) {
		const struct heap_item least = load.item[0];
		to[order[i]] = least.id;
		heap_replace(&load, least.key + seconds[order[i]], least.id);
	}
	heap_free(&load);
}

static void deal_random(uint32_t *to, const double *seconds, size_t n, size_t parts, const struct balance_rule *rule)
{
	double *load = mem_new(parts, sizeof *load);
	for (size_t i = 0; i < n; i++) {
		struct draw d = draw_of_event(rule->seed ^ 0xba1a5ce, i);
		uint32_t at = (uint32_t)(draw_uniform(&d) * (double)parts);
		if (rule->by == BALANCE_TWO_RANDOM) {
			const uint32_t other = (uint32_t)(draw_uniform(&d) * (double)parts);
			if (load[other] < load[at])
				at = other;
		}
		to[i] = at;
		load[at] += seconds[i];
	}
	free(load);
}

// Which part each task belongs to.
static void deal(uint32_t *to, uint32_t *order, const double *seconds, size_t n, size_t parts, const struct balance_rule *rule)
{
	switch (rule->by) {
	case BALANCE_RANDOM:
	case BALANCE_TWO_RANDOM:
		deal_random(to, seconds, n, parts, rule);
		break;
	case BALANCE_WEIGHTED:
		sort(order, n, seconds);
		deal_least(to, order, seconds, n, parts);
		break;
	case BALANCE_LEAST_LOAD:
		deal_least(to, order, seconds, n, parts);
		break;
	default:
		for (size_t i = 0; i < n; i++)
			to[i] = (uint32_t)(rule->by == BALANCE_BLOCKS ? i * parts / n : i % parts);
	}
}

// The tasks of each part together, in the order that they have; parts without any are left out.
static void gather(struct bunching *b, const uint32_t *to, const uint32_t *order, size_t n, size_t parts)
{
	size_t *at = mem_new(parts + 1, sizeof *at);
	for (size_t i = 0; i < n; i++)
		at[to[i] + 1]++;
	for (size_t i = 0; i < parts; i++)
		at[i + 1] += at[i];
	for (size_t i = 0; i < n; i++)
		b->task[at[to[order[i]]]++] = order[i];
	b->end = mem_new(parts, sizeof *b->end);
	for (size_t i = 0; i < parts; i++)
		if (at[i] > (b->n ? b->end[b->n - 1] : 0))
			b->end[b->n++] = at[i];
	free(at);
}

static void form_dealt(struct bunching *b, const double *seconds, size_t n, const struct balance_rule *rule)
{
	const size_t parts = rule->size ? (n + rule->size - 1) / rule->size : rule->workers < n ? rule->workers : n;
	uint32_t *to = mem_new(n, sizeof *to), *order = mem_new(n, sizeof *order);
	memcpy(order, b->task, n * sizeof *order);
	deal(to, order, seconds, n, parts, rule);
	gather(b, to, order, n, parts);
	free(to);
	free(order);
}

struct bunching balance_form(const double *seconds, size_t n, const struct balance_rule *rule)
{
	struct bunching b = {.task = mem_new(n + 1, sizeof *b.task)};
	for (size_t i = 0; i < n; i++)
		b.task[i] = (uint32_t)i;
	if (rule->by == BALANCE_QUEUE || (rule->by == BALANCE_GUIDED && rule->size))
		form_sizes(&b, n, rule->size ? rule->size : 1);
	else if (rule->by == BALANCE_GUIDED)
		form_guided(&b, seconds, n, rule);
	else if (n)
		form_dealt(&b, seconds, n, rule);
	return b;
}

void bunching_free(struct bunching *b)
{
	free(b->task);
	free(b->end);
	*b = (struct bunching){0};
}
