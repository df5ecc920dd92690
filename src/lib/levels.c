// SPDX-License-Identifier: MIT
// levels: which tasks can be given out now; levels.h has the contract.

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "costs.h"
#include "levels.h"

enum { WORTH_PROBING = 8 }; // tasks for each worker, below which none are tried first

struct levels {
	struct run *r;
	struct costs *costs;
	struct needs *needs;
	struct levels_rule rule;
	size_t level, probed; // probed: levels whose costs were tried
	bool *given; // targets that were given out, or cannot be
	size_t *ready, n_ready;
};

struct levels *levels_open(struct run *r, const struct levels_rule *rule)
{
	struct levels *l = mem_new(1, sizeof *l);
	*l = (struct levels){.r = r, .costs = costs_open(), .needs = needs_open(), .rule = *rule};
	l->given = mem_new(r->todo->n + 1, sizeof *l->given);
	l->ready = mem_new(r->todo->n + 1, sizeof *l->ready);
	return l;
}

void levels_close(struct levels *l)
{
	costs_close(l->costs);
	needs_close(l->needs);
	free(l->given);
	free(l->ready);
	free(l);
}

// A task that failed, or was left out itself, lets nothing follow that reads its result. One that the log says nothing of may
// be done all the same, where the log comes late; if it is not, the job of the one that follows fails.
static bool can_be_made(struct levels *l, struct target *t)
{
	for (size_t i = 0; i < t->n_before; i++)
		if (l->r->todo->target[t->before[i]].state == TARGET_FAILED) {
			t->state = TARGET_FAILED;
			return false;
		}
	return true;
}

// How many of them belong to stages of which nothing is known.
static size_t collect(struct levels *l)
{
	struct todo *t = l->r->todo;
	size_t unknown = 0;
	l->n_ready = 0;
	costs_learn(l->costs);
	for (size_t i = 0; i < t->n; i++) {
		if (l->given[i] || t->target[i].level != l->level)
			continue;
		if (!can_be_made(l, &t->target[i])) {
			l->given[i] = true;
			continue;
		}
		unknown += !costs_estimate(l->costs, t, i);
		t->target[i].class = l->rule.deal ? 0 : needs_class(l->needs, t, &t->target[i]);
		l->ready[l->n_ready++] = i;
	}
	return unknown;
}

// Every so manieth task only, so as to have a few of each kind.
static void thin_out(struct levels *l, size_t n)
{
	const size_t step = l->n_ready / n;
	size_t kept = 0;
	for (size_t i = 0; kept < n; i += step)
		l->ready[kept++] = l->ready[i];
	l->n_ready = n;
}

// How many tasks of each class a job has the time for.
static size_t *most_tasks(const struct levels *l)
{
	size_t *most = mem_new(l->needs->n + 1, sizeof *most);
	for (size_t i = 0; i < l->needs->n; i++)
		if (l->rule.longest > 0 && l->needs->need[i].seconds > 0)
			most[i] = (size_t)fmax(l->rule.longest / l->needs->need[i].seconds, 1);
	return most;
}

struct bunches levels_next(struct levels *l)
{
	struct bunch_rule rule = {.balance = l->r->balance, .size = l->r->bunch, .workers = l->rule.workers,
				  .overhead = l->rule.overhead + l->r->todo->seconds};
	if (l->rule.deal && rule.balance == BALANCE_GUIDED && !rule.size)
		rule.balance = BALANCE_WEIGHTED;
	size_t unknown = 0;
	for (l->n_ready = 0; l->level < l->r->todo->n_levels; l->level++)
		if ((unknown = collect(l)), l->n_ready)
			break;
	if (l->rule.probe && !rule.size && unknown > WORTH_PROBING * rule.workers && l->probed <= l->level) {
		l->probed = l->level + 1;
		const size_t most_probes = LEVELS_PROBES * rule.workers;
		thin_out(l, l->n_ready / 4 < most_probes ? l->n_ready / 4 : most_probes);
		rule.size = 1;
		rule.balance = BALANCE_QUEUE;
	}
	for (size_t i = 0; i < l->n_ready; i++)
		l->given[l->ready[i]] = true;
	size_t *most = most_tasks(l);
	rule.most = most;
	struct bunches b = bunches_form(l->r->todo, l->ready, l->n_ready, &rule);
	free(most);
	return b;
}

const struct need *levels_need(const struct levels *l, const struct bunch *b)
{
	return &l->needs->need[l->r->todo->target[b->target[0]].class];
}
