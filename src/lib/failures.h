/* SPDX-License-Identifier: MIT
 * failures: tasks that failed, what they last said, and how to run one by hand. evtask keeps what a failed task wrote to
 * standard error in log/failed/TARGET.
 */
#ifndef EVFARM_FAILURES_H
#define EVFARM_FAILURES_H

#include <stddef.h>
#include <stdio.h>

#include "logs.h"
#include "todo.h"

struct failure {
	size_t target;
	int code, attempt;
	char *host;
	double seconds;
};

struct failures {
	struct failure *failure;
	size_t n, room;
};

void failures_add(struct failures *f, size_t target, const struct log_line *line);

/* Lists those whose target has still failed, most of them at most. folder: the plan as the user calls it. */
void failures_print(const struct failures *f, const struct todo *t, const char *folder, size_t most, FILE *to);
/* The places in failure of the last failures of targets that have still failed, n of them. Fresh. */
size_t *failures_standing(const struct failures *f, const struct todo *t, size_t *n);

/* The last lines that a target's failed task wrote to standard error, with line ends between them; "" if none are kept. Fresh. */
char *failures_said(const char *target);
void failures_free(struct failures *f);

#endif
