// SPDX-License-Identifier: MIT
// writer: pieces of memory to a descriptor; writer.h has the contract.

#define _GNU_SOURCE // F_SETPIPE_SZ
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"
#include "writer.h"

#ifndef IOV_MAX
#define IOV_MAX 1024
#endif

enum { PIPE_BYTES = 1 << 20 };

void writer_open(struct writer *w, int fd, const char *name)
{
	*w = (struct writer){.fd = fd, .name = mem_copy(name)};
	struct stat st;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		off_t at = lseek(fd, 0, SEEK_CUR);
		w->buffer = mem_new(WRITER_PIECE, 1);
		w->full = WRITER_PIECE - (at > 0 ? (size_t)at % WRITER_PIECE : 0);
	}
#ifdef F_SETPIPE_SZ
	if (fcntl(fd, F_GETPIPE_SZ) < PIPE_BYTES) // fails where it is not a pipe or not allowed, and that's fine
		(void)fcntl(fd, F_SETPIPE_SZ, PIPE_BYTES);
#endif
}

void writer_add(struct writer *w, const void *at, size_t n)
{
	if (!n)
		return;
	w->iov = mem_grow(w->iov, &w->room, w->n + 1, sizeof *w->iov);
	w->iov[w->n++] = (struct iovec){(void *)(uintptr_t)at, n};
}

// Waits where somebody else made the descriptor non-blocking.
static void failed(struct writer *w)
{
	struct pollfd ready = {.fd = w->fd, .events = POLLOUT};
	if (errno == EINTR || ((errno == EAGAIN || errno == EWOULDBLOCK) && poll(&ready, 1, -1) >= 0))
		return;
	die_errno("%s", w->name);
}

static void write_all(struct writer *w, struct iovec *v, struct iovec *end)
{
	while (v < end) {
		ssize_t done = writev(w->fd, v, end - v < IOV_MAX ? (int)(end - v) : IOV_MAX);
		if (done < 0) {
			failed(w);
			continue;
		}
		size_t n = (size_t)done;
		for (; v < end && n >= v->iov_len; v++)
			n -= v->iov_len;
		if (v < end) {
			v->iov_base = (char *)v->iov_base + n;
			v->iov_len -= n;
		}
	}
}

static void write_held(struct writer *w)
{
	struct iovec held = {w->buffer, w->held};
	if (w->held)
		write_all(w, &held, &held + 1);
	w->held = 0;
	w->full = WRITER_PIECE;
}

static void hold(struct writer *w, const char *at, size_t n)
{
	while (n) {
		size_t part = w->full - w->held < n ? w->full - w->held : n;
		memcpy(w->buffer + w->held, at, part);
		w->held += part;
		at += part;
		n -= part;
		if (w->held == w->full)
			write_held(w);
	}
}

void writer_send(struct writer *w)
{
	if (w->buffer) {
		for (size_t i = 0; i < w->n; i++)
			hold(w, w->iov[i].iov_base, w->iov[i].iov_len);
	} else {
		write_all(w, w->iov, w->iov + w->n);
	}
	w->n = 0;
}

void writer_close(struct writer *w)
{
	writer_send(w);
	write_held(w);
	free(w->iov);
	free(w->buffer);
	free(w->name);
}
