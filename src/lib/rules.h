/* SPDX-License-Identifier: MIT
 * rules: what the rules of all kinds of stages share; a part of makefile.
 */
#ifndef EVFARM_RULES_H
#define EVFARM_RULES_H

#include "list.h"
#include "plan.h"

struct rule {
	struct list *l;
	const struct plan *plan;
	const struct step *step;
	const char *recipe;
};

/* STAGE.tasks, a result for each group. */
void write_groups(struct list *l, const char *stage, const struct groups *g);

/* What each task of the step reads besides its first source, then cmd/STAGE. member is one of the tasks that the rule is
 * for: where a result goes by labels, theirs. */
void write_before(const struct rule *r, size_t member);

/* Ends the rule's first line and writes the recipe. */
void write_recipe(const struct rule *r);

/* Where the results of a source lie. */
const char *folder_of(const struct rule *r, struct source from);

/* The tasks of a group one by one, in a folder. */
void write_words(const struct rule *r, const char *folder, const struct domain *d, const struct group *g);

/* All rules of a merge. */
void write_merge(const struct rule *r);

#endif
