// SPDX-License-Identifier: MIT
// inputs: what a task reads; inputs.h has the contract.

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inputs.h"
#include "mem.h"

static char *read_link(const char *path)
{
	char text[PATH_MAX];
	ssize_t n = readlink(path, text, sizeof text);
	return n > 0 && (size_t)n < sizeof text ? mem_copy_n(text, (size_t)n) : NULL;
}

// A link in data/ stands for the user's file, whose real name the command is to see; a link with @ behind its name
// says which bytes of the file are meant.
static char *real_name(char *path, uint64_t *bytes)
{
	struct stat s;
	*bytes = stat(path, &s) ? 0 : (uint64_t)s.st_size;
	char *file = strncmp(path, "data/", 5) ? NULL : read_link(path);
	if (!file)
		return path;
	struct string name = {0};
	string_printf(&name, "%s@", path);
	char *range = read_link(name.text);
	string_free(&name);
	if (!range)
		return file;
	const char *plus = strchr(range, '+');
	*bytes = plus ? strtoull(plus + 1, NULL, 10) : 0;
	string_printf(&name, "%s@%s", file, range);
	free(file);
	free(range);
	return name.text;
}

size_t inputs_behind_command(char **prerequisite, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strncmp(prerequisite[i], "cmd/", 4))
			return i + 1;
	return 0;
}

struct inputs inputs_find(char **prerequisite, size_t n)
{
	size_t first = inputs_behind_command(prerequisite, n);
	struct inputs in = {mem_new(n - first + 1, sizeof *in.name), n - first, 0};
	for (size_t i = 0; i < in.n; i++) {
		uint64_t bytes;
		in.name[i] = real_name(prerequisite[first + i], &bytes);
		in.bytes += bytes;
	}
	return in;
}

void inputs_free(struct inputs *in, char **given)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->name[i] != given[i])
			free(in->name[i]);
	free(in->name);
}
