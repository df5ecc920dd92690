// SPDX-License-Identifier: MIT
// pipe: a pipeline file's lines, parameters and stages; pipe.h has the contract, stage.c reads the inside of a stage.

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "events.h" // nearest
#include "mem.h"
#include "pipe.h"
#include "stage.h"

enum {
	LONGEST_FILE = 1 << 20,   // bytes
	MOST_STATEMENTS = 10000,
	MOST_TEXT = 1 << 17,      // bytes of a parameter's value, others filled in: no command can be longer
	MOST_EXPANSIONS = 10000   // of parameters in it
};

void pipe_die(const struct pipe *p, size_t line, const char *format, ...)
{
	struct string reason = {0};
	char text[1000];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	string_puts(&reason, text);
	die(EXIT_DATA, "%s:%zu: %s", p->file, line, reason.text);
}

size_t name_length(const char *text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
	return *text >= '0' && *text <= '9' ? 0 : strspn(text, letters);
}

bool is_name(const char *text)
{
	size_t n = name_length(text);
	return n && !text[n];
}

struct param *pipe_param(const struct pipe *p, const char *name)
{
	for (size_t i = 0; i < p->n_params; i++)
		if (!strcmp(p->param[i].name, name))
			return &p->param[i];
	return NULL;
}

struct stage *pipe_stage(const struct pipe *p, const char *name)
{
	for (size_t i = 0; i < p->n_stages; i++)
		if (!strcmp(p->stage[i].name, name))
			return &p->stage[i];
	return NULL;
}

const char *pipe_nearest(const struct pipe *p, const char *name)
{
	const char **names = mem_new(p->n_params + p->n_stages + 1, sizeof *names);
	size_t n = 0;
	for (size_t i = 0; i < p->n_stages; i++)
		names[n++] = p->stage[i].name;
	for (size_t i = 0; i < p->n_params; i++)
		names[n++] = p->param[i].name;
	const char *near = nearest(name, names, n);
	free(names);
	return near;
}

// -- lines ---------------------------------------------------------------------------------------------------

static char *read_text(const char *file)
{
	FILE *f = fopen(file, "r");
	if (!f)
		die(EXIT_USAGE, "%s: %s", file, strerror(errno));
	struct string text = {0};
	char piece[4096];
	string_puts(&text, "");
	for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
		if (string_add(&text, piece, n), text.n > LONGEST_FILE)
			die(EXIT_DATA, "%s: longer than %d bytes; not a pipeline", file, LONGEST_FILE);
	if (ferror(f))
		die_errno("%s", file);
	fclose(f);
	if (strlen(text.text) != text.n)
		die(EXIT_DATA, "%s: holds a zero byte; not a pipeline", file);
	return text.text;
}

// Cuts the next line off *rest, without its end and the blanks before that; NULL behind the last.
static char *next_line(char **rest)
{
	char *line = *rest;
	if (!*line)
		return NULL;
	size_t n = strcspn(line, "\n");
	*rest = line + n + (line[n] == '\n');
	while (n && strchr(" \t\r", line[n - 1]))
		n--;
	line[n] = '\0';
	return line;
}

static bool continues(const char *line)
{
	return *line == ' ' || *line == '\t';
}

static void one_name_once(const struct pipe *p, const char *name, size_t line)
{
	static const char *const reserved[] = {"Makefile", "makefile", "GNUmakefile", "all", "cmd", "in", "log"};
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (!strcmp(name, reserved[i]))
			pipe_die(p, line, "%s: this name is reserved", name);
	const struct stage *s = pipe_stage(p, name);
	const struct param *q = pipe_param(p, name);
	if (s || q)
		pipe_die(p, line, "%s: defined before, in line %zu", name, s ? s->line : q->line);
}

// A whole statement, its continuation lines joined.
static void statement(struct pipe *p, char *text, size_t line)
{
	size_t n = name_length(text);
	char *right = text + n + strspn(text + n, " \t");
	if (!n || *right != '=')
		pipe_die(p, line, "not NAME = ...: \"%.60s\"", text);
	if (p->n_params + p->n_stages == MOST_STATEMENTS)
		pipe_die(p, line, "more than %d parameters and stages", MOST_STATEMENTS);
	char *name = mem_copy_n(text, n);
	right += 1 + strspn(right + 1, " \t");
	one_name_once(p, name, line);
	if (!*right)
		pipe_die(p, line, "%s: nothing behind the =", name);
	if (!is_stage(right)) {
		p->param = mem_grow(p->param, &p->param_room, p->n_params + 1, sizeof *p->param);
		p->param[p->n_params++] = (struct param){name, mem_copy(right), line, false};
		return;
	}
	if (!strcmp(name, "data"))
		pipe_die(p, line, "data: this name is reserved for input");
	p->stage = mem_grow(p->stage, &p->stage_room, p->n_stages + 1, sizeof *p->stage);
	struct stage *s = &p->stage[p->n_stages++];
	*s = (struct stage){.name = name, .line = line, .text = mem_copy(text)};
	stage_parse(p, s, right);
}

struct pipe *pipe_read(const char *file)
{
	struct pipe *p = mem_new(1, sizeof *p);
	p->file = mem_copy(file);
	char *text = read_text(file), *rest = text;
	struct string whole = {0};
	size_t number = 0, begin = 0;
	for (char *line; (line = next_line(&rest));) {
		number++;
		if (*line == '#' || !line[strspn(line, " \t")])
			continue;
		if (continues(line)) {
			if (!whole.n)
				pipe_die(p, number, "an indented line continues the one before, and there is none");
			while (whole.n && strchr(" \\", whole.text[whole.n - 1])) // as a shell's line would be continued
				whole.text[--whole.n] = '\0';
			const bool list = whole.n && whole.text[whole.n - 1] == ',';
			string_printf(&whole, "%s%s", list ? "" : " ", line + strspn(line, " \t"));
			continue;
		}
		if (whole.n)
			statement(p, whole.text, begin);
		string_free(&whole);
		string_puts(&whole, line);
		begin = number;
	}
	if (whole.n)
		statement(p, whole.text, begin);
	if (!p->n_stages)
		die(EXIT_DATA, "%s: no stage in it (NAME = map(INPUT) : COMMAND)", file);
	string_free(&whole);
	free(text);
	return p;
}

void pipe_set(struct pipe *p, const char *assignment)
{
	size_t n = name_length(assignment);
	if (!n || assignment[n] != '=')
		die(EXIT_USAGE, "not NAME=VALUE: \"%s\"", assignment);
	char *name = mem_copy_n(assignment, n);
	const char *value = assignment + n + 1;
	if (pipe_stage(p, name))
		die(EXIT_USAGE, "%s: is a stage of %s, and takes no value", name, p->file);
	struct param *old = pipe_param(p, name);
	if (old && !old->line)
		die(EXIT_USAGE, "%s: given twice", name);
	if (old) {
		free(old->value);
		old->value = mem_copy(value);
		old->line = 0;
		free(name);
		return;
	}
	p->param = mem_grow(p->param, &p->param_room, p->n_params + 1, sizeof *p->param);
	p->param[p->n_params++] = (struct param){name, mem_copy(value), 0, false};
}

static void expand(const struct pipe *p, const char *text, size_t line, int depth, int *left, struct string *out)
{
	if (depth > 20)
		pipe_die(p, line, "parameters that refer to one another in a circle, or more than 20 deep");
	if (out->n > MOST_TEXT || !(*left)--)
		pipe_die(p, line, "parameters in parameters make a text that is too long");
	string_puts(out, "");
	while (*text) {
		size_t n = *text == '{' ? name_length(text + 1) : 0;
		struct param *q = NULL;
		if (n && text[n + 1] == '}') {
			char *name = mem_copy_n(text + 1, n);
			q = pipe_param(p, name);
			free(name);
		}
		if (!q) {
			string_add(out, text++, 1);
			continue;
		}
		q->used = true;
		if (q->line)
			expand(p, q->value, q->line, depth + 1, left, out);
		else
			string_puts(out, q->value);
		text += n + 2;
	}
}

char *pipe_text(const struct pipe *p, const char *text, size_t line)
{
	struct string out = {0};
	expand(p, text, line, 0, &(int){MOST_EXPANSIONS}, &out);
	return out.text;
}

static void free_list(char **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(list[i]);
	free(list);
}

void pipe_free(struct pipe *p)
{
	for (size_t i = 0; i < p->n_params; i++) {
		free(p->param[i].name);
		free(p->param[i].value);
	}
	for (size_t i = 0; i < p->n_stages; i++) {
		struct stage *s = &p->stage[i];
		free_list(s->arg, s->n_args);
		free_list(s->by, s->n_by);
		free(s->name);
		free(s->needs);
		free(s->command);
		free(s->text);
	}
	free(p->param);
	free(p->stage);
	free(p->file);
	free(p);
}
