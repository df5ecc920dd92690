// SPDX-License-Identifier: MIT
// stream_message: the messages of an event stream; stream_message.h has the contract.

#include <inttypes.h>
#include <string.h>

#include "err.h"
#include "stream_format.h"
#include "stream_message.h"

void message_bad(const struct messages *s, const char *reason)
{
	if (s->batch)
		die(EXIT_DATA, "%s: batch %" PRIu64 ": %s", bytes_name(s->from), s->batch, reason);
	die(EXIT_DATA, "%s: %s", bytes_name(s->from), reason);
}

static const char *need(struct messages *s, size_t n)
{
	const char *p;
	if (bytes_need(s->from, n, &p) < n)
		message_bad(s, "the event stream breaks off here, without its end mark");
	return p;
}

static bool end_mark(struct messages *s)
{
	const char *p;
	bytes_skip(s->from, 8);
	if (bytes_need(s->from, 1, &p))
		message_bad(s, "bytes follow the end mark of the event stream");
	s->ended = true;
	return false;
}

// The metadata's Message table; the body's length goes to *body.
static void read_head(struct messages *s, struct message *m, int64_t *body)
{
	struct flat_table root = flat_root(&m->meta);
	int64_t version = flat_int(&m->meta, root, MESSAGE_VERSION, 2, 0);
	m->kind = flat_int(&m->meta, root, MESSAGE_KIND, 1, 0);
	m->header = flat_table(&m->meta, root, MESSAGE_HEADER);
	*body = flat_int(&m->meta, root, MESSAGE_BODY, 8, 0);
	if (m->meta.bad || !m->header.at)
		message_bad(s, "the metadata of a message are corrupt");
	if (version != METADATA_V4 && version != METADATA_V5)
		message_bad(s, "the metadata are of another version of Arrow than V4 and V5");
	if (*body < 0 || *body > INT64_MAX / 4)
		message_bad(s, "the length of a message's body is impossible");
}

bool message_next(struct messages *s, struct message *m)
{
	if (s->ended)
		return false;
	bytes_skip(s->from, s->behind);
	s->behind = 0;
	uint32_t mark, length;
	const char *p = need(s, 8);
	memcpy(&mark, p, sizeof mark);
	memcpy(&length, p + 4, sizeof length);
	if (mark != MARK)
		message_bad(s, memcmp(p, "ARROW1", 6) ? "not an Arrow stream: no message begins here"
						      : "this is an Arrow file; evfarm reads Arrow streams");
	if (!length)
		return end_mark(s);
	if (length > INT32_MAX)
		message_bad(s, "the length of a message's metadata is impossible");

	size_t head = 8 + (size_t)length;
	int64_t body;
	m->meta = (struct flat){need(s, head) + 8, length, false};
	read_head(s, m, &body);
	p = need(s, head + (size_t)body);
	m->meta.data = p + 8; // it may have moved
	m->body = p + head;
	m->body_n = (size_t)body;
	s->behind = head + (size_t)body;
	return true;
}
