/* SPDX-License-Identifier: MIT
 * engine: what can run a plan: make, GNU Parallel, and others. evrun drives any of them in the same way.
 *
 * All engines run the plan's Makefile: a job is `make TARGETS`. What is done is what make finds to be done. Evrun learns of
 * ended tasks from the task logs alone, whoever ran them; an engine starts work, says when there is none left, and ends it
 * when told to. Jobs of targets whose prerequisites are there are given EVFARM_ONLY, the names of these targets, so that no
 * job makes what is another's.
 */
#ifndef EVFARM_ENGINE_H
#define EVFARM_ENGINE_H

#include <stdbool.h>
#include <stddef.h>

#include "balance.h"
#include "failures.h"
#include "process.h"
#include "progress.h"
#include "todo.h"

/* One attempt at a plan, in whose folder we stand. */
struct run {
	const char *folder;      /* as the user called it */
	char *place;             /* from the root on */
	const struct engine *engine;
	const char *launch;      /* --launch: the words that start ranks, or NULL */
	size_t jobs;             /* -j: at once (on each host) */
	bool jobs_given;         /* -j was; else it is the number of processors here */
	size_t bunch;            /* -b: tasks a job; 0: as the strategy has it */
	enum balance balance;    /* --balance */
	bool keep_going;         /* -k */
	char **login;            /* --sshlogin: hosts */
	size_t n_logins;
	char *site;              /* --site: SLURM's profile, or NULL */
	size_t max_submit;       /* --max-submit: jobs that SLURM may have at once; 0: as many as the site says */
	struct todo *todo;       /* what is to be done; the states in it are kept up to date */
	size_t failed;           /* how often one of its tasks has failed */
	struct failures failures; /* of the last attempt */
	bool stopped;            /* the engine was asked to end before its time */
	bool batch;              /* a batch system runs the tasks, and may end them: that is no failure of theirs */
	struct progress *progress;
	struct process process;  /* for engines that are one process at a time */
	void *own;               /* an engine's own state */
};

enum engine_state {
	ENGINE_RUNS,
	ENGINE_ENDED,  /* it did what it could; whether all is done, make says */
	ENGINE_FAILED  /* it could not do its part, and has said why */
};

struct engine {
	const char *name;
	const char *program; /* that must be there */
	/* Starts work on r->todo. */
	void (*start)(struct run *r);
	/* Goes on; called until it has ended. Waits up to wait_ms for something to happen. */
	enum engine_state (*step)(struct run *r, int wait_ms);
	/* Asks it to end all that runs; step then says when it has. Called again, hard: kills. */
	void (*cancel)(struct run *r, bool hard);
	/* --dry-run: prints to standard output what would be started. */
	void (*print)(struct run *r);
	/* For engines that start ranks by a launcher: dies (EXIT_SYSTEM) if that cannot be here; sets r->jobs if it is 0 and the
	 * environment tells. NULL for others. */
	void (*ready)(struct run *r);
};

/* Sets r->engine to the one of this name; dies if there is none (EXIT_USAGE, naming those that there are), or if its program is
 * not there (EXIT_SYSTEM). */
void engine_find(const char *name, struct run *r);

/* For engines that are one process: passes on what it says, and tells whether it runs. */
bool engine_listen(struct run *r, int wait_ms);
void engine_signal(struct run *r, bool hard); /* SIGTERM or SIGKILL to its group */

/* A line that a job has printed, for the user; those that say what evrun says better are left out. */
void engine_say(struct run *r, const char *line);

extern const struct engine engine_make, engine_parallel, engine_slurm, engine_srun, engine_mpirun;

#endif
