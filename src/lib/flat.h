/* SPDX-License-Identifier: MIT
 * flat: FlatBuffers, as much of them as the metadata of an event stream takes; built front to back, and read without
 * trusting a byte. A place is a position in the buffer, counted from its beginning.
 */
#ifndef EVFARM_FLAT_H
#define EVFARM_FLAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mem.h"

/* -- building, at the end of a string that begins empty --------------------------------------------------------- */

/* A table of n fields, all zero; sizes[i] is the size of field i in bytes, 0 for one that is absent. from is the place of the
 * offset that shall lead there: FLAT_ROOT makes it the root. Returns the table's place. */
size_t flat_add_table(struct string *f, size_t from, const unsigned char *sizes, size_t n);
enum { FLAT_ROOT = 0, FLAT_SLOTS = 8 }; /* no table has more fields */

/* The place of a field of a table that was built. */
size_t flat_slot(const struct string *f, size_t table, unsigned slot);

/* A vector of count zero elements of size bytes, aligned to 8 where size is a multiple of it. Returns the place of the first. */
size_t flat_add_vector(struct string *f, size_t from, size_t count, size_t size);
void flat_add_text(struct string *f, size_t from, const char *text);
void flat_put(struct string *f, size_t place, size_t size, int64_t value); /* the low size bytes of value */

/* -- reading ---------------------------------------------------------------------------------------------------- */

/* The buffer. Whatever lies outside it, or overlaps its end, reads as zero, absent or empty, and makes bad true: read all
 * that is wanted, then look at bad. */
struct flat {
	const char *data;
	size_t n;
	bool bad;
};

struct flat_table {
	size_t at; /* 0: absent; its fields all have their defaults */
	size_t vtable, slots, size;
};

struct flat_vector {
	size_t at, n; /* the place of the first element, and how many there are; all of them are inside */
};

struct flat_table flat_root(struct flat *f);
struct flat_table flat_table(struct flat *f, struct flat_table t, unsigned slot);
struct flat_table flat_member(struct flat *f, struct flat_vector v, size_t i); /* of a vector of tables */
struct flat_vector flat_vector(struct flat *f, struct flat_table t, unsigned slot, size_t size);
/* Not '\0'-terminated; NULL and 0 where it is absent. */
const char *flat_text(struct flat *f, struct flat_table t, unsigned slot, size_t *n);
/* A signed integer (or bool: size 1) field of 1, 2, 4 or 8 bytes. */
int64_t flat_int(struct flat *f, struct flat_table t, unsigned slot, size_t size, int64_t otherwise);
int64_t flat_int_at(struct flat *f, size_t place, size_t size);

#endif
