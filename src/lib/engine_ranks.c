// SPDX-License-Identifier: MIT
// engine_ranks: ranks that srun starts inside a SLURM allocation, or mpirun anywhere. A level is one srun, for which its tasks are
// dealt out to the ranks (ranks.h).

#include <stdlib.h>
#include <string.h>

#include "command.h" // shell_word
#include "engine.h"
#include "err.h"
#include "job.h"
#include "levels.h"
#include "ranks.h"

static const double overhead = 0.01; // seconds a bunch takes

struct state {
	struct levels *levels;
	bool ending;  // no further level
	size_t asked; // how often to end
};

// -- what is started -------------------------------------------------------------------------------------------

struct words {
	char **word;
	size_t n, room;
};

static void add(struct words *w, const char *before, const char *text)
{
	struct string s = {0};
	string_printf(&s, "%s%s", before, text);
	w->word = mem_grow(w->word, &w->room, w->n + 2, sizeof *w->word);
	w->word[w->n++] = s.text;
	w->word[w->n] = NULL;
}

static void words_free(struct words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->word[i]);
	free(w->word);
}

static size_t number_of(const char *variable)
{
	const char *text = getenv(variable);
	return text ? strtoul(text, NULL, 10) : 0;
}

static void add_number(struct words *w, const char *before, size_t number)
{
	char text[32];
	snprintf(text, sizeof text, "%zu", number);
	add(w, before, text);
}

// What a rank's end means evrun sees in the plan, so it is not to end the others. A step that evrun itself runs in (srun --pty)
// is not to keep the ranks waiting.
static void add_srun(struct words *w, size_t ranks)
{
	static const char *const options[] = {"--overlap", "--kill-on-bad-exit=0", "--wait=0", "--export=ALL"};
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		add(w, "", options[i]);
	if (ranks < number_of("SLURM_JOB_NUM_NODES"))
		add_number(w, "--nodes=", ranks);
}

// LAUNCHER -n N, the launcher's further words, and what each rank is, with the environment, which may not come along by itself.
static struct words arguments(const struct run *r, size_t ranks)
{
	static const char *const passed[] = {"PATH=", "EVFARM_ENGINE=", "EVFARM_ATTEMPT=", "EVFARM_JOB="};
	struct words w = {0};
	char name[32], *launch = mem_copy(r->launch ? r->launch : r->engine->program), *rest = launch;
	for (char *word; (word = strsep(&rest, " "));) {
		if (!*word)
			continue;
		add(&w, "", word);
		if (w.n > 1)
			continue;
		add(&w, "-n", "");
		add_number(&w, "", ranks);
		if (!strcmp(r->engine->name, "srun"))
			add_srun(&w, ranks);
	}
	free(launch);
	add(&w, "", "env");
	for (size_t i = 0; i < sizeof passed / sizeof *passed; i++) {
		snprintf(name, sizeof name, "%.*s", (int)strlen(passed[i]) - 1, passed[i]);
		if (getenv(name))
			add(&w, passed[i], getenv(name));
	}
	add(&w, "", "evrun");
	add(&w, "", "rank");
	if (r->keep_going)
		add(&w, "", "-k");
	add(&w, "", r->place);
	return w;
}

static size_t ranks_for(const struct run *r, const struct bunches *b)
{
	return b->n < r->jobs ? b->n : r->jobs;
}

// -- the engine ------------------------------------------------------------------------------------------------

// As many ranks as srun itself would start. Outside an allocation it would ask for one, and wait.
static void ready_srun(struct run *r)
{
	if (!getenv("SLURM_JOB_ID"))
		die(EXIT_SYSTEM, "-e srun: this is no SLURM allocation; in one, or for one: salloc -n 4 evrun -e srun PLAN");
	if (!r->jobs)
		r->jobs = number_of("SLURM_NTASKS");
	if (!r->jobs)
		r->jobs = number_of("SLURM_JOB_NUM_NODES");
}

static void ready_mpirun(struct run *r)
{
	if (!r->jobs)
		r->jobs = number_of("SLURM_NTASKS");
}

static struct levels *open_levels(struct run *r)
{
	return levels_open(r, &(struct levels_rule){.workers = r->jobs, .overhead = overhead, .deal = true});
}

static bool next_level(struct run *r)
{
	struct state *s = r->own;
	struct bunches b = levels_next(s->levels);
	const bool some = b.n;
	if (some) {
		const size_t ranks = ranks_for(r, &b);
		struct words w = arguments(r, ranks);
		ranks_write(r->todo, &b, ranks);
		process_start(&r->process, w.word, -1);
		words_free(&w);
	}
	bunches_free(&b);
	return some;
}

static void start(struct run *r)
{
	struct state *s = mem_new(1, sizeof *s);
	s->levels = open_levels(r);
	r->own = s;
	job_own();
	next_level(r);
}

// A launcher that does not end well is a failure of its own, or a rank's. The next level begins a step later, when what the log
// says of this one is known.
static enum engine_state step(struct run *r, int wait_ms)
{
	struct state *s = r->own;
	if (r->process.pid) {
		if (!engine_listen(r, wait_ms) && r->process.status)
			s->ending = true;
		return ENGINE_RUNS;
	}
	const bool failed = r->process.status && !r->stopped, on = r->keep_going || !(r->failed || ranks_failed());
	if (!s->ending && on && next_level(r))
		return ENGINE_RUNS;
	ranks_call_off();
	levels_close(s->levels);
	free(s);
	r->own = NULL;
	return failed ? ENGINE_FAILED : ENGINE_ENDED;
}

// Launchers that are asked to end kill at once, or soon, so that comes second.
static void cancel(struct run *r, bool hard)
{
	struct state *s = r->own;
	(void)hard;
	s->ending = true;
	if (!s->asked++)
		ranks_call_off();
	else
		engine_signal(r, s->asked > 2);
}

static void print(struct run *r)
{
	struct levels *l = open_levels(r);
	struct string line = {0};
	for (struct bunches b; (b = levels_next(l)).n; bunches_free(&b)) {
		struct words w = arguments(r, ranks_for(r, &b));
		line.n = 0;
		for (size_t i = 0; i < w.n; i++) {
			string_puts(&line, i ? " " : "");
			shell_word(&line, w.word[i]);
		}
		puts(line.text);
		ranks_print(r->todo, &b, ranks_for(r, &b), stdout);
		words_free(&w);
	}
	string_free(&line);
	levels_close(l);
}

const struct engine engine_srun = {"srun", "srun", start, step, cancel, print, ready_srun},
		    engine_mpirun = {"mpirun", "mpirun", start, step, cancel, print, ready_mpirun};
