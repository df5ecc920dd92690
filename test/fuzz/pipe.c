// SPDX-License-Identifier: MIT
// pipe: pipeline files. One that is accepted is planned over made-up inputs, and its commands become recipes and a
// Makefile.

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "makefile.h"
#include "pipe.h"
#include "plan.h"
#include "recipe.h"
#include "tasks.h"
#include "words.h"

struct making {
	struct plan *plan;
	char **recipe;
};

static void write_makefile(FILE *to, void *context)
{
	const struct making *m = context;
	makefile_write(to, m->plan, "evplan", "make", m->recipe);
}

static void make_plan(struct pipe *p)
{
	struct plan *plan = plan_make(p);
	uint64_t next = 0;
	for (size_t i = 0; i < plan->n_inputs; i++) {
		if (plan->input[i].data->range && plan->input[i].data->hi - plan->input[i].data->lo > 1000)
			return; // as many targets as were asked for
		plan->input[i].tasks = tasks_form(plan->input[i].data, &(struct chunking){.size = 1000}, NULL, NULL, &next);
	}
	char **recipe = mem_new(plan->n_steps, sizeof *recipe);
	for (size_t i = 0; i < plan->n_steps; i++)
		recipe[i] = recipe_make(plan, &plan->step[i]);
	for (size_t i = 0; i < plan->pipe->n_params; i++)
		if (!plan->pipe->param[i].used)
			return; // evplan refuses it
	struct string text = {0};
	fuzz_must("writing the Makefile");
	fuzz_print(&text, write_makefile, &(struct making){plan, recipe});
	fuzz_must(NULL);
}

static void plan_it(void *context)
{
	struct pipe *p = pipe_read(context);
	for (size_t i = 0; i < p->n_stages; i++)
		words_split(p->stage[i].command, (char *[]){(char[]){"a b"}, (char[]){"$x"}}, 2);
	for (size_t i = 0; i < p->n_params; i++)
		free(pipe_text(p, p->param[i].value, p->param[i].line));
	pipe_set(p, "data=range(0, 250)");
	make_plan(p);
}

static void plan_files(void *context)
{
	struct pipe *p = pipe_read(context);
	pipe_set(p, "data=/etc/passwd");
	make_plan(p);
}

static void parse(const char *data, size_t n)
{
	char *file = fuzz_file(data, n);
	fuzz_try(plan_it, file);
	fuzz_try(plan_files, file);
}

static void mutate(struct string *s)
{
	static const char *const words[] = {
		"a = map(data) : cat {in}", "b = merge(a) : cat {in}", "c = one(b) : cat {in}", "d = map(data, c) : cat {in} {c}",
		"e = merge(a) by year, channel : cat {in}", "map(range(0, 9))", "range(0, 3)", "range(-9223372036854775808, 9223372036854775807)",
		"[cpus=2 mem=1G time=10m]", "[mem=]", "{a}", "{{", "}}", "{in}", "{data}", "{task}", "'", "\"", "$(", "`", "\\", " \\\n ", "p = {q}{q}",
		"q = {p}", "q = x'y", ":", "#", "{n}", "$", "$$", "${x}", "<<", "one(", "merge(", "map(", "by", "\n\t",
	};
	if (fuzz_random(2))
		fuzz_bytes(s);
	else
		for (uint32_t k = 1 + fuzz_random(3); k; k--)
			fuzz_lines(s, words, sizeof words / sizeof *words);
}

const struct fuzzer fuzzer = {.codes = 1 << EXIT_DATA | 1 << EXIT_USAGE, .parse = parse, .mutate = mutate};
