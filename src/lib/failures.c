// SPDX-License-Identifier: MIT
// failures: tasks that failed; failures.h has the contract.

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "command.h" // shell_word
#include "failures.h"

enum { LINES = 5, LAST_BYTES = 4096 };

void failures_add(struct failures *f, size_t target, const struct log_line *line)
{
	f->failure = mem_grow(f->failure, &f->room, f->n + 1, sizeof *f->failure);
	f->failure[f->n++] = (struct failure){target, line->code, line->attempt, mem_copy(line->host), line->end - line->start};
}

// Only the last failure of a target counts.
size_t *failures_standing(const struct failures *f, const struct todo *t, size_t *n)
{
	size_t *last = mem_new(t->n + 1, sizeof *last), *list = mem_new(f->n + 1, sizeof *list); // last: from one
	for (size_t i = 0; i < f->n; i++)
		if (f->failure[i].target < t->n && t->target[f->failure[i].target].state == TARGET_FAILED)
			last[f->failure[i].target] = i + 1;
	*n = 0;
	for (size_t i = 0; i < f->n; i++)
		if (f->failure[i].target < t->n && last[f->failure[i].target] == i + 1)
			list[(*n)++] = i;
	free(last);
	return list;
}

char *failures_said(const char *target)
{
	char text[LAST_BYTES + 1];
	struct string path = {0};
	string_printf(&path, "log/failed/%s", target);
	FILE *f = fopen(path.text, "r");
	string_free(&path);
	if (!f)
		return mem_copy("");
	if (fseek(f, -LAST_BYTES, SEEK_END))
		rewind(f);
	size_t n = fread(text, 1, LAST_BYTES, f);
	fclose(f);
	while (n && text[n - 1] == '\n')
		n--;
	text[n] = '\0';
	char *line = text + n;
	for (int ends = 0; line > text && ends < LINES; line--)
		ends += line[-1] == '\n';
	line += line > text || *line == '\n';
	return mem_copy(line);
}

static void print_last_lines(const char *target, FILE *to)
{
	char *said = failures_said(target), *rest = said;
	for (char *one; (one = strsep(&rest, "\n"));)
		if (*one)
			fprintf(to, "    | %s\n", one);
	free(said);
}

static void print_one(const struct failure *a, const struct todo *t, const char *folder, FILE *to)
{
	const char *name = t->target[a->target].name;
	struct string word = {0};
	shell_word(&word, folder);
	fprintf(to, "  %s: ", name);
	if (a->code > 128)
		fprintf(to, "signal %d (%s)", a->code - 128, strsignal(a->code - 128));
	else
		fprintf(to, "exit %d", a->code);
	fprintf(to, " on %s after %.1f s", a->host, a->seconds);
	if (a->attempt > 1)
		fprintf(to, ", attempt %d", a->attempt);
	fprintf(to, "; by hand: make -C %s %s\n", word.text, name);
	print_last_lines(name, to);
	string_free(&word);
}

void failures_print(const struct failures *f, const struct todo *t, const char *folder, size_t most, FILE *to)
{
	size_t n;
	size_t *list = failures_standing(f, t, &n);
	for (size_t i = 0; i < n && i < most; i++)
		print_one(&f->failure[list[i]], t, folder, to);
	free(list);
	if (n > most)
		fprintf(to, "  and %zu more; evrun status names them\n", n - most);
}

void failures_free(struct failures *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->failure[i].host);
	free(f->failure);
	*f = (struct failures){0};
}
