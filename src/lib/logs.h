/* SPDX-License-Identifier: MIT
 * logs: a plan's logs, log/HOST.tsv, read as they grow; evplan(5) has their columns, tasklog.h is who writes them.
 */
#ifndef EVFARM_LOGS_H
#define EVFARM_LOGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A task that ended. */
struct log_line {
	const char *name;   /* "STAGE\tTASK\t", as tasklog_name makes it of a target */
	const char *engine, *host;
	long pid;
	int attempt, code;  /* code: the exit code, 128 + N for signal N */
	double start, end;  /* seconds since 1970 */
	double user, sys;   /* seconds */
	uint64_t maxrss_kb, in_bytes, out_bytes;
};

struct logs;

/* The logs of the working folder, from their beginning or from their present end on. */
struct logs *logs_open(bool from_end);
/* The logs in these files as they are now. Dies (EXIT_SYSTEM) of one that cannot be read. */
struct logs *logs_of_files(char *const *files, size_t n);
/* The next line, whichever file has one; the texts last until the next call. False if there is none for now. Lines that are
 * torn are left out. */
bool logs_next(struct logs *l, struct log_line *line);
void logs_close(struct logs *l);

/* Whether a task was ended from outside (SIGINT, SIGTERM, SIGHUP, SIGKILL) rather than failed by itself. */
bool logs_stopped(int code);

#endif
