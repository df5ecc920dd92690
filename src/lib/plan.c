// SPDX-License-Identifier: MIT
// plan: the stages in order, with what they read; plan.h has the contract, groups.c sorts results by labels.

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "plan.h"
#include "stage.h" // parse_range

enum visit { NEW, OPEN, DONE };

struct making {
	struct plan *plan;
	enum visit *state; /* of the pipeline's stages */
	const struct stage **path;
	size_t depth;
};

struct domain source_domain(const struct plan *p, struct source from)
{
	return from.input ? (struct domain){.kind = RESULT_TASKS, .input = from.index} : p->step[from.index].domain;
}

const char *source_name(const struct plan *p, struct source from)
{
	return from.input ? p->input[from.index].name : p->step[from.index].stage->name;
}

bool labels_within(const struct domain *coarse, const struct domain *fine)
{
	for (size_t i = 0, j; i < coarse->n_by; i++) {
		for (j = 0; j < fine->n_by && strcmp(coarse->by[i], fine->by[j]); j++)
			;
		if (j == fine->n_by)
			return false;
	}
	return true;
}

bool same_domain(const struct domain *a, const struct domain *b)
{
	if (a->kind != b->kind || (a->kind != RESULT_ONE && a->input != b->input) || a->n_by != b->n_by)
		return false;
	for (size_t i = 0; i < a->n_by; i++) // in the same order: it is in the results' names
		if (strcmp(a->by[i], b->by[i]))
			return false;
	return true;
}

// -- inputs ----------------------------------------------------------------------------------------------------

static size_t find_input(struct making *m, const struct stage *s, const char *name)
{
	struct plan *p = m->plan;
	for (size_t i = 0; i < p->n_inputs; i++)
		if (!strcmp(p->input[i].name, name))
			return i;
	char *value;
	if (is_name(name)) {
		struct param *given = pipe_param(p->pipe, name);
		const char *near = given ? NULL : pipe_nearest(p->pipe, name);
		const struct param *close = near ? pipe_param(p->pipe, near) : NULL;
		if (close && !close->line)
			die(EXIT_USAGE, "%s: %s reads no such input; did you mean %s?", near, p->pipe->file, name);
		if (near)
			pipe_die(p->pipe, s->line, "%s: unknown stage or input \"%s\"; did you mean \"%s\"?", s->name, name, near);
		if (!given)
			die(EXIT_USAGE, "%s:%zu: %s: unknown stage or input \"%s\"; if it is an input, add %s=GLOB to the command line",
			    p->pipe->file, s->line, s->name, name, name);
		given->used = true;
		value = given->line ? pipe_text(p->pipe, given->value, given->line) : mem_copy(given->value);
	} else {
		long long lo, hi;
		const char *reason;
		value = pipe_text(p->pipe, name, s->line);
		if (!parse_range(value, &lo, &hi, &reason) || reason)
			pipe_die(p->pipe, s->line, "%s: %s: \"%s\"", s->name, reason ? reason : "not a range", value);
	}
	p->input = mem_resize(p->input, p->n_inputs + 1, sizeof *p->input);
	p->input[p->n_inputs] = (struct input){mem_copy(name), dataset_read(name, value), NULL, false};
	free(value);
	return p->n_inputs++;
}

// -- what fits together -----------------------------------------------------------------------------------------

static struct domain merged(const struct making *m, const struct stage *s, struct domain from)
{
	struct domain d = {.kind = s->n_by ? RESULT_GROUPS : RESULT_ONE, .input = from.input, .by = s->by, .n_by = s->n_by};
	const struct dataset *data = m->plan->input[from.input].data;
	for (size_t i = 0; i < s->n_by; i++) {
		struct domain label = {.by = s->by + i, .n_by = 1};
		if (from.kind == RESULT_TASKS && dataset_label(data, s->by[i]) == SIZE_MAX)
			pipe_die(m->plan->pipe, s->line, "%s: the files of %s have no label \"%s\"", s->name, data->name, s->by[i]);
		if (from.kind == RESULT_GROUPS && !labels_within(&label, &from))
			pipe_die(m->plan->pipe, s->line, "%s: %s is not merged by a label \"%s\"", s->name, s->arg[0], s->by[i]);
	}
	return d;
}

static struct domain first_source(const struct making *m, const struct stage *s, struct source from)
{
	struct domain d = source_domain(m->plan, from);
	const struct pipe *pipe = m->plan->pipe;
	if (s->kind == STAGE_ONE)
		return (struct domain){.kind = RESULT_ONE};
	if (d.kind == RESULT_ONE)
		pipe_die(pipe, s->line, "%s: %s has one result, so it takes one(%s)", s->name, s->arg[0], s->arg[0]);
	return s->kind == STAGE_MAP ? d : merged(m, s, d);
}

// Behind the first source stand others that each of the stage's tasks reads as well.
static void other_source(const struct making *m, const struct stage *s, const struct domain *own, size_t i, struct source from)
{
	const struct pipe *pipe = m->plan->pipe;
	if (from.input) {
		struct input *in = &m->plan->input[from.index];
		if (in->data->range || in->data->n != 1)
			pipe_die(pipe, s->line, "%s: %s must be one file to stand behind the first input", s->name, s->arg[i]);
		in->whole = true;
		return;
	}
	struct domain d = source_domain(m->plan, from);
	if (d.kind == RESULT_ONE || same_domain(&d, own))
		return;
	if (own->kind == RESULT_TASKS && d.kind == RESULT_GROUPS && d.input == own->input)
		return; // each task reads the result of its labels
	pipe_die(pipe, s->line, "%s: the results of %s are not those of %s; merge it first", s->name, s->arg[i], s->arg[0]);
}

static _Noreturn void cycle(const struct making *m, const struct stage *s)
{
	struct string text = {0};
	size_t i = 0;
	while (m->path[i] != s)
		i++;
	for (; i < m->depth; i++)
		string_printf(&text, "%s reads ", m->path[i]->name);
	pipe_die(m->plan->pipe, s->line, "stages in a circle: %s%s", text.text, s->name);
}

static void visit(struct making *m, size_t index)
{
	struct plan *p = m->plan;
	struct stage *s = &p->pipe->stage[index];
	if (m->state[index] == DONE)
		return;
	if (m->state[index] == OPEN)
		cycle(m, s);
	m->state[index] = OPEN;
	m->path[m->depth++] = s;
	struct step step = {.stage = s, .from = mem_new(s->n_args, sizeof *step.from),
			    .domain = {.kind = RESULT_ONE}};
	for (size_t i = 0; i < s->n_args; i++) {
		struct stage *t = pipe_stage(p->pipe, s->arg[i]);
		struct source *from = &step.from[i];
		if (t) {
			visit(m, (size_t)(t - p->pipe->stage));
			*from = (struct source){false, p->order[t - p->pipe->stage]};
			p->step[from->index].readers++;
		} else {
			*from = (struct source){true, find_input(m, s, s->arg[i])};
		}
		if (!i)
			step.domain = first_source(m, s, *from);
		else
			other_source(m, s, &step.domain, i, *from);
	}
	m->depth--;
	m->state[index] = DONE;
	p->order[index] = p->n_steps;
	p->step[p->n_steps++] = step;
}

struct plan *plan_make(struct pipe *pipe)
{
	struct plan *p = mem_new(1, sizeof *p);
	struct making m = {p, mem_new(pipe->n_stages, sizeof *m.state), mem_new(pipe->n_stages + 1, sizeof *m.path), 0};
	p->pipe = pipe;
	p->step = mem_new(pipe->n_stages, sizeof *p->step);
	p->order = mem_new(pipe->n_stages, sizeof *p->order);
	for (size_t i = 0; i < pipe->n_stages; i++)
		visit(&m, i);
	free(m.state);
	free(m.path);
	return p;
}

void plan_free(struct plan *p)
{
	for (size_t i = 0; i < p->n_inputs; i++) {
		if (p->input[i].tasks)
			tasks_free(p->input[i].tasks);
		dataset_free(p->input[i].data);
		free(p->input[i].name);
	}
	for (size_t i = 0; i < p->n_steps; i++)
		free(p->step[i].from);
	free(p->input);
	free(p->step);
	free(p->order);
	free(p);
}
