/* SPDX-License-Identifier: MIT
 * plan: a pipeline and its data thought through: which stage has which results, and what each of them is made from.
 */
#ifndef EVFARM_PLAN_H
#define EVFARM_PLAN_H

#include "pipe.h"
#include "tasks.h"

struct input {
	char *name; /* as the pipeline has it: a name, or range(...) as written */
	struct dataset *data;
	struct tasks *tasks;
	bool whole; /* its files must not be cut or grouped */
};

/* What a stage has results for: one; a result for each task of an input; or one for each set of labels. */
enum results { RESULT_ONE, RESULT_TASKS, RESULT_GROUPS };

struct domain {
	enum results kind;
	size_t input;  /* whose tasks they are, or come from */
	char **by;     /* GROUPS: labels, owned by the stage that merged */
	size_t n_by;
};

/* What a stage reads: an input or another stage. */
struct source {
	bool input;
	size_t index;
};

struct step {
	struct stage *stage;
	struct domain domain; /* of its results */
	struct source *from;  /* stage->n_args of them */
	size_t readers;       /* how many stages read it */
};

/* Results made from one another: a name ("4mu,2011"; "" where there is one), and the members it is merged from. */
struct group {
	char *name;
	size_t *member; /* indices of tasks, or of the finer groups */
	size_t n, room;
};

struct groups {
	struct group *group; /* in order of their names */
	size_t n;
};

struct plan {
	struct pipe *pipe;
	struct input *input;
	size_t n_inputs;
	struct step *step; /* each behind what it reads */
	size_t n_steps;
	size_t *order;     /* of the pipeline's stages: step[order[i]] is stage i */
};

/* Puts the stages in order, reads the inputs and checks that all fits. Dies of a cycle, unknown names and labels, results
 * that do not fit together (pipe_die), and of inputs and parameters that are missing or not used. Tasks are not formed yet. */
struct plan *plan_make(struct pipe *p);
void plan_free(struct plan *p); /* with its inputs and their tasks, but not the pipeline */

/* Domains and what a step's first source gives. */
struct domain source_domain(const struct plan *p, struct source from);
const char *source_name(const struct plan *p, struct source from);
bool same_domain(const struct domain *a, const struct domain *b);
bool labels_within(const struct domain *coarse, const struct domain *fine);

/* How many results a domain has, range or tasks; and the id of each. */
size_t domain_size(const struct plan *p, const struct domain *d);
uint64_t task_id(const struct plan *p, const struct domain *d, size_t i);

/* Sorts the results of a finer domain (tasks or groups) by the labels of a coarser one; RESULT_ONE gives one group. */
struct groups *groups_form(const struct plan *p, const struct domain *fine, const struct domain *coarse);
/* The name of the group of d that a task (an index) belongs to. Fresh. */
char *group_of(const struct plan *p, const struct domain *d, size_t task);
void groups_free(struct groups *g);

#endif
