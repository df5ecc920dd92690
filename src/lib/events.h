/* SPDX-License-Identifier: MIT
 * events: what an event table is in memory: a schema, and batches of rows in columns.
 *
 * The layout of a column is that of Apache Arrow, so that a stream can be mapped and used where it lies.
 */
#ifndef EVFARM_EVENTS_H
#define EVFARM_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum type { TYPE_F64, TYPE_F32, TYPE_I64, TYPE_I32, TYPE_BOOL, TYPE_TEXT };

/* "float64", "float32", "int64", "int32", "bool", "utf8" and back; false if there is no such type. */
const char *type_name(enum type t);
bool type_by_name(const char *name, enum type *t);

struct field {
	char *name;
	enum type type;
};

/* No table has more; readers refuse others (EXIT_DATA). */
enum { MOST_COLUMNS = 1 << 15 };

struct schema {
	struct field *field;
	size_t n;
};

/* The column called name, or by its position from one as "_3"; a real name goes first. SIZE_MAX if there is none. */
size_t schema_find(const struct schema *s, const char *name);
/* The name in s nearest to a mistyped one (fewest edits), or NULL if none is near. */
const char *schema_nearest(const struct schema *s, const char *name);
void schema_add(struct schema *s, const char *name, enum type t); /* copies the name */
struct schema schema_copy(const struct schema *s);
void schema_free(struct schema *s);

/* The member of names[0..n) nearest to word, NULL if none is near: for "did you mean". */
const char *nearest(const char *word, const char *const *names, size_t n);

/* A column of a batch. data holds rows values of the type; for BOOL bits from the lowest, for TEXT the bytes, of which
 * row i has [offset[i], offset[i+1]). valid holds a bit a row from the lowest, 1 = present; NULL when none is
 * missing. A missing row's slot in data holds anything. Nothing here is owned. */
struct column {
	enum type type;
	const void *data;      /* NULL in a column that nobody wanted */
	const int32_t *offset; /* TEXT only: rows + 1 of them */
	const uint8_t *valid;
};

/* Rows of one file. Lives until the next batch is asked for. */
struct batch {
	size_t rows;
	struct column *column; /* one for each field of the schema */
	const char *file;      /* as messages name it */
	uint64_t first;        /* the number of the first row in its file, from zero */
};

static inline bool bit_get(const uint8_t *bits, size_t i)
{
	return bits[i >> 3] >> (i & 7) & 1;
}

static inline void bit_set(uint8_t *bits, size_t i)
{
	bits[i >> 3] |= (uint8_t)(1u << (i & 7));
}

static inline bool is_missing(const struct column *c, size_t row)
{
	return c->valid && !bit_get(c->valid, row);
}

#endif
