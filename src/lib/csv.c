// SPDX-License-Identifier: MIT
// csv: events from CSV text; csv.h has the contract.
//
// Records come a window at a time (csv_rows); the wanted columns of up to CSV_ROWS of them are converted one after the
// other (csv_column) and handed out as a batch.

#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "csv_column.h"
#include "csv_header.h"
#include "csv_rows.h"
#include "err.h"

enum { MOST_VALUES = 1 << 22 }; // of a batch

struct csv {
	struct schema schema;
	struct rows rows;
	size_t next_row; // of the window, the first not handed out yet
	bool *wanted, *guessed; // a column each
	struct cells *cells;
	struct column *column;
	uint8_t bad[CSV_ROWS];
	uint64_t rows_before;
	size_t most_rows; // of a batch: CSV_ROWS, but fewer of a table with very many columns
};

// -- batches ----------------------------------------------------------------------------------------------------------

static struct fields fields_of(const struct csv *c, size_t row, size_t rows, size_t column)
{
	const uint32_t *first = rows ? c->rows.row + c->next_row + row : NULL;
	return (struct fields){c->rows.text, c->rows.at, first, rows, column};
}

// Converts the next rows; gives the least row that has something wrong, SIZE_MAX if none, and the column.
static size_t convert_rows(struct csv *c, size_t rows, size_t *bad_column)
{
	size_t first_bad = SIZE_MAX;
	memset(c->bad, 0, rows);
	for (size_t i = 0; i < c->schema.n; i++) {
		if (!c->wanted[i])
			continue;
		struct fields f = fields_of(c, 0, rows, i);
		size_t before = first_bad;
		cells_convert(&c->cells[i], &f, &c->column[i], c->bad, &first_bad);
		if (first_bad < before)
			*bad_column = i;
	}
	return first_bad;
}

static void report_bad(struct csv *c, size_t row, size_t column)
{
	struct fields f = fields_of(c, row, 1, column);
	enum type t = c->column[column].type;
	const char *p, *end;
	field_bounds(&f, 0, &p, &end);
	struct string reason = {0};
	int shown = end - p > 40 ? 40 : (int)(end - p);
	string_printf(&reason, "%s: \"%.*s%s\"", cells_reason(t), shown, p, shown < end - p ? "..." : "");
	if (t == TYPE_I64 && c->guessed[column])
		string_puts(&reason, " (the values before it are; evread -t COLUMN=float64 takes both)");
	rows_bad(&c->rows, row_begin(&c->rows, c->next_row + row), column, reason.text);
	string_free(&reason);
}

// Reports a row that c->bad marks with the first column that fails, converting it once more by itself.
static void report_row(struct csv *c, size_t row)
{
	for (size_t i = 0; i < c->schema.n; i++) {
		if (!c->wanted[i])
			continue;
		struct fields f = fields_of(c, row, 1, i);
		uint8_t bad = 0;
		size_t first = SIZE_MAX;
		cells_convert(&c->cells[i], &f, &c->column[i], &bad, &first);
		if (bad) {
			report_bad(c, row, i);
			return;
		}
	}
}

// Takes the bad ones out of the next rows; gives how many are left.
static size_t drop_bad_rows(struct csv *c, size_t rows)
{
	uint32_t *row = c->rows.row + c->next_row;
	size_t good = 0;
	for (size_t r = 0; r < rows; r++) {
		if (c->bad[r])
			report_row(c, r);
	}
	for (size_t r = 0; r < rows; r++) {
		if (!c->bad[r])
			row[good++] = row[r];
	}
	memmove(row + good, row + rows, (c->rows.n - c->next_row - rows) * sizeof *row);
	c->rows.n -= rows - good;
	return good;
}

bool csv_batch(struct csv *c, struct batch *b)
{
	size_t rows = 0;
	while (!rows) {
		while (c->next_row == c->rows.n) {
			c->next_row = 0;
			if (!rows_next(&c->rows))
				return false;
		}
		rows = c->rows.n - c->next_row;
		rows = rows < c->most_rows ? rows : c->most_rows;
		size_t column = 0, first_bad = convert_rows(c, rows, &column);
		if (first_bad == SIZE_MAX)
			break;
		if (!c->rows.skip_bad)
			report_bad(c, first_bad, column);
		rows = drop_bad_rows(c, rows);
		convert_rows(c, rows, &column);
	}
	*b = (struct batch){rows, c->column, c->rows.name, c->rows_before};
	c->next_row += rows;
	c->rows_before += rows;
	return true;
}

// -- opening ----------------------------------------------------------------------------------------------------------

static const enum type guessed_type[] = {
	[GUESS_MISSING] = TYPE_F64, [GUESS_BOOL] = TYPE_BOOL, [GUESS_INTEGER] = TYPE_I64,
	[GUESS_REAL] = TYPE_F64,    [GUESS_TEXT] = TYPE_TEXT,
};

// Types from the first window of records, which stays to be read.
static void guess_types(struct csv *c)
{
	c->rows.silent = true;
	rows_peek(&c->rows);
	c->rows.silent = false;
	for (size_t i = 0; i < c->schema.n; i++) {
		enum guess guess = GUESS_MISSING;
		struct fields f = fields_of(c, 0, c->rows.n, i);
		for (size_t r = 0; r < f.rows && guess != GUESS_TEXT; r++) {
			const char *p, *end;
			field_bounds(&f, r, &p, &end);
			guess = field_guess(p, end, guess);
		}
		c->schema.field[i].type = guessed_type[guess];
		c->guessed[i] = true;
	}
	c->rows.length = c->rows.n = 0;
}

static void declare_types(struct csv *c, const struct dialect *d)
{
	for (size_t i = 0; i < d->n_types; i++) {
		const char *text = d->types[i], *equals = strrchr(text, '=');
		enum type t;
		if (!equals || equals == text || !type_by_name(equals + 1, &t))
			die(EXIT_USAGE, "-t: not COLUMN=TYPE with float64, float32, int64, int32, bool or utf8: \"%s\"", text);
		char *name = mem_copy_n(text, (size_t)(equals - text));
		size_t column = schema_find(&c->schema, name);
		bool all = strcmp(name, "*") == 0;
		if (column == SIZE_MAX && !all)
			die(EXIT_USAGE, "-t: %s has no column %s", c->rows.name, name);
		for (size_t k = 0; k < c->schema.n; k++) {
			if (!all && k != column)
				continue;
			c->schema.field[k].type = t;
			c->guessed[k] = false;
		}
		free(name);
	}
}

// Makes the whole first record visible, and more.
static size_t need_header(struct bytes *from, const char **p)
{
	for (size_t want = CSV_WINDOW;; want *= 2) {
		size_t n = bytes_need(from, want, p);
		if (n < want || want >= CSV_RECORD_MAX || memchr(*p, '\n', n))
			return n < CSV_RECORD_MAX ? n : CSV_RECORD_MAX;
	}
}

struct csv *csv_open(struct bytes *from, const struct dialect *d, uint64_t begin, uint64_t end)
{
	struct csv *c = mem_new(1, sizeof *c);
	uint64_t size;
	bool whole = begin == 0 && end == UINT64_MAX, seekable = bytes_seekable(from, &size);
	if (!whole && !seekable)
		die(EXIT_USAGE, "%s: only a plain file has byte ranges", bytes_name(from));

	const char *p;
	size_t n = need_header(from, &p);
	struct header h = header_read(bytes_name(from), p, n, d);
	c->schema = h.columns;
	c->rows = (struct rows){
		.from = from,
		.name = bytes_name(from),
		.columns = &c->schema,
		.delimiter = h.delimiter,
		.skip_bad = d->skip_bad,
		.end = UINT64_MAX,
		.lines = h.lines,
	};
	bytes_skip(from, h.length);
	uint64_t first_record = bytes_place(from);
	c->guessed = mem_new(c->schema.n, sizeof *c->guessed);
	guess_types(c);
	declare_types(c, d);
	c->rows.end = end;
	if (begin > first_record)
		rows_seek(&c->rows, begin, first_record);

	for (c->most_rows = CSV_ROWS; c->most_rows > MOST_VALUES / c->schema.n; c->most_rows /= 2)
		continue;
	c->wanted = mem_new(c->schema.n, sizeof *c->wanted);
	c->cells = mem_new(c->schema.n, sizeof *c->cells);
	c->column = mem_new(c->schema.n, sizeof *c->column);
	return c;
}

const struct schema *csv_schema(const struct csv *c)
{
	return &c->schema;
}

void csv_want(struct csv *c, size_t i, enum type t, bool fixed)
{
	c->wanted[i] = true;
	cells_prepare(&c->cells[i], t, fixed, c->most_rows);
}

uint64_t csv_skipped(const struct csv *c)
{
	return c->rows.skipped;
}

void csv_close(struct csv *c)
{
	for (size_t i = 0; i < c->schema.n; i++)
		cells_free(&c->cells[i]);
	free(c->cells);
	free(c->wanted);
	free(c->guessed);
	free(c->column);
	rows_free(&c->rows);
	schema_free(&c->schema);
	free(c);
}
