// SPDX-License-Identifier: MIT
// csv_header: the first line of CSV; csv_header.h has the contract.

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "csv_field.h"
#include "csv_header.h"
#include "csv_scan.h"
#include "err.h"
#include "num.h"

// The length of the line at p, without its end, and of its end.
static size_t line_length(const char *p, size_t n, size_t *end_length)
{
	const char *feed = memchr(p, '\n', n);
	size_t length = feed ? (size_t)(feed - p) : n;
	*end_length = feed != NULL;
	if (length && p[length - 1] == '\r') {
		length--;
		++*end_length;
	}
	return length;
}

// The delimiter that the line has most of outside quotes; a comma if it has none.
static char find_delimiter(const char *p, size_t n)
{
	static const char candidates[] = ",\t;";
	size_t best = 0;
	char delimiter = ',';
	for (const char *c = candidates; *c; c++) {
		size_t count = 0;
		bool inside = false;
		for (size_t i = 0; i < n && (inside || p[i] != '\n'); i++) {
			inside ^= p[i] == '"';
			count += !inside && p[i] == *c;
		}
		if (count > best) {
			best = count;
			delimiter = *c;
		}
	}
	return delimiter;
}

static bool all_numbers(const struct schema *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const char *name = s->field[i].name;
		double x;
		if (!num_real(name, name + strlen(name), &x))
			return false;
	}
	return s->n > 0;
}

// 0, 1, 2, ... or 1, 2, 3, ... as some writers call columns without names
static bool consecutive(const struct schema *s)
{
	int64_t before = 0;
	for (size_t i = 0; i < s->n; i++) {
		const char *name = s->field[i].name;
		int64_t x;
		if (!num_int(name, name + strlen(name), &x) || (i ? x != before + 1 : x != 0 && x != 1))
			return false;
		before = x;
	}
	return true;
}

// Columns by their names, namesakes by their places.
static int by_name(const void *a, const void *b)
{
	const struct field *const *x = a, *const *y = b;
	int order = strcmp((*x)->name, (*y)->name);
	return order ? order : (*x > *y) - (*x < *y);
}

static void check_names(const char *file, uint64_t line, const struct schema *s)
{
	const struct field **sorted = mem_new(s->n, sizeof *sorted);
	const struct field *first = NULL, *second = NULL; // the namesakes to be told: those that come first
	for (size_t i = 0; i < s->n; i++)
		sorted[i] = &s->field[i];
	qsort(sorted, s->n, sizeof *sorted, by_name);
	for (size_t i = 1; i < s->n; i++) {
		if (strcmp(sorted[i - 1]->name, sorted[i]->name) == 0 && (!second || sorted[i] < second)) {
			first = sorted[i - 1];
			second = sorted[i];
		}
	}
	free(sorted);
	if (second)
		die(EXIT_DATA, "%s:%llu: columns %td and %td are both called \"%s\"; rename one (evread --rename _%td=NAME)", file,
		    (unsigned long long)line, first - s->field + 1, second - s->field + 1, second->name, second - s->field + 1);
}

static void rename_columns(const char *file, const struct dialect *d, struct schema *s)
{
	for (size_t i = 0; i < d->n_rename; i++) {
		const char *equals = strchr(d->rename[i], '=');
		if (!equals || equals == d->rename[i] || !equals[1])
			die(EXIT_USAGE, "--rename: not COLUMN=NAME: \"%s\"", d->rename[i]);
		char *old = mem_copy_n(d->rename[i], (size_t)(equals - d->rename[i]));
		size_t column = schema_find(s, old);
		if (column == SIZE_MAX)
			die(EXIT_USAGE, "--rename: %s has no column %s", file, old);
		free(s->field[column].name);
		s->field[column].name = mem_copy(equals + 1);
		free(old);
	}
}

static void add_name(struct header *h, const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	while (p < end && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	struct string name = {0};
	field_text(p, end, &name);
	if (!name.n)
		string_printf(&name, "_%zu", h->columns.n + 1);
	schema_add(&h->columns, name.text, TYPE_F64);
	string_free(&name);
}

// Reads the names from the record at text + h->length and moves behind it.
static void read_names(const char *file, const char *text, size_t n, struct header *h)
{
	const char *p = text + h->length;
	size_t left = n - h->length;
	uint32_t *at = mem_new(left + SCAN_SLACK, sizeof *at);
	struct scan found = {0};
	csv_scan(p, left, h->delimiter, at, &found);
	size_t begin = 0, end = 0;
	for (size_t i = 0;; i++) {
		bool last = i == found.separators;
		end = last ? left : at[i];
		size_t stop = end > begin && p[end - 1] == '\r' && (last || p[end] == '\n') ? end - 1 : end;
		const char *wrong = field_quotes(p + begin, p + stop);
		if (wrong)
			die(EXIT_DATA, "%s:%llu: the header's column %zu: %s", file, (unsigned long long)h->lines + 1,
			    i + 1, wrong);
		if (i == MOST_COLUMNS)
			die(EXIT_DATA, "%s:%llu: more than %d columns", file, (unsigned long long)h->lines + 1, MOST_COLUMNS);
		add_name(h, p + begin, p + stop);
		begin = end + 1;
		if (last || p[end] == '\n')
			break;
	}
	for (size_t i = 0; i < end; i++)
		h->lines += p[i] == '\n';
	h->lines += end < left;
	h->length += end < left ? end + 1 : left;
	free(at);
}

struct header header_read(const char *file, const char *text, size_t n, const struct dialect *d)
{
	struct header h = {.delimiter = d->delimiter};
	if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		h.length = 3;
	else if (n >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0))
		die(EXIT_DATA, "%s: is UTF-16 text; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)", file);

	for (;;) { // empty lines before anything else
		size_t end_length, length = line_length(text + h.length, n - h.length, &end_length);
		if (length || !end_length)
			break;
		h.length += end_length;
		h.lines++;
	}
	if (h.length == n)
		die(EXIT_DATA, "%s: is empty: not even a header line", file);
	if (memchr(text, '\0', n < 4096 ? n : 4096))
		die(EXIT_DATA, "%s: is neither CSV, nor an event stream, nor gzip of these", file);
	if (!h.delimiter)
		h.delimiter = find_delimiter(text + h.length, n - h.length);

	uint64_t line = h.lines + 1;
	if (d->names) {
		for (size_t i = 0; i < d->n_names; i++)
			schema_add(&h.columns, d->names[i], TYPE_F64);
	} else {
		read_names(file, text, n, &h);
		if (all_numbers(&h.columns) && !consecutive(&h.columns))
			warn("%s:%llu: the header is all numbers; if it is an event, name the columns (evread -H NAMES)",
			     file, (unsigned long long)line);
	}
	rename_columns(file, d, &h.columns);
	check_names(file, line, &h.columns);
	return h;
}
