/* SPDX-License-Identifier: MIT
 * stream: the event stream, which is the Apache Arrow IPC streaming format, metadata V5, little-endian, without
 * dictionaries or compression. evstream(5) has the bytes.
 */
#ifndef EVFARM_STREAM_H
#define EVFARM_STREAM_H

#include "events.h"
#include "bytes.h"

/* -- writing ------------------------------------------------------------------------------------------------- */

struct stream_out;

/* Begins a stream on a file descriptor: writes the schema. A pipe is widened to 1 MiB where allowed. name is for messages
 * ("standard output"). Any write error ends the program (EXIT_SYSTEM); a closed pipe kills it by SIGPIPE. */
struct stream_out *stream_out_open(int fd, const char *name, const struct schema *s);
/* Writes a record batch with the columns as they are, in the schema's types, whatever the rows. */
void stream_out_batch(struct stream_out *o, const struct batch *b);
/* The end mark; the stream is whole only with it. Frees o, leaves fd open. */
void stream_out_close(struct stream_out *o);

/* -- reading ------------------------------------------------------------------------------------------------- */

struct stream_in;

/* Reads the schema from the beginning of the bytes. Everything read is checked before it is used; whatever is
 * not a whole and correct stream of our types ends the program with EXIT_DATA and `file: reason` (with `batch N`
 * where it applies). */
struct stream_in *stream_in_open(struct bytes *from);
const struct schema *stream_in_schema(const struct stream_in *s);
/* The next record batch that has rows; its columns point into the bytes read (mapped, where from is). False at the end
 * mark, behind which nothing may follow. wanted[c] = false leaves a column out (data NULL). */
bool stream_in_batch(struct stream_in *s, const bool *wanted, struct batch *b);
void stream_in_close(struct stream_in *s);

#endif
