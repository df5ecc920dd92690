// SPDX-License-Identifier: MIT
// text: events as text; text.h has the contract.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "num.h"
#include "text.h"

enum {
	BLOCK = 1000,     // rows whose widths are found together
	BUFFER = 1 << 16, // bytes written at once
	WIDEST = 60       // a column gets no wider than this for the sake of alignment
};

// A cell of the block under way: where its bytes are.
struct cell {
	size_t at;
	unsigned n, width; // bytes, and places on the screen
};

struct text {
	struct schema schema;
	struct text_style style;
	struct string out; // to be written; in aligned text the cells' bytes
	struct cell *cell; // aligned: BLOCK rows of them
	size_t rows;       // aligned: in the block
	unsigned *width;   // aligned: of each column so far
	bool *left;        // aligned: text
};

static void write_out(const void *at, size_t n)
{
	if (n && fwrite(at, 1, n, stdout) != n)
		die_errno("standard output");
}

// -- a value ----------------------------------------------------------------------------------------------------------

static void add_value(struct string *out, const struct column *c, size_t i)
{
	char text[NUM_MAX];
	size_t n = 0;
	switch (c->type) {
	case TYPE_F64: n = num_write(text, ((const double *)c->data)[i]); break;
	case TYPE_F32: n = num_write_float(text, ((const float *)c->data)[i]); break;
	case TYPE_I64: n = num_write_int(text, ((const int64_t *)c->data)[i]); break;
	case TYPE_I32: n = num_write_int(text, ((const int32_t *)c->data)[i]); break;
	case TYPE_BOOL: string_puts(out, bit_get(c->data, i) ? "true" : "false"); return;
	case TYPE_TEXT:
		string_add(out, (const char *)c->data + c->offset[i], (size_t)(c->offset[i + 1] - c->offset[i]));
		return;
	}
	string_add(out, text, n);
}

// -- CSV --------------------------------------------------------------------------------------------------------------

static bool needs_quotes(const char *p, size_t n, char delimiter)
{
	if (!n || p[0] == ' ' || p[n - 1] == ' ' || p[0] == '\t' || p[n - 1] == '\t')
		return true;
	for (size_t i = 0; i < n; i++)
		if (p[i] == delimiter || p[i] == '"' || p[i] == '\n' || p[i] == '\r')
			return true;
	return false;
}

// Whether a file that begins so could be taken for something else than CSV: Arrow, gzip, UTF-16, a byte order mark, a result.
static bool is_odd_beginning(const char *name)
{
	return strchr("\xef\xfe\xff\x1f#", *name) || strncmp(name, "ARROW1", 6) == 0;
}

static void add_in_quotes(struct string *out, const char *p, size_t n)
{
	string_add(out, "\"", 1);
	const char *end = p + n, *quote;
	for (; (quote = memchr(p, '"', (size_t)(end - p))); p = quote + 1) {
		string_add(out, p, (size_t)(quote - p));
		string_add(out, "\"\"", 2);
	}
	string_add(out, p, (size_t)(end - p));
	string_add(out, "\"", 1);
}

static void add_text(struct string *out, const char *p, size_t n, char delimiter)
{
	if (needs_quotes(p, n, delimiter))
		add_in_quotes(out, p, n);
	else
		string_add(out, p, n);
}

static void csv_row(struct text *t, const struct batch *b, size_t i)
{
	for (size_t k = 0; k < t->schema.n; k++) {
		const struct column *c = &b->column[k];
		if (k)
			string_add(&t->out, &t->style.delimiter, 1);
		if (is_missing(c, i))
			string_puts(&t->out, t->schema.n == 1 ? "\"\"" : "");
		else if (c->type == TYPE_TEXT)
			add_text(&t->out, (const char *)c->data + c->offset[i], (size_t)(c->offset[i + 1] - c->offset[i]),
				 t->style.delimiter);
		else
			add_value(&t->out, c, i);
	}
	string_add(&t->out, "\n", 1);
	if (t->out.n >= BUFFER) {
		write_out(t->out.text, t->out.n);
		t->out.n = 0;
	}
}

// -- aligned ----------------------------------------------------------------------------------------------------------

// Makes the bytes from at on fit for a screen, and returns how many places they take: every byte but UTF-8's later ones.
static unsigned make_visible(struct string *out, size_t at)
{
	unsigned width = 0;
	for (; at < out->n; at++) {
		unsigned char byte = (unsigned char)out->text[at];
		if (byte < ' ' || byte == 0x7f)
			out->text[at] = '?';
		width += (byte & 0xc0) != 0x80;
	}
	return width;
}

static void end_cell(struct text *t, size_t column, size_t at, struct cell *cell)
{
	unsigned width = make_visible(&t->out, at);
	*cell = (struct cell){at, (unsigned)(t->out.n - at), width};
	if (width > WIDEST)
		width = WIDEST;
	if (width > t->width[column])
		t->width[column] = width;
}

static void print_cell(struct text *t, size_t column, const struct cell *cell)
{
	bool left = t->left[column], last = column + 1 == t->schema.n;
	int pad = cell->width < t->width[column] ? (int)(t->width[column] - cell->width) : 0;
	if (!left && pad)
		printf("%*s", pad, "");
	write_out(t->out.text + cell->at, cell->n);
	if (left && pad && !last)
		printf("%*s", pad, "");
	fputs(last ? "\n" : "  ", stdout);
}

static void print_block(struct text *t)
{
	for (size_t i = 0; i < t->rows; i++)
		for (size_t c = 0; c < t->schema.n; c++)
			print_cell(t, c, &t->cell[i * t->schema.n + c]);
	if (ferror(stdout))
		die_errno("standard output");
	t->rows = 0;
	t->out.n = 0;
}

static void aligned_row(struct text *t, const struct batch *b, size_t i)
{
	struct cell *cell = t->cell + t->rows++ * t->schema.n;
	for (size_t c = 0; c < t->schema.n; c++) {
		size_t at = t->out.n;
		if (is_missing(&b->column[c], i))
			string_add(&t->out, "-", 1);
		else
			add_value(&t->out, &b->column[c], i);
		end_cell(t, c, at, &cell[c]);
	}
	if (t->rows == BLOCK || t->out.n >= 16 * BUFFER)
		print_block(t);
}

// -- both -------------------------------------------------------------------------------------------------------------

static void add_header(struct text *t)
{
	for (size_t c = 0; c < t->schema.n; c++) {
		const char *name = t->schema.field[c].name;
		size_t at = t->out.n;
		if (t->style.aligned) {
			string_puts(&t->out, name);
			end_cell(t, c, at, &t->cell[c]);
			continue;
		}
		if (c)
			string_add(&t->out, &t->style.delimiter, 1);
		if (!c && is_odd_beginning(name))
			add_in_quotes(&t->out, name, strlen(name));
		else
			add_text(&t->out, name, strlen(name), t->style.delimiter);
	}
	if (t->style.aligned)
		t->rows = 1;
	else
		string_add(&t->out, "\n", 1);
}

struct text *text_open(const struct schema *s, const struct text_style *style)
{
	struct text *t = mem_new(1, sizeof *t);
	t->schema = schema_copy(s);
	t->style = *style;
	if (!t->style.delimiter)
		t->style.delimiter = ',';
	if (t->style.aligned) {
		t->cell = mem_new(BLOCK * s->n, sizeof *t->cell);
		t->width = mem_new(s->n, sizeof *t->width);
		t->left = mem_new(s->n, sizeof *t->left);
		for (size_t c = 0; c < s->n; c++)
			t->left[c] = s->field[c].type == TYPE_TEXT;
	}
	if (t->style.header)
		add_header(t);
	return t;
}

void text_rows(struct text *t, const struct batch *b, const uint8_t *keep)
{
	for (size_t i = 0; i < b->rows; i++) {
		if (keep && !keep[i])
			continue;
		if (t->style.aligned)
			aligned_row(t, b, i);
		else
			csv_row(t, b, i);
	}
}

void text_close(struct text *t)
{
	if (t->style.aligned)
		print_block(t);
	else
		write_out(t->out.text, t->out.n);
	schema_free(&t->schema);
	string_free(&t->out);
	free(t->cell);
	free(t->width);
	free(t->left);
	free(t);
}
