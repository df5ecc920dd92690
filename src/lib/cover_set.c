// SPDX-License-Identifier: MIT
// cover_set: sets of tasks and groups; cover_set.h has the contract.

#include <stdlib.h>
#include <string.h>

#include "cover_set.h"

bool cover_set_has(const struct cover_set *s, const char *name, size_t n)
{
	for (size_t i = 0; i < s->n; i++)
		if (strncmp(s->group[i].name, name, n) == 0 && !s->group[i].name[n])
			return true;
	return false;
}

void cover_set_add(struct cover_set *s, const char *name, size_t n, size_t of)
{
	size_t at = s->n;
	char *copy = mem_copy_n(name, n);
	s->group = mem_grow(s->group, &s->room, s->n + 1, sizeof *s->group);
	while (at && strcmp(s->group[at - 1].name, copy) > 0)
		at--;
	memmove(s->group + at + 1, s->group + at, (s->n++ - at) * sizeof *s->group);
	s->group[at] = (struct cover_group){copy, of};
}

// "0-3,5" or "channel=4e channel=4mu" or both, with blanks between. False if it is anything else.
bool cover_set_parse(struct cover_set *s, const char *text, size_t n)
{
	for (const char *p = text, *end = text + n;; p++) {
		const char *blank = memchr(p, ' ', (size_t)(end - p));
		size_t length = (size_t)((blank ? blank : end) - p);
		if (memchr(p, '=', length)) {
			if (cover_set_has(s, p, length))
				return false;
			cover_set_add(s, p, length, 0);
		} else if (s->tasks.n || !idset_parse(&s->tasks, p, length)) {
			return false;
		}
		p += length;
		if (p == end)
			return true;
	}
}

bool cover_set_empty(const struct cover_set *s)
{
	return !s->n && !s->tasks.n;
}

uint64_t cover_set_count(const struct cover_set *s)
{
	return s->n + idset_count(&s->tasks);
}

void cover_set_write(struct string *to, const struct cover_set *s)
{
	idset_write(to, &s->tasks);
	for (size_t i = 0; i < s->n; i++)
		string_printf(to, "%s%s", i || s->tasks.n ? " " : "", s->group[i].name);
}

// "task 3", "tasks 3,5-7", "channel=4e"
char *cover_set_named(const struct cover_set *s)
{
	struct string text = {0};
	if (s->tasks.n)
		string_puts(&text, idset_count(&s->tasks) > 1 ? "tasks " : "task ");
	cover_set_write(&text, s);
	return text.text;
}

struct cover_set cover_set_minus(const struct cover_set *a, const struct cover_set *b)
{
	struct cover_set left = {.tasks = idset_minus(&a->tasks, &b->tasks)};
	for (size_t i = 0; i < a->n; i++)
		if (!cover_set_has(b, a->group[i].name, strlen(a->group[i].name)))
			cover_set_add(&left, a->group[i].name, strlen(a->group[i].name), a->group[i].of);
	return left;
}

void cover_set_unite(struct cover_set *into, const struct cover_set *from)
{
	struct cover_set more = cover_set_minus(from, into);
	idset_unite(&into->tasks, &more.tasks);
	for (size_t i = 0; i < more.n; i++)
		cover_set_add(into, more.group[i].name, strlen(more.group[i].name), more.group[i].of);
	// more's names are copied
	for (size_t i = 0; i < more.n; i++)
		free(more.group[i].name);
	free(more.group);
	idset_free(&more.tasks);
}

void cover_set_free(struct cover_set *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->group[i].name);
	free(s->group);
	idset_free(&s->tasks);
	*s = (struct cover_set){0};
}
