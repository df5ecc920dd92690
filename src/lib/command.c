// SPDX-License-Identifier: MIT
// command: {names} filled in, whatever the quotes around them; command.h has the contract.
//
// A scan that knows as much of the shell as it takes to tell how a value must be quoted: a stack of contexts, of which
// $(...) opens a fresh one inside double quotes too. Where quoting cannot make data of a value (arithmetic
// evaluates what it is given, ${...} and `...` have rules of their own) the value has to be a plain number or word, or is refused.

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "pipe.h" // name_length

enum context { BARE, SINGLE, DOUBLE, SUBSHELL, ARITHMETIC, PARAMETER, BACKQUOTE };
enum { DEEPEST = 32, LONGEST = 1 << 17 }; // bytes: what Linux takes as one argument of a program

struct scan {
	const char *p;
	enum context stack[DEEPEST];
	size_t depth;  /* of the stack; stack[depth] is where we are */
	size_t braces; /* how many {{ are open */
	bool cases;    /* $( and case are both there: a ) may be the one or the other's, so values must be plain */
	struct string *out;
};

static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@%+,-";

void shell_word(struct string *out, const char *text)
{
	if (*text && !text[strspn(text, plain)]) {
		string_puts(out, text);
		return;
	}
	string_add(out, "'", 1);
	for (; *text; text++)
		if (*text == '\'')
			string_puts(out, "'\\''");
		else
			string_add(out, text, 1);
	string_add(out, "'", 1);
}

// Text that is to reach the shell, through make.
static void put(struct string *out, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		string_add(out, text[i] == '$' ? "$$" : text + i, text[i] == '$' ? 2 : 1);
}

static bool number(const char *text)
{
	text += *text == '-' || *text == '+';
	return *text && !text[strspn(text, "0123456789.")];
}

// Whether a value here would be more than a word, whatever the quotes: then what to call the place, else NULL.
static const char *no_place(const struct scan *s, const char *value)
{
	size_t d = s->depth;
	while (d && (s->stack[d] == SINGLE || s->stack[d] == DOUBLE))
		d--;
	if (s->stack[d] == ARITHMETIC)
		return value && number(value) ? NULL : "((...)), unless it is a number";
	if (s->stack[d] == PARAMETER)
		return "${...}";
	if (s->stack[d] == BACKQUOTE)
		return "`...`; $(...) does the same";
	if (s->cases && value && value[strspn(value, plain)])
		return "a command that has both $(...) and case";
	return NULL;
}

static char *refusal(const char *name, const char *place)
{
	struct string s = {0};
	string_printf(&s, "{%s} cannot stand inside %s", name, place);
	return s.text;
}

static char *put_value(struct scan *s, const char *name, const char *value)
{
	struct string quoted = {0};
	enum context c = s->stack[s->depth];
	if (no_place(s, value))
		return refusal(name, no_place(s, value));
	string_puts(&quoted, "");
	if (c == ARITHMETIC) {
		string_puts(&quoted, value);
	} else if (c == SINGLE) {
		for (const char *v = value; *v; v++)
			if (*v == '\'')
				string_puts(&quoted, "'\\''");
			else
				string_add(&quoted, v, 1);
	} else if (c == DOUBLE) {
		for (const char *v = value; *v; v++)
			string_printf(&quoted, "%s%c", strchr("\\\"$`", *v) ? "\\" : "", *v);
	} else {
		shell_word(&quoted, value);
	}
	if (s->out->n + quoted.n > LONGEST)
		return mem_copy("the command is longer than 128 KiB");
	put(s->out, quoted.text, quoted.n);
	string_free(&quoted);
	return NULL;
}

static char *put_files(struct scan *s, const char *name)
{
	enum context c = s->stack[s->depth];
	if (no_place(s, NULL))
		return refusal(name, no_place(s, NULL));
	string_puts(s->out, c == SINGLE ? "'\"$$@\"'" : c == DOUBLE ? "$$@" : "\"$$@\"");
	return NULL;
}

// {name}, at s->p; moves on behind it.
static char *fill(struct scan *s, size_t n, command_lookup *lookup, void *context)
{
	char *name = mem_copy_n(s->p + 1, n), *text = NULL, *wrong = NULL;
	enum hole hole = lookup(context, name, &text);
	s->p += n + 2;
	if (hole == HOLE_VALUE)
		wrong = put_value(s, name, text);
	else if (hole == HOLE_FILES)
		wrong = put_files(s, name);
	else if (hole == HOLE_SAFE)
		string_puts(s->out, text);
	else
		wrong = text ? mem_copy(text) : mem_copy("");
	free(name);
	free(text);
	return wrong;
}

static bool begins(const char *p, const char *with)
{
	return !strncmp(p, with, strlen(with));
}

// Follows the quotes: copies a piece of the command that is no name in braces.
static char *copy(struct scan *s)
{
	enum context c = s->stack[s->depth];
	size_t n = 1;
	int push = -1, pop = 0;
	if (c == SINGLE) {
		pop = *s->p == '\'';
	} else if (*s->p == '\\' && s->p[1]) {
		n = 2;
	} else if (*s->p == '"') {
		push = DOUBLE;
		pop = c == DOUBLE;
	} else if (*s->p == '\'' && c != DOUBLE) {
		push = SINGLE;
	} else if (*s->p == '`') {
		push = BACKQUOTE;
		pop = c == BACKQUOTE;
	} else if (begins(s->p, "$((") || (c != DOUBLE && begins(s->p, "(("))) {
		n = *s->p == '$' ? 3 : 2;
		push = ARITHMETIC;
	} else if (begins(s->p, "$(")) {
		n = 2;
		push = SUBSHELL;
	} else if (c != DOUBLE && begins(s->p, "$'")) {
		return mem_copy("$'...' cannot be used here; '...' or \"...\" can");
	} else if (begins(s->p, "${")) {
		n = 2;
		push = PARAMETER;
	} else if (*s->p == '(' && c != DOUBLE && c != PARAMETER) {
		push = c == ARITHMETIC ? ARITHMETIC : SUBSHELL;
	} else if (c == ARITHMETIC && begins(s->p, "))") && (!s->depth || s->stack[s->depth - 1] != ARITHMETIC)) {
		n = 2;
		pop = 1;
	} else if (*s->p == ')') {
		pop = c == SUBSHELL || c == ARITHMETIC;
	} else if (*s->p == '}') {
		pop = c == PARAMETER;
	}
	put(s->out, s->p, n);
	s->p += n;
	if (pop)
		s->depth--;
	else if (push >= 0 && s->depth + 1 == DEEPEST)
		return mem_copy("quotes and parentheses nested too deeply");
	else if (push >= 0)
		s->stack[++s->depth] = (enum context)push;
	return NULL;
}

char *command_expand(const char *command, command_lookup *lookup, void *context, struct string *recipe)
{
	struct scan s = {.p = command, .out = recipe};
	s.cases = strstr(command, "$(") && strstr(command, "case");
	string_puts(recipe, "");
	for (char *wrong = NULL; *s.p;) {
		size_t n = *s.p == '{' ? name_length(s.p + 1) : 0;
		bool open = begins(s.p, "{{"), close = s.braces && begins(s.p, "}}");
		if ((open || close) && s.stack[s.depth] != PARAMETER) {
			s.braces = open ? s.braces + 1 : s.braces - 1;
			put(s.out, s.p, 1);
			s.p += 2;
		} else if (n && s.p[n + 1] == '}' && s.stack[s.depth] != PARAMETER) {
			wrong = fill(&s, n, lookup, context);
		} else {
			wrong = copy(&s);
		}
		if (wrong)
			return wrong;
	}
	return s.depth ? mem_copy("a quote, parenthesis or brace is not closed") : NULL;
}
