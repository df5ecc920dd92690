// SPDX-License-Identifier: MIT
// evbench: how a plan scales: runs a copy of it again and again with so many workers and such bunches, and fits the laws of
// scaling (lib/law.h) to the times.

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "again.h"
#include "bench.h"
#include "err.h"
#include "opt.h"
#include "process.h"

static const int64_t runs_of_each = 3;

static const struct opt opts[] = {
	{'e', "engine", "ENGINE", "what runs the plan, as for evrun (make)"},
	{'w', "workers", "LIST", "numbers of workers, 1,2,4 (the powers of two up to the processors here, and these)"},
	{'b', "bunch", "LIST", "tasks a job, such as auto,1,10 (auto)"},
	{'m', "mode", "LIST", "strong: the same work for all (default); weak: work that grows with the workers"},
	{'r', "runs", "N", "so many runs of each (3)"},
	{'k', "keep", "FILE", "keep the measurements in FILE, and do not repeat those that it has"},
	{'d', "folder", "FOLDER", "where to run the copies (beside the plan)"},
	{'f', "fit", NULL, "measure nothing: read measurements from files"},
	{'q', "quiet", NULL, "do not tell each run's time"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	.synopsis = "[-e ENGINE] [-w LIST] [-b LIST] [-m LIST] [-r N] [-k FILE] [-d FOLDER] [-q] PLAN | -f [FILE...]",
	.purpose = "Measures how a plan scales, and fits Amdahl's law and the universal scalability law.",
	.opts = opts,
	.notes = "The plan in folder PLAN is not touched: copies of it are planned and run in a temporary folder.",
};

struct options {
	char *engine, **bunch, *keep, *folder;
	size_t *workers, n_workers, n_bunches;
	bool strong, weak, fit, quiet;
	size_t runs;
};

// -- the command line ------------------------------------------------------------------------------------------

static void parse_workers(struct options *o, const char *text)
{
	char **list = opt_list("-w", text, &o->n_workers);
	o->workers = mem_resize(o->workers, o->n_workers, sizeof *o->workers);
	for (size_t i = 0; i < o->n_workers; i++) {
		o->workers[i] = (size_t)opt_int("-w", list[i], 1, 100000);
		free(list[i]);
	}
	free(list);
}

static void default_workers(struct options *o)
{
	const long processors = sysconf(_SC_NPROCESSORS_ONLN);
	struct string list = {0};
	for (long n = 1; n < processors; n *= 2)
		string_printf(&list, "%ld,", n);
	string_printf(&list, "%ld", processors > 0 ? processors : 1);
	parse_workers(o, list.text);
	string_free(&list);
}

static void parse_bunches(struct options *o, const char *text)
{
	o->bunch = opt_list("-b", text, &o->n_bunches);
	for (size_t i = 0; i < o->n_bunches; i++)
		if (strcmp(o->bunch[i], "auto"))
			opt_int("-b", o->bunch[i], 1, 1000000);
}

static void parse_modes(struct options *o, const char *text)
{
	size_t n;
	char **list = opt_list("-m", text, &n);
	o->strong = o->weak = false;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(list[i], "strong") && strcmp(list[i], "weak"))
			die(EXIT_USAGE, "-m: strong, weak or both, not \"%s\"", list[i]);
		*(*list[i] == 's' ? &o->strong : &o->weak) = true;
		free(list[i]);
	}
	free(list);
}

static struct options parse(int argc, char **argv)
{
	struct options o = {.engine = "make", .runs = (size_t)runs_of_each, .strong = true};
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		switch (key) {
		case 'e': o.engine = optarg; break;
		case 'w': parse_workers(&o, optarg); break;
		case 'b': parse_bunches(&o, optarg); break;
		case 'm': parse_modes(&o, optarg); break;
		case 'r': o.runs = (size_t)opt_int("-r", optarg, 1, 100000); break;
		case 'k': o.keep = optarg; break;
		case 'd': o.folder = optarg; break;
		case 'f': o.fit = true; break;
		case 'q': o.quiet = true; break;
		}
	}
	if (!o.workers)
		default_workers(&o);
	if (!o.bunch)
		parse_bunches(&o, "auto");
	return o;
}

// -- a run -----------------------------------------------------------------------------------------------------

static volatile sig_atomic_t stopped_by;

static void stop(int sig)
{
	stopped_by = sig;
}

static void pass(void *context, const char *line)
{
	(void)context;
	fprintf(stderr, "%s\n", line);
}

// Ends as the signal would have it, the copies gone.
static _Noreturn void end_by_signal(struct process *p)
{
	process_signal(p, SIGTERM);
	while (process_step(p, 100, pass, NULL))
		;
	again_remove();
	signal(stopped_by, SIG_DFL);
	raise(stopped_by);
	_exit(EXIT_SYSTEM);
}

static double seconds_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

// From the start of evrun to its end.
static double time_run(const struct options *o, const char *plan, const char *bunch, size_t workers)
{
	char jobs[32];
	struct process p;
	snprintf(jobs, sizeof jobs, "%zu", workers);
	char *const argv[] = {"evrun", "-q", "-e", o->engine, "-j", jobs, "-b", (char *)bunch, (char *)plan, NULL};
	const double began = seconds_now();
	process_start(&p, argv, -1);
	while (process_step(&p, 1000, pass, NULL))
		if (stopped_by)
			end_by_signal(&p);
	const double seconds = round(1e6 * (seconds_now() - began)) / 1e6; // as it is kept
	if (stopped_by)
		end_by_signal(&p);
	if (p.status) {
		again_remove();
		die(p.status == 127 ? EXIT_SYSTEM : p.status, "evrun -e %s -j %s -b %s failed on a copy of the plan", o->engine, jobs, bunch);
	}
	return seconds;
}

// -- all of them -----------------------------------------------------------------------------------------------

static FILE *open_kept(const struct options *o, struct bench *b)
{
	struct stat st;
	if (!o->keep)
		return NULL;
	const bool there = !stat(o->keep, &st) && st.st_size > 0;
	if (there) {
		struct bench old = {0};
		bench_read(&old, o->keep);
		if ((old.plan && strcmp(old.plan, b->plan)) || (old.engine && strcmp(old.engine, b->engine)))
			die(EXIT_USAGE, "%s: has measurements of plan %s on %s", o->keep, old.plan, old.engine);
		for (size_t i = 0; i < old.n; i++)
			bench_add(b, old.run[i].weak, old.run[i].workers, old.run[i].bunch, old.run[i].run, old.run[i].seconds);
		bench_free(&old);
	}
	FILE *f = fopen(o->keep, "a");
	if (!f)
		die_errno("%s", o->keep);
	if (!there)
		bench_head(f, b);
	return f;
}

static void measure_one(const struct options *o, struct bench *b, struct again *a, FILE *keep, const struct bench_run *r)
{
	const char *plan = again_plan(a, r->weak ? r->workers : 1);
	const double seconds = time_run(o, plan, r->bunch, r->workers);
	bench_add(b, r->weak, r->workers, r->bunch, r->run, seconds);
	if (!o->quiet)
		warn("%s scaling, %zu worker%s, bunch %s, run %zu of %zu: %.3f s", r->weak ? "weak" : "strong", r->workers,
		     r->workers == 1 ? "" : "s", r->bunch, r->run, o->runs, seconds);
	if (!keep)
		return;
	bench_row(keep, &b->run[b->n - 1]);
	if (fflush(keep)) {
		const int error = errno;
		again_remove();
		errno = error;
		die_errno("%s", o->keep);
	}
}

// Runs of the same kind are not made one after the other, so that what else the machine does meets all kinds alike.
static void measure(const struct options *o, struct bench *b, struct again *a, FILE *keep)
{
	for (size_t run = 1; run <= o->runs; run++)
		for (int weak = !o->strong; weak <= o->weak; weak++)
			for (size_t i = 0; i < o->n_bunches; i++)
				for (size_t k = 0; k < o->n_workers; k++) {
					const struct bench_run r = {weak, o->bunch[i], o->workers[k], run, 0};
					if (!bench_has(b, weak, r.workers, r.bunch, run))
						measure_one(o, b, a, keep, &r);
				}
}

static void measure_plan(const struct options *o, struct bench *b, char *plan)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	const struct sigaction action = {.sa_handler = stop};
	size_t n = strlen(plan);
	while (n > 1 && plan[n - 1] == '/')
		plan[--n] = '\0';
	const char *slash = strrchr(plan, '/');
	b->plan = mem_copy(slash && slash[1] ? slash + 1 : plan);
	b->engine = mem_copy(o->engine);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		sigaction(signals[i], &action, NULL);
	FILE *keep = open_kept(o, b);
	struct again *a = again_open(plan, o->folder);
	measure(o, b, a, keep);
	again_close(a);
	if (keep && fclose(keep))
		die_errno("%s", o->keep);
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	struct options o = parse(argc, argv);
	struct bench b = {0};
	if (!o.fit && optind + 1 != argc)
		usage_error(&cli, optind == argc ? "which plan?" : "one plan at a time");
	if (!o.fit)
		measure_plan(&o, &b, argv[optind]);
	else if (optind == argc)
		bench_read(&b, "-");
	else
		for (int i = optind; i < argc; i++)
			bench_read(&b, argv[i]);
	bench_print(stdout, &b);
	close_stdout();
	bench_free(&b);
	for (size_t i = 0; i < o.n_bunches; i++)
		free(o.bunch[i]);
	free(o.bunch);
	free(o.workers);
	return EXIT_GOOD;
}
