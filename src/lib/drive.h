/* SPDX-License-Identifier: MIT
 * drive: an engine driven to its end, whichever it is: the logs followed, progress shown, failures counted, signals obeyed.
 */
#ifndef EVFARM_DRIVE_H
#define EVFARM_DRIVE_H

#include "engine.h"
#include "failures.h"

struct drive {
	size_t max_failures; /* 0: no limit */
	int retries;
};

enum drive_end { DRIVE_DONE, DRIVE_TASKS, DRIVE_ENGINE };

/* Runs r->todo to its end on r->engine, in 1 + retries attempts at most. Afterwards r->todo is what make says is left. A signal that asked
 * to stop ends the program by that signal, once all that ran has ended. */
enum drive_end drive(const struct drive *d, struct run *r);

#endif
