// SPDX-License-Identifier: MIT
// gunzip: gzip as a stream of plain bytes; gunzip.h has the contract.
//
// Behind the first megabyte another thread inflates, if there is a processor for it. What goes wrong is kept, and told by the
// reader when it comes to that place.

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ahead.h"
#include "err.h"
#include "gunzip.h"
#include "inflate.h"
#include "mem.h"

enum { ALONE = 1 << 20 }; // bytes before it pays to begin a thread

struct gunzip {
	int fd;
	const char *name;
	const struct inflater *inflater;
	void *own; // the inflater's
	bool in_member; // false between members and at the very end
	struct inflate z;
	size_t given;
	_Atomic uint64_t taken; // by the reads: the thread counts, others look
	bool decided; // whether there is to be a thread
	struct ahead *ahead;
	int failed; // an exit code, and why
	char why[512];
	unsigned char raw[GUNZIP_ALREADY];
};

size_t read_some(int fd, const char *name, char *out, size_t n)
{
	for (;;) {
		ssize_t got = read(fd, out, n);
		if (got >= 0)
			return (size_t)got;
		if (errno != EINTR)
			die_errno("%s", name);
	}
}

struct gunzip *gunzip_open(int fd, const char *name, const char *already, size_t n)
{
	struct gunzip *g = mem_new(1, sizeof *g);
	g->fd = fd;
	g->name = name;
	g->inflater = &inflater_isal ? &inflater_isal : &inflater_zlib;
	g->own = g->inflater->open();
	g->in_member = true;
	memcpy(g->raw, already, n);
	g->z.in = g->raw;
	g->z.n_in = n;
	g->taken = n;
	return g;
}

// Always 0, which ends the stream.
static size_t fail(struct gunzip *g, int code, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	vsnprintf(g->why, sizeof g->why, format, list);
	va_end(list);
	g->failed = code;
	return 0;
}

// False at the end of the file, and of a read error.
static bool more_raw(struct gunzip *g)
{
	while (!g->z.n_in) {
		ssize_t got = read(g->fd, g->raw, sizeof g->raw);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			fail(g, EXIT_SYSTEM, "%s", strerror(errno));
		if (got <= 0)
			return false;
		g->z.in = g->raw;
		g->z.n_in = (size_t)got;
		g->taken += (size_t)got;
	}
	return true;
}

// Behind a member: another one, padding, or the end.
static bool next_member(struct gunzip *g)
{
	while (more_raw(g) && *g->z.in == 0) {
		g->z.in++;
		g->z.n_in--;
	}
	if (!g->z.n_in)
		return false;
	if (*g->z.in != 0x1f) {
		fail(g, EXIT_DATA, "bytes that are not gzip behind the gzip data");
		return false;
	}
	g->inflater->next(g->own);
	g->in_member = true;
	return true;
}

// The next bytes, n at most; 0 at the end, or if it failed.
static size_t unzip(void *context, char *out, size_t n)
{
	struct gunzip *g = context;
	g->z.out = (unsigned char *)out;
	g->z.n_out = n;
	while (g->z.n_out == n) {
		if (g->failed || (!g->in_member && !next_member(g)))
			return 0;
		if (!more_raw(g))
			return g->failed ? 0 : fail(g, EXIT_DATA, "truncated gzip data");
		enum inflate_end state = g->inflater->run(g->own, &g->z);
		if (state == INFLATE_CORRUPT)
			return fail(g, EXIT_DATA, "corrupt gzip data (%s)", g->z.why);
		g->in_member = state == INFLATE_GOES_ON;
	}
	return n - g->z.n_out;
}

size_t gunzip_read(struct gunzip *g, char *out, size_t n)
{
	n = n < GUNZIP_MOST ? n : GUNZIP_MOST;
	if (!g->decided && g->given > ALONE) {
		g->ahead = ahead_helps() ? ahead_open(unzip, g) : NULL;
		g->decided = true;
	}
	size_t got = g->ahead ? ahead_read(g->ahead, out, n) : unzip(g, out, n);
	if (!got && g->failed)
		die(g->failed, "%s: %s", g->name, g->why);
	g->given += got;
	return got;
}

uint64_t gunzip_taken(const struct gunzip *g)
{
	return g->taken;
}

void gunzip_close(struct gunzip *g)
{
	if (g->ahead)
		ahead_close(g->ahead);
	g->inflater->close(g->own);
	free(g);
}
