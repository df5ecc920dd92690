/* SPDX-License-Identifier: MIT
 * writer: pieces of memory, wherever they lie, to a descriptor.
 *
 * Into a pipe they go at once, in one call. Into a regular file they go through a buffer, WRITER_PIECE bytes at a time and at
 * multiples of it: a file system then keeps the file in memory as large pieces too, and whoever maps it takes a third of the time.
 */
#ifndef EVFARM_WRITER_H
#define EVFARM_WRITER_H

#include <stddef.h>

struct iovec;

enum { WRITER_PIECE = 2 << 20 }; /* a large page of x86-64 and of arm64 */

struct writer {
	int fd;
	char *name;
	struct iovec *iov; /* what was added, to be sent */
	size_t n, room;
	char *buffer; /* for a regular file, else NULL */
	size_t held, full; /* bytes in it, and how many there may be */
};

/* Begins, where the descriptor stands. name is for messages ("standard output"); a pipe is widened to 1 MiB where allowed. */
void writer_open(struct writer *w, int fd, const char *name);
/* n bytes at at, which stay there until they are sent. */
void writer_add(struct writer *w, const void *at, size_t n);
/* Sends all that was added. Any error of writing ends the program (EXIT_SYSTEM); a closed pipe kills it by SIGPIPE. */
void writer_send(struct writer *w);
/* Sends, and writes what is held. Leaves the descriptor open. */
void writer_close(struct writer *w);

#endif
