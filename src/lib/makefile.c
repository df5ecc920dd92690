// SPDX-License-Identifier: MIT
// makefile: a plan as a Makefile; makefile.h has the contract.
//
// A stage's results are a list variable, and one static pattern rule makes them: make reads that many times faster than
// a rule a task. In a rule's prerequisites what only decides whether a task is to run again stands first, then the stage's
// file in cmd/, then the task's inputs; so evtask can tell the inputs, and further lines `target: input...` can add to
// them. Names of the user's files never stand here, only the links in data/.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "list.h"
#include "makefile.h"
#include "mem.h"
#include "recipe.h"
#include "rules.h"
#include "tree.h"

const char makefile_mark[] = "# evfarm plan of ";

static bool asks_for_cpus(const struct plan *p)
{
	for (size_t i = 0; i < p->n_steps; i++)
		if (p->step[i].stage->needs && strstr(p->step[i].stage->needs, "cpus="))
			return true;
	return false;
}

// As the stages got them. A backslash at the end of a line would draw the next one into the comment.
static void write_parameters(FILE *f, const struct pipe *p)
{
	for (size_t i = 0; i < p->n_params; i++) {
		const struct param *q = &p->param[i];
		char *value = q->line ? pipe_text(p, q->value, q->line) : mem_copy(q->value);
		const size_t n = value ? strlen(value) : 0;
		fprintf(f, "# with: %s = %s%s\n", q->name, n ? value : "", n && value[n - 1] == '\\' ? " " : "");
		free(value);
	}
	fputs("\n", f);
}

static void write_head(FILE *f, const struct plan *p, const char *command, const char *run)
{
	const char *slash = strrchr(p->pipe->file, '/');
	fprintf(f, "%s%s, written by evplan %s: change the pipeline and plan again, not this file\n", makefile_mark,
		slash ? slash + 1 : p->pipe->file, VERSION);
	fprintf(f, "# planned by: %s\n# run by: %s\n", command, run);
	write_parameters(f, p->pipe);
	fputs("# evtask is the shell: it gets a task's target, its prerequisites and its command\n"
	      "SHELL        = evtask\n", f);
	if (asks_for_cpus(p))
		fputs("# of a task's stage\n"
		      "cpus         = $(filter cpus=%,$($(basename $(firstword $(subst /, ,$@))).needs))\n"
		      ".SHELLFLAGS  = $(addprefix --,$(cpus)) $@ $^\n", f);
	else
		fputs(".SHELLFLAGS  = $@ $^\n", f);
	fputs("MAKEFLAGS   += -rRL\n"
	      ".DEFAULT_GOAL = all\n"
	      ".DELETE_ON_ERROR:\n"
	      ".SILENT:\n"
	      ".SUFFIXES:\n\n"
	      "# a job that was cut off left log/job.*: what it made is looked at before it is trusted (not by make -n, nor\n"
	      "# in a job of evrun, which has looked)\n"
	      "ifeq ($(findstring n,$(firstword -$(MAKEFLAGS)))$(EVFARM_JOB),)\n"
	      "$(if $(wildcard log/job.*),$(shell --recover)$(if $(filter-out 0,$(.SHELLSTATUS)),$(error evtask failed)))\n"
	      "endif\n\n", f);
	fputs(list_variables, f);
}

// -- lists of tasks --------------------------------------------------------------------------------------------

// The tasks of an input, "0/7" for task 7: NAME.tasks. A hundred to a folder; the folders that are full are NAME.full,
// those that are not are lists of their own.
static void write_tasks(struct list *l, const struct plan *p, size_t input)
{
	const struct domain d = {.kind = RESULT_TASKS, .input = input};
	struct shards s = shards_form(p, &d);
	const char *name = list_name(p, input);
	const size_t n = domain_size(p, &d);
	list_text(l, "\n# %s: %zu task%s\n", p->input[input].name, n, n == 1 ? "" : "s");
	if (s.n_full) {
		list_text(l, "%s.full :=", name);
		list_numbers(l, s.full, s.n_full);
		list_end(l);
	}
	for (size_t i = 0; i < s.n; i++) {
		if (s.shard[i].full)
			continue;
		list_text(l, "%s.%" PRIu64 " := $(addprefix %" PRIu64 "/,", name, s.shard[i].number, s.shard[i].number);
		list_numbers(l, s.id + s.shard[i].first, s.shard[i].n);
		list_text(l, ")");
		list_end(l);
	}
	list_text(l, "%s.tasks :=", name);
	if (s.n_full)
		list_word(l, "$(foreach i,$(%s.full),$(addprefix $i/$i,$(00-99)))", name);
	for (size_t i = 0; i < s.n; i++)
		if (!s.shard[i].full)
			list_word(l, "$(%s.%" PRIu64 ")", name, s.shard[i].number);
	list_end(l);
	shards_free(&s);
}

void write_groups(struct list *l, const char *stage, const struct groups *g)
{
	list_text(l, "%s.tasks := $(addprefix %s/,", stage, stage);
	for (size_t i = 0; i < g->n; i++)
		list_word(l, "%s", g->group[i].name);
	list_text(l, ")");
	list_end(l);
}

// -- rules -----------------------------------------------------------------------------------------------------

void write_before(const struct rule *r, size_t member)
{
	for (size_t i = 1; i < r->step->stage->n_args; i++) {
		const struct source from = r->step->from[i];
		const struct domain d = source_domain(r->plan, from);
		const char *name = source_name(r->plan, from);
		char *fresh = NULL;
		if (from.input)
			list_word(r->l, "%s", fresh = input_link(&r->plan->input[from.index]));
		else if (d.kind == RESULT_ONE)
			list_word(r->l, "%s", name);
		else if (same_domain(&d, &r->step->domain))
			list_word(r->l, "%s/%%", name);
		else
			list_word(r->l, "%s/%s", name, fresh = group_of(r->plan, &d, member));
		free(fresh);
	}
	list_word(r->l, "cmd/%s", r->step->stage->name);
}

void write_recipe(const struct rule *r)
{
	list_end(r->l);
	list_text(r->l, "\t%s", r->recipe);
	list_end(r->l);
}

const char *folder_of(const struct rule *r, struct source from)
{
	return from.input ? "data" : source_name(r->plan, from);
}

static void write_pattern(const struct rule *r, size_t member)
{
	const char *name = r->step->stage->name;
	const struct source from = r->step->from[0];
	list_text(r->l, ": %s/%%:", name);
	write_before(r, member);
	if (!from.input || !r->plan->input[from.index].data->range)
		list_word(r->l, "%s/%%", folder_of(r, from));
	write_recipe(r);
}

// The labels by which results of this step's tasks differ in what they read.
static struct domain labels_read(const struct rule *r)
{
	struct domain all = {.kind = RESULT_GROUPS, .input = r->step->domain.input};
	for (size_t i = 1; i < r->step->stage->n_args; i++) {
		const struct domain d = source_domain(r->plan, r->step->from[i]);
		if (same_domain(&d, &r->step->domain))
			continue;
		for (size_t j = 0; j < d.n_by; j++) {
			const struct domain one = {.by = d.by + j, .n_by = 1};
			if (labels_within(&one, &all))
				continue;
			all.by = mem_resize(all.by, all.n_by + 1, sizeof *all.by);
			all.by[all.n_by++] = d.by[j];
		}
	}
	return all;
}

void write_words(const struct rule *r, const char *folder, const struct domain *d, const struct group *g)
{
	for (size_t i = 0; i < g->n; i++) {
		uint64_t id = task_id(r->plan, d, g->member[i]);
		list_word(r->l, "%s/%" PRIu64 "/%" PRIu64, folder, id / 100, id);
	}
}

// Tasks of several files read further links behind the first.
static void write_more_files(const struct rule *r)
{
	const struct source from = r->step->from[0];
	if (!from.input || r->plan->input[from.index].data->range)
		return;
	const struct tasks *t = r->plan->input[from.index].tasks;
	for (size_t i = 0; i < t->n; i++) {
		if (t->task[i].n < 2)
			continue;
		uint64_t id = t->task[i].id, *number = mem_new(t->task[i].n, sizeof *number);
		for (size_t j = 1; j < t->task[i].n; j++)
			number[j - 1] = j;
		list_text(r->l, "%s/%" PRIu64 "/%" PRIu64 ": $(addprefix data/%" PRIu64 "/%" PRIu64 "+,", r->step->stage->name,
			  id / 100, id, id / 100, id);
		list_numbers(r->l, number, t->task[i].n - 1);
		list_text(r->l, ")");
		list_end(r->l);
		free(number);
	}
}

static void write_map(const struct rule *r)
{
	const struct domain *d = &r->step->domain;
	const char *name = r->step->stage->name;
	if (d->kind == RESULT_GROUPS) {
		struct groups *g = groups_form(r->plan, &(struct domain){.kind = RESULT_TASKS, .input = d->input}, d);
		write_groups(r->l, name, g);
		groups_free(g);
	} else {
		list_text(r->l, "%s.tasks := $(addprefix %s/,$(%s.tasks))", name, name, list_name(r->plan, d->input));
		list_end(r->l);
	}
	struct domain labels = labels_read(r);
	if (!labels.n_by) {
		list_text(r->l, "$(%s.tasks)", name);
		write_pattern(r, 0);
	} else {
		struct groups *g = groups_form(r->plan, d, &labels);
		for (size_t i = 0; i < g->n; i++) {
			write_words(r, name, d, &g->group[i]);
			write_pattern(r, g->group[i].member[0]);
		}
		groups_free(g);
		free(labels.by);
	}
	write_more_files(r);
}

static void write_one(const struct rule *r)
{
	const struct source *from = r->step->stage->n_args ? &r->step->from[0] : NULL;
	const struct domain d = from ? source_domain(r->plan, *from) : (struct domain){0};
	list_text(r->l, "%s:", r->step->stage->name);
	write_before(r, 0);
	if (from && from->input)
		list_word(r->l, "$(addprefix data/,$(%s.tasks))", list_name(r->plan, d.input));
	else if (from)
		list_word(r->l, d.kind == RESULT_ONE ? "%s" : "$(%s.tasks)", source_name(r->plan, *from));
	write_recipe(r);
}

static void write_step(const struct rule *r)
{
	static void (*const write[])(const struct rule *) = {
		[STAGE_MAP] = write_map, [STAGE_MERGE] = write_merge, [STAGE_ONE] = write_one};
	const struct stage *s = r->step->stage;
	list_text(r->l, "\n# %s\n", s->text);
	if (s->needs)
		list_text(r->l, "%s.needs := %s\n", s->name, s->needs);
	write[s->kind](r);
	if (r->step->domain.kind != RESULT_ONE)
		list_text(r->l, "%s: $(%s.tasks)\n", s->name, s->name);
}

void makefile_write(FILE *f, const struct plan *p, const char *command, const char *run, char *const *recipe)
{
	struct list l = {.f = f};
	write_head(f, p, command, run);
	list_text(&l, "\n# for evrun\nstages :=");
	for (size_t i = 0; i < p->n_steps; i++)
		list_word(&l, "%s", p->step[i].stage->name);
	list_end(&l);
	for (size_t i = 0; i < p->n_inputs; i++)
		write_tasks(&l, p, i);
	for (size_t i = 0; i < p->n_steps; i++)
		write_step(&(struct rule){&l, p, &p->step[i], recipe[i]});
	// evtask leaves nothing unfinished; what it has just finished is not to be deleted when make is asked to end
	list_text(&l, "\n.PRECIOUS: $(foreach s,$(stages),$s $($s.tasks) $($s.part))\n");
	list_text(&l, "\n# once all is there it is brought to disk\nlog/synced: .SHELLFLAGS = --end-job $@");
	list_end(&l);
	list_text(&l, "log/synced:");
	for (size_t i = 0; i < p->n_steps; i++)
		if (!p->step[i].readers)
			list_word(&l, p->step[i].domain.kind == RESULT_ONE ? "%s" : "$(%s.tasks)", p->step[i].stage->name);
	list_end(&l);
	list_text(&l, "\t:");
	list_end(&l);
	list_text(&l, "all:");
	for (size_t i = 0; i < p->n_steps; i++)
		if (!p->step[i].readers)
			list_word(&l, "%s", p->step[i].stage->name);
	list_word(&l, "log/synced");
	list_end(&l);
	list_text(&l, ".PHONY: all");
	for (size_t i = 0; i < p->n_steps; i++)
		if (p->step[i].domain.kind != RESULT_ONE)
			list_word(&l, "%s", p->step[i].stage->name);
	list_end(&l);
}
