// SPDX-License-Identifier: MIT
// heap: the least key at the top; heap.h has the contract. Four children a node: half as deep as two, and they share a
// line of the cache.

#include <stdbool.h>
#include <stdlib.h>

#include "heap.h"
#include "mem.h"

enum { CHILDREN = 4 };

static inline bool before(struct heap_item a, struct heap_item b)
{
	return a.key < b.key || (a.key == b.key && a.id < b.id);
}

static void rise(struct heap *h, size_t i, struct heap_item x)
{
	for (size_t up; i && before(x, h->item[up = (i - 1) / CHILDREN]); i = up)
		h->item[i] = h->item[up];
	h->item[i] = x;
}

static void sink(struct heap *h, struct heap_item x)
{
	size_t i = 0;
	for (size_t child; (child = CHILDREN * i + 1) < h->n;) {
		const size_t end = child + CHILDREN < h->n ? child + CHILDREN : h->n;
		size_t least = child;
		for (size_t j = child + 1; j < end; j++)
			if (before(h->item[j], h->item[least]))
				least = j;
		if (!before(h->item[least], x))
			break;
		h->item[i] = h->item[least];
		i = least;
	}
	h->item[i] = x;
}

void heap_push(struct heap *h, double key, uint32_t id)
{
	h->item = mem_grow(h->item, &h->room, h->n + 1, sizeof *h->item);
	rise(h, h->n++, (struct heap_item){key, id});
}

struct heap_item heap_pop(struct heap *h)
{
	const struct heap_item top = h->item[0];
	if (--h->n)
		sink(h, h->item[h->n]);
	return top;
}

void heap_replace(struct heap *h, double key, uint32_t id)
{
	sink(h, (struct heap_item){key, id});
}

void heap_free(struct heap *h)
{
	free(h->item);
	*h = (struct heap){0};
}
