// SPDX-License-Identifier: MIT
// engine_make: make itself, on this machine.

#include <stdio.h>
#include <stdlib.h>

#include "engine.h"
#include "job.h"

static void arguments(const struct run *r, char *jobs, size_t room, char **argv)
{
	snprintf(jobs, room, "-j%zu", r->jobs);
	*argv++ = "make";
	*argv++ = "--no-print-directory";
	*argv++ = jobs;
	if (r->keep_going)
		*argv++ = "-k";
	*argv = NULL;
}

static void start(struct run *r)
{
	char jobs[32], *argv[5];
	arguments(r, jobs, sizeof jobs, argv);
	job_own();
	process_start(&r->process, argv, -1);
}

// Make ends with 2 if a task failed or cannot be made, which is no failure of its own.
static enum engine_state step(struct run *r, int wait_ms)
{
	if (engine_listen(r, wait_ms))
		return ENGINE_RUNS;
	return r->process.status > 2 && !r->stopped ? ENGINE_FAILED : ENGINE_ENDED;
}

static void print(struct run *r)
{
	char jobs[32], *argv[5];
	arguments(r, jobs, sizeof jobs, argv);
	printf("cd %s &&", r->place);
	for (size_t i = 0; argv[i]; i++)
		printf(" %s", argv[i]);
	printf("\n");
}

const struct engine engine_make = {"make", "make", start, step, engine_signal, print, NULL};
