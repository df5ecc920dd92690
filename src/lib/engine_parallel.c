// SPDX-License-Identifier: MIT
// engine_parallel: GNU Parallel, here or on other hosts by ssh. A wave of bunches, all of one level, is one parallel; a line of
// its input is a bunch, which is one job: make with these targets.

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h" // shell_word
#include "engine.h"
#include "err.h"
#include "job.h"
#include "levels.h"
#include "tasklog.h" // host_name

static const char jobs_file[] = "log/parallel.jobs";
static const double overhead = 0.01; // seconds a job takes

struct parallel {
	struct levels *levels;
	bool make;   // this wave is too small for parallel
	bool ending; // no further wave
};

static void add_setting(struct string *s, const char *name, const char *value)
{
	string_printf(s, " %s=", name);
	shell_word(s, value);
}

// For sh, and for whatever shell a user of another host has. {} is the line as one word, {=uq=} its words.
static char *command(const struct run *r)
{
	static const char *const passed[] = {"PATH", "EVFARM_ENGINE", "EVFARM_ATTEMPT"};
	struct string s = {0};
	string_puts(&s, "env");
	for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
		if (getenv(passed[i]))
			add_setting(&s, passed[i], getenv(passed[i]));
	string_printf(&s, " EVFARM_ONLY={} make --no-print-directory %s -C ", r->keep_going ? "-k" : "");
	shell_word(&s, r->place);
	string_puts(&s, " {=uq=}");
	return s.text;
}

enum { ARGUMENTS = 16 };

struct arguments {
	char *word[ARGUMENTS];
	struct string jobs, logins;
	char *command;
};

// The host's name of "8/user@host"; ":" is this one.
static const char *host_of(const char *login)
{
	const char *slash = strrchr(login, '/'), *at = strrchr(login, '@');
	const char *host = at && at > slash ? at + 1 : slash ? slash + 1 : login;
	return strcmp(host, ":") ? host : host_name();
}

// Each host is a group of its own, by its name, unless the user has said otherwise.
static void add_login(struct string *s, const char *login)
{
	string_puts(s, s->n ? "," : "");
	if (*login != '@' && !strpbrk(host_of(login), " +@"))
		string_printf(s, "@%s/", host_of(login));
	string_puts(s, login);
}

static struct arguments arguments(const struct run *r)
{
	struct arguments a = {.command = command(r)};
	char **argv = a.word;
	char *const fixed[] = {"parallel", "--plain", "--will-cite", "--ungroup", "--joblog", "+log/parallel.joblog"};
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		*argv++ = fixed[i];
	string_printf(&a.jobs, "-j%zu", r->jobs);
	*argv++ = a.jobs.text;
	*argv++ = "--halt";
	*argv++ = r->keep_going ? "never" : "soon,fail=1";
	for (size_t i = 0; i < r->n_logins; i++)
		add_login(&a.logins, r->login[i]);
	if (a.logins.n) {
		*argv++ = "--hostgroups";
		*argv++ = "--sshlogin";
		*argv++ = a.logins.text;
	}
	*argv++ = a.command;
	*argv = NULL;
	return a;
}

static void arguments_free(struct arguments *a)
{
	string_free(&a->jobs);
	string_free(&a->logins);
	free(a->command);
}

// TARGETS, or TARGETS@HOST where their input lies on that one; parallel gives them to any if it has no such host.
static void write_jobs(const struct run *r, const struct levels *l, const struct bunches *b, FILE *f)
{
	for (size_t i = 0; i < b->n; i++) {
		const char *host = levels_need(l, &b->bunch[i])->host;
		bunch_print(r->todo, &b->bunch[i], f);
		fprintf(f, "%s%s\n", host && r->n_logins ? "@" : "", host && r->n_logins ? host : "");
	}
}

static void start_parallel(struct run *r, const struct bunches *b)
{
	struct arguments a = arguments(r);
	FILE *f = fopen(jobs_file, "w");
	if (!f)
		die_errno("%s", jobs_file);
	write_jobs(r, ((struct parallel *)r->own)->levels, b, f);
	if (ferror(f) || fclose(f))
		die_errno("%s", jobs_file);
	int in = open(jobs_file, O_RDONLY | O_CLOEXEC);
	if (in < 0)
		die_errno("%s", jobs_file);
	process_start(&r->process, a.word, in);
	close(in);
	arguments_free(&a);
}

// Parallel takes longer to start than a few short tasks on this machine do: then one make runs them.
static bool is_small(const struct run *r, const struct bunches *b)
{
	size_t tasks = 0;
	for (size_t i = 0; i < b->n; i++)
		tasks += b->bunch[i].n;
	return !r->n_logins && !r->bunch && tasks == b->n && b->n <= LEVELS_PROBES * r->jobs;
}

static void start_make(struct run *r, const struct bunches *b)
{
	char jobs[32];
	char **argv = mem_new(b->n + 5, sizeof *argv), **a = argv;
	struct string only = {0};
	snprintf(jobs, sizeof jobs, "-j%zu", r->jobs);
	*a++ = "make";
	*a++ = "--no-print-directory";
	*a++ = jobs;
	if (r->keep_going)
		*a++ = "-k";
	for (size_t i = 0; i < b->n; i++) {
		const char *name = r->todo->target[b->bunch[i].target[0]].name;
		string_printf(&only, "%s%s", i ? " " : "", name);
		*a++ = (char *)(intptr_t)name;
	}
	setenv("EVFARM_ONLY", only.text, 1);
	process_start(&r->process, argv, -1);
	unsetenv("EVFARM_ONLY");
	string_free(&only);
	free(argv);
}

static bool next_wave(struct run *r)
{
	struct parallel *p = r->own;
	struct bunches b = levels_next(p->levels);
	const bool some = b.n;
	p->make = some && is_small(r, &b);
	if (p->make)
		start_make(r, &b);
	else if (some)
		start_parallel(r, &b);
	bunches_free(&b);
	return some;
}

static struct levels *open_levels(struct run *r)
{
	return levels_open(r, &(struct levels_rule){.workers = r->jobs * (r->n_logins ? r->n_logins : 1), .overhead = overhead,
						    .probe = true});
}

static void start(struct run *r)
{
	struct parallel *p = mem_new(1, sizeof *p);
	p->levels = open_levels(r);
	r->own = p;
	setenv("PARALLEL_SHELL", "/bin/sh", 1);
	job_own();
	next_wave(r);
}

// Parallel's exit code is the number of jobs that failed, up to 101, or that of the one that made it stop, make's 2; 255 is its
// own failure. The next wave begins a step later, when what the log says of this one is known.
static enum engine_state step(struct run *r, int wait_ms)
{
	struct parallel *p = r->own;
	if (r->process.pid) {
		if (!engine_listen(r, wait_ms) && r->process.status > 101)
			p->ending = true;
		return ENGINE_RUNS;
	}
	const bool failed = r->process.status > 101 && !r->stopped;
	if (!p->ending && (r->keep_going || !r->process.status) && next_wave(r))
		return ENGINE_RUNS;
	levels_close(p->levels);
	free(p);
	r->own = NULL;
	return failed ? ENGINE_FAILED : ENGINE_ENDED;
}

// The first SIGTERM makes parallel start nothing more, the second end its jobs, which are process groups of their own.
static void cancel(struct run *r, bool hard)
{
	struct parallel *p = r->own;
	p->ending = true;
	if (!r->process.pid)
		return;
	if (p->make) {
		engine_signal(r, hard);
		return;
	}
	kill(r->process.pid, SIGTERM);
	if (!hard)
		usleep(100000); // two that come at once are one
	kill(r->process.pid, SIGTERM);
}

static void print(struct run *r)
{
	struct arguments a = arguments(r);
	struct string line = {0};
	for (size_t i = 0; a.word[i]; i++) {
		string_puts(&line, i ? " " : "");
		shell_word(&line, a.word[i]);
	}
	printf("%s\n", line.text);
	string_free(&line);
	arguments_free(&a);
	struct levels *l = open_levels(r);
	for (struct bunches b; (b = levels_next(l)).n; bunches_free(&b)) {
		printf("# %zu jobs:\n", b.n);
		write_jobs(r, l, &b, stdout);
	}
	levels_close(l);
}

const struct engine engine_parallel = {"parallel", "parallel", start, step, cancel, print, NULL};
