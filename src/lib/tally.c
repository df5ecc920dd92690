// SPDX-License-Identifier: MIT
// tally: exact sums by cell and class; tally.h has the contract.
//
// Counts of a small grid stand in a plain array, two numbers a cell. All else goes into a hash table of fixed size; when
// that is full it is sorted and becomes a run on disk.

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "runs.h"
#include "tally.h"

enum {
	DENSE_CELLS = 1 << 20, // 16 MiB
	HASH_BITS = 19,
	SLOTS = 1 << HASH_BITS, // 8 MiB, and for sorting 6 more
	FULL = SLOTS / 4 * 3
};
static const int64_t much = INT64_C(1) << 60;

struct tally {
	int64_t *dense;     // digit DIGIT_ONE of [cell][class]; NULL in a large or weighted grid
	uint64_t cells;
	struct digit *slot; // key + 1, or 0 for a free slot; NULL until needed
	size_t used;
	struct runs *runs; // NULL until needed
};

struct tally *tally_new(uint64_t cells, bool weighted)
{
	struct tally *t = mem_new(1, sizeof *t);
	t->cells = cells;
	if (!weighted && cells <= DENSE_CELLS)
		t->dense = mem_new((size_t)cells * 2, sizeof *t->dense);
	return t;
}

void tally_free(struct tally *t)
{
	if (t->runs)
		runs_free(t->runs);
	free(t->slot);
	free(t->dense);
	free(t);
}

// -- sorting -------------------------------------------------------------------------------------------------------

// Sorts d[0..n) by key, a byte at a time from the lowest; bytes that are the same in all keys cost one look.
static void sort_digits(struct digit *d, size_t n)
{
	struct digit *other = mem_new(n, sizeof *other), *from = d, *to = other;
	for (unsigned shift = 0; shift < 64; shift += 8) {
		size_t place[257] = {0};
		for (size_t i = 0; i < n; i++)
			place[(from[i].key >> shift & 255) + 1]++;
		if (n && place[(from[0].key >> shift & 255) + 1] == n)
			continue;
		for (int b = 0; b < 256; b++)
			place[b + 1] += place[b];
		for (size_t i = 0; i < n; i++)
			to[place[from[i].key >> shift & 255]++] = from[i];
		struct digit *swap = from;
		from = to;
		to = swap;
	}
	if (from != d)
		memcpy(d, from, n * sizeof *d);
	free(other);
}

// The digits of the hash table moved to its beginning, in order of their keys; how many they are.
static size_t sorted_slots(struct tally *t)
{
	size_t n = 0;
	for (size_t i = 0; t->slot && i < SLOTS; i++) {
		if (t->slot[i].key)
			t->slot[n++] = (struct digit){t->slot[i].key - 1, t->slot[i].value};
	}
	sort_digits(t->slot, n);
	return n;
}

static void spill(struct tally *t)
{
	size_t n = sorted_slots(t);
	if (!t->runs)
		t->runs = runs_new();
	runs_add(t->runs, t->slot, n);
	memset(t->slot, 0, SLOTS * sizeof *t->slot);
	t->used = 0;
}

// -- adding --------------------------------------------------------------------------------------------------------

static void hash_add(struct tally *t, uint64_t key, int64_t value)
{
	if (!t->slot)
		t->slot = mem_new(SLOTS, sizeof *t->slot);
	if (t->used == FULL)
		spill(t);
	size_t i = (size_t)((key + 1) * UINT64_C(0x9e3779b97f4a7c15) >> (64 - HASH_BITS));
	while (t->slot[i].key && t->slot[i].key != key + 1)
		i = (i + 1) % SLOTS;
	if (!t->slot[i].key) {
		t->slot[i].key = key + 1;
		t->used++;
	}
	t->slot[i].value += value;
	value = t->slot[i].value;
	if (value > -much && value < much)
		return;
	t->slot[i].value = value & 0xffffffff;
	hash_add(t, key + 1, value >> 32);
}

void tally_add(struct tally *t, uint64_t key, int64_t value)
{
	if (t->dense && key_digit(key) == DIGIT_ONE)
		t->dense[key_cell(key) * 2 + key_class(key)] += value;
	else
		hash_add(t, key, value);
}

void tally_count(struct tally *t, const uint64_t *cell, const uint8_t *signal, size_t n)
{
	if (t->dense) {
		for (size_t i = 0; i < n; i++)
			t->dense[cell[i] * 2 + !signal[i]]++;
	} else {
		for (size_t i = 0; i < n; i++)
			hash_add(t, key_of(cell[i], !signal[i], DIGIT_ONE), 1);
	}
}

void tally_weigh(struct tally *t, const uint64_t *cell, const uint8_t *signal, const double *weight, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int64_t part[3];
		unsigned digit = digits_split(weight[i], part);
		for (unsigned p = 0; p < 3; p++) {
			if (part[p])
				hash_add(t, key_of(cell[i], !signal[i], digit + p), part[p]);
		}
	}
}

// -- what came of it -----------------------------------------------------------------------------------------------

// The array and what the sorted slots hold beside it, which is little: the upper digits of huge counts.
static void each_dense(struct tally *t, struct settle *s)
{
	size_t n = sorted_slots(t), at = 0;
	for (uint64_t c = 0; c < t->cells * 2; c++) {
		uint64_t key = key_of(c / 2, c & 1, DIGIT_ONE);
		for (; at < n && t->slot[at].key < key; at++)
			settle_add(s, t->slot[at].key, t->slot[at].value);
		if (t->dense[c])
			settle_add(s, key, t->dense[c]);
	}
	for (; at < n; at++)
		settle_add(s, t->slot[at].key, t->slot[at].value);
}

void tally_each(struct tally *t, digit_sink *sink, void *context)
{
	struct settle s = {.sink = sink, .context = context};
	if (t->dense && !t->runs) {
		each_dense(t, &s);
	} else if (!t->runs) {
		size_t n = sorted_slots(t);
		for (size_t i = 0; i < n; i++)
			settle_add(&s, t->slot[i].key, t->slot[i].value);
	} else {
		for (uint64_t c = 0; t->dense && c < t->cells * 2; c++)
			hash_add(t, key_of(c / 2, c & 1, DIGIT_ONE), t->dense[c]);
		spill(t);
		runs_each(t->runs, &s);
	}
	settle_end(&s);
}
