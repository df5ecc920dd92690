/* SPDX-License-Identifier: MIT
 * todo: what is to be done in a plan. Make says so, in one dry pass: no other has a notion of what is up to date.
 */
#ifndef EVFARM_TODO_H
#define EVFARM_TODO_H

#include <stdbool.h>
#include <stddef.h>

#include "dict.h"
#include "mem.h"

/* A stage of the plan, in the pipeline's order. */
struct todo_stage {
	const char *name, *needs; /* needs: "cpus=2 mem=1G time=10m" or "" */
	size_t total, todo;       /* results that it has (those of a merge tree, too); of these, to be made */
};

enum target_state { TARGET_WAITS, TARGET_DONE, TARGET_FAILED };

/* A result that is to be made. */
struct target {
	const char *name;          /* letters, digits and ._+-,/ only: safe anywhere */
	const char *newer, *reads; /* its prerequisites, between blanks: those that are newer or to be made, and all */
	size_t stage;
	size_t level;              /* 0: all that it reads is there; else 1 + the highest of what it waits for */
	size_t *before, n_before;  /* the targets that it waits for */
	enum target_state state;   /* as the log tells it since */
	double seconds;            /* what it may cost (costs.h), if asked for */
	bool guessed;              /* and whether that is a guess */
	size_t class;              /* what it needs (needs.h), likewise */
};

struct todo {
	struct todo_stage *stage;
	size_t n_stages;
	struct target *target; /* each behind those that it waits for */
	size_t n, n_levels;
	double seconds;        /* what make took to say so: what every job spends before its first task */
	bool complete;         /* false if there is something that make cannot make */
	struct string text;    /* what the pointers above point into */
	struct dict *index;    /* a target's name: its place, from one */
};

/* Enters the plan's folder (dies, EXIT_USAGE, if it holds none) for this and all that follows. */
void plan_enter(const char *folder);

/* Asks make what is to be done for one target, or for all (NULL); its complaints are shown unless quiet. */
struct todo *todo_read(const char *target, bool quiet);
/* The whole tree, as if nothing of it were made. */
struct todo *todo_whole(bool quiet);
void todo_free(struct todo *t);

/* The target's place, or SIZE_MAX if it is not to be made. */
size_t todo_find(struct todo *t, const char *name);

/* The targets' names as the task logs write them (tasklog.h): their places, from one. To be freed with dict_free. */
struct dict *todo_by_log(const struct todo *t);

/* The stage that a target belongs to, or SIZE_MAX. */
size_t todo_stage(struct todo *t, const char *target);

#endif
