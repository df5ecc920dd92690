// SPDX-License-Identifier: MIT
// withdraw: results that have lost their ground; withdraw.h has the contract.

#define _GNU_SOURCE // nftw
#include <errno.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dict.h"
#include "err.h"
#include "mem.h"
#include "stage.h" // parse_range
#include "withdraw.h"

static void gone(const char *path)
{
	if (unlink(path) && errno != ENOENT && errno != ENOTDIR)
		die_errno("%s", path);
}

static int remove_entry(const char *path, const struct stat *s, int type, struct FTW *place)
{
	(void)s, (void)type, (void)place;
	return remove(path);
}

static void remove_tree(const char *path)
{
	if (nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS) && errno != ENOENT)
		die_errno("%s", path);
}

void withdraw_stage(const char *stage)
{
	struct string part = {0};
	string_printf(&part, "%s.part", stage);
	remove_tree(stage);
	remove_tree(part.text);
	string_free(&part);
}

static void remove_task(const char *folder, uint64_t id)
{
	struct string path = {0};
	string_printf(&path, "%s/%" PRIu64 "/%" PRIu64, folder, id / 100, id);
	gone(path.text);
	string_free(&path);
}

// What was merged from a task: the nodes over it, whatever their width, and the result. group is "" where there is one.
static void remove_merged(const char *stage, const char *group, uint64_t id)
{
	struct string path = {0};
	const char *slash = *group ? "/" : "";
	for (uint64_t width = 100; width <= 100000000000; width *= 10) {
		string_printf(&path, "%s.part/%s%s%" PRIu64 "/%" PRIu64, stage, group, slash, width, id / width);
		gone(path.text);
		string_free(&path);
	}
	string_printf(&path, "%s%s%s", stage, slash, group);
	gone(path.text);
	string_free(&path);
}

// The value of a label in "channel=4mu,year=2011"; its length is 0 if there is none.
static const char *value_of(const char *labels, const char *name, size_t *n)
{
	size_t length = strlen(name);
	for (const char *p = labels; *p; p += strcspn(p, ","), p += *p == ',')
		if (!strncmp(p, name, length) && p[length] == '=') {
			*n = strcspn(p + length + 1, ",");
			return p + length + 1;
		}
	*n = 0;
	return labels;
}

static char *old_group(const char *labels, const struct domain *d)
{
	struct string name = {0};
	string_puts(&name, "");
	for (size_t i = 0; i < d->n_by; i++) {
		size_t n;
		const char *value = value_of(labels, d->by[i], &n);
		string_printf(&name, "%s%.*s", i ? "," : "", (int)n, value);
	}
	return name.text;
}

// The names of the groups that the domain has now.
static struct dict *present_groups(const struct plan *p, const struct domain *d)
{
	struct groups *g = groups_form(p, &(struct domain){.kind = RESULT_TASKS, .input = d->input}, d);
	struct dict *names = dict_new();
	for (size_t i = 0; i < g->n; i++)
		*dict_at(names, g->group[i].name) = 1;
	groups_free(g);
	return names;
}

struct loss {
	const struct plan *plan;
	const struct step *step;
	struct domain from;   /* what the step reads first */
	struct dict *present; /* the groups of that, if it has groups */
};

// A task is gone: what did the step make of it?
static void lose_task(const struct loss *l, uint64_t id, const char *labels)
{
	const struct step *s = l->step;
	const char *stage = s->stage->name;
	char *group = old_group(labels, &s->domain);
	if (s->stage->kind != STAGE_MAP && l->from.kind == RESULT_TASKS) {
		remove_merged(stage, group, id);
	} else if (s->domain.kind == RESULT_TASKS) {
		remove_task(stage, id);
	} else if (l->from.kind == RESULT_GROUPS) {
		char *finer = old_group(labels, &l->from);
		if (!*dict_at(l->present, finer)) // else it is made anew, and what is made from it
			remove_merged(stage, group, id);
		free(finer);
	}
	free(group);
}

static void lose_numbers(const struct loss *l, const struct dataset *now, const char *then)
{
	long long lo, hi;
	const char *reason;
	if (!parse_range(then, &lo, &hi, &reason) || reason)
		return;
	for (long long i = lo; i < hi; i++)
		if (!now->range || i < now->lo || i >= now->hi)
			lose_task(l, (uint64_t)i, "");
}

void withdraw_results(const struct plan *p, const struct step *s, const struct record *old, const bool *kept)
{
	if (!s->stage->n_args)
		return;
	struct loss l = {.plan = p, .step = s, .from = source_domain(p, s->from[0])};
	if (l.from.kind == RESULT_ONE)
		return;
	if (l.from.kind == RESULT_GROUPS)
		l.present = present_groups(p, &l.from);
	const struct input *in = &p->input[l.from.input];
	uint64_t done = UINT64_MAX;
	for (size_t i = 0; i < old->n; i++) {
		const struct row *r = &old->row[i];
		if (strcmp(r->input, in->name) || kept[i])
			continue;
		if (*r->path != '/')
			lose_numbers(&l, in->data, r->path);
		else if (r->id != done)
			lose_task(&l, done = r->id, r->labels);
	}
	if (l.present)
		dict_free(l.present);
}

void withdraw_links(const struct record *old, const bool *kept)
{
	for (size_t i = 0, file = 0; i < old->n; i++) {
		const struct row *r = &old->row[i];
		struct string path = {0};
		file = i && r[-1].id == r->id ? file + 1 : 0;
		if (kept[i] || *r->path != '/')
			continue;
		string_printf(&path, "data/%" PRIu64 "/%" PRIu64, r->id / 100, r->id);
		if (file)
			string_printf(&path, "+%zu", file);
		gone(path.text);
		if (!file) {
			string_puts(&path, "@");
			gone(path.text);
		}
		string_free(&path);
	}
}
