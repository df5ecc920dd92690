// SPDX-License-Identifier: MIT
// csv_field: the text of one field; csv_field.h has the contract.

#include <string.h>
#include <strings.h>

#include "csv_field.h"
#include "num.h"

static inline bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

static void trim(const char **p, const char **end)
{
	while (*p < *end && is_space(**p))
		++*p;
	while (*p < *end && is_space((*end)[-1]))
		--*end;
}

void field_number(const char **p, const char **end)
{
	trim(p, end);
	if (*end - *p >= 2 && **p == '"' && (*end)[-1] == '"') {
		++*p;
		--*end;
		trim(p, end);
	}
}

static bool is_word(const char *p, const char *end, const char *word)
{
	return (size_t)(end - p) == strlen(word) && strncasecmp(p, word, (size_t)(end - p)) == 0;
}

bool field_bool(const char *p, const char *end, bool *x)
{
	*x = is_word(p, end, "true") || is_word(p, end, "1");
	return *x || is_word(p, end, "false") || is_word(p, end, "0");
}

static enum guess guess_one(const char *p, const char *end)
{
	double real;
	int64_t integer;
	bool quoted = p < end && *p == '"';
	field_number(&p, &end);
	if (p == end)
		return quoted ? GUESS_TEXT : GUESS_MISSING;
	if (num_int(p, end, &integer))
		return GUESS_INTEGER;
	if (num_real(p, end, &real))
		return GUESS_REAL;
	return is_word(p, end, "true") || is_word(p, end, "false") ? GUESS_BOOL : GUESS_TEXT;
}

static enum guess wider(enum guess a, enum guess b)
{
	bool mixed = (a == GUESS_BOOL && b > GUESS_BOOL) || (b == GUESS_BOOL && a > GUESS_BOOL);
	return mixed ? GUESS_TEXT : a > b ? a : b;
}

enum guess field_guess(const char *p, const char *end, enum guess so_far)
{
	double real;
	if (so_far == GUESS_REAL && num_real(p, end, &real)) // most fields of most tables
		return GUESS_REAL;
	return wider(so_far, guess_one(p, end));
}

const char *field_quotes(const char *p, const char *end)
{
	if (!memchr(p, '"', (size_t)(end - p)))
		return NULL;
	if (*p != '"')
		return "a quotation mark inside a field that does not begin with one";
	for (p++; p < end; p++) {
		if (*p != '"')
			continue;
		if (p + 1 < end && p[1] == '"')
			p++;
		else
			return p + 1 == end ? NULL : "text behind the closing quotation mark";
	}
	return "the quotation mark is never closed";
}

void field_text(const char *p, const char *end, struct string *out)
{
	if (end - p < 2 || *p != '"') {
		string_add(out, p, (size_t)(end - p));
		return;
	}
	for (p++, end--; p < end;) {
		const char *quote = memchr(p, '"', (size_t)(end - p));
		const char *stop = quote ? quote + 1 : end;
		string_add(out, p, (size_t)(stop - p));
		p = quote ? quote + 2 : end;
	}
}
