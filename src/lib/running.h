/* SPDX-License-Identifier: MIT
 * running: which tasks run now, by the temporary files that evtask writes their results to: .NAME.HOST.PID
 */
#ifndef EVFARM_RUNNING_H
#define EVFARM_RUNNING_H

#include "todo.h"

/* Counts, for each stage, the running tasks among those still to be made: count[stage], all zero before. Returns their sum. Of
 * this host's only those whose process is there; of other hosts', all. */
size_t running_count(struct todo *t, size_t *count);

/* The same, task by task: runs[target], all false before. */
void running_mark(struct todo *t, bool *runs);

#endif
