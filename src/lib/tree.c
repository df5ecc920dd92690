// SPDX-License-Identifier: MIT
// tree: folders of tasks, and merge trees; tree.h has the contract.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "tree.h"

enum { FAN = 100 }; // a merge of more members than this is done in levels

struct shards shards_form(const struct plan *p, const struct domain *d)
{
	const size_t n = domain_size(p, d);
	struct shards s = {.id = mem_new(n + 1, sizeof *s.id)};
	size_t room = 0, full_room = 0;
	for (size_t i = 0; i < n; i++) {
		s.id[i] = task_id(p, d, i);
		if (!s.n || s.shard[s.n - 1].number != s.id[i] / 100) {
			s.shard = mem_grow(s.shard, &room, s.n + 1, sizeof *s.shard);
			s.shard[s.n++] = (struct shard){s.id[i] / 100, i, 0, false};
		}
		struct shard *at = &s.shard[s.n - 1];
		if (++at->n < 100 || !at->number)
			continue;
		at->full = true;
		s.full = mem_grow(s.full, &full_room, s.n_full + 1, sizeof *s.full);
		s.full[s.n_full++] = at->number;
	}
	return s;
}

void shards_free(struct shards *s)
{
	free(s->id);
	free(s->shard);
	free(s->full);
}

const char *list_name(const struct plan *p, size_t input)
{
	static char name[40];
	if (is_name(p->input[input].name))
		return p->input[input].name;
	snprintf(name, sizeof name, "range-%zu", input + 1);
	return name;
}

// One level: members with ascending numbers, those with one quotient by width to a node.
static struct level level_form(uint64_t width, uint64_t by, size_t n, const uint64_t *number)
{
	struct level l = {.width = width};
	size_t room = 0;
	for (size_t i = 0; i < n; i++) {
		if (!l.n || l.node[l.n - 1].number != number[i] / by) {
			l.node = mem_grow(l.node, &room, l.n + 1, sizeof *l.node);
			l.node[l.n++] = (struct node){number[i] / by, i, 0};
		}
		l.node[l.n - 1].n++;
	}
	return l;
}

struct tree tree_form(const struct plan *p, const struct step *s, const struct domain *fine, const struct group *g)
{
	struct tree t = {0};
	if (fine->kind != RESULT_TASKS || s->from[0].input || g->n <= FAN)
		return t;
	uint64_t *number = mem_new(g->n, sizeof *number), width = FAN, by = FAN;
	for (size_t i = 0; i < g->n; i++)
		number[i] = task_id(p, fine, g->member[i]);
	// a group's tasks may lie far apart: as wide as it takes to have ten of them in a node
	struct level low = level_form(width, by, g->n, number);
	while (*g->name && low.n > g->n / 10) {
		free(low.node);
		width *= 10;
		low = level_form(width, width, g->n, number);
	}
	for (;;) {
		t.level = mem_resize(t.level, t.n + 1, sizeof *t.level);
		t.level[t.n++] = low;
		if (low.n <= FAN)
			break;
		for (size_t i = 0; i < low.n; i++)
			number[i] = low.node[i].number;
		width *= FAN;
		low = level_form(width, FAN, low.n, number);
	}
	free(number);
	return t;
}

void tree_free(struct tree *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->level[i].node);
	free(t->level);
}
