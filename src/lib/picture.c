// SPDX-License-Identifier: MIT
// picture: code for gnuplot and dot; picture.h has the contract, picture_run.c has them draw.
//
// In a text all characters but letters, digits and a few more are written as their numbers, "\047": gnuplot looks for quotes,
// for `commands` and for @words in several places, and not everywhere by the same rules. Terminals are set without "enhanced"
// markup.

#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "picture.h"

// The length of the UTF-8 character at text that XML may have, too; 0 if there is none.
static size_t character(const char *text)
{
	const unsigned char *u = (const unsigned char *)text;
	const size_t n = u[0] < 0x80 ? 1 : u[0] < 0xc2 ? 0 : u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : u[0] < 0xf5 ? 4 : 0;
	if (n < 2)
		return n && u[0] >= 0x20 && u[0] != 0x7f;
	uint32_t point = u[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (u[i] & 0x3f);
	}
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const bool good = point >= least[n] && point >= 0xa0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) &&
			  (point & 0xfffe) != 0xfffe;
	return good ? n : 0;
}

void picture_clean(struct string *to, const char *text, size_t most)
{
	string_puts(to, "");
	size_t last = to->n; // where the character before begins
	for (size_t i = 0; *text; i++) {
		const size_t n = character(text);
		if (i == most) {
			to->n = last;
			string_puts(to, "…");
			return;
		}
		last = to->n;
		string_add(to, n ? text : "?", n ? n : 1);
		text += n ? n : 1;
	}
}

enum { LONGEST = 400 };

void picture_quote(struct string *to, const char *text)
{
	bool plain = true;
	string_puts(to, "\"");
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		plain = *p >= 0x80 || (isdigit(*p) ? plain : isalpha(*p) || strchr(" .,:/()-_", *p)); // no digit behind a number
		if (plain)
			string_add(to, (const char *)p, 1);
		else
			string_printf(to, "\\%03o", *p);
	}
	string_puts(to, "\"");
}

static void quote_clean(struct string *to, const char *text)
{
	struct string clean = {0};
	picture_clean(&clean, text ? text : "", LONGEST);
	picture_quote(to, clean.text);
	string_free(&clean);
}

void picture_number(struct picture *p, const char *name, double x)
{
	string_printf(&p->code, isfinite(x) ? "%s = %.17g\n" : "%s = NaN\n", name, x);
}

void picture_text(struct picture *p, const char *name, const char *text)
{
	string_printf(&p->code, "%s = ", name);
	quote_clean(&p->code, text);
	string_puts(&p->code, "\n");
}

void picture_texts(struct picture *p, const char *name, char *const *text, size_t n)
{
	string_printf(&p->code, "array %s[%zu]\n", name, n ? n : 1);
	for (size_t i = 0; i < n; i++) {
		string_printf(&p->code, "%s[%zu] = ", name, i + 1);
		quote_clean(&p->code, text[i]);
		string_puts(&p->code, "\n");
	}
}

void picture_numbers(struct picture *p, const char *name, const double *x, size_t n)
{
	string_printf(&p->code, "array %s[%zu]\n", name, n ? n : 1);
	for (size_t i = 0; i < n; i++)
		string_printf(&p->code, isfinite(x[i]) ? "%s[%zu] = %.17g\n" : "%s[%zu] = NaN\n", name, i + 1, x[i]);
}

void picture_block(struct picture *p, const char *name)
{
	string_printf(&p->code, "$%s << END\n", name);
}

void picture_row(struct picture *p, const double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		string_printf(&p->code, isfinite(x[i]) ? "%s%.17g" : "%sNaN", i ? "\t" : "", x[i]);
	string_puts(&p->code, "\n");
}

void picture_gap(struct picture *p)
{
	string_puts(&p->code, "\n");
}

void picture_index(struct picture *p)
{
	string_puts(&p->code, "\n\n");
}

void picture_block_end(struct picture *p)
{
	string_puts(&p->code, "END\n");
}

// In dot's quotes a backslash begins an escape, and & an entity.
void picture_quote_dot(struct picture *p, const char *text)
{
	struct string clean = {0};
	picture_clean(&clean, text, LONGEST);
	string_puts(&p->code, "\"");
	for (const char *c = clean.text; *c; c++) {
		if (*c == '"' || *c == '\\')
			string_puts(&p->code, "\\");
		string_add(&p->code, c, 1);
		if (*c == '&')
			string_puts(&p->code, "amp;");
	}
	string_puts(&p->code, "\"");
	string_free(&clean);
}
