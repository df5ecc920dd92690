// SPDX-License-Identifier: MIT
// gunzip: gzip as a stream of plain bytes, by zlib; gunzip.h has the contract.

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>

#include <zlib.h>

#include "err.h"
#include "gunzip.h"
#include "mem.h"

struct gunzip {
	int fd;
	const char *name;
	bool in_member; // false between members and at the very end
	z_stream z;
	uint64_t taken; // by the reads
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
	g->in_member = true;
	memcpy(g->raw, already, n);
	g->z.next_in = g->raw;
	g->z.avail_in = (uInt)n;
	g->taken = n;
	if (inflateInit2(&g->z, 16 + MAX_WBITS) != Z_OK)
		die(EXIT_SYSTEM, "out of memory for zlib");
	return g;
}

static bool more_raw(struct gunzip *g)
{
	if (g->z.avail_in)
		return true;
	g->z.next_in = g->raw;
	g->z.avail_in = (uInt)read_some(g->fd, g->name, (char *)g->raw, GUNZIP_ALREADY);
	g->taken += g->z.avail_in;
	return g->z.avail_in > 0;
}

// Behind a member: another one, padding, or the end.
static bool next_member(struct gunzip *g)
{
	while (more_raw(g) && *g->z.next_in == 0) {
		g->z.next_in++;
		g->z.avail_in--;
	}
	if (!g->z.avail_in)
		return false;
	if (*g->z.next_in != 0x1f)
		die(EXIT_DATA, "%s: bytes that are not gzip behind the gzip data", g->name);
	if (inflateReset(&g->z) != Z_OK)
		die(EXIT_SYSTEM, "zlib cannot begin another member");
	g->in_member = true;
	return true;
}

size_t gunzip_read(struct gunzip *g, char *out, size_t n)
{
	g->z.next_out = (unsigned char *)out;
	g->z.avail_out = n > UINT_MAX ? UINT_MAX : (uInt)n;
	uInt room = g->z.avail_out;
	while (g->z.avail_out == room) {
		if (!g->in_member && !next_member(g))
			return 0;
		if (!more_raw(g))
			die(EXIT_DATA, "%s: truncated gzip data", g->name);
		int state = inflate(&g->z, Z_NO_FLUSH);
		if (state == Z_STREAM_END)
			g->in_member = false;
		else if (state != Z_OK)
			die(EXIT_DATA, "%s: corrupt gzip data (%s)", g->name, g->z.msg ? g->z.msg : zError(state));
	}
	return room - g->z.avail_out;
}

uint64_t gunzip_taken(const struct gunzip *g)
{
	return g->taken - g->z.avail_in;
}

void gunzip_close(struct gunzip *g)
{
	inflateEnd(&g->z);
	free(g);
}
