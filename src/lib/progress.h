/* SPDX-License-Identifier: MIT
 * progress: how far a run is, on standard error: a line that stays on a terminal, else a line now and then.
 */
#ifndef EVFARM_PROGRESS_H
#define EVFARM_PROGRESS_H

#include <stdbool.h>

#include "logs.h"
#include "todo.h"

struct progress;

/* For a plan, called name. Nothing is shown if quiet but what progress_say is given. */
struct progress *progress_open(const char *name, size_t jobs, bool quiet);
/* What is to be done, at the beginning and for each further attempt. */
void progress_todo(struct progress *p, struct todo *todo);

/* A task of it ended, by its place; its state is set already. was: before. */
void progress_task(struct progress *p, size_t target, enum target_state was, const struct log_line *line);

/* How many jobs wait for processors. */
void progress_queued(struct progress *p, size_t n);

/* A line for the user, above the progress line. */
void progress_say(struct progress *p, const char *line);

/* Shows it, where it is time to. */
void progress_show(struct progress *p);

/* Takes the progress line away. done: results made so far; seconds: since the beginning. */
void progress_close(struct progress *p, size_t *done, double *seconds);

#endif
