// SPDX-License-Identifier: MIT
// expr_lex: cuts an expression into words; expr_lex.h has the contract.

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "expr.h"
#include "expr_lex.h"
#include "mem.h"
#include "num.h"

const char *const op_text[N_OPS] = {
	[OP_CHOOSE] = "?:", [OP_NEGATE] = "-", [OP_NOT] = "!", [OP_OR] = "||", [OP_AND] = "&&",
	[OP_EQ] = "==", [OP_NE] = "!=", [OP_LT] = "<", [OP_LE] = "<=", [OP_GT] = ">", [OP_GE] = ">=",
	[OP_ADD] = "+", [OP_SUB] = "-", [OP_MUL] = "*", [OP_DIV] = "/", [OP_MOD] = "%", [OP_POW] = "**",
};

// The operators; of those with the same beginning the longer one first.
static const struct {
	const char *text;
	enum op op;
} operators[] = {
	{"**", OP_POW}, {"==", OP_EQ}, {"!=", OP_NE}, {"<=", OP_LE}, {">=", OP_GE}, {"&&", OP_AND}, {"||", OP_OR},
	{"<", OP_LT}, {">", OP_GT}, {"+", OP_ADD}, {"-", OP_SUB}, {"*", OP_MUL}, {"/", OP_DIV}, {"%", OP_MOD},
	{"!", OP_NOT},
};
enum { N_OPERATORS = sizeof operators / sizeof *operators };

// What people write who come from C's bits, from SQL or from Python, and what they will have meant.
static const struct {
	const char *text, *meant;
} mistakes[] = {
	{"<<", "<<: there are no operators on bits; use * and ** (x * 2 ** n)"},
	{">>", ">>: there are no operators on bits; use / and ** (floor(x / 2 ** n))"},
	{"<>", "<>: did you mean !=?"},
	{"=<", "=<: did you mean <=?"},
	{"=>", "=>: did you mean >=?"},
	{"&", "&: there are no operators on bits; did you mean &&?"},
	{"|", "|: there are no operators on bits; did you mean ||?"},
	{"^", "^: there are no operators on bits; did you mean ** (power)?"},
	{"~", "~: there are no operators on bits; did you mean !?"},
	{"=", "=: did you mean ==?"},
	{"'", "': text stands in double quotes (\"mu\"), odd column names in backquotes (`p T`)"},
};
enum { N_MISTAKES = sizeof mistakes / sizeof *mistakes };

static const struct {
	const char *name, *meant;
} words[] = {{"and", "&&"}, {"or", "||"}, {"not", "!"}};
enum { N_WORDS = sizeof words / sizeof *words };

enum { LONGEST_SHOWN = 400 }; // bytes of an expression shown in a message

const char *lex_meant(const char *name)
{
	for (size_t i = 0; i < N_WORDS; i++) {
		if (strcmp(name, words[i].name) == 0)
			return words[i].meant;
	}
	return NULL;
}

// Where a message speaks of: `what: 'text': column N`.
static struct string where(const struct lexer *l, size_t at)
{
	size_t column = 1, n = strlen(l->text);
	for (size_t i = 0; i < at; i++)
		column += ((unsigned char)l->text[i] & 0xc0) != 0x80; // the first byte of a UTF-8 character
	struct string s = {0};
	if (l->what[0])
		string_printf(&s, "%s: ", l->what);
	string_puts(&s, "'");
	string_add(&s, l->text, n > LONGEST_SHOWN ? LONGEST_SHOWN : n);
	string_printf(&s, "%s': column %zu", n > LONGEST_SHOWN ? "..." : "", column);
	return s;
}

void lex_die(const struct lexer *l, size_t at, const char *format, ...)
{
	struct string place = where(l, at);
	char text[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	die(EXIT_USAGE, "%s: %s", place.text, text);
}

void lex_warn(const struct lexer *l, size_t at, const char *format, ...)
{
	struct string place = where(l, at);
	char text[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	warn("%s: %s", place.text, text);
	string_free(&place);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

// Letters of names are those of ASCII, _ and whatever is beyond ASCII.
static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

// The length of the bare name at p: a letter, then letters, digits, and dots between such; 0 if there is none.
static size_t name_length(const char *p)
{
	size_t n = 0;
	if (!is_letter(*p))
		return 0;
	while (is_letter(p[n]) || is_digit(p[n]) || (p[n] == '.' && (is_letter(p[n + 1]) || is_digit(p[n + 1]))))
		n++;
	return n;
}

size_t expr_name(const char *text, char **name)
{
	if (*text == '`') {
		const char *end = strchr(text + 1, '`');
		if (!end || end == text + 1)
			return 0;
		*name = mem_copy_n(text + 1, (size_t)(end - text - 1));
		return (size_t)(end - text + 1);
	}
	size_t n = name_length(text);
	if (n)
		*name = mem_copy_n(text, n);
	return n;
}

static void lex_number(struct lexer *l)
{
	const char *start = l->text + l->at, *p = start;
	while (is_digit(*p))
		p++;
	bool integer = *p != '.' && *p != 'e' && *p != 'E';
	if (*p == '.')
		p++;
	while (is_digit(*p))
		p++;
	if ((*p == 'e' || *p == 'E') && (is_digit(p[1]) || ((p[1] == '+' || p[1] == '-') && is_digit(p[2])))) {
		p += 2;
		while (is_digit(*p))
			p++;
	}
	const char *end = p;
	while (is_letter(*p) || is_digit(*p) || *p == '.')
		p++;
	if (p != end)
		lex_die(l, l->at, "not a number: %.*s", (int)(p - start < 100 ? p - start : 100), start);
	l->end = l->at + (size_t)(end - start);
	l->word = integer && num_int(start, end, &l->integer) ? WORD_INTEGER : WORD_REAL;
	if (l->word == WORD_REAL && !num_real(start, end, &l->real))
		lex_die(l, l->at, "not a number: %.*s", (int)(end - start < 100 ? end - start : 100), start);
}

static void lex_text(struct lexer *l)
{
	struct string s = {0};
	const char *p = l->text + l->at + 1;
	string_puts(&s, "");
	for (; *p != '"'; p++) {
		if (*p == '\0')
			lex_die(l, l->at, "text without its closing \"");
		if (*p == '\\' && *++p != '"' && *p != '\\')
			lex_die(l, (size_t)(p - 1 - l->text), "in text, \\ goes before \" or another \\ only");
		string_add(&s, p, 1);
	}
	l->word = WORD_TEXT;
	l->name = s.text;
	l->end = (size_t)(p + 1 - l->text);
}

static void lex_operator(struct lexer *l)
{
	const char *p = l->text + l->at;
	for (size_t i = 0; i < N_MISTAKES; i++) {
		size_t n = strlen(mistakes[i].text);
		bool fits = strncmp(p, mistakes[i].text, n) == 0;
		if (fits && !(n == 1 && p[1] == p[0] && strchr("&|=", *p)))
			lex_die(l, l->at, "%s", mistakes[i].meant);
	}
	for (size_t i = 0; i < N_OPERATORS; i++) {
		size_t n = strlen(operators[i].text);
		if (strncmp(p, operators[i].text, n) == 0) {
			l->word = WORD_OPERATOR;
			l->op = operators[i].op;
			l->end = l->at + n;
			return;
		}
	}
	if ((unsigned char)*p < ' ' || *p == 0x7f)
		lex_die(l, l->at, "a control character (code %d)", *p);
	lex_die(l, l->at, "%c means nothing here", *p);
}

void lex_next(struct lexer *l)
{
	free(l->name);
	l->name = NULL;
	l->at = l->end + strspn(l->text + l->end, " \t\r\n");
	const char *p = l->text + l->at;
	size_t n = name_length(p);
	if (*p == '\0') {
		l->word = WORD_END;
		l->end = l->at;
	} else if (is_digit(*p) || (*p == '.' && is_digit(p[1]))) {
		lex_number(l);
	} else if (n) {
		expr_name(p, &l->name);
		l->word = WORD_NAME;
		l->end = l->at + n;
	} else if (*p == '`') {
		n = expr_name(p, &l->name);
		if (!n)
			lex_die(l, l->at, p[1] == '`' ? "an empty name" : "a name without its closing `");
		l->word = WORD_COLUMN;
		l->end = l->at + n;
	} else if (*p == '"') {
		lex_text(l);
	} else if (strchr("(),?:", *p)) {
		l->word = WORD_SIGN;
		l->sign = *p;
		l->end = l->at + 1;
	} else {
		lex_operator(l);
	}
}

bool lex_take(struct lexer *l, char sign)
{
	if (l->word != WORD_SIGN || l->sign != sign)
		return false;
	lex_next(l);
	return true;
}

void lex_open(struct lexer *l, const char *what, const char *text)
{
	*l = (struct lexer){.what = what, .text = text};
	lex_next(l);
}

void lex_close(struct lexer *l)
{
	free(l->name);
	l->name = NULL;
}
