/* SPDX-License-Identifier: MIT
 * process: another program, run beside us in a process group of its own, with what it says passed on line by line.
 */
#ifndef EVFARM_PROCESS_H
#define EVFARM_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "mem.h"

struct process {
	pid_t pid;          /* of the group as well; 0 before the start and after the end */
	int status;         /* exit code, or 128 + N for signal N, once it has ended */
	int out;            /* its standard output and error come here */
	struct string line; /* the beginning of a line whose end has not come */
};

/* Starts argv with standard input in (-1: empty). The process is asked to end (SIGTERM) should we be killed, on Linux. A program
 * that is not there ends with 127. */
void process_start(struct process *p, char *const *argv, int in);

/* Waits for something to happen, wait_ms at most; gives each whole line (without its end) to say. True while it runs. */
typedef void process_say(void *context, const char *line);
bool process_step(struct process *p, int wait_ms, process_say *say, void *context);

/* A signal for all of its group, if it runs. */
void process_signal(const struct process *p, int sig);

/* Runs argv to its end with the text input on its standard input: what it writes to standard output, fresh. Its exit code
 * into *status. Standard error goes where ours goes, or is dropped if quiet. */
struct string process_read(char *const *argv, const char *input, bool quiet, int *status);

#endif
