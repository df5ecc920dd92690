// SPDX-License-Identifier: MIT
// record: what each task reads; record.h has the contract.

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "record.h"

static const char kind[] = "# evfarm data 1\n", chunk_line[] = "# chunk ";
static const char header[] = "id\tinput\tpath\trange\tsize\tmtime\tlabels\n";
enum { FIELDS = 7 };

// File names may hold tabs; with those and backslashes escaped a row is a row.
static void put_escaped(struct string *to, const char *text)
{
	for (size_t plain; plain = strcspn(text, "\t\\"), string_add(to, text, plain), text[plain]; text += plain + 1)
		string_puts(to, text[plain] == '\t' ? "\\t" : "\\\\");
}

static char *unescaped(const char *text)
{
	struct string s = {0};
	string_puts(&s, "");
	for (; *text; text++) {
		if (*text == '\\' && text[1])
			string_add(&s, *++text == 't' ? "\t" : text, 1);
		else
			string_add(&s, text, 1);
	}
	return s.text;
}

void record_head(struct frame *f, const char *chunk)
{
	string_printf(&f->text, "%s%s%s\n%s", kind, chunk_line, chunk, header);
}

void record_row(struct frame *f, const struct row *r)
{
	string_printf(&f->text, "%" PRIu64 "\t%s\t", r->id, r->input);
	put_escaped(&f->text, r->path);
	if (r->length)
		string_printf(&f->text, "\t%" PRIu64 "+%" PRIu64, r->offset, r->length);
	else
		string_puts(&f->text, "\t-");
	string_printf(&f->text, "\t%" PRIu64 "\t%lld.%09ld\t%s\n", r->size, (long long)r->mtime.tv_sec, r->mtime.tv_nsec,
		      *r->labels ? r->labels : "-");
	frame_row(f);
}

// A whole number up to the end of the text.
static bool whole(const char *text, char end_at, const char **end, uint64_t *value)
{
	char *stop;
	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*value = strtoull(text, &stop, 10);
	*end = stop;
	return !errno && *stop == end_at;
}

static bool parse_row(char *line, struct row *r)
{
	char *field[FIELDS] = {line};
	size_t n = 1;
	for (char *p = line; n < FIELDS && (p = strchr(p, '\t')); n++) {
		*p++ = '\0';
		field[n] = p;
	}
	const char *end;
	uint64_t seconds, nanoseconds;
	if (n < FIELDS || !whole(field[0], '\0', &end, &r->id) || !whole(field[4], '\0', &end, &r->size))
		return false;
	if (!whole(field[5] + (*field[5] == '-'), '.', &end, &seconds) || !whole(end + 1, '\0', &end, &nanoseconds))
		return false;
	if (seconds > INT64_MAX || nanoseconds > 999999999)
		return false;
	r->mtime.tv_sec = *field[5] == '-' ? -(time_t)seconds : (time_t)seconds;
	r->mtime.tv_nsec = (long)nanoseconds;
	r->offset = r->length = 0;
	if (strcmp(field[3], "-"))
		if (!whole(field[3], '+', &end, &r->offset) || !whole(end + 1, '\0', &end, &r->length) || !r->length)
			return false;
	r->input = mem_copy(field[1]);
	r->path = unescaped(field[2]);
	r->labels = mem_copy(strcmp(field[6], "-") ? field[6] : "");
	return true;
}

struct record *record_read(const char *path)
{
	FILE *f = fopen(path, "r");
	if (!f && errno == ENOENT)
		return NULL;
	if (!f)
		die_errno("%s", path);
	struct record *r = mem_new(1, sizeof *r);
	char *line = NULL;
	size_t room = 0, number = 0;
	bool good = true;
	struct frame_in frame = {0};
	for (ssize_t n; good && (n = getline(&line, &room, f)) > 0;) {
		number++;
		good = line[n - 1] == '\n' && !frame.ended;
		frame_line(&frame, line, (size_t)n);
		if (number == 3)
			frame.rows = 0; // the names of the columns are none
		if (number == 1)
			good = good && !strcmp(line, kind);
		if (number == 2)
			good = good && !strncmp(line, chunk_line, strlen(chunk_line));
		if (number == 3)
			good = good && !strcmp(line, header);
		line[n - 1] = '\0';
		if (number == 2 && good)
			r->chunk = mem_copy(line + strlen(chunk_line));
		if (number <= 3 || !good || frame.ended)
			continue;
		r->row = mem_grow(r->row, &r->room, r->n + 1, sizeof *r->row);
		good = parse_row(line, &r->row[r->n++]);
	}
	if (ferror(f))
		die_errno("%s", path);
	if (!good || !frame.ended)
		die(EXIT_DATA, "%s:%zu: not as evplan wrote it; remove the folder and plan anew", path, number);
	fclose(f);
	free(line);
	return r;
}

void record_free(struct record *r)
{
	for (size_t i = 0; r && i < r->n; i++) {
		free(r->row[i].input);
		free(r->row[i].path);
		free(r->row[i].labels);
	}
	if (r) {
		free(r->row);
		free(r->chunk);
	}
	free(r);
}
