/* SPDX-License-Identifier: MIT
 * alive: whether a process of this machine that was noted down is still there, and not another one with its number.
 */
#ifndef EVFARM_ALIVE_H
#define EVFARM_ALIVE_H

#include <stdbool.h>

enum { START_MAX = 32 };

/* When a process began, in the kernel's ticks, as text; "-" if unknown. */
void start_of_process(long pid, char start[START_MAX]);

/* Is the process that began then gone? */
bool process_is_dead(long pid, const char *start);

#endif
