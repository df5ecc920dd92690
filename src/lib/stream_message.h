/* SPDX-License-Identifier: MIT
 * stream_message: the messages of an event stream that is read, one after the other.
 */
#ifndef EVFARM_STREAM_MESSAGE_H
#define EVFARM_STREAM_MESSAGE_H

#include "bytes.h"
#include "flat.h"

struct messages {
	struct bytes *from;
	size_t behind;  /* bytes of the message in use, to be skipped before the next */
	uint64_t batch; /* the number of the batch to come, from 1; 0 before the schema is read */
	bool ended;
};

struct message {
	struct flat meta;
	int64_t kind;             /* enum message_kind, if it's a known one */
	struct flat_table header; /* what the message is about, of that kind */
	const char *body;         /* all of it visible until the next message is asked for */
	size_t body_n;
};

/* The next message; false at the end mark and ever after. Dies with EXIT_DATA where the stream is cut off or corrupt. */
bool message_next(struct messages *s, struct message *m);

/* `file: batch N: reason`, EXIT_DATA. */
_Noreturn void message_bad(const struct messages *s, const char *reason);

#endif
