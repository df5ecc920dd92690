/* SPDX-License-Identifier: MIT
 * needs: what tasks ask for: by their stage, [cpus=2 mem=1G time=10m] in the pipeline; by what they read, the host where it
 * lies, which the label `host` of an input says. Tasks that ask for the same are a class.
 */
#ifndef EVFARM_NEEDS_H
#define EVFARM_NEEDS_H

#include "todo.h"

/* What is not asked for is 0 or NULL. */
struct need {
	uint64_t cpus, mem_mib;
	double seconds; /* for one task */
	char *host;
};

struct needs {
	struct need *need; /* of each class */
	size_t n, room;
	struct dict *class, *host; /* places, from one: of a class by its text; of a host by a link in data/ */
	char **hosts;
	size_t n_hosts, hosts_room;
};

/* Of the plan in the working folder. */
struct needs *needs_open(void);
void needs_close(struct needs *n);

/* The class of a target, which is added if it is new. */
size_t needs_class(struct needs *n, const struct todo *t, const struct target *a);

/* What a stage asks for, of "cpus=2 mem=1G time=10m"; no host. */
struct need needs_read(const char *text);

/* Seconds of "10m", "2h"; SLURM's own forms too: "90" (minutes), "90:00", "1:30:00", "1-12", "1-12:00:00". 0 if it is none. */
double needs_seconds(const char *text);

#endif
