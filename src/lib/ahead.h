/* SPDX-License-Identifier: MIT
 * ahead: a stream's next pieces, made by a second thread while this one works on those before.
 */
#ifndef EVFARM_AHEAD_H
#define EVFARM_AHEAD_H

#include <stdbool.h>
#include <stddef.h>

struct ahead;

/* Whether this process has a second processor to do it on. */
bool ahead_helps(void);

/* fill(context, out, n) writes the next bytes, n at most, and returns how many; 0 at the end. From now on it runs in the other
 * thread, until it has returned 0 or ahead_close; it must not end the program. NULL, and nothing has happened, if there cannot be a thread. */
struct ahead *ahead_open(size_t (*fill)(void *context, char *out, size_t n), void *context);
/* The next bytes, n at most; 0 at the end: then what fill left in its context can be looked at. */
size_t ahead_read(struct ahead *a, char *out, size_t n);
/* Ends the thread, also one that waits in a read. */
void ahead_close(struct ahead *a);

#endif
