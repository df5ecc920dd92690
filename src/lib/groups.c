// SPDX-License-Identifier: MIT
// groups: the results of a domain, sorted by labels; plan.h has the contract.

#include <stdlib.h>
#include <string.h>

#include "dict.h"
#include "mem.h"
#include "plan.h"

size_t domain_size(const struct plan *p, const struct domain *d)
{
	const struct input *in = &p->input[d->input];
	if (d->kind == RESULT_ONE)
		return 1;
	if (d->kind == RESULT_TASKS)
		return in->data->range ? (size_t)(in->data->hi - in->data->lo) : in->tasks->n;
	struct groups *g = groups_form(p, &(struct domain){.kind = RESULT_TASKS, .input = d->input}, d);
	size_t n = g->n;
	groups_free(g);
	return n;
}

uint64_t task_id(const struct plan *p, const struct domain *d, size_t i)
{
	const struct input *in = &p->input[d->input];
	return in->data->range ? (uint64_t)in->data->lo + i : in->tasks->task[i].id;
}

char *group_of(const struct plan *p, const struct domain *d, size_t task)
{
	const struct input *in = &p->input[d->input];
	struct string name = {0};
	string_puts(&name, "");
	for (size_t i = 0; i < d->n_by; i++) {
		const struct file *f = &in->data->file[in->tasks->task[task].file[0]];
		string_printf(&name, "%s%s", i ? "," : "", f->label[dataset_label(in->data, d->by[i])]);
	}
	return name.text;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct group *)a)->name, ((const struct group *)b)->name);
}

// Puts member into the group called name, which becomes its own.
static void put(struct groups *g, size_t *room, struct dict *index, char *name, size_t member)
{
	uint64_t *at = dict_at(index, name);
	if (!*at) {
		g->group = mem_grow(g->group, room, g->n + 1, sizeof *g->group);
		g->group[g->n++] = (struct group){.name = name};
		*at = g->n;
	} else {
		free(name);
	}
	struct group *to = &g->group[*at - 1];
	to->member = mem_grow(to->member, &to->room, to->n + 1, sizeof *to->member);
	to->member[to->n++] = member;
}

struct groups *groups_form(const struct plan *p, const struct domain *fine, const struct domain *coarse)
{
	struct groups *g = mem_new(1, sizeof *g), *finer = NULL;
	struct dict *index = dict_new();
	size_t room = 0, n;
	if (fine->kind == RESULT_GROUPS) {
		finer = groups_form(p, &(struct domain){.kind = RESULT_TASKS, .input = fine->input}, fine);
		n = finer->n;
	} else {
		n = domain_size(p, fine);
	}
	for (size_t i = 0; i < n; i++)
		put(g, &room, index, group_of(p, coarse, finer ? finer->group[i].member[0] : i), i);
	qsort(g->group, g->n, sizeof *g->group, by_name);
	if (finer)
		groups_free(finer);
	dict_free(index);
	return g;
}

void groups_free(struct groups *g)
{
	for (size_t i = 0; i < g->n; i++) {
		free(g->group[i].name);
		free(g->group[i].member);
	}
	free(g->group);
	free(g);
}
