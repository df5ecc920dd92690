/* SPDX-License-Identifier: MIT
 * said: what the elements of SLURM jobs print, in log/slurm/JOB.out, passed on line by line.
 */
#ifndef EVFARM_SAID_H
#define EVFARM_SAID_H

#include "engine.h"

struct said {
	struct said_file {
		char *name;
		long long place; /* what was passed on */
		bool over;
	} *file;
	size_t n, room;
};

/* Of one more job, "123" or "123;cluster". */
void said_follow(struct said *s, const char *job);
/* Passes on what has come. */
void said_pass_on(struct said *s, struct run *r);
/* Passes on the rest of a job that has ended. */
void said_end(struct said *s, size_t job, struct run *r);
void said_free(struct said *s);

#endif
