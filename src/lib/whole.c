// SPDX-License-Identifier: MIT
// whole: are files whole? whole.h has the contract. What reads a format ends the program where a file is damaged, so the
// reading is done by a child, which tells how far it has come; for the files behind a damaged one there is another child.

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bytes.h"
#include "cells.h"
#include "cuts.h"
#include "err.h"
#include "frame.h"
#include "input.h"
#include "partial.h"
#include "whole.h"

enum { UNREAD = 255 };

static const char table_line[] = "setting\t";

static void read_events(char *file)
{
	struct input *in = input_open(&file, 1, NULL);
	for (struct batch b; input_next(in, &b);)
		;
	input_close(in);
}

static void ignore_digit(void *context, uint64_t key, int64_t value)
{
	(void)context, (void)key, (void)value;
}

static void read_cells(struct bytes *b)
{
	struct cells_in *in = cells_open(b);
	cells_each(in, ignore_digit, NULL);
	cells_close(in);
}

// Text of any kind with an end line as its last: is it the right one? The line of names in a table is no row.
static void read_text(const char *file)
{
	struct frame_in frame = {0};
	FILE *f = fopen(file, "r");
	char *line = NULL;
	size_t room = 0;
	bool right = false;
	if (!f)
		die_errno("%s", file);
	for (ssize_t n; (n = getline(&line, &room, f)) > 0;) {
		right = frame_is_end(line, (size_t)n, frame.rows, frame.crc);
		frame_line(&frame, line, (size_t)n);
		if (strncmp(line, table_line, sizeof table_line - 1) == 0)
			frame.rows = 0;
	}
	if (ferror(f))
		die_errno("%s", file);
	if (!right)
		die(EXIT_DATA, "%s: its last line is not there, or not the right one", file);
	free(line);
	fclose(f);
}

// The last line looks like an end line.
static bool has_end(struct bytes *b, uint64_t size)
{
	const char *p;
	bytes_seek(b, size > 64 ? size - 64 : 0);
	size_t n = bytes_need(b, 64, &p), at = n > 64 ? 64 : n;
	if (!at || p[at - 1] != '\n')
		return false;
	size_t from = at - 1;
	while (from && p[from - 1] != '\n')
		from--;
	return frame_like_end(p + from, at - from);
}

static bool is_gzip(const char *file)
{
	char first[2] = "";
	FILE *f = fopen(file, "r");
	bool is = f && fread(first, 1, 2, f) == 2 && memcmp(first, "\x1f\x8b", 2) == 0;
	if (f)
		fclose(f);
	return is;
}

static bool begins(const char *p, size_t n, const char *with)
{
	size_t length = strlen(with);
	return n >= length && memcmp(p, with, length) == 0;
}

// Reads a file to its end; dies if it is damaged. False if it has no mark by which to tell.
static bool read_through(char *file)
{
	const char *p;
	uint64_t size;
	struct bytes *b = bytes_open(file);
	const bool plain = bytes_seekable(b, &size), packed = !plain && is_gzip(file);
	size_t n = bytes_need(b, 32, &p);
	bool known = true;
	if (begins(p, n, "\xff\xff\xff\xff")) {
		read_events(file);
	} else if (begins(p, n, "# evfarm cells ")) {
		read_cells(b);
	} else if (plain && begins(p, n, "# evfarm cuts ")) {
		cuts_free(cuts_read(file));
	} else if (begins(p, n, "# evfarm ")) {
		partial_free(partial_read_bytes(b, NULL));
	} else if (plain && (begins(p, n, "# settings ") || begins(p, n, table_line) || has_end(b, size))) {
		read_text(file);
	} else {
		known = packed;
	}
	if (packed)
		bytes_verify(b);
	bytes_close(b);
	return known;
}

// Looks at files from first on, in a child; returns how it ended.
static int look(char *const *file, size_t first, size_t n, unsigned char *state)
{
	fflush(NULL);
	pid_t pid = fork();
	if (pid < 0)
		die_errno("fork");
	if (!pid) {
		for (size_t i = first; i < n; i++)
			state[i] = read_through(file[i]) ? WHOLE : WHOLE_UNKNOWN;
		_exit(EXIT_GOOD);
	}
	int status;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			die_errno("wait");
	return WIFSIGNALED(status) ? EXIT_SYSTEM : WEXITSTATUS(status);
}

void whole_check(char *const *file, size_t n, enum whole *state)
{
	if (!n)
		return;
	unsigned char *shared = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		die_errno("memory");
	memset(shared, UNREAD, n);
	for (size_t i = 0; i < n; i++) {
		int code = look(file, i, n, shared);
		while (i < n && shared[i] != UNREAD)
			i++;
		if (i == n)
			break;
		if (code != EXIT_DATA && code != EXIT_USAGE)
			die(EXIT_SYSTEM, "%s: cannot be checked", file[i]);
		shared[i] = WHOLE_NOT;
	}
	for (size_t i = 0; i < n; i++)
		state[i] = shared[i];
	munmap(shared, n);
}
