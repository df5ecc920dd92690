/* SPDX-License-Identifier: MIT
 * tasklog: the log of a plan, a line a task, written by many processes at once; evplan(5) has the columns.
 */
#ifndef EVFARM_TASKLOG_H
#define EVFARM_TASKLOG_H

#include <stdint.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <time.h>

#include "mem.h"

struct task_record {
	const char *target;         /* stage and task are taken from it */
	struct timespec start, end; /* wall clock */
	int code;                   /* exit code, 128 + N for signal N */
	struct rusage used;
	uint64_t in_bytes, out_bytes;
};

/* This machine's name, with nothing in it that a file name or a table could not hold. */
const char *host_name(void);

/* The log's file here: log/HOST.tsv. NULL if the working folder has no folder log, as outside a plan: then nothing is logged. */
const char *tasklog_file(void);

/* Adds a target's name as the log has it, "STAGE\tTASK\t". */
void tasklog_name(struct string *line, const char *target);

/* Adds a line to it, by a single write: it is there whole or not at all. False with errno set if it cannot be. */
bool tasklog_add(const struct task_record *r) __attribute__((warn_unused_result));

#endif
