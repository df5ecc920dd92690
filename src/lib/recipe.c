// SPDX-License-Identifier: MIT
// recipe: commands of steps; recipe.h has the contract.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "mem.h"
#include "recipe.h"

struct context {
	const struct plan *plan;
	const struct step *step;
};

char *input_link(const struct input *in)
{
	struct string s = {0};
	uint64_t id = in->tasks->task[0].id;
	string_printf(&s, "data/%" PRIu64 "/%" PRIu64, id / 100, id);
	return s.text;
}

static enum hole own_input(const struct context *c, char **text)
{
	const struct step *s = c->step;
	if (!s->from[0].input || !c->plan->input[s->from[0].index].data->range)
		return HOLE_FILES;
	if (s->stage->kind != STAGE_MAP) {
		*text = mem_copy("numbers are no files: map over them first");
		return HOLE_UNKNOWN;
	}
	*text = mem_copy("$(@F)");
	return HOLE_SAFE;
}

static enum hole other_input(const struct context *c, struct source from, char **text)
{
	const struct domain d = source_domain(c->plan, from);
	const char *name = source_name(c->plan, from);
	struct string s = {0};
	if (from.input)
		s.text = input_link(&c->plan->input[from.index]);
	else if (d.kind == RESULT_ONE)
		string_puts(&s, name);
	else if (same_domain(&d, &c->step->domain))
		string_printf(&s, "%s/$*", name);
	else // the one of its labels, among the prerequisites
		string_printf(&s, "$(filter %s/%%,$^)", name);
	*text = s.text;
	return HOLE_SAFE;
}

static enum hole unknown(const struct context *c, const char *name, char **text)
{
	struct string s = {0};
	const char *near = pipe_nearest(c->plan->pipe, name);
	if (!strcmp(name, "in"))
		string_puts(&s, "one() reads nothing, there is no {in}");
	else if (pipe_stage(c->plan->pipe, name))
		string_printf(&s, "{%s} is a stage that is not among its inputs; write map(..., %s)", name, name);
	else if (near)
		string_printf(&s, "unknown name {%s}; did you mean {%s}? ({{%s}} is %s in plain braces)", name, near, name, name);
	else
		string_printf(&s, "unknown name {%s} ({{%s}} is %s in plain braces)", name, name, name);
	*text = s.text;
	return HOLE_UNKNOWN;
}

static enum hole lookup(void *context, const char *name, char **text)
{
	const struct context *c = context;
	const struct stage *s = c->step->stage;
	if (s->n_args && (!strcmp(name, "in") || !strcmp(name, s->arg[0])))
		return own_input(c, text);
	for (size_t i = 1; i < s->n_args; i++)
		if (!strcmp(name, s->arg[i]))
			return other_input(c, c->step->from[i], text);
	struct param *p = pipe_param(c->plan->pipe, name);
	if (!p)
		return unknown(c, name, text);
	p->used = true;
	*text = p->line ? pipe_text(c->plan->pipe, p->value, p->line) : mem_copy(p->value);
	return HOLE_VALUE;
}

char *recipe_make(const struct plan *p, const struct step *s)
{
	struct context c = {p, s};
	struct string recipe = {0};
	char *wrong = command_expand(s->stage->command, lookup, &c, &recipe);
	if (wrong)
		pipe_die(p->pipe, s->stage->line, "%s: %s", s->stage->name, wrong);
	return recipe.text;
}

char *recipe_shape(const struct step *s)
{
	static const char *const kinds[] = {[STAGE_MAP] = "map", [STAGE_MERGE] = "merge", [STAGE_ONE] = "one"};
	struct string t = {0};
	string_printf(&t, "%s(", kinds[s->stage->kind]);
	for (size_t i = 0; i < s->stage->n_args; i++)
		string_printf(&t, "%s%s", i ? ", " : "", s->stage->arg[i]);
	string_puts(&t, ")");
	for (size_t i = 0; i < s->stage->n_by; i++)
		string_printf(&t, "%s%s", i ? ", " : " by ", s->stage->by[i]);
	return t.text;
}

// The length of the first simple command: up to a |, &, ; or parenthesis outside quotes.
static size_t first_command(const char *s)
{
	char quote = 0;
	size_t n = 0;
	for (; s[n]; n++) {
		if (quote)
			quote = s[n] == quote ? 0 : quote;
		else if (s[n] == '\'' || s[n] == '"')
			quote = s[n];
		else if (strchr("|&;()`", s[n]))
			break;
	}
	return n;
}

static bool mentions(const char *text, const char *name)
{
	struct string hole = {0};
	string_printf(&hole, "{%s}", name);
	bool yes = strstr(text, hole.text);
	string_free(&hole);
	return yes;
}

bool recipe_reads_events(const struct step *s)
{
	static const char *const readers[] = {"evread", "evselect", "evcalc", "evhist", "evstat", "evcells", "eveval", "evcat"};
	if (!s->stage->n_args)
		return false;
	const char *command = s->stage->command, *first = s->stage->arg[0];
	char *word = mem_copy_n(command, strcspn(command, " \t"));
	const char *slash = strrchr(word, '/'), *base = slash ? slash + 1 : word;
	bool ours = false;
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		ours = ours || !strcmp(base, readers[i]);
	free(word);
	const char *rest = command + first_command(command);
	return ours && !mentions(rest, "in") && !mentions(rest, first);
}
