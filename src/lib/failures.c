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
static bool is_last(const struct failures *f, size_t i)
{
	for (size_t j = i + 1; j < f->n; j++)
		if (f->failure[j].target == f->failure[i].target)
			return false;
	return true;
}

static void print_last_lines(const char *target, FILE *to)
{
	char text[LAST_BYTES + 1];
	struct string path = {0};
	string_printf(&path, "log/failed/%s", target);
	FILE *f = fopen(path.text, "r");
	string_free(&path);
	if (!f)
		return;
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
	for (char *one; (one = strsep(&line, "\n"));)
		if (*one)
			fprintf(to, "    | %s\n", one);
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
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++) {
		const size_t at = f->failure[i].target;
		if (at >= t->n || t->target[at].state != TARGET_FAILED || !is_last(f, i))
			continue;
		if (n++ < most)
			print_one(&f->failure[i], t, folder, to);
	}
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
