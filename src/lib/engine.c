// SPDX-License-Identifier: MIT
// engine: the table of engines, and what they share; engine.h has the contract.

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine.h"
#include "err.h"

static const struct engine *const engines[] = {&engine_make, &engine_parallel, &engine_slurm, &engine_srun, &engine_mpirun};
enum { ENGINES = sizeof engines / sizeof *engines };

static bool is_there(const char *program)
{
	if (strchr(program, '/'))
		return !access(program, X_OK);
	const char *path = getenv("PATH");
	char *folders = mem_copy(path ? path : "/usr/bin:/bin"), *rest = folders;
	bool there = false;
	for (char *folder; !there && (folder = strsep(&rest, ":"));) {
		struct string file = {0};
		string_printf(&file, "%s/%s", *folder ? folder : ".", program);
		there = !access(file.text, X_OK);
		string_free(&file);
	}
	free(folders);
	return there;
}

// Its program, or the first word of --launch.
static void need_program(const char *name, const struct run *r)
{
	const char *launch = r->launch ? r->launch + strspn(r->launch, " ") : r->engine->program;
	char *program = mem_copy_n(launch, strcspn(launch, " "));
	if (!is_there(program))
		die(EXIT_SYSTEM, "-e %s: %s is not on PATH", name, program);
	free(program);
}

void engine_find(const char *name, struct run *r)
{
	struct string all = {0};
	for (size_t i = 0; i < ENGINES; i++) {
		const struct engine *e = engines[i];
		if (!strcmp(e->name, name)) {
			string_free(&all);
			r->engine = e;
			if (r->launch && !e->ready)
				die(EXIT_USAGE, "--launch: -e %s has no launcher", name);
			need_program(name, r);
			if (e->ready)
				e->ready(r);
			return;
		}
		string_printf(&all, "%s%s", i ? ", " : "", e->name);
	}
	die(EXIT_USAGE, "-e: no engine \"%s\"; there are %s", name, all.text);
}

// Engines tell of each task or job that failed, and so does evrun, better.
void engine_say(struct run *r, const char *line)
{
	static const char *const known[] = {"make: *** [", "make: Target ", "make: *** Waiting for unfinished jobs",
					    "parallel: This job failed:", "parallel: Starting no more jobs", "env PATH="};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strncmp(line, known[i], strlen(known[i])))
			return;
	progress_say(r->progress, line);
}

static void say(void *context, const char *line)
{
	engine_say(context, line);
}

bool engine_listen(struct run *r, int wait_ms)
{
	return process_step(&r->process, wait_ms, say, r);
}

void engine_signal(struct run *r, bool hard)
{
	process_signal(&r->process, hard ? SIGKILL : SIGTERM);
}
