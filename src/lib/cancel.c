// SPDX-License-Identifier: MIT
// cancel: ends what runs a plan; cancel.h has the contract.

#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "cancel.h"
#include "err.h"
#include "jobs.h"
#include "lock.h"

static void cancel_jobs(const char *folder)
{
	struct jobs_left left = jobs_left();
	if (left.unknown)
		die(EXIT_SYSTEM, "%s: SLURM does not answer: %s", folder, left.unknown);
	if (!left.elements)
		die(EXIT_SYSTEM, "%s: no evrun runs it", folder);
	jobs_left_free(&left);
	jobs_cancel();
}

// An evrun on another host finds the file log/cancel.
void cancel_plan(const char *folder)
{
	struct lock owner;
	const struct timespec while_it_ends = {.tv_nsec = 100000000};
	if (!lock_read(&owner)) {
		cancel_jobs(folder);
		return;
	}
	if (!lock_is_here(&owner)) {
		FILE *f = fopen("log/cancel", "w");
		if (!f || fclose(f))
			die_errno("log/cancel");
		warn("%s: evrun on %s is asked to end", folder, owner.host);
		return;
	}
	if (kill((pid_t)owner.pid, SIGTERM))
		die_errno("process %ld", owner.pid);
	for (struct lock now; lock_read(&now) && now.pid == owner.pid;)
		nanosleep(&while_it_ends, NULL);
}
