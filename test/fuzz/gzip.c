// SPDX-License-Identifier: MIT
// gzip: the layer under all readers. What comes out must not depend on how much is asked for at once, nor on whether the
// input is a file or a pipe.

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "bytes.h"
#include "fuzz.h"

struct reading {
	char *file;
	size_t step, skip; // bytes asked for, and taken, at once
	uint64_t n, hash;
};

static void read_all(void *context)
{
	struct reading *r = context;
	struct bytes *b = bytes_open(r->file);
	const char *p;
	for (size_t got; (got = bytes_need(b, r->step, &p));) {
		size_t n = got < r->skip ? got : r->skip;
		for (size_t i = 0; i < n; i++)
			r->hash = (r->hash ^ (unsigned char)p[i]) * UINT64_C(0x100000001b3);
		volatile char behind = p[got + BYTES_PAD - 1]; // is there
		(void)behind;
		bytes_skip(b, n);
		r->n += n;
		if (bytes_place(b) != r->n)
			fuzz_fail("at byte %llu, not %llu", (unsigned long long)bytes_place(b), (unsigned long long)r->n);
	}
	bytes_verify(b);
	bytes_close(b);
}

static void parse(const char *data, size_t n)
{
	static const size_t steps[][2] = {{1, 1}, {3, 7}, {100, 100}, {4096, 1000}, {1 << 20, 1 << 20}};
	struct reading first = {.file = fuzz_file(data, n), .step = 1, .skip = SIZE_MAX};
	read_all(&first);
	fuzz_must("reading it again");
	for (size_t i = 0; i < 2 * sizeof steps / sizeof *steps; i++) {
		struct reading r = {.file = first.file, .step = steps[i / 2][0], .skip = steps[i / 2][1]};
		if (i % 2 && n > FUZZ_PIPE)
			continue;
		if (i % 2)
			r.file = fuzz_pipe(data, n);
		read_all(&r);
		if (r.n != first.n || r.hash != first.hash)
			fuzz_fail("%s by steps of %zu: other bytes", i % 2 ? "a pipe" : "a file", r.step);
	}
}

// The text of as many whole members as there are.
static void unzip(const struct string *s, struct string *text)
{
	z_stream z = {0};
	char piece[4096];
	if (!s->n || inflateInit2(&z, 16 + MAX_WBITS) != Z_OK)
		return;
	z.next_in = (Bytef *)s->text;
	z.avail_in = (uInt)s->n;
	for (int state = Z_OK; text->n < FUZZ_MOST; inflateReset(&z)) {
		do {
			z.next_out = (Bytef *)piece;
			z.avail_out = sizeof piece;
			state = inflate(&z, Z_NO_FLUSH);
			string_add(text, piece, sizeof piece - z.avail_out);
		} while (state == Z_OK && text->n < FUZZ_MOST);
		if (state != Z_STREAM_END || !z.avail_in)
			break;
	}
	inflateEnd(&z);
}

// One member, with what the format allows for.
static void zip(const char *text, size_t n, struct string *out)
{
	z_stream z = {0};
	static unsigned char room[2 * FUZZ_MOST], extra[] = "extra";
	gz_header head = {.time = 7, .name = fuzz_random(2) ? extra : Z_NULL, .comment = fuzz_random(4) ? Z_NULL : extra,
			  .extra = fuzz_random(4) ? Z_NULL : extra, .extra_len = 5, .hcrc = fuzz_random(2) != 0};
	if (deflateInit2(&z, (int)fuzz_random(10), Z_DEFLATED, 16 + 9 + (int)fuzz_random(7), 8, (int)fuzz_random(5)) != Z_OK)
		return;
	if (fuzz_random(2))
		deflateSetHeader(&z, &head);
	z.next_in = (Bytef *)text;
	z.avail_in = (uInt)n;
	z.next_out = room;
	z.avail_out = sizeof room;
	deflate(&z, Z_FINISH);
	string_add(out, (char *)room, sizeof room - z.avail_out);
	deflateEnd(&z);
}

static void mutate(struct string *s)
{
	struct string text = {0};
	if (fuzz_random(2)) {
		fuzz_bytes(s);
		return;
	}
	unzip(s, &text);
	fuzz_bytes(&text);
	string_free(s);
	size_t n = text.n, cut = fuzz_random((uint32_t)n + 1);
	zip(text.text, fuzz_random(2) ? n : cut, s);
	while (fuzz_random(2))
		zip(text.text + cut, n - cut, s);
	if (!fuzz_random(4))
		string_add(s, "\0\0\0\0", 1 + fuzz_random(4));
	if (!fuzz_random(8))
		s->n = fuzz_random((uint32_t)s->n + 1);
	string_free(&text);
}

const struct fuzzer fuzzer = {.codes = 1 << EXIT_DATA, .parse = parse, .mutate = mutate};
