/* SPDX-License-Identifier: MIT
 * heap: numbered things by key, the least at the top; of equal keys the lowest number first, so that the order is always
 * the same.
 */
#ifndef EVFARM_HEAP_H
#define EVFARM_HEAP_H

#include <stddef.h>
#include <stdint.h>

struct heap_item {
	double key;
	uint32_t id;
};

/* {0} is an empty one. If n is not 0, the top is item[0]. */
struct heap {
	struct heap_item *item;
	size_t n, room;
};

void heap_push(struct heap *h, double key, uint32_t id);
struct heap_item heap_pop(struct heap *h);                /* n > 0 */
void heap_replace(struct heap *h, double key, uint32_t id); /* pops the top and pushes, in one; n > 0 */
void heap_free(struct heap *h);

#endif
