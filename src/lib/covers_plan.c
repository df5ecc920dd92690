// SPDX-License-Identifier: MIT
// covers_plan: covers.tsv of a plan's folder; covers.h has the contract.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "covers.h"
#include "folder.h"
#include "frame.h"
#include "idset.h"

// "channel=4mu,year=2011" of the group "4mu,2011".
static void put_group(struct string *to, const struct domain *d, const char *name)
{
	for (size_t i = 0; i < d->n_by; i++) {
		size_t n = strcspn(name, ",");
		string_printf(to, "%s%s=%.*s", i ? "," : "", d->by[i], (int)n, name);
		name += n + (name[n] == ',');
	}
}

// What the parts of one merge cover: tasks, or groups by finer labels.
static void put_members(struct string *to, const struct plan *p, const struct domain *fine, const struct groups *finer,
			const struct group *g)
{
	struct idset tasks = {0};
	for (size_t i = 0; i < g->n; i++) {
		if (fine->kind == RESULT_TASKS) {
			uint64_t id = task_id(p, fine, g->member[i]);
			idset_add(&tasks, (struct id_run){id, id, 0});
		} else {
			if (i)
				string_puts(to, " ");
			put_group(to, fine, finer->group[g->member[i]].name);
		}
	}
	idset_write(to, &tasks);
	idset_free(&tasks);
}

static void put_row(struct frame *f, const struct plan *p, const struct step *s, const struct group *g,
		    const struct domain *fine, const struct groups *finer)
{
	string_printf(&f->text, "%s%s%s\t", s->stage->name, *g->name ? "/" : "", g->name);
	if (s->domain.kind == RESULT_GROUPS)
		put_group(&f->text, &s->domain, g->name);
	else
		string_puts(&f->text, "all");
	string_puts(&f->text, "\t");
	if (s->stage->kind == STAGE_MERGE && !s->from[0].input && fine->kind != RESULT_ONE)
		put_members(&f->text, p, fine, finer, g);
	else
		string_puts(&f->text, "-");
	string_puts(&f->text, "\n");
	frame_row(f);
}

static void put_step(struct frame *f, const struct plan *p, const struct step *s)
{
	if (s->stage->kind == STAGE_ONE || s->domain.kind == RESULT_TASKS)
		return;
	const struct domain tasks = {.kind = RESULT_TASKS, .input = s->domain.input};
	struct domain fine = source_domain(p, s->from[0]);
	struct groups *finer = fine.kind == RESULT_GROUPS ? groups_form(p, &tasks, &fine) : NULL;
	if (s->stage->kind == STAGE_MAP || fine.kind == RESULT_ONE)
		fine = tasks;
	struct groups *g = groups_form(p, &fine, &s->domain);
	fine = source_domain(p, s->from[0]);
	for (size_t i = 0; i < g->n; i++)
		put_row(f, p, s, &g->group[i], &fine, finer);
	groups_free(g);
	if (finer)
		groups_free(finer);
}

void covers_write(const struct plan *p)
{
	struct frame f = {.to = folder_create("covers.tsv")};
	string_puts(&f.text, "# evfarm covers 1\n# columns target\tcovers\texpects\n");
	for (size_t i = 0; i < p->n_steps; i++)
		put_step(&f, p, &p->step[i]);
	frame_end(&f);
	folder_commit(f.to, "covers.tsv");
}
