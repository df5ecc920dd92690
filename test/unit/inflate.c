// SPDX-License-Identifier: MIT
// inflate: `inflate MEMBERS` inflates members made at random by zlib and, if it was linked, by ISA-L, in steps of all sizes:
// the text must come back. Then it damages each: whoever takes it for whole must give the same text.

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "err.h"
#include "inflate.h"
#include "mem.h"

enum { MOST = 100000, ROOM = 2 * MOST + 1000 };

static uint64_t state = 88172645463325252u;

static size_t draw(size_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (size_t)(state % below);
}

// Numbers as text, runs of one byte, or noise.
static size_t make_text(unsigned char *text)
{
	size_t n = draw(draw(4) ? MOST / 50 : MOST) + 1, kind = draw(3);
	for (size_t i = 0; i < n; i++)
		text[i] = kind == 0 ? (unsigned char)"0123456789.,-\n"[draw(14)] : (unsigned char)(kind == 1 ? i / 300 % 3 : draw(256));
	return n;
}

static size_t zip(const unsigned char *text, size_t n, unsigned char *out)
{
	z_stream z = {0};
	if (deflateInit2(&z, (int)draw(10), Z_DEFLATED, 16 + 9 + (int)draw(7), 8, (int)draw(5)) != Z_OK)
		die(EXIT_SYSTEM, "zlib cannot begin");
	gz_header head = {.name = (Bytef *)(draw(2) ? "name" : NULL), .comment = (Bytef *)(draw(2) ? "comment" : NULL),
			  .hcrc = (int)draw(2)};
	deflateSetHeader(&z, &head);
	z.next_in = (Bytef *)text;
	z.avail_in = (uInt)n;
	z.next_out = out;
	z.avail_out = ROOM;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		die(EXIT_SYSTEM, "zlib cannot compress");
	deflateEnd(&z);
	return ROOM - z.avail_out;
}

// In steps of at most `step` bytes a side. False if it is corrupt or has no end.
static bool unzip(const struct inflater *f, void *own, const unsigned char *in, size_t n, size_t step, unsigned char *out, size_t *made)
{
	struct inflate i = {0};
	enum inflate_end end = INFLATE_GOES_ON;
	size_t taken = 0;
	*made = 0;
	f->next(own);
	while (end == INFLATE_GOES_ON && *made < MOST) {
		size_t room = MOST - *made < step ? MOST - *made : step, left = n - taken < step ? n - taken : step;
		i = (struct inflate){.in = in + taken, .n_in = left, .out = out + *made, .n_out = room};
		end = f->run(own, &i);
		if (!left && i.n_out == room)
			return false;
		taken = (size_t)(i.in - in);
		*made = (size_t)(i.out - out);
	}
	if (end == INFLATE_CORRUPT && !i.why)
		die(EXIT_DATA, "%s gives no reason", f->name);
	if (end == INFLATE_GOES_ON) { // all is out, but what stands behind the data may be to be read
		unsigned char more;
		i = (struct inflate){.in = in + taken, .n_in = n - taken, .out = &more, .n_out = 1};
		end = f->run(own, &i);
		taken = (size_t)(i.in - in);
	}
	return end == INFLATE_MEMBER_ENDS && taken == n;
}

static void try(const struct inflater *f, size_t members)
{
	unsigned char *text = mem_new(MOST, 1), *zipped = mem_new(ROOM, 1), *out = mem_new(MOST + 1, 1);
	void *own = f->open();
	size_t made, damaged = 0, taken = 0;
	for (size_t i = 0; i < members; i++) {
		size_t n = make_text(text), z = zip(text, n, zipped);
		static const size_t steps[] = {1, 7, 1000, ROOM};
		for (size_t s = z > 20000 ? 2 : 0; s < sizeof steps / sizeof *steps; s++) {
			if (!unzip(f, own, zipped, z, steps[s], out, &made) || made != n || memcmp(out, text, n))
				die(EXIT_DATA, "%s, member %zu, steps of %zu: not the text", f->name, i, steps[s]);
		}
		for (int k = 0; k < 20; k++, damaged++) {
			size_t at = draw(z), bit = draw(8);
			zipped[at] ^= (unsigned char)(1u << bit);
			bool whole = unzip(f, own, zipped, z, steps[1 + draw(3)], out, &made);
			if (whole && (made != n || memcmp(out, text, n)))
				die(EXIT_DATA, "%s, member %zu, byte %zu damaged: another text", f->name, i, at);
			taken += whole;
			zipped[at] ^= (unsigned char)(1u << bit);
		}
		if (unzip(f, own, zipped, z - 1 - draw(z - 1), ROOM, out, &made))
			die(EXIT_DATA, "%s, member %zu: cut, but taken for whole", f->name, i);
	}
	if (taken > damaged / 3) // in a name, a time
		die(EXIT_DATA, "%s takes %zu of %zu damaged ones", f->name, taken, damaged);
	f->close(own);
	free(text);
	free(zipped);
	free(out);
	printf("%s\n", f->name);
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	size_t members = argc > 1 ? strtoul(argv[1], NULL, 10) : 100;
	try(&inflater_zlib, members);
	if (&inflater_isal)
		try(&inflater_isal, members);
	return 0;
}
