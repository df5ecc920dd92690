/* SPDX-License-Identifier: MIT
 * lock: one evrun a plan at a time, whatever host it is on.
 *
 * The lock is a file, log/lock, with the host, the process, its start as the system counts it, and since when. It appears
 * by link(2), whole or not at all, which holds on NFS too. One whose process is no more, on this host, is taken over; of
 * other hosts' nothing can be known from here, and who is sure removes the file.
 */
#ifndef EVFARM_LOCK_H
#define EVFARM_LOCK_H

#include <stdbool.h>
#include <sys/types.h>

struct lock {
	char host[256];
	long pid;
	char start[32]; /* of the process, so that another with its number is not taken for it; "-" if unknown */
	char since[32]; /* date and time */
};

/* Takes the lock of the plan in the working folder. If another has it, false and who. Dies if it cannot be written. */
bool lock_take(struct lock *owner);
void lock_release(void); /* ours; safe to call without one */

/* Who has it: false if nobody, or a process that is dead. */
bool lock_read(struct lock *owner);
bool lock_is_here(const struct lock *owner); /* on this host */

#endif
