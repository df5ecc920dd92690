// SPDX-License-Identifier: MIT
// html: HTML around text that may hold anything; html.h has the contract.

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "html.h"

static const char unknown[] = "\xef\xbf\xbd"; // U+FFFD

// The bytes of the UTF-8 character at text, of at most n; 0 if it is none that HTML may hold.
static size_t character(const unsigned char *text, size_t n)
{
	const unsigned char c = *text;
	if (c < 0x80)
		return c >= ' ' && c != 0x7f ? 1 : c == '\n' || c == '\t';
	const size_t length = c >= 0xc2 && c < 0xe0 ? 2 : (c & 0xf0) == 0xe0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
	if (!length || length > n)
		return 0;
	uint32_t code = c & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (text[i] & 0x3f);
	}
	const bool short_form = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
	const bool no_character = (code >= 0xd800 && code < 0xe000) || code > 0x10ffff || code < 0xa0 || (code & 0xfffe) == 0xfffe;
	return short_form || no_character ? 0 : length;
}

static const char *entity(char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return NULL;
	}
}

void html_text_n(struct string *to, const char *text, size_t n)
{
	string_puts(to, ""); // so that there is a text
	for (size_t i = 0, length; i < n; i += length ? length : 1) {
		length = character((const unsigned char *)text + i, n - i);
		const char *as = length ? entity(text[i]) : unknown;
		if (as)
			string_puts(to, as);
		else
			string_add(to, text + i, length);
	}
}

void html_text(struct string *to, const char *text)
{
	html_text_n(to, text, strlen(text));
}

// -- printf -------------------------------------------------------------------------------------------------------

enum { DIRECTIVE = 24 };

// A directive other than %s, given to printf as it stands. args is passed on by its address, so that it moves on.
static void put_number(struct string *to, const char *directive, va_list *args)
{
	const size_t n = strlen(directive);
	const char last = directive[n - 1], before = n > 2 ? directive[n - 2] : '\0';
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	if (strchr("fFgGeE", last))
		string_printf(to, directive, va_arg(*args, double));
	else if (before == 'l' || before == 'z' || before == 'j') // all of them 64 bits here
		string_printf(to, directive, va_arg(*args, unsigned long long));
	else
		string_printf(to, directive, va_arg(*args, int));
#pragma GCC diagnostic pop
}

static void put(struct string *to, const char *format, va_list *args)
{
	for (size_t plain; plain = strcspn(format, "%"), string_add(to, format, plain), format[plain];) {
		char directive[DIRECTIVE] = "";
		format += plain;
		const size_t n = strcspn(format + 1, "sduxcfFgGeE%") + 2;
		snprintf(directive, sizeof directive, "%.*s", (int)n, format);
		format += n;
		if (!strcmp(directive, "%%")) {
			string_puts(to, "%");
		} else if (!strcmp(directive, "%s")) {
			html_text(to, va_arg(*args, const char *));
		} else if (!strcmp(directive, "%.*s")) {
			const int most = va_arg(*args, int);
			const char *text = va_arg(*args, const char *);
			html_text_n(to, text, strnlen(text, (size_t)most));
		} else {
			put_number(to, directive, args);
		}
	}
}

void html_printf(struct string *to, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	put(to, format, &args);
	va_end(args);
}

// -- tables -------------------------------------------------------------------------------------------------------

void html_table_begin(struct html_table *t, struct string *to, const char *caption, const struct html_column *column, size_t n)
{
	*t = (struct html_table){.to = to, .column = column, .columns = n};
	html_printf(to, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\"><table class=\"sortable\">"
		    "<caption><span>%s</span></caption>\n<thead><tr>", caption, caption);
	for (size_t i = 0; i < n; i++)
		html_printf(to, column[i].number ? "<th scope=\"col\" class=\"number\">%s</th>" : "<th scope=\"col\">%s</th>", column[i].name);
	string_puts(to, "</tr></thead>\n<tbody>\n");
}

static void begin_cell(struct html_table *t)
{
	if (t->cells++ % t->columns == 0)
		string_puts(t->to, "<tr>");
}

static void end_cell(struct html_table *t)
{
	string_puts(t->to, t->cells % t->columns == 0 ? "</td></tr>\n" : "</td>");
}

void html_cell(struct html_table *t, const char *format, ...)
{
	va_list args;
	begin_cell(t);
	string_puts(t->to, "<td>");
	va_start(args, format);
	put(t->to, format, &args);
	va_end(args);
	end_cell(t);
}

void html_cell_html(struct html_table *t, const char *html)
{
	begin_cell(t);
	string_puts(t->to, "<td>");
	string_puts(t->to, html);
	end_cell(t);
}

void html_number(struct html_table *t, double value, const char *format, ...)
{
	va_list args;
	begin_cell(t);
	html_printf(t->to, "<td class=\"number\" data-v=\"%.17g\">", value);
	va_start(args, format);
	put(t->to, format, &args);
	va_end(args);
	end_cell(t);
}

void html_table_end(struct html_table *t)
{
	string_puts(t->to, "</tbody></table></div>\n");
}

void html_numbers_begin(struct string *to)
{
	string_puts(to, "<details><summary>the numbers</summary>\n");
}

void html_numbers_end(struct string *to)
{
	string_puts(to, "</details>\n");
}
