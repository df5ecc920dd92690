/* SPDX-License-Identifier: MIT
 * runs: sorted runs of digits on disk, merged as they gather, so that few files and little memory hold any number.
 * The files lie in $TMPDIR (or else /tmp) and vanish with the program. Errors end it with EXIT_SYSTEM.
 */
#ifndef EVFARM_RUNS_H
#define EVFARM_RUNS_H

#include <stddef.h>

#include "digits.h"

struct digit {
	uint64_t key;
	int64_t value;
};

struct runs;
struct runs *runs_new(void);
/* Adds n digits, sorted by key, as a run. */
void runs_add(struct runs *r, const struct digit *d, size_t n);
/* Sends the sums of all runs to s, and leaves none. */
void runs_each(struct runs *r, struct settle *s);
void runs_free(struct runs *r);

#endif
