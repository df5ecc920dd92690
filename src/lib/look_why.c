// SPDX-License-Identifier: MIT
// look_why: why a target is to be made; look.h has the contract.

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "look.h"
#include "todo.h"

enum { IN_FULL = 3 }; // of many prerequisites that are to be made

struct why {
	struct todo *t;
	bool *told;
};

static bool link_text(const char *path, char *text, size_t room)
{
	ssize_t n = readlink(path, text, room - 1);
	text[n > 0 ? n : 0] = '\0';
	return n > 0;
}

// A link in data/ by the user's name of its file.
static void print_input(const char *path)
{
	char file[PATH_MAX], range[64];
	struct string at = {0};
	if (strncmp(path, "data/", 5) || !link_text(path, file, sizeof file)) {
		printf("%s", path);
		return;
	}
	string_printf(&at, "%s@", path);
	if (link_text(at.text, range, sizeof range))
		printf("%s@%s", file, range);
	else
		printf("%s", file);
	string_free(&at);
}

static void indent(int depth)
{
	printf("%*s", 2 * depth, "");
}

// What stands in $? and is there: the rest is to be made itself.
static void print_newer(struct why *w, const struct target *a, int depth)
{
	char *words = mem_copy(a->newer), *rest = words;
	for (char *word; (word = strsep(&rest, " "));) {
		if (!*word || todo_find(w->t, word) < w->t->n)
			continue;
		indent(depth);
		if (!strncmp(word, "cmd/", 4)) {
			printf("the command of %s has changed\n", word + 4);
			continue;
		}
		print_input(word);
		printf(" is newer\n");
	}
	free(words);
}

static void explain(struct why *w, size_t i, int depth)
{
	const struct target *a = &w->t->target[i];
	const bool there = !access(a->name, F_OK);
	indent(depth);
	if (w->told[i]) {
		printf("%s: see above\n", a->name);
		return;
	}
	w->told[i] = true;
	printf("%s%s\n", a->name, there ? "" : " is not there");
	if (there)
		print_newer(w, a, depth + 1);
	for (size_t j = 0; j < a->n_before && j < IN_FULL; j++)
		explain(w, a->before[j], depth + 1);
	if (a->n_before > IN_FULL) {
		indent(depth + 1);
		printf("and %zu more that are to be made\n", a->n_before - IN_FULL);
	}
}

// A stage's name, or all, stands for its results: those that no other waits for.
static void explain_ends(struct why *w)
{
	bool *awaited = mem_new(w->t->n, sizeof *awaited);
	size_t n = 0;
	for (size_t i = 0; i < w->t->n; i++)
		for (size_t j = 0; j < w->t->target[i].n_before; j++)
			awaited[w->t->target[i].before[j]] = true;
	for (size_t i = 0; i < w->t->n; i++)
		if (!awaited[i] && n++ < IN_FULL)
			explain(w, i, 0);
	if (n > IN_FULL)
		printf("and %zu more\n", n - IN_FULL);
	free(awaited);
}

void look_why(const char *target)
{
	struct why w = {.t = todo_read(target, true)};
	const size_t i = todo_find(w.t, target);
	if (!w.t->n && !w.t->complete)
		die(EXIT_USAGE, "%s: the plan has no such target, or not what it is made from", target);
	w.told = mem_new(w.t->n + 1, sizeof *w.told);
	if (!w.t->n)
		printf("%s is up to date\n", target);
	else if (i < w.t->n)
		explain(&w, i, 0);
	else
		explain_ends(&w);
	free(w.told);
	todo_free(w.t);
}
