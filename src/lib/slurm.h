/* SPDX-License-Identifier: MIT
 * slurm: SLURM's commands. One runs at a time, in a process group of its own, so that Ctrl-C does not cut off an sbatch whose
 * job is there already; whoever started it goes on meanwhile.
 */
#ifndef EVFARM_SLURM_H
#define EVFARM_SLURM_H

#include <stdbool.h>
#include <stddef.h>

#include "dict.h"
#include "process.h"

struct slurm {
	const char *clusters; /* that all commands are for, "" for the usual one */
	struct process process;
	struct string said;   /* the lines that the command has printed, to standard error as well */
};

/* Starts a command; {"-M", clusters} are added behind the first of its words where they are needed. */
void slurm_start(struct slurm *s, char *const *argv);
/* Whether it still runs, after wait_ms at most. Then process.status and said tell what came of it. */
bool slurm_runs(struct slurm *s, int wait_ms);
/* Starts a command and waits for its end: whether it was good. */
bool slurm_do(struct slurm *s, char *const *argv);
void slurm_free(struct slurm *s);

/* What a command that failed said last, for a message. */
const char *slurm_reason(const struct slurm *s);

/* After a command failed: what that means. */
enum slurm_failure {
	SLURM_SILENT, /* the controller does not answer, for now; an sbatch may have done its work all the same */
	SLURM_FULL,   /* as many jobs are submitted as may be */
	SLURM_REFUSED /* trying again does not help */
};
enum slurm_failure slurm_failure(const struct slurm *s);

/* The job, as sbatch --parsable tells it: "123" or "123;cluster". Fresh, NULL if there is none. */
char *slurm_job(const struct slurm *s);

/* The jobs of this user that have not ended: begins to ask, and takes what was said. An element of an array is a job. */
struct slurm_queue {
	size_t all;
	struct dict *jobs;    /* by the number of the array, or of the job: how many */
	struct dict *waiting; /* likewise, of those that wait for processors */
	struct dict *named;   /* by "NAME FOLDER": the array's number, of jobs submitted by --job-name and --chdir */
};
void slurm_queue_ask(struct slurm *s);
void slurm_queue_take(const struct slurm *s, struct slurm_queue *q);
/* How many of a job, "123" or "123;cluster"; 0 if jobs is NULL. */
size_t slurm_queued(struct dict *jobs, const char *job);
void slurm_queue_free(struct slurm_queue *q);

/* How the elements of n jobs have ended: begins to ask; then the states other than COMPLETED, "2 TIMEOUT, 1 CANCELLED". Fresh. */
void slurm_states_ask(struct slurm *s, char *const *job, size_t n);
char *slurm_states(const struct slurm *s);

/* Ends the n jobs; only those that wait, if so. Begins to. */
void slurm_cancel(struct slurm *s, char *const *job, size_t n, bool waiting_only);

/* What the cluster is like. Dies (EXIT_SYSTEM) if it does not answer. */
size_t slurm_max_array(struct slurm *s);                          /* MaxArraySize */
size_t slurm_processors(struct slurm *s, const char *partition);  /* of a partition, "": the default one; at least 1 */

#endif
