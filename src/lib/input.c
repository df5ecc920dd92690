// SPDX-License-Identifier: MIT
// input: events from any number of files of any kind, as one table; input.h has the contract.

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "csv.h"
#include "err.h"
#include "input.h"
#include "mem.h"
#include "num.h"
#include "stream.h"

// An open file: exactly one of csv and stream is there.
struct reader {
	struct bytes *bytes;
	struct csv *csv;
	struct stream_in *stream;
	const struct schema *schema; // the file's own
	size_t *column;              // of each column of the table, the file's column, or SIZE_MAX
	bool *wanted;                // of each column of the file
};

struct input {
	char *const *files;
	size_t n_files, next_file;
	struct dialect dialect;
	struct schema schema;
	bool *wanted;
	bool all_wanted, fixed, begun;
	struct reader reader;
	uint64_t rows_before, skipped;
	struct column *column; // of the batch handed out
	double **converted;    // of a column whose type had to change, room for converted_room values
	size_t converted_room;
};

static char *const standard_input[] = {(char[]){"-"}};

// -- one file ---------------------------------------------------------------------------------------------------------

// Splits FILE@OFFSET+LENGTH. A file that is really called so goes first. Gives the name, to be freed.
static char *split_range(const char *file, uint64_t *begin, uint64_t *end)
{
	int64_t offset, length;
	*begin = 0;
	*end = UINT64_MAX;
	const char *at = strrchr(file, '@'), *plus = at ? strchr(at, '+') : NULL;
	bool range = plus && num_int(at + 1, plus, &offset) && num_int(plus + 1, plus + strlen(plus), &length) &&
		     offset >= 0 && length >= 0 && access(file, F_OK) != 0;
	if (!range)
		return mem_copy(file);
	*begin = (uint64_t)offset;
	*end = (uint64_t)offset + (uint64_t)length;
	return mem_copy_n(file, (size_t)(at - file));
}

static bool begins_with(const char *p, size_t n, const char *magic)
{
	return n >= strlen(magic) && memcmp(p, magic, strlen(magic)) == 0;
}

static void open_reader(struct input *in, const char *file)
{
	struct reader *r = &in->reader;
	uint64_t begin, end;
	char *name = split_range(file, &begin, &end);
	r->bytes = bytes_open(name);
	free(name);

	const char *p;
	size_t n = bytes_need(r->bytes, 16, &p);
	if (begins_with(p, n, "ARROW1"))
		die(EXIT_DATA, "%s: is an Arrow file; write it as an Arrow stream", bytes_name(r->bytes));
	if (begins_with(p, n, "# evfarm "))
		die(EXIT_DATA, "%s: is a result of evfarm, not events", bytes_name(r->bytes));
	if (begins_with(p, n, "\xff\xff\xff\xff")) {
		if (begin != 0 || end != UINT64_MAX)
			die(EXIT_USAGE, "%s: an event stream has no byte ranges", bytes_name(r->bytes));
		r->stream = stream_in_open(r->bytes);
		r->schema = stream_in_schema(r->stream);
	} else {
		r->csv = csv_open(r->bytes, &in->dialect, begin, end);
		r->schema = csv_schema(r->csv);
	}
}

static void close_reader(struct input *in)
{
	struct reader *r = &in->reader;
	if (r->csv) {
		in->skipped += csv_skipped(r->csv);
		csv_close(r->csv);
	}
	if (r->stream)
		stream_in_close(r->stream);
	bytes_close(r->bytes);
	free(r->column);
	free(r->wanted);
	*r = (struct reader){0};
}

static bool is_number(enum type t)
{
	return t != TYPE_TEXT && t != TYPE_BOOL;
}

static void check_type(const struct input *in, size_t c, enum type is)
{
	const struct field *f = &in->schema.field[c];
	bool same_kind = is == f->type || (is_number(is) && is_number(f->type));
	bool fits = !in->fixed || is == f->type || (f->type == TYPE_F64 && is_number(is)) ||
		    (f->type == TYPE_I64 && is == TYPE_I32);
	if (!same_kind || !fits)
		die(EXIT_DATA, "%s: column %s is %s here, but %s in %s", bytes_name(in->reader.bytes), f->name,
		    type_name(is), type_name(f->type), in->files[0]);
}

// Finds the table's columns in the file, and tells the file what is wanted.
static void match_columns(struct input *in)
{
	struct reader *r = &in->reader;
	const char *name = bytes_name(r->bytes);
	bool first = in->next_file == 1;
	r->column = mem_new(in->schema.n, sizeof *r->column);
	r->wanted = mem_new(r->schema->n, sizeof *r->wanted);
	for (size_t c = 0; c < in->schema.n; c++) {
		const struct field *f = &in->schema.field[c];
		size_t k = first ? c : schema_find(r->schema, f->name);
		r->column[c] = k;
		if (!in->wanted[c])
			continue;
		if (k == SIZE_MAX)
			die(EXIT_DATA, "%s: no column %s, which %s has", name, f->name, in->files[0]);
		r->wanted[k] = true;
		if (r->csv)
			csv_want(r->csv, k, f->type, in->fixed);
		else
			check_type(in, c, r->schema->field[k].type);
	}
	for (size_t k = 0; in->all_wanted && k < r->schema->n; k++) {
		if (!r->wanted[k])
			die(EXIT_DATA, "%s: column %s is not in %s", name, r->schema->field[k].name, in->files[0]);
	}
}

// -- batches ----------------------------------------------------------------------------------------------------------

static double narrow_number(const struct column *c, size_t row)
{
	if (c->type == TYPE_F32)
		return (double)((const float *)c->data)[row];
	if (c->type == TYPE_I64)
		return (double)((const int64_t *)c->data)[row];
	return ((const int32_t *)c->data)[row];
}

// A later file's column of another type, made to be of the table's: check_type let pass only what fits.
static void convert_column(struct input *in, size_t c, size_t rows)
{
	struct column *col = &in->column[c];
	if (rows > in->converted_room) {
		in->converted_room = rows;
		for (size_t i = 0; i < in->schema.n; i++) {
			free(in->converted[i]);
			in->converted[i] = NULL;
		}
	}
	if (!in->converted[c])
		in->converted[c] = mem_new(in->converted_room, sizeof **in->converted);
	for (size_t row = 0; row < rows; row++) {
		if (in->schema.field[c].type == TYPE_I64)
			((int64_t *)(void *)in->converted[c])[row] = ((const int32_t *)col->data)[row];
		else
			in->converted[c][row] = narrow_number(col, row);
	}
	col->type = in->schema.field[c].type;
	col->data = in->converted[c];
}

static bool next_in_file(struct input *in, struct batch *b)
{
	struct reader *r = &in->reader;
	if (!(r->csv ? csv_batch(r->csv, b) : stream_in_batch(r->stream, r->wanted, b)))
		return false;
	for (size_t c = 0; c < in->schema.n; c++) {
		in->column[c] = in->wanted[c] ? b->column[r->column[c]] : (struct column){.type = in->schema.field[c].type};
		if (in->wanted[c] && in->fixed && in->column[c].type != in->schema.field[c].type)
			convert_column(in, c, b->rows);
	}
	b->column = in->column;
	b->file = bytes_name(r->bytes);
	b->first = in->rows_before;
	in->rows_before += b->rows;
	return true;
}

bool input_next(struct input *in, struct batch *b)
{
	if (!in->begun) {
		in->begun = true;
		match_columns(in);
	}
	while (!next_in_file(in, b)) {
		close_reader(in);
		if (in->next_file == in->n_files) {
			in->reader.bytes = NULL;
			return false;
		}
		open_reader(in, in->files[in->next_file++]);
		in->rows_before = 0;
		match_columns(in);
	}
	return true;
}

// -- the table --------------------------------------------------------------------------------------------------------

struct input *input_open(char *const *files, size_t n, const struct dialect *d)
{
	struct input *in = mem_new(1, sizeof *in);
	in->files = n ? files : standard_input;
	in->n_files = n ? n : 1;
	if (d)
		in->dialect = *d;
	open_reader(in, in->files[in->next_file++]);
	in->schema = schema_copy(in->reader.schema);
	in->wanted = mem_new(in->schema.n, sizeof *in->wanted);
	in->column = mem_new(in->schema.n, sizeof *in->column);
	in->converted = mem_new(in->schema.n, sizeof *in->converted);
	return in;
}

const struct schema *input_schema(const struct input *in)
{
	return &in->schema;
}

void input_want(struct input *in, size_t c)
{
	in->wanted[c] = true;
}

void input_want_all(struct input *in)
{
	in->all_wanted = true;
	for (size_t c = 0; c < in->schema.n; c++)
		in->wanted[c] = true;
}

void input_fix_types(struct input *in)
{
	in->fixed = true;
}

uint64_t input_skipped(const struct input *in)
{
	return in->skipped + (in->reader.csv ? csv_skipped(in->reader.csv) : 0);
}

void input_close(struct input *in)
{
	if (in->reader.bytes)
		close_reader(in);
	for (size_t c = 0; c < in->schema.n; c++)
		free(in->converted[c]);
	free(in->converted);
	free(in->column);
	free(in->wanted);
	schema_free(&in->schema);
	free(in);
}
