// SPDX-License-Identifier: MIT
// merges: the rules of merging stages, all at once or along a tree; rules.h has the contract.

#include <inttypes.h>
#include <stdlib.h>

#include "mem.h"
#include "rules.h"
#include "tree.h"

static void target(const struct rule *r, const char *group)
{
	list_text(r->l, "%s%s%s", r->step->stage->name, *group ? "/" : "", group);
}

static void write_levels(const struct rule *r, const char *group, const struct tree *t)
{
	const char *name = r->step->stage->name, *slash = *group ? "/" : "";
	for (size_t i = 1; i < t->n; i++)
		for (size_t j = 0; j < t->level[i].n; j++) {
			const struct node *node = &t->level[i].node[j];
			list_text(r->l, "%s.part/%s%s%" PRIu64 "/%" PRIu64 ": $(addprefix %s.part/%s%s%" PRIu64 "/,", name, group, slash,
				  t->level[i].width, node->number, name, group, slash, t->level[i - 1].width);
			for (size_t k = 0; k < node->n; k++)
				list_word(r->l, "%" PRIu64, t->level[i - 1].node[node->first + k].number);
			list_text(r->l, ")");
			list_end(r->l);
		}
	const struct level *top = &t->level[t->n - 1];
	target(r, group);
	list_text(r->l, ": $(addprefix %s.part/%s%s%" PRIu64 "/,", name, group, slash, top->width);
	for (size_t k = 0; k < top->n; k++)
		list_word(r->l, "%" PRIu64, top->node[k].number);
	list_text(r->l, ")");
	list_end(r->l);
}

// The nodes that merge tasks themselves. Of all tasks of an input, a node a folder, most of them by one line.
static void write_leaves(const struct rule *r, const char *group, const struct tree *t, const struct domain *d,
			 const struct group *g)
{
	const char *name = r->step->stage->name, *from = source_name(r->plan, r->step->from[0]);
	const char *tasks = list_name(r->plan, d->input);
	const struct level *low = &t->level[0];
	struct shards s = shards_form(r->plan, d);
	if (!*group && s.n_full)
		list_text(r->l, "$(foreach i,$(%s.full),$(eval %s.part/100/$i: $(addprefix %s/$i/$i,$(00-99))))\n", tasks, name, from);
	for (size_t j = 0; j < low->n; j++) {
		const struct node *node = &low->node[j];
		if (!*group && s.shard[j].full)
			continue;
		list_text(r->l, "%s.part/%s%s%" PRIu64 "/%" PRIu64 ":", name, group, *group ? "/" : "", low->width, node->number);
		if (*group)
			write_words(r, from, d, &(struct group){.member = g->member + node->first, .n = node->n});
		else
			list_text(r->l, " $(addprefix %s/,$(%s.%" PRIu64 "))", from, tasks, node->number);
		list_end(r->l);
	}
	shards_free(&s);
}

static void write_nodes(const struct rule *r, const char *group, const struct tree *t)
{
	for (size_t i = 0; i < t->n; i++) {
		uint64_t *number = mem_new(t->level[i].n, sizeof *number);
		for (size_t j = 0; j < t->level[i].n; j++)
			number[j] = t->level[i].node[j].number;
		list_word(r->l, "$(addprefix %s.part/%s%s%" PRIu64 "/,", r->step->stage->name, group, *group ? "/" : "",
			  t->level[i].width);
		list_numbers(r->l, number, t->level[i].n);
		list_text(r->l, ")");
		free(number);
	}
}

// The members of one merged result: tasks, finer groups, or all that the source has.
static void write_members(const struct rule *r, const struct domain *fine, const struct group *g)
{
	const struct source from = r->step->from[0];
	const char *folder = folder_of(r, from);
	if (fine->kind == RESULT_TASKS && r->step->domain.kind != RESULT_GROUPS) {
		if (from.input)
			list_word(r->l, "$(addprefix data/,$(%s.tasks))", list_name(r->plan, fine->input));
		else
			list_word(r->l, "$(%s.tasks)", folder);
		return;
	}
	if (fine->kind == RESULT_TASKS) {
		write_words(r, folder, fine, g);
		return;
	}
	struct groups *finer = groups_form(r->plan, &(struct domain){.kind = RESULT_TASKS, .input = fine->input}, fine);
	for (size_t i = 0; i < g->n; i++)
		list_word(r->l, "%s/%s", folder, finer->group[g->member[i]].name);
	groups_free(finer);
}

void write_merge(const struct rule *r)
{
	const struct domain fine = source_domain(r->plan, r->step->from[0]);
	const struct domain *coarse = &r->step->domain;
	const char *name = r->step->stage->name;
	struct groups *g = groups_form(r->plan, &fine, coarse);
	struct tree *tree = mem_new(g->n, sizeof *tree);
	if (coarse->kind == RESULT_GROUPS)
		write_groups(r->l, name, g);
	bool levels = false;
	for (size_t i = 0; i < g->n; i++) {
		tree[i] = tree_form(r->plan, r->step, &fine, &g->group[i]);
		levels = levels || tree[i].n;
	}
	if (levels) {
		list_text(r->l, "%s.part :=", name);
		for (size_t i = 0; i < g->n; i++)
			write_nodes(r, g->group[i].name, &tree[i]);
		list_end(r->l);
	}
	list_text(r->l, coarse->kind == RESULT_GROUPS ? "$(%s.tasks)" : "%s", name);
	if (levels)
		list_text(r->l, " $(%s.part)", name);
	list_text(r->l, ":");
	write_before(r, 0);
	const bool short_rule = coarse->kind == RESULT_ONE && !levels;
	if (short_rule)
		write_members(r, &fine, &g->group[0]);
	write_recipe(r);
	for (size_t i = 0; i < g->n; i++) {
		if (tree[i].n) {
			write_leaves(r, g->group[i].name, &tree[i], &fine, &g->group[i]);
			write_levels(r, g->group[i].name, &tree[i]);
		} else if (!short_rule) {
			target(r, g->group[i].name);
			list_text(r->l, ":");
			write_members(r, &fine, &g->group[i]);
			list_end(r->l);
		}
		tree_free(&tree[i]);
	}
	free(tree);
	groups_free(g);
}
