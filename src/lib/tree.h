/* SPDX-License-Identifier: MIT
 * tree: how tasks lie in folders, and the tree along which many of them are merged.
 *
 * A node of width W and number N merges what there is of the tasks NW to NW + W - 1, so that a node means the same
 * whatever tasks come or go elsewhere: its file is STAGE.part/W/N, or STAGE.part/GROUP/W/N.
 */
#ifndef EVFARM_TREE_H
#define EVFARM_TREE_H

#include "plan.h"

/* Tasks 100s to 100s + 99 lie in folder s. It is full if all of these are there (folder 0, whose tasks have no leading
 * zeros, never counts as full). */
struct shard {
	uint64_t number;
	size_t first, n; /* of its ids */
	bool full;
};

struct shards {
	uint64_t *id; /* of all tasks, ascending */
	struct shard *shard;
	size_t n;
	uint64_t *full; /* the numbers of the full ones */
	size_t n_full;
};

struct shards shards_form(const struct plan *p, const struct domain *d);
void shards_free(struct shards *s);

/* What an input's lists are called in the Makefile. Lasts. */
const char *list_name(const struct plan *p, size_t input);

struct node {
	uint64_t number;
	size_t first, n; /* its members: of the level below, or of the group */
};

struct level {
	uint64_t width;
	struct node *node;
	size_t n;
};

/* The levels of a merge, lowest first; none if few enough members are merged at once. */
struct tree {
	struct level *level;
	size_t n;
};

/* For members of a fine domain, merged by the step. */
struct tree tree_form(const struct plan *p, const struct step *s, const struct domain *fine, const struct group *g);
void tree_free(struct tree *t);

#endif
