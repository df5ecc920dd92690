// SPDX-License-Identifier: MIT
// evplan: a pipeline and data become a folder with a Makefile, which make runs.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h" // shell_word
#include "err.h"
#include "events.h" // nearest
#include "folder.h"
#include "makefile.h"
#include "mem.h"
#include "opt.h"
#include "recipe.h"

enum { MOST_AT_ONCE = 10000 }; // results that one task can read without a merge tree

static const uint64_t default_chunk = 64 << 20;

static const struct opt opts[] = {
	{'o', "output", "FOLDER", "the plan's folder: new, empty, or holding an earlier plan of PIPE"},
	{'c', "chunk", "SIZE", "bytes of input a task (64M): larger CSV is cut, smaller files are grouped"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	.synopsis = "PIPE [NAME=VALUE]... [--chunk SIZE] -o FOLDER",
	.purpose = "Plan the pipeline PIPE: write FOLDER/Makefile, which make runs.",
	.opts = opts,
	.notes = "NAME=VALUE gives an input (a file, a quoted glob, @MANIFEST, or \"range(LO, HI)\")\n"
		 "or overrides a parameter of the pipeline; evpipe(5) has the language.",
};

struct options {
	const char *folder, *chunk;
	struct chunking chunking;
};

static struct options parse(int argc, char **argv)
{
	struct options o = {.chunk = "", .chunking = {.size = default_chunk}};
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		if (key == 'o')
			o.folder = optarg;
		if (key == 'c') {
			o.chunking.size = opt_size("--chunk", optarg);
			o.chunking.given = true;
			o.chunk = optarg;
		}
	}
	if (optind >= argc)
		usage_error(&cli, "which pipeline?");
	if (!o.folder || !*o.folder)
		usage_error(&cli, "-o FOLDER: where is the plan to be written?");
	return o;
}

static char *command_line(int argc, char **argv)
{
	struct string s = {0};
	string_puts(&s, "evplan");
	for (int i = 1; i < argc; i++) {
		string_puts(&s, " ");
		for (const char *c = argv[i]; *c; c++)
			if ((unsigned char)*c < ' ')
				die(EXIT_USAGE, "a line end or control character in \"%s\"", argv[i]);
		shell_word(&s, argv[i]);
	}
	return s.text;
}

static char *run_line(const char *folder)
{
	struct string s = {0};
	string_puts(&s, "make -C ");
	shell_word(&s, folder);
	// with a number, because -j alone starts all tasks at once
	const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	string_printf(&s, " -j%ld", cpus > 0 ? cpus : 1);
	return s.text;
}

// Parameters that no stage asks for are mistakes.
static void refuse_unused(const struct pipe *p)
{
	for (size_t i = 0; i < p->n_params; i++) {
		const struct param *q = &p->param[i];
		if (q->used)
			continue;
		if (q->line)
			pipe_die(p, q->line, "%s: no stage uses this parameter", q->name);
		const char **names = mem_new(p->n_params, sizeof *names);
		size_t n = 0;
		for (size_t j = 0; j < p->n_params; j++)
			if (j != i)
				names[n++] = p->param[j].name;
		const char *near = nearest(q->name, names, n);
		die(EXIT_USAGE, "%s: %s uses no parameter or input of this name%s%s%s", q->name, p->file, near ? "; did you mean " : "",
		    near ? near : "", near ? "?" : "");
	}
}

// Only what all its readers can read in pieces may be cut.
static void find_whole(struct plan *p)
{
	for (size_t i = 0; i < p->n_steps; i++) {
		const struct step *s = &p->step[i];
		if (s->stage->n_args && s->from[0].input && (s->stage->kind != STAGE_MAP || !recipe_reads_events(s)))
			p->input[s->from[0].index].whole = true;
	}
}

static void form_tasks(struct plan *p, const struct options *o, const struct record *old, bool *kept)
{
	uint64_t next_id = 0;
	for (size_t i = 0; old && i < old->n; i++)
		if (old->row[i].id >= next_id && *old->row[i].path == '/')
			next_id = old->row[i].id + 1;
	for (size_t i = 0; i < p->n_inputs; i++) {
		struct chunking c = o->chunking;
		c.allowed = !p->input[i].whole;
		c.same = old && !strcmp(old->chunk, o->chunk);
		p->input[i].tasks = tasks_form(p->input[i].data, &c, old, kept, &next_id);
	}
}

static void refuse_too_many(const struct plan *p)
{
	for (size_t i = 0; i < p->n_steps; i++) {
		const struct step *s = &p->step[i];
		if (!s->stage->n_args)
			continue;
		const struct domain d = source_domain(p, s->from[0]);
		if ((s->stage->kind == STAGE_ONE || s->from[0].input) && s->stage->kind != STAGE_MAP
		    && domain_size(p, &d) > MOST_AT_ONCE)
			pipe_die(p->pipe, s->stage->line, "%s: %zu files are too many for one command; map over %s, then merge",
				 s->stage->name, domain_size(p, &d), s->stage->arg[0]);
	}
}

static char **make_recipes(const struct plan *p)
{
	char **recipe = mem_new(p->n_steps, sizeof *recipe);
	for (size_t i = 0; i < p->n_steps; i++)
		recipe[i] = recipe_make(p, &p->step[i]);
	return recipe;
}

static size_t count_results(const struct plan *p)
{
	size_t n = 0;
	for (size_t i = 0; i < p->n_steps; i++)
		n += domain_size(p, &p->step[i].domain);
	return n;
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	char *command = command_line(argc, argv);
	const struct options o = parse(argc, argv);
	struct pipe *pipe = pipe_read(argv[optind]);
	for (int i = optind + 1; i < argc; i++)
		pipe_set(pipe, argv[i]);
	struct plan *p = plan_make(pipe);
	find_whole(p);
	folder_check(o.folder, pipe->file);
	struct record *old = folder_record(o.folder);
	bool *kept = mem_new(old ? old->n + 1 : 1, sizeof *kept);
	form_tasks(p, &o, old, kept);
	char **recipe = make_recipes(p);
	refuse_unused(pipe);
	refuse_too_many(p);

	folder_enter(o.folder); // nothing is written before this
	folder_update(p, old, kept, o.chunk, recipe);
	char *run = run_line(o.folder);
	FILE *f = folder_create("Makefile");
	makefile_write(f, p, command, run, recipe);
	folder_commit(f, "Makefile");

	printf("%s: %zu stages, %zu tasks; run them by: %s\n", o.folder, p->n_steps, count_results(p), run);
	for (size_t i = 0; i < p->n_steps; i++)
		free(recipe[i]);
	free(recipe);
	free(kept);
	free(command);
	free(run);
	record_free(old);
	plan_free(p);
	pipe_free(pipe);
	close_stdout();
	return EXIT_GOOD;
}
