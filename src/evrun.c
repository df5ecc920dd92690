// SPDX-License-Identifier: MIT
// evrun: runs a plan on an engine and shows how far it is. What is to be done make says, what was done the task logs; the engine
// only gets tasks to run.

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cancel.h"
#include "drive.h"
#include "err.h"
#include "job.h"
#include "jobs.h"
#include "lock.h"
#include "look.h"
#include "opt.h"
#include "ranks.h"
#include "slurm_chain.h"

enum { KEY_MAX_FAILURES = 256, KEY_DRY_RUN, KEY_LOGIN, KEY_PARALLEL, KEY_ARRAY, KEY_BALANCE, KEY_LAUNCH, KEY_SITE, KEY_MAX_SUBMIT,
       KEY_DETACH };

static const size_t failures_shown = 10; // at the end of a run

static const struct opt opts[] = {
	{'e', "engine", "ENGINE", "what runs the tasks: make (default), parallel, slurm, srun, mpirun"},
	{'j', "jobs", "N", "tasks at once, on each host (as many as there are processors)"},
	{'b', "bunch", "N", "tasks a job, for engines with jobs; auto (default): by what they cost"},
	{KEY_BALANCE, "balance", "STRATEGY", "which tasks a job has: guided (default), queue, blocks, ..."},
	{'k', "keep-going", NULL, "after a failure, go on with all that does not depend on it"},
	{'r', "retries", "N", "try failed tasks again, N times at most (0)"},
	{KEY_MAX_FAILURES, "max-failures", "N", "go on after failures, but stop at the Nth"},
	{KEY_LOGIN, "sshlogin", "HOSTS", "hosts for parallel, with commas between or repeated; its words for them"},
	{KEY_LAUNCH, "launch", "WORDS", "what starts the ranks of srun and mpirun, if it takes more than that word"},
	{KEY_SITE, "site", "NAME", "slurm: the profile in slurm/sites/ of that name, or a file by a path"},
	{KEY_MAX_SUBMIT, "max-submit", "N", "slurm: elements of arrays submitted at once (as many as the site allows)"},
	{KEY_DETACH, "detach", NULL, "slurm: submit all and leave"},
	{KEY_DRY_RUN, "dry-run", NULL, "print what would be started, and start nothing"},
	{KEY_PARALLEL, "parallel", NULL, "missing: only targets that can be made at once, side by side"},
	{KEY_ARRAY, "array", NULL, "missing: the numbers of a stage's tasks, as sbatch takes them"},
	{'q', "quiet", NULL, "no progress, only what failed"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	.synopsis = "[-e ENGINE] [-j N] [-b N|auto] [-k] [-r N] [-q] PLAN",
	.purpose = "Run the plan in folder PLAN, doing what is not done yet.",
	.opts = opts,
	.notes = "evrun status PLAN                  results done, running, failed and missing; what tasks have used\n"
		 "evrun missing PLAN [STAGE]         what is still to be made\n"
		 "evrun why PLAN TARGET              why it is to be made\n"
		 "evrun cancel PLAN                  ends the evrun that runs it",
};

struct options {
	const char *engine;
	struct drive drive;
	struct run run;
	enum missing_form missing;
	bool dry_run, detach, quiet;
};

static void add_logins(struct run *r, const char *text)
{
	size_t n;
	char **list = opt_list("--sshlogin", text, &n);
	r->login = mem_resize(r->login, r->n_logins + n, sizeof *r->login);
	memcpy(r->login + r->n_logins, list, n * sizeof *list);
	r->n_logins += n;
	free(list);
}

// A path is seen from here, not from the plan.
static char *site_name(const char *name)
{
	char *path = strchr(name, '/') ? realpath(name, NULL) : NULL;
	return path ? path : mem_copy(name);
}

static struct options parse(int argc, char **argv)
{
	struct options o = {.engine = "make"};
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		switch (key) {
		case 'e': o.engine = optarg; break;
		case 'j':
			o.run.jobs = (size_t)opt_int("-j", optarg, 1, 100000);
			o.run.jobs_given = true;
			break;
		case 'b': o.run.bunch = strcmp(optarg, "auto") ? (size_t)opt_int("-b", optarg, 1, 1000000) : 0; break;
		case KEY_BALANCE: o.run.balance = balance_find("--balance", optarg); break;
		case 'k': o.run.keep_going = true; break;
		case 'r': o.drive.retries = (int)opt_int("-r", optarg, 0, 1000); break;
		case KEY_MAX_FAILURES: o.drive.max_failures = (size_t)opt_int("--max-failures", optarg, 1, 1000000000); break;
		case KEY_LOGIN: add_logins(&o.run, optarg); break;
		case KEY_LAUNCH: o.run.launch = optarg; break;
		case KEY_SITE:
			free(o.run.site);
			o.run.site = site_name(optarg);
			break;
		case KEY_MAX_SUBMIT: o.run.max_submit = (size_t)opt_int("--max-submit", optarg, 1, 1000000000); break;
		case KEY_DETACH: o.detach = true; break;
		case KEY_PARALLEL: o.missing = MISSING_PARALLEL; break;
		case KEY_ARRAY: o.missing = MISSING_ARRAY; break;
		case KEY_DRY_RUN: o.dry_run = true; break;
		case 'q': o.quiet = true; break;
		}
	}
	return o;
}

static void enter(struct run *r, char *folder)
{
	size_t n = strlen(folder);
	while (n > 1 && folder[n - 1] == '/')
		folder[--n] = '\0';
	r->folder = folder;
	plan_enter(folder);
	r->place = getcwd(NULL, 0);
	if (!r->place)
		die_errno("%s", folder);
}

static void take_lock(const struct run *r)
{
	struct lock owner;
	if (!lock_take(&owner))
		die(EXIT_SYSTEM, "%s: evrun on %s, process %ld, runs it since %s%s", r->folder, owner.host, owner.pid, owner.since,
		    lock_is_here(&owner) ? "" : "; if it does no more, remove log/lock there");
	unlink("log/cancel"); // meant for another
	struct jobs_left left = jobs_left();
	if (left.unknown)
		die(EXIT_SYSTEM, "%s: SLURM may still have jobs of it, and does not answer: %s; who knows that it has none removes "
		    "log/slurm/jobs", r->folder, left.unknown);
	if (left.elements)
		die(EXIT_SYSTEM, "%s: SLURM has %zu job%s of it (%s); evrun cancel ends them", r->folder, left.elements,
		    left.elements == 1 ? "" : "s", left.names.text);
	if (left.noted)
		jobs_forget();
	jobs_left_free(&left);
}

// Exits with the code that tells success, failed tasks and a failed engine apart.
static int report(struct options *o, enum drive_end end)
{
	static const int codes[] = {[DRIVE_DONE] = EXIT_GOOD, [DRIVE_TASKS] = EXIT_TASKS, [DRIVE_ENGINE] = EXIT_SYSTEM};
	struct run *r = &o->run;
	size_t made;
	double seconds;
	progress_close(r->progress, &made, &seconds);
	if (end == DRIVE_DONE && job_has_begun())
		job_end();
	if (end == DRIVE_DONE && !o->quiet)
		warn("%s: done, %zu task%s in %.1f s", r->folder, made, made == 1 ? "" : "s", seconds);
	if (end == DRIVE_TASKS) {
		warn("%s: tasks failed, %zu are left to do:", r->folder, r->todo->n);
		failures_print(&r->failures, r->todo, r->folder, failures_shown, stderr);
	}
	if (end == DRIVE_ENGINE)
		warn("%s: %s ended with %zu tasks left to do", r->folder, o->engine, r->todo->n);
	lock_release();
	failures_free(&r->failures);
	return codes[end];
}

static void free_all(struct run *r)
{
	todo_free(r->todo);
	for (size_t i = 0; i < r->n_logins; i++)
		free(r->login[i]);
	free(r->login);
	free(r->place);
	free(r->site);
}

static int detach(struct options *o)
{
	struct run *r = &o->run;
	size_t elements = 0, arrays = r->todo->n ? slurm_chain_submit(r, &elements) : 0;
	if (!o->quiet)
		warn("%s: %zu arrays with %zu elements are submitted; evrun status tells how they do", r->folder, arrays, elements);
	return EXIT_GOOD;
}

static int run(struct options *o, char *folder)
{
	struct run *r = &o->run;
	engine_find(o->engine, r);
	if (!r->jobs) {
		const long processors = sysconf(_SC_NPROCESSORS_ONLN);
		r->jobs = processors > 0 ? (size_t)processors : 1;
	}
	if (o->detach && r->engine != &engine_slurm)
		usage_error(&cli, "--detach goes with -e slurm");
	enter(r, folder);
	if (!o->dry_run) {
		take_lock(r);
		job_recover();
	}
	r->todo = todo_read(NULL, false);
	if (!r->todo->complete && !r->keep_going)
		die(EXIT_SYSTEM, "%s: make cannot make all of it", r->folder);
	if (o->dry_run) {
		if (r->todo->n)
			r->engine->print(r);
		close_stdout();
		return EXIT_GOOD;
	}
	if (o->detach)
		return detach(o);
	r->progress = progress_open(r->folder, r->jobs, o->quiet);
	return report(o, r->todo->n ? drive(&o->drive, r) : DRIVE_DONE);
}

// -- looking, and ending ----------------------------------------------------------------------------------------

static void status(struct options *o, char **operand)
{
	enter(&o->run, operand[0]);
	look_status(o->run.folder);
}

static void missing(struct options *o, char **operand)
{
	enter(&o->run, operand[0]);
	look_missing(o->missing, operand[1]);
}

static void why(struct options *o, char **operand)
{
	enter(&o->run, operand[0]);
	look_why(operand[1]);
}

static void cancel(struct options *o, char **operand)
{
	enter(&o->run, operand[0]);
	cancel_plan(o->run.folder);
}

static void rank(struct options *o, char **operand)
{
	enter(&o->run, operand[0]);
	ranks_work(o->run.keep_going);
}

static const struct command {
	const char *name;
	int least, most; // operands
	void (*run)(struct options *o, char **operand);
} commands[] = {{"status", 1, 1, status}, {"missing", 1, 2, missing}, {"why", 2, 2, why}, {"cancel", 1, 1, cancel}, {"rank", 1, 1, rank}};

// A command's name with nothing behind it is a plan of that name.
static const struct command *find_command(int n, char **operand)
{
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (n > 1 && !strcmp(operand[0], commands[i].name)) {
			if (n - 1 < commands[i].least || n - 1 > commands[i].most)
				usage_error(&cli, "%s: %d operands", commands[i].name, n - 1);
			return &commands[i];
		}
	return NULL;
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	struct options o = parse(argc, argv);
	const struct command *c = find_command(argc - optind, argv + optind);
	if (c) {
		c->run(&o, argv + optind + 1);
		free_all(&o.run);
		close_stdout();
		return EXIT_GOOD;
	}
	if (optind == argc)
		usage_error(&cli, "which plan?");
	if (optind + 1 < argc)
		usage_error(&cli, "%s: one plan at a time", argv[optind + 1]);
	int code = run(&o, argv[optind]);
	free_all(&o.run);
	return code;
}
