/* SPDX-License-Identifier: MIT
 * wire: a column as a stream of somebody else's brings it, and how it becomes one of ours. Columns of our types are
 * used where they lie; narrower and unsigned integers, large utf8 and dictionary-encoded text are converted.
 */
#ifndef EVFARM_WIRE_H
#define EVFARM_WIRE_H

#include "events.h"
#include "flat.h"

/* A buffer of a batch. */
struct span {
	const char *at;
	size_t n;
};

/* The texts of a dictionary batch, copied. */
struct dictionary {
	int64_t id;
	bool present; /* a batch has brought it */
	size_t n;
	int32_t *offset; /* n + 1 */
	struct string text;
	struct string missing; /* a byte a text, 1 = missing */
};

struct wire {
	enum type type;    /* what it becomes */
	size_t width;      /* of a value, or of a text's offset; 0 for bits */
	bool is_signed;    /* integers */
	bool encoded;      /* values are indices into the dictionary called id */
	size_t dictionary; /* which, for the reader */
	int64_t id;
	size_t text_width; /* of the dictionary's offsets */
	void *own, *own_text, *own_valid; /* where converted columns are; 0 until needed */
	size_t room, room_text, room_valid;
};

/* Understands a Field. Returns NULL, or why it isn't for us and what the user can do. */
const char *wire_type(struct flat *meta, struct flat_table field, struct wire *w);

/* How many buffers a column has. */
size_t wire_buffers(const struct wire *w);

/* Checks the buffers of a column of so many rows and makes it one of ours. d is its dictionary, or NULL. Returns NULL, or
 * what's wrong. */
const char *wire_column(struct wire *w, const struct dictionary *d, size_t rows, int64_t missing,
			const struct span *buffer, struct column *c);

/* Replaces the texts of d by a column's, or adds them behind. Returns NULL, or what's wrong. */
const char *dictionary_add(struct dictionary *d, const struct column *c, size_t rows, bool behind);

void wire_free(struct wire *w);
void dictionary_free(struct dictionary *d);

#endif
