// SPDX-License-Identifier: MIT
// fuzz: what all fuzzers do with inputs and results, whatever runs them; fuzz.h has the contract.

#define _GNU_SOURCE // memfd_create

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"

// -- inputs as files --------------------------------------------------------------------------------------------------

static char *path_of(int fd)
{
	struct string path = {0};
	string_printf(&path, "/proc/self/fd/%d", fd);
	return path.text;
}

static void write_all(int fd, const void *data, size_t n)
{
	for (size_t done = 0; done < n;) {
		ssize_t k = write(fd, (const char *)data + done, n - done);
		if (k < 0)
			fuzz_fail("cannot write an input");
		done += (size_t)k;
	}
}

int fuzz_out(void)
{
	int fd = memfd_create("input", MFD_CLOEXEC);
	if (fd < 0)
		fuzz_fail("cannot make an input");
	return fd;
}

void fuzz_written(int fd, struct string *out)
{
	char piece[4096];
	lseek(fd, 0, SEEK_SET);
	for (ssize_t n; (n = read(fd, piece, sizeof piece)) > 0;)
		string_add(out, piece, (size_t)n);
	close(fd);
}

char *fuzz_file(const void *data, size_t n)
{
	int fd = fuzz_out();
	write_all(fd, data, n);
	return path_of(fd);
}

char *fuzz_pipe(const void *data, size_t n)
{
	int fd[2];
	if (n > FUZZ_PIPE || pipe(fd) != 0)
		fuzz_fail("cannot make a pipe");
	write_all(fd[1], data, n);
	char *path = path_of(fd[0]);
	int again = open(path, O_RDONLY | O_CLOEXEC); // the path stays good without a writer
	close(fd[1]);
	close(fd[0]);
	free(path);
	return path_of(again);
}

void fuzz_print(struct string *out, void (*print)(FILE *to, void *context), void *context)
{
	int fd = fuzz_out();
	FILE *to = fdopen(fd, "w"), *before = stdout;
	if (!to)
		fuzz_fail("cannot print");
	stdout = to;
	print(to, context);
	stdout = before;
	if (fflush(to))
		fuzz_fail("cannot print");
	fuzz_written(dup(fd), out);
	fclose(to);
}

// -- what must hold ---------------------------------------------------------------------------------------------------

uint64_t fuzz_hash(uint64_t before, const void *bytes, size_t n)
{
	uint64_t h = before ^ UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < n; i++)
		h = (h ^ ((const unsigned char *)bytes)[i]) * UINT64_C(0x100000001b3);
	return h ^ h >> 31;
}

static uint64_t value_hash(const struct column *c, size_t row, uint64_t h)
{
	static const size_t width[] = {[TYPE_F64] = 8, [TYPE_F32] = 4, [TYPE_I64] = 8, [TYPE_I32] = 4};
	bool missing = is_missing(c, row), truth;
	h = fuzz_hash(h + c->type, &missing, 1);
	switch (c->type) {
	case TYPE_TEXT: {
		const char *p = (const char *)c->data + c->offset[row];
		size_t n = (size_t)(c->offset[row + 1] - c->offset[row]);
		uint64_t text = fuzz_hash(n, p, n);
		return missing ? h : fuzz_hash(h, &text, sizeof text);
	}
	case TYPE_BOOL:
		truth = bit_get(c->data, row);
		return missing ? h : fuzz_hash(h, &truth, 1);
	default:
		return missing ? h : fuzz_hash(h, (const char *)c->data + row * width[c->type], width[c->type]);
	}
}

void fuzz_add(struct fuzz_sum *sum, const struct schema *s, const struct batch *b)
{
	for (size_t row = 0; row < b->rows; row++) {
		uint64_t h = 0;
		for (size_t c = 0; c < s->n; c++)
			h = value_hash(&b->column[c], row, h);
		sum->values += h;
	}
	sum->rows += b->rows;
}

void fuzz_same(const struct fuzz_sum *a, const struct fuzz_sum *b, const char *what)
{
	if (a->rows != b->rows)
		fuzz_fail("%s: %llu rows, not %llu", what, (unsigned long long)b->rows, (unsigned long long)a->rows);
	if (a->values != b->values)
		fuzz_fail("%s: other values", what);
}

void fuzz_same_text(const struct string *a, const struct string *b, const char *what)
{
	if (a->n != b->n || (a->n && memcmp(a->text, b->text, a->n) != 0))
		fuzz_fail("%s: other bytes:\n%.2000s\nnot\n%.2000s", what, b->n ? b->text : "", a->n ? a->text : "");
}

// -- mutation ---------------------------------------------------------------------------------------------------------

void fuzz_replace(struct string *s, size_t at, size_t n, const char *by, size_t by_n)
{
	struct string out = {0};
	string_add(&out, s->n ? s->text : "", at);
	string_add(&out, by, by_n);
	string_add(&out, (s->n ? s->text : "") + at + n, s->n - at - n);
	string_free(s);
	*s = out;
}

// A piece of s from a place at random: the line there with its end, or the field without.
static void pick(const struct string *s, const char *stops, size_t *at, size_t *n)
{
	size_t from = fuzz_random((uint32_t)s->n), to = from;
	while (from && !strchr(stops, s->text[from - 1]))
		from--;
	while (to < s->n && !strchr(stops, s->text[to]))
		to++;
	*at = from;
	*n = to - from;
}

void fuzz_lines(struct string *s, const char *const *words, size_t n)
{
	size_t at, length, other, other_length;
	if (!s->n)
		return;
	const char *stops = fuzz_random(2) ? "\n" : "\n\t ,";
	pick(s, stops, &at, &length);
	pick(s, stops, &other, &other_length);
	char *copy = mem_copy_n(s->text + other, other_length);
	const char *word = n ? words[fuzz_random((uint32_t)n)] : "";
	switch (fuzz_random(n ? 6 : 3)) {
	case 0: fuzz_replace(s, at, at + length < s->n ? length + 1 : length, "", 0); break;
	case 1: fuzz_replace(s, at, length, copy, other_length); break;
	case 2:
		fuzz_replace(s, at, 0, "\n", 1);
		fuzz_replace(s, at, 0, copy, other_length);
		break;
	default: fuzz_replace(s, at, length, word, strlen(word)); break;
	}
	free(copy);
}
