// SPDX-License-Identifier: MIT
// runs: sorted runs of digits on disk; runs.h has the contract.
//
// Runs are kept as in a log-structured merge: WAYS runs of a level are merged into one of the next, so that a digit is
// written once a level and the number of files grows with the logarithm of what they hold.

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"
#include "runs.h"

enum { WAYS = 16 };

struct run {
	FILE *file;
	unsigned level;
	struct digit next; // when it is being merged
	bool more;
};

struct runs {
	struct run *run;
	size_t n, room;
};

static FILE *scratch_file(void)
{
	const char *folder = getenv("TMPDIR");
	struct string name = {0};
	string_printf(&name, "%s/evfarm-XXXXXX", folder && *folder ? folder : "/tmp");
	int fd = mkstemp(name.text);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w+b");
	if (!f || unlink(name.text))
		die_errno("%s", name.text);
	string_free(&name);
	return f;
}

struct runs *runs_new(void)
{
	return mem_new(1, sizeof(struct runs));
}

static void write_digit(void *context, uint64_t key, int64_t value)
{
	struct digit d = {key, value};
	if (fwrite(&d, sizeof d, 1, context) != 1)
		die_errno("scratch file");
}

static void read_next(struct run *r)
{
	r->more = fread(&r->next, sizeof r->next, 1, r->file) == 1;
	if (!r->more && ferror(r->file))
		die_errno("scratch file");
}

// Sends the sums of the runs from first on to s and drops these runs.
static void merge(struct runs *r, size_t first, struct settle *s)
{
	for (size_t i = first; i < r->n; i++) {
		if (fflush(r->run[i].file) || fseek(r->run[i].file, 0, SEEK_SET))
			die_errno("scratch file");
		read_next(&r->run[i]);
	}
	for (;;) {
		struct run *least = NULL;
		for (size_t i = first; i < r->n; i++) {
			if (r->run[i].more && (!least || r->run[i].next.key < least->next.key))
				least = &r->run[i];
		}
		if (!least)
			break;
		settle_add(s, least->next.key, least->next.value);
		read_next(least);
	}
	settle_end(s);
	for (size_t i = first; i < r->n; i++)
		fclose(r->run[i].file);
	r->n = first;
}

static void push(struct runs *r, FILE *file, unsigned level)
{
	r->run = mem_grow(r->run, &r->room, r->n + 1, sizeof *r->run);
	r->run[r->n++] = (struct run){.file = file, .level = level};
}

void runs_add(struct runs *r, const struct digit *d, size_t n)
{
	FILE *file = scratch_file();
	struct settle s = {.sink = write_digit, .context = file};
	for (size_t i = 0; i < n; i++)
		settle_add(&s, d[i].key, d[i].value);
	settle_end(&s);
	push(r, file, 0);
	while (r->n >= WAYS && r->run[r->n - WAYS].level == r->run[r->n - 1].level) {
		unsigned level = r->run[r->n - 1].level;
		file = scratch_file();
		s = (struct settle){.sink = write_digit, .context = file};
		merge(r, r->n - WAYS, &s);
		push(r, file, level + 1);
	}
}

void runs_each(struct runs *r, struct settle *s)
{
	merge(r, 0, s);
}

void runs_free(struct runs *r)
{
	for (size_t i = 0; i < r->n; i++)
		fclose(r->run[i].file);
	free(r->run);
	free(r);
}
