/* SPDX-License-Identifier: MIT
 * slots: how many tasks may run at once under a make that does not limit them.
 */
#ifndef EVFARM_SLOTS_H
#define EVFARM_SLOTS_H

/* A bare `make -j` starts every task that it can, all ten thousand of them. Where that is so, waits until fewer than
 * SLOTS_PER_CPU tasks a processor run in the plan of the current folder on this host; the place is held until the process
 * ends. Returns at once under any other make, outside a plan, and where the file system has no locks. */
enum { SLOTS_PER_CPU = 4 };
void slots_wait(void);

#endif
