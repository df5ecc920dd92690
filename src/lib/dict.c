// SPDX-License-Identifier: MIT
// dict: an open hash table, at most half full; dict.h has the contract.

#include <stdlib.h>
#include <string.h>

#include "dict.h"
#include "mem.h"

struct entry {
	char *key;
	uint64_t hash, value;
};

struct dict {
	struct entry *entry;
	size_t n, size; /* size is a power of two */
};

struct dict *dict_new(void)
{
	struct dict *d = mem_new(1, sizeof *d);
	d->size = 64;
	d->entry = mem_new(d->size, sizeof *d->entry);
	return d;
}

static uint64_t hash_of(const char *key) // FNV-1a, its upper half folded in
{
	uint64_t h = 0xcbf29ce484222325u;
	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * 0x100000001b3u;
	return h ^ h >> 32;
}

static struct entry *find(const struct dict *d, const char *key, uint64_t hash)
{
	for (size_t i = hash;; i++) {
		struct entry *e = &d->entry[i & (d->size - 1)];
		if (!e->key || (e->hash == hash && !strcmp(e->key, key)))
			return e;
	}
}

static void grow(struct dict *d)
{
	struct entry *old = d->entry;
	size_t size = d->size;
	d->size *= 2;
	d->entry = mem_new(d->size, sizeof *d->entry);
	for (size_t i = 0; i < size; i++)
		if (old[i].key)
			*find(d, old[i].key, old[i].hash) = old[i];
	free(old);
}

uint64_t *dict_at(struct dict *d, const char *key)
{
	uint64_t hash = hash_of(key);
	struct entry *e = find(d, key, hash);
	if (!e->key) {
		if (2 * (d->n + 1) > d->size) {
			grow(d);
			e = find(d, key, hash);
		}
		d->n++;
		*e = (struct entry){mem_copy(key), hash, 0};
	}
	return &e->value;
}

void dict_free(struct dict *d)
{
	for (size_t i = 0; i < d->size; i++)
		free(d->entry[i].key);
	free(d->entry);
	free(d);
}
