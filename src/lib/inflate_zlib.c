// SPDX-License-Identifier: MIT
// inflate_zlib: gzip by zlib; inflate.h has the contract.

#include <stdlib.h>

#include <zlib.h>

#include "err.h"
#include "inflate.h"
#include "mem.h"

static void *open_zlib(void)
{
	z_stream *z = mem_new(1, sizeof *z);
	if (inflateInit2(z, 16 + MAX_WBITS) != Z_OK)
		die(EXIT_SYSTEM, "out of memory for zlib");
	return z;
}

static enum inflate_end run_zlib(void *own, struct inflate *i)
{
	z_stream *z = own;
	z->next_in = (Bytef *)i->in; // which zlib only reads
	z->avail_in = (uInt)i->n_in;
	z->next_out = i->out;
	z->avail_out = (uInt)i->n_out;
	int state = inflate(z, Z_NO_FLUSH);
	i->in = z->next_in;
	i->n_in = z->avail_in;
	i->out = z->next_out;
	i->n_out = z->avail_out;
	if (state == Z_STREAM_END)
		return INFLATE_MEMBER_ENDS;
	if (state == Z_OK || state == Z_BUF_ERROR)
		return INFLATE_GOES_ON;
	i->why = z->msg ? z->msg : zError(state);
	return INFLATE_CORRUPT;
}

static void next_zlib(void *own)
{
	inflateReset(own); // fails only of what open_zlib cannot have made
}

static void close_zlib(void *own)
{
	inflateEnd(own);
	free(own);
}

const struct inflater inflater_zlib = {"zlib", open_zlib, run_zlib, next_zlib, close_zlib};
