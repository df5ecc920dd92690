// SPDX-License-Identifier: MIT
// flat: FlatBuffers, built and read; flat.h has the contract.
//
// A table is an int32 (how far back its vtable lies) and its fields; a vtable is uint16s: its own size, the table's, and
// where each field lies in the table, 0 for an absent one. Offsets to tables, vectors and strings are uint32, relative to
// themselves and forwards; so a builder from front to back writes the parent first and fills in its offset when the child
// has its place.

#include <string.h>

#include "err.h"
#include "flat.h"

// -- building ---------------------------------------------------------------------------------------------------------

static void add_zeros(struct string *f, size_t n)
{
	static const char zeros[64];
	for (; n > sizeof zeros; n -= sizeof zeros)
		string_add(f, zeros, sizeof zeros);
	string_add(f, zeros, n);
}

// so many bytes that what begins `behind` bytes later is aligned
static void align(struct string *f, size_t behind, size_t to)
{
	add_zeros(f, -(f->n + behind) & (to - 1));
}

void flat_put(struct string *f, size_t place, size_t size, int64_t value)
{
	memcpy(f->text + place, &value, size);
}

static void lead(struct string *f, size_t from, size_t to)
{
	flat_put(f, from, 4, (int64_t)(to - from));
}

size_t flat_add_table(struct string *f, size_t from, const unsigned char *sizes, size_t n)
{
	uint16_t vtable[2 + FLAT_SLOTS];
	size_t size = 4;
	if (n > FLAT_SLOTS)
		die(EXIT_SYSTEM, "a flatbuffer table of %zu fields", n);
	for (size_t i = 0; i < n; i++) {
		size_t step = sizes[i] ? sizes[i] : 1;
		size = (size + step - 1) & ~(step - 1);
		vtable[2 + i] = sizes[i] ? (uint16_t)size : 0;
		size += sizes[i];
	}
	size_t vsize = 2 * (2 + n);
	vtable[0] = (uint16_t)vsize;
	vtable[1] = (uint16_t)size;

	if (from == FLAT_ROOT && !f->n)
		add_zeros(f, 4);
	align(f, vsize, 8);
	string_add(f, (const char *)vtable, vsize);
	size_t table = f->n;
	add_zeros(f, size);
	flat_put(f, table, 4, (int64_t)vsize);
	lead(f, from, table);
	return table;
}

size_t flat_slot(const struct string *f, size_t table, unsigned slot)
{
	int32_t back;
	uint16_t at;
	memcpy(&back, f->text + table, sizeof back);
	memcpy(&at, f->text + table - (size_t)back + 4 + 2 * slot, sizeof at);
	return table + at;
}

size_t flat_add_vector(struct string *f, size_t from, size_t count, size_t size)
{
	align(f, 4, size % 8 ? 4 : 8);
	lead(f, from, f->n);
	size_t place = f->n;
	add_zeros(f, 4 + count * size);
	flat_put(f, place, 4, (int64_t)count);
	return place + 4;
}

void flat_add_text(struct string *f, size_t from, const char *text)
{
	size_t n = strlen(text);
	size_t place = flat_add_vector(f, from, n, 1);
	memcpy(f->text + place, text, n);
	add_zeros(f, 1);
}

// -- reading ----------------------------------------------------------------------------------------------------------

// True if [at, at + size) lies inside; else the buffer is bad.
static bool inside(struct flat *f, size_t at, size_t size)
{
	if (at <= f->n && size <= f->n - at)
		return true;
	f->bad = true;
	return false;
}

// n bytes as an unsigned number, 0 outside
static uint64_t number(struct flat *f, size_t at, size_t size)
{
	uint64_t x = 0;
	if (inside(f, at, size))
		memcpy(&x, f->data + at, size);
	return x;
}

int64_t flat_int_at(struct flat *f, size_t place, size_t size)
{
	uint64_t x = number(f, place, size), sign = (uint64_t)1 << (8 * size - 1);
	return (int64_t)((x ^ sign) - sign);
}

// The table at a place. The vtable must lie inside, the table as long as its vtable says.
static struct flat_table table_at(struct flat *f, size_t at)
{
	int64_t vtable = (int64_t)at - flat_int_at(f, at, 4);
	if (f->bad || vtable < 0 || !inside(f, (size_t)vtable, 4)) {
		f->bad = true;
		return (struct flat_table){0};
	}
	struct flat_table t = {at, (size_t)vtable, number(f, (size_t)vtable, 2), number(f, (size_t)vtable + 2, 2)};
	if (t.slots < 4 || !inside(f, t.vtable, t.slots) || !inside(f, at, t.size)) {
		f->bad = true;
		return (struct flat_table){0};
	}
	return t;
}

// The place of a field of so many bytes, 0 for an absent one.
static size_t field(struct flat *f, struct flat_table t, unsigned slot, size_t size)
{
	size_t entry = 4 + 2 * (size_t)slot;
	if (!t.at || entry + 2 > t.slots)
		return 0;
	size_t at = number(f, t.vtable + entry, 2);
	if (!at)
		return 0;
	if (at < 4 || at + size > t.size) {
		f->bad = true;
		return 0;
	}
	return t.at + at;
}

// Where the offset at a place leads.
static size_t follow(struct flat *f, size_t place)
{
	uint64_t by = number(f, place, 4);
	if (by < 4 || by > f->n - place) {
		f->bad = true;
		return 0;
	}
	return place + by;
}

struct flat_table flat_root(struct flat *f)
{
	size_t at = inside(f, 0, 4) ? follow(f, 0) : 0;
	return at ? table_at(f, at) : (struct flat_table){0};
}

struct flat_table flat_table(struct flat *f, struct flat_table t, unsigned slot)
{
	size_t place = field(f, t, slot, 4), at = place ? follow(f, place) : 0;
	return at ? table_at(f, at) : (struct flat_table){0};
}

struct flat_table flat_member(struct flat *f, struct flat_vector v, size_t i)
{
	size_t place = v.at + 4 * i, at = i < v.n && inside(f, place, 4) ? follow(f, place) : 0;
	return at ? table_at(f, at) : (struct flat_table){0};
}

struct flat_vector flat_vector(struct flat *f, struct flat_table t, unsigned slot, size_t size)
{
	size_t place = field(f, t, slot, 4), at = place ? follow(f, place) : 0;
	if (!at)
		return (struct flat_vector){0, 0};
	size_t n = number(f, at, 4);
	if (f->bad || n > (f->n - at - 4) / size) {
		f->bad = true;
		return (struct flat_vector){0, 0};
	}
	return (struct flat_vector){at + 4, n};
}

const char *flat_text(struct flat *f, struct flat_table t, unsigned slot, size_t *n)
{
	struct flat_vector v = flat_vector(f, t, slot, 1);
	*n = v.n;
	return v.at ? f->data + v.at : NULL;
}

int64_t flat_int(struct flat *f, struct flat_table t, unsigned slot, size_t size, int64_t otherwise)
{
	size_t place = field(f, t, slot, size);
	return place ? flat_int_at(f, place, size) : otherwise;
}
