// SPDX-License-Identifier: MIT
// partial: reading the text of partial results, and checking that it is whole; partial.h has the contract.

#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "err.h"
#include "partial.h"

static const char first_line[] = "# evfarm ", end_line[] = "\n# end ", columns_line[] = "# columns ",
		  rest_line[] = "# rest ";

enum { MOST_KEYS = 10000, MOST_FIELDS = 10000 }; // they are looked for one by one

void partial_bad(const struct partial *p, size_t line, const char *format, ...)
{
	char reason[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(reason, sizeof reason, format, args);
	va_end(args);
	if (line)
		die(EXIT_DATA, "%s:%zu: %s", p->file, line, reason);
	die(EXIT_DATA, "%s: %s", p->file, reason);
}

// -- the frame: all bytes are there, and are those that were written

static size_t read_all(struct partial *p, struct bytes *b)
{
	const char *at;
	size_t want = 1 << 16, n = bytes_need(b, sizeof first_line - 1, &at);
	uint64_t size;
	if (n < sizeof first_line - 1 || memcmp(at, first_line, sizeof first_line - 1) != 0) { // whatever it is, not all of it
		p->text = mem_copy_n(at, n < want ? n : want);
		return n < want ? n : want;
	}
	if (bytes_seekable(b, &size) && size < SIZE_MAX)
		want = (size_t)size + 1;
	for (; (n = bytes_need(b, want, &at)) >= want; want *= 2)
		bytes_check_unzipped(b, n);
	p->text = mem_copy_n(at, n);
	return n;
}

// The number of the line that the byte at place stands in, from 1.
static size_t line_of(const struct partial *p, const char *place)
{
	size_t line = 1;
	for (const char *at = p->text; (at = memchr(at, '\n', (size_t)(place - at))); at++)
		line++;
	return line;
}

static void check_first(struct partial *p, size_t n, const char *kind)
{
	size_t magic = sizeof first_line - 1;
	if (n < magic || memcmp(p->text, first_line, magic) != 0 || !memchr(p->text, '\n', n))
		partial_bad(p, 0, n ? "not a partial result of evfarm" : "empty, not a partial result");
	const char *name = p->text + magic;
	size_t length = strcspn(name, " \n");
	p->kind = mem_copy_n(name, length);
	if (strncmp(name + length, " 1\n", 3) != 0)
		partial_bad(p, 1, "not the version of %s that this evfarm reads, 1", p->kind);
	if (kind && strcmp(kind, p->kind) != 0)
		partial_bad(p, 1, "this is a %s, not a %s", p->kind, kind);
}

// The end line is there, nothing is behind it, and its CRC is that of all before it. Cuts the text off before the end
// line and returns how many rows it promises.
static uint64_t check_end(struct partial *p, size_t n)
{
	if (memchr(p->text, '\0', n))
		partial_bad(p, line_of(p, p->text + strlen(p->text)), "damaged: a zero byte");
	char *end = strstr(p->text, end_line), *newline = end ? strchr(end + 1, '\n') : NULL;
	if (!newline)
		partial_bad(p, line_of(p, p->text + n), "cut short, the end line is missing");
	if (newline + 1 != p->text + n)
		partial_bad(p, line_of(p, newline + 1), "something stands behind the end line");
	char *word = end + sizeof end_line - 1, *crc = strchr(word, ' '), *stop;
	uint64_t rows;
	*newline = '\0';
	if (!crc)
		partial_bad(p, line_of(p, word), "damaged end line");
	*crc++ = '\0';
	unsigned long says = strtoul(crc, &stop, 16);
	if (!partial_read_count(word, &rows) || strspn(crc, "0123456789abcdef") != 8 || stop != newline)
		partial_bad(p, line_of(p, word), "damaged end line");
	unsigned long is = crc32_z(0, (const unsigned char *)p->text, (size_t)(end + 1 - p->text));
	if (is != says)
		partial_bad(p, 0, "damaged: the checksum is %08lx, not %08lx", is, says);
	end[1] = '\0';
	return rows;
}

// -- what stands in it

// Undoes the escapes of partial_out.c, in place.
static char *unescape(const struct partial *p, size_t line, char *text)
{
	static const char letters[] = "\\tnr#", meant[] = "\\\t\n\r#";
	char *to = strchr(text, '\\');
	if (!to)
		return text;
	for (const char *from = to; *from; from++) {
		if (*from != '\\') {
			*to++ = *from;
			continue;
		}
		const char *letter = *++from ? strchr(letters, *from) : NULL;
		if (!letter)
			partial_bad(p, line, "a backslash not followed by \\, t, n, r or #");
		*to++ = meant[letter - letters];
	}
	*to = '\0';
	return text;
}

// Cuts text at tabs into at most most pieces, unescaped, and returns how many there are in all.
static size_t cut(const struct partial *p, size_t line, char *text, char **piece, size_t most)
{
	size_t n = 0;
	for (char *next = text; next; n++) {
		char *word = next;
		next = strchr(word, '\t');
		if (next)
			*next++ = '\0';
		if (n < most)
			piece[n] = unescape(p, line, word);
	}
	return n;
}

static void read_columns(struct partial *p, size_t line, char *text)
{
	if (p->fields)
		partial_bad(p, line, "a second line of columns");
	size_t most = 1;
	for (const char *tab = text; (tab = strchr(tab, '\t')); tab++)
		most++;
	if (most > MOST_FIELDS)
		partial_bad(p, line, "more than %d columns", MOST_FIELDS);
	p->field = mem_new(most, sizeof *p->field);
	p->fields = cut(p, line, text, p->field, most);
}

static void read_key(struct partial *p, size_t line, char *text)
{
	char *space = strchr(text, ' ');
	char *value = space ? space + 1 : text + strlen(text);
	if (space)
		*space = '\0';
	if (p->n_head == MOST_KEYS)
		partial_bad(p, line, "more than %d lines before the columns", MOST_KEYS);
	if (partial_find(p, text))
		partial_bad(p, line, "a second line of %s", text);
	p->head = mem_grow(p->head, &p->head_room, p->n_head + 1, sizeof *p->head);
	p->head[p->n_head++] = (struct partial_pair){text, unescape(p, line, value), line};
}

// ROW FIELD TERMS, where ROW is the last one read, from 1.
static void read_rest(struct partial *p, size_t line, char *text)
{
	uint64_t row;
	char *field = strchr(text, ' '), *terms = field ? strchr(field + 1, ' ') : NULL;
	if (!terms)
		partial_bad(p, line, "not a rest");
	*field++ = *terms++ = '\0';
	struct partial_rest r = {0, partial_find_field(p, field), terms, line};
	if (!partial_read_count(text, &row) || row == 0 || row != p->rows)
		partial_bad(p, line, "a rest for row %s behind row %zu", text, p->rows);
	r.row = (size_t)row - 1;
	const struct partial_rest *last = p->n_rest ? &p->rest[p->n_rest - 1] : NULL;
	if (r.field == SIZE_MAX || (last && last->row == r.row && last->field >= r.field))
		partial_bad(p, line, "a rest for %s, out of turn", field);
	p->rest = mem_grow(p->rest, &p->rest_room, p->n_rest + 1, sizeof *p->rest);
	p->rest[p->n_rest++] = r;
}

static void read_row(struct partial *p, size_t line, char *text)
{
	if (!p->fields)
		partial_bad(p, line, "a row before the line of columns");
	if (p->rows == p->row_room) {
		p->line = mem_grow(p->line, &p->row_room, p->rows + 1, sizeof *p->line);
		p->cell = mem_resize(p->cell, p->row_room, p->fields * sizeof *p->cell);
	}
	size_t n = cut(p, line, text, p->cell + p->rows * p->fields, p->fields);
	if (n != p->fields)
		partial_bad(p, line, "%zu fields, not %zu", n, p->fields);
	p->line[p->rows++] = line;
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static void read_line(struct partial *p, size_t line, char *text)
{
	if (begins(text, columns_line))
		read_columns(p, line, text + sizeof columns_line - 1);
	else if (begins(text, rest_line))
		read_rest(p, line, text + sizeof rest_line - 1);
	else if (begins(text, "# ") && !p->fields)
		read_key(p, line, text + 2);
	else if (*text)
		read_row(p, line, text);
}

struct partial *partial_read_bytes(struct bytes *b, const char *kind)
{
	struct partial *p = mem_new(1, sizeof *p);
	p->file = mem_copy(bytes_name(b));
	size_t n = read_all(p, b);
	check_first(p, n, kind);
	uint64_t promised = check_end(p, n);
	size_t line = 1;
	char *next = strchr(p->text, '\n') + 1;
	while (*next) {
		char *text = next;
		next = strchr(text, '\n');
		*next++ = '\0';
		read_line(p, ++line, text);
	}
	if (promised != p->rows)
		partial_bad(p, 0, "%zu rows, but its end line says %llu", p->rows, (unsigned long long)promised);
	return p;
}

struct partial *partial_read(const char *file, const char *kind)
{
	struct bytes *b = bytes_open(file);
	struct partial *p = partial_read_bytes(b, kind);
	bytes_close(b);
	return p;
}

void partial_free(struct partial *p)
{
	if (!p)
		return;
	free(p->file);
	free(p->kind);
	free(p->head);
	free(p->field);
	free(p->cell);
	free(p->line);
	free(p->rest);
	free(p->text);
	free(p);
}
