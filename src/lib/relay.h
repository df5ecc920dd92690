/* SPDX-License-Identifier: MIT
 * relay: what a command writes to standard error, passed on as it comes, and its end kept if the command fails.
 */
#ifndef EVFARM_RELAY_H
#define EVFARM_RELAY_H

#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "mem.h"

struct relay {
	int in, out;       /* of the pipe: ours, the command's */
	struct string end; /* the last that came */
};

void relay_open(struct relay *r);

/* In the command's process: standard error is the relay from here on. */
void relay_enter(const struct relay *r);

/* Passes on until the process has ended, even if others that it left behind have its standard error open still. Gives its status
 * as wait4 does. */
int relay_wait(struct relay *r, pid_t pid, struct rusage *used);

/* If the task failed, writes the end, 64 KiB at most, to log/failed/TARGET; else removes what an earlier attempt left there. Does
 * nothing where there is no folder log. A file that cannot be written is no failure: the log has the task's. */
void relay_keep(struct relay *r, const char *target, bool failed);

#endif
