// SPDX-License-Identifier: MIT
// csv_rows: the records of CSV text; csv_rows.h has the contract.
//
// A window of text is scanned for the ends of its fields (csv_scan), and these are put together into records.
//
// A byte range holds the records that begin in it. Where the range begins in mid-record, the first line end outside
// quotes decides; whether a place is inside quotes is the parity of all quotation marks before it. As a record is no longer
// than CSV_RECORD_MAX, a place with no quotation mark in so many bytes before it is outside, and only files that do have
// quoted fields are counted from their beginning.

#include <stdlib.h>
#include <string.h>

#include "csv_field.h"
#include "csv_rows.h"
#include "err.h"

enum { WARNINGS = 10 };

// -- where an error is ------------------------------------------------------------------------------------------------

static uint64_t count_byte(const char *p, size_t n, char c)
{
	uint64_t count = 0;
	for (size_t i = 0; i < n; i++)
		count += p[i] == c;
	return count;
}

// How often c stands in [from, to) of a seekable input; leaves the window elsewhere.
static uint64_t count_range(struct bytes *b, uint64_t from, uint64_t to, char c)
{
	uint64_t count = 0;
	bytes_seek(b, from);
	while (from < to) {
		const char *p;
		size_t n = bytes_need(b, 1, &p);
		if (!n)
			break;
		n = n < to - from ? n : (size_t)(to - from);
		count += count_byte(p, n, c);
		bytes_skip(b, n);
		from += n;
	}
	return count;
}

// The number of the line in its file at which the window's byte i stands.
static uint64_t line_at(struct rows *r, size_t i)
{
	if (r->lines_base) {
		uint64_t place = bytes_place(r->from);
		r->lines += count_range(r->from, 0, r->lines_base, '\n');
		r->lines_base = 0;
		bytes_seek(r->from, place);
		bytes_need(r->from, r->length > i ? r->length : i, &r->text);
	}
	return 1 + r->lines + count_byte(r->text, i, '\n');
}

void rows_bad(struct rows *r, size_t begin, size_t column, const char *reason)
{
	if (r->silent)
		return;
	if (!r->skip_bad || r->skipped < WARNINGS) {
		struct string message = {0};
		string_printf(&message, "%s:%llu: ", r->name, (unsigned long long)line_at(r, begin));
		if (column != SIZE_MAX)
			string_printf(&message, "column %s: ", r->columns->field[column].name);
		string_puts(&message, reason);
		if (!r->skip_bad) {
			bytes_verify(r->from);
			die(EXIT_DATA, "%s", message.text);
		}
		warn("%s: skipped", message.text);
		string_free(&message);
	}
	r->skipped++;
}

// -- records ----------------------------------------------------------------------------------------------------------

static void room_for_rows(struct rows *r, size_t n)
{
	r->row = mem_grow(r->row, &r->row_room, n, sizeof *r->row);
}

// The usual case, told by counting: as many line ends as records of the right length, and each where it belongs.
static bool regular_rows(struct rows *r)
{
	size_t n = r->columns->n, rows = r->found.newlines;
	if (n < 2 || r->found.quotes || r->found.separators != rows * n)
		return false;
	room_for_rows(r, rows);
	for (size_t i = 0; i < rows; i++) {
		r->row[i] = (uint32_t)(i * n);
		if (r->text[r->at[i * n + n - 1]] != '\n')
			return false;
	}
	r->n = rows;
	return true;
}

// NULL if the record of fields [first, last] may stand, else what is wrong, and with which column.
static const char *check_record(struct rows *r, size_t first, size_t last, size_t *column)
{
	static char reason[64];
	size_t n = last - first + 1;
	*column = SIZE_MAX;
	for (size_t i = 0; r->found.quotes && i < n; i++) {
		struct fields one = {r->text, r->at, (const uint32_t[]){(uint32_t)first}, 1, i};
		const char *p, *end;
		field_bounds(&one, 0, &p, &end);
		const char *wrong = field_quotes(p, end);
		if (wrong) {
			*column = i < r->columns->n ? i : SIZE_MAX;
			return wrong;
		}
	}
	if (n == r->columns->n)
		return NULL;
	snprintf(reason, sizeof reason, "%zu field%s where the header has %zu", n, n == 1 ? "" : "s", r->columns->n);
	return reason;
}

// Record by record, with all that can be odd about them.
static void careful_rows(struct rows *r)
{
	uint64_t place = bytes_place(r->from);
	r->n = 0;
	for (size_t i = 0; i < r->found.separators; i++) {
		size_t first = i, begin = r->at[(ptrdiff_t)first - 1] + 1u;
		if (place + begin >= r->end)
			break;
		while (i + 1 < r->found.separators && r->text[r->at[i]] != '\n')
			i++;
		size_t length = r->at[i] - begin;
		if (i == first && (length == 0 || (length == 1 && r->text[begin] == '\r')))
			continue; // an empty line
		size_t column;
		const char *wrong = check_record(r, first, i, &column);
		if (wrong) {
			rows_bad(r, begin, column, wrong);
			continue;
		}
		room_for_rows(r, r->n + 1);
		r->row[r->n++] = (uint32_t)first;
	}
}

static void room_for_separators(struct rows *r, size_t n)
{
	if (n <= r->at_room)
		return;
	rows_free(r);
	r->at_room = n;
	r->at = (uint32_t *)mem_new(n + 1, sizeof *r->at) + 1;
	r->at[-1] = UINT32_MAX; // so that at[-1] + 1 is 0
}

// Scans n bytes of the window and keeps what ends with a whole record. False if there is none.
static bool scan_window(struct rows *r, size_t n, bool last)
{
	room_for_separators(r, n + SCAN_SLACK + 1);
	r->found.inside = false;
	csv_scan(r->text, n, r->delimiter, r->at, &r->found);
	size_t k = r->found.separators;
	if (last) {
		if (r->found.inside || r->text[n - 1] != '\n') { // the last line has no end
			size_t end = r->text[n - 1] == '\r' ? n - 1 : n;
			r->at[r->found.separators++] = (uint32_t)end;
			r->found.newlines = 0; // not regular
		}
		r->length = n;
		return true;
	}
	while (k && r->text[r->at[k - 1]] != '\n')
		k--;
	r->found.separators = k;
	r->length = k ? r->at[k - 1] + 1u : 0;
	return k > 0;
}

bool rows_peek(struct rows *r)
{
	r->n = 0;
	for (size_t want = CSV_WINDOW;; want *= 2) {
		if (bytes_place(r->from) >= r->end)
			return false;
		size_t n = bytes_need(r->from, want, &r->text);
		bool last = n < want;
		n = last ? n : want;
		if (!n)
			return false;
		if (scan_window(r, n, last))
			break;
		if (n >= CSV_RECORD_MAX && r->silent)
			return false;
		if (n >= CSV_RECORD_MAX) {
			uint64_t line = line_at(r, 0);
			bytes_verify(r->from);
			die(EXIT_DATA, "%s:%llu: a record longer than %d bytes, or a quotation mark that is never closed",
			    r->name, (unsigned long long)line, CSV_RECORD_MAX);
		}
	}
	if (!regular_rows(r))
		careful_rows(r);
	while (r->n && bytes_place(r->from) + row_begin(r, r->n - 1) >= r->end)
		r->n--;
	return true;
}

bool rows_next(struct rows *r)
{
	if (r->length) {
		bool told = r->found.newlines && !r->found.quotes;
		r->lines += told ? r->found.newlines : count_byte(r->text, r->length, '\n');
		bytes_skip(r->from, r->length);
		r->length = 0;
	}
	return rows_peek(r);
}

void rows_seek(struct rows *r, uint64_t begin, uint64_t header)
{
	uint64_t before = begin - 1; // if a line ends here, a record begins at begin
	uint64_t look = before - header > CSV_RECORD_MAX ? before - CSV_RECORD_MAX : header;
	bool inside = count_range(r->from, look, before, '"') && count_range(r->from, header, before, '"') % 2;
	bytes_seek(r->from, before);
	for (;;) {
		const char *p;
		size_t n = bytes_need(r->from, CSV_WINDOW, &p), i = 0;
		for (; i < n; i++) {
			inside ^= p[i] == '"';
			if (p[i] == '\n' && !inside)
				break;
		}
		bytes_skip(r->from, i < n ? i + 1 : n);
		if (i < n || n == 0)
			break;
	}
	r->lines = 0;
	r->lines_base = bytes_place(r->from);
	r->length = 0;
}

void rows_free(struct rows *r)
{
	free(r->at ? r->at - 1 : NULL);
	free(r->row);
	r->at = r->row = NULL;
	r->at_room = r->row_room = 0;
}
