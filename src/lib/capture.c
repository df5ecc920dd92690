// SPDX-License-Identifier: MIT
// capture: globs that remember; capture.h has the contract.

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "capture.h"
#include "events.h" // bit_get
#include "mem.h"
#include "pipe.h" // name_length

// The length of "{name}" here, or 0.
static size_t brace(const char *p)
{
	size_t n = *p == '{' ? name_length(p + 1) : 0;
	return n && p[n + 1] == '}' ? n + 2 : 0;
}

// The length of the part of a glob that matches one character: x, ?, \x, [...].
static size_t single(const char *p)
{
	if (*p == '\\' && p[1])
		return 2;
	if (*p != '[')
		return 1;
	const char *end = p + 1;
	end += *end == '!' || *end == '^';
	end += *end == ']';
	end = strchr(end, ']');
	return end ? (size_t)(end - p + 1) : 1;
}

char *capture_names(const char *pattern, char ***names, size_t *n)
{
	struct string glob = {0};
	size_t room = 0;
	*names = NULL;
	*n = 0;
	string_puts(&glob, "");
	while (*pattern) {
		size_t length = brace(pattern);
		if (length) {
			*names = mem_grow(*names, &room, *n + 1, sizeof **names);
			(*names)[(*n)++] = mem_copy_n(pattern + 1, length - 2);
		}
		if (length)
			string_puts(&glob, "*");
		else
			string_add(&glob, pattern, length = single(pattern));
		pattern += length;
	}
	return glob.text;
}

static bool single_matches(const char *p, size_t n, char c)
{
	char *pattern = mem_copy_n(p, n);
	const char text[2] = {c, '\0'};
	bool yes = !fnmatch(pattern, text, FNM_PATHNAME);
	free(pattern);
	return yes;
}

// A match under way. What is known not to match is not tried again, or many stars would take time without end.
struct match {
	const char *pattern, *path;
	size_t places;  // in path
	uint8_t *fails; // a bit for each place in pattern and place in path
};

static bool match(struct match *m, const char *pattern, const char *path, char **values)
{
	for (;;) {
		size_t length = brace(pattern);
		if (length || *pattern == '*') {
			size_t known = (size_t)(pattern - m->pattern) * m->places + (size_t)(path - m->path);
			if (bit_get(m->fails, known))
				return false;
			for (size_t n = length ? 1 : 0; n <= strcspn(path, "/"); n++)
				if (match(m, pattern + (length ? length : 1), path + n, values + (length > 0))) {
					if (length)
						*values = mem_copy_n(path, n);
					return true;
				}
			bit_set(m->fails, known);
			return false;
		}
		if (!*pattern || !*path)
			return *pattern == *path;
		length = single(pattern);
		if (!single_matches(pattern, length, *path))
			return false;
		pattern += length;
		path++;
	}
}

bool capture_match(const char *pattern, const char *path, char **values)
{
	struct match m = {pattern, path, strlen(path) + 1, NULL};
	m.fails = mem_new(((strlen(pattern) + 1) * m.places + 7) / 8, 1);
	bool yes = match(&m, pattern, path, values);
	free(m.fails);
	return yes;
}
