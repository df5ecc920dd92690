// SPDX-License-Identifier: MIT
// inflate_isal: gzip by Intel's ISA-L, where the build finds it; inflate.h has the contract.

#include "inflate.h"

#ifdef __has_include
#if __has_include(<isa-l/igzip_lib.h>)

#include <stdlib.h>

#include <isa-l/igzip_lib.h>

#include "gzip_header.h"
#include "mem.h"

// ISA-L reads headers too, but in release 2.30 not the checksum of one that comes in pieces.
struct isal {
	struct gzip_header header;
	struct inflate_state state;
};

static void next_isal(void *own)
{
	struct isal *s = own;
	s->header = (struct gzip_header){0};
	isal_inflate_reset(&s->state);
	s->state.crc_flag = ISAL_GZIP_NO_HDR_VER; // checks what stands behind the data
}

static void *open_isal(void)
{
	struct isal *s = mem_new(1, sizeof *s);
	isal_inflate_init(&s->state);
	next_isal(s);
	return s;
}

static const char *reason(int code)
{
	switch (code) {
	case ISAL_INVALID_BLOCK: return "invalid block";
	case ISAL_INVALID_SYMBOL: return "invalid code";
	case ISAL_INVALID_LOOKBACK: return "invalid distance too far back";
	case ISAL_INCORRECT_CHECKSUM: return "incorrect data check";
	default: return "data error";
	}
}

static enum inflate_end run_isal(void *own, struct inflate *i)
{
	struct isal *isal = own;
	struct inflate_state *s = &isal->state;
	enum gzip_header_state head = gzip_header_read(&isal->header, &i->in, &i->n_in, &i->why);
	if (head != GZIP_HEADER_ENDS)
		return head == GZIP_HEADER_WRONG ? INFLATE_CORRUPT : INFLATE_GOES_ON;
	s->next_in = (uint8_t *)i->in; // which ISA-L only reads
	s->avail_in = (uint32_t)i->n_in;
	s->next_out = i->out;
	s->avail_out = (uint32_t)i->n_out;
	int code = isal_inflate(s);
	i->in = s->next_in;
	i->n_in = s->avail_in;
	i->out = s->next_out;
	i->n_out = s->avail_out;
	if (code < 0) {
		i->why = reason(code);
		return INFLATE_CORRUPT;
	}
	return s->block_state == ISAL_BLOCK_FINISH ? INFLATE_MEMBER_ENDS : INFLATE_GOES_ON;
}

const struct inflater inflater_isal = {"ISA-L", open_isal, run_isal, next_isal, free};

#endif
#endif
