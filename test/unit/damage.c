// SPDX-License-Identifier: MIT
// damage: reads a result that was damaged in one way after the other, and expects each time that it is refused as bad data, by
// name. Prints what was not, and how many ways there were.
//
//     damage FILE        a file with a checksum: cut at every byte, each byte with a bit changed, something behind it
//     damage -c FILE     one with an end mark only: cut at every byte, or something behind it


#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"
#include "whole.h"

static const char damaged[] = "damaged", said[] = "said";
static int ways, bad;

static char *read_file(const char *name, size_t *n)
{
	FILE *f = fopen(name, "r");
	struct string s = {0};
	char piece[4096];
	if (!f)
		die_errno("%s", name);
	string_puts(&s, "");
	for (size_t k; (k = fread(piece, 1, sizeof piece, f)) > 0;)
		string_add(&s, piece, k);
	fclose(f);
	*n = s.n;
	return s.text;
}

static void write_file(const char *bytes, size_t n, const char *more, size_t m)
{
	FILE *f = fopen(damaged, "w");
	if (!f || fwrite(bytes, 1, n, f) != n || fwrite(more, 1, m, f) != m || fclose(f))
		die_errno("%s", damaged);
}

// What stands in the file damaged is refused, and the message names it.
static void must_be_refused(const char *how, size_t at)
{
	char name[] = "damaged", *files[] = {name}, line[256] = "";
	enum whole state = WHOLE;
	int err = dup(STDERR_FILENO), fd = open(said, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (err < 0 || fd < 0 || dup2(fd, STDERR_FILENO) < 0)
		die_errno("%s", said);
	whole_check(files, 1, &state);
	dup2(err, STDERR_FILENO);
	close(err);
	close(fd);
	FILE *f = fopen(said, "r");
	if (f && !fgets(line, sizeof line, f))
		*line = '\0';
	if (f)
		fclose(f);
	ways++;
	bool nothing = state == WHOLE_UNKNOWN && at < 12; // too short to tell what it was
	if (!nothing && (state != WHOLE_NOT || strncmp(line, "damage: damaged", 15) != 0)) {
		printf("%s at %zu: %d, %s\n", how, at, (int)state, line);
		bad = 1;
	}
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	const bool cuts_only = argc > 2 && strcmp(argv[1], "-c") == 0;
	size_t n;
	char *text = read_file(argv[argc - 1], &n);
	for (size_t at = 0; at < n; at++) {
		write_file(text, at, "", 0);
		must_be_refused("cut", at);
	}
	for (size_t at = 0; at < n && !cuts_only; at++) {
		text[at] ^= (char)(1 << at * 5 % 8);
		write_file(text, n, "", 0);
		must_be_refused("changed", at + 12);
		text[at] ^= (char)(1 << at * 5 % 8);
	}
	write_file(text, n, text, n);
	must_be_refused("twice", n);
	write_file(text, n, "\n", 1);
	must_be_refused("followed by a line end", n);
	write_file(text, n, "\0", 1);
	must_be_refused("followed by a zero", n);
	printf("%d ways\n", ways);
	free(text);
	return bad;
}
