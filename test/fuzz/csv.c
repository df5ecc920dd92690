// SPDX-License-Identifier: MIT
// csv: events from CSV. What is read whole must be the same through a pipe, in byte ranges, and when it is written and read
// again; other dialects must do no harm.

#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "fuzz.h"
#include "input.h"
#include "text.h"

struct reading {
	char *file;
	struct dialect dialect;
	uint64_t begin, end;
	struct fuzz_sum sum;
	struct schema schema; // as it was found
	struct string *text;  // all of it written as CSV, if there
};

static void read_rows(struct reading *r, struct text *out)
{
	struct bytes *b = bytes_open(r->file);
	struct csv *c = csv_open(b, &r->dialect, r->begin, r->end);
	const struct schema *s = csv_schema(c);
	struct batch batch;
	for (size_t i = 0; i < s->n; i++)
		csv_want(c, i, s->field[i].type, true);
	if (!r->schema.n)
		r->schema = schema_copy(s);
	while (csv_batch(c, &batch)) {
		fuzz_add(&r->sum, s, &batch);
		if (out)
			text_rows(out, &batch, NULL);
	}
	csv_close(c);
	bytes_close(b);
}

static void read_plainly(void *context)
{
	read_rows(context, NULL);
}

static void write_csv(FILE *to, void *context)
{
	struct reading *r = context;
	(void)to; // text goes to stdout
	struct reading first = {.file = r->file, .end = UINT64_MAX};
	read_rows(&first, NULL); // for the schema
	struct text *out = text_open(&first.schema, &(struct text_style){.header = true});
	read_rows(r, out);
	text_close(out);
}

// Of tables whose names and missing values survive: -t takes a name, and a line with nothing on it is no row.
static bool reads_back(const struct schema *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->field[i].name, "*") == 0 || strchr(s->field[i].name, '\n'))
			return false;
	return s->n > 1;
}

static void round_trip(const struct reading *whole)
{
	struct reading again = {.file = whole->file, .end = UINT64_MAX};
	struct string text = {0};
	fuzz_must("writing what was read");
	fuzz_print(&text, write_csv, &again);
	const char **types = mem_new(whole->schema.n, sizeof *types);
	for (size_t i = 0; i < whole->schema.n; i++) {
		struct string type = {0};
		string_printf(&type, "_%zu=%s", i + 1, type_name(whole->schema.field[i].type));
		types[i] = type.text;
		for (size_t k = 0; k < whole->schema.n; k++) // a column that is really called so
			if (schema_find(&whole->schema, whole->schema.field[k].name) != k || whole->schema.field[k].name[0] == '_')
				return;
	}
	struct reading back = {.file = fuzz_file(text.text, text.n), .end = UINT64_MAX};
	back.dialect = (struct dialect){.delimiter = ',', .types = types, .n_types = whole->schema.n};
	fuzz_must("reading what was written");
	read_plainly(&back);
	fuzz_same(&whole->sum, &back.sum, "written and read");
}

static void ranges(const struct reading *whole, size_t n, uint64_t seed)
{
	fuzz_must("reading in ranges");
	uint64_t at = seed % (n + 1), to = at + seed / 997 % (n + 1 - at);
	struct reading parts = {.file = whole->file, .begin = 0, .end = at};
	read_plainly(&parts);
	parts.begin = at;
	parts.end = to;
	read_plainly(&parts);
	parts.begin = to;
	parts.end = UINT64_MAX;
	read_plainly(&parts);
	fuzz_same(&whole->sum, &parts.sum, "in ranges");
}

// The records again and again, until they fill more than a window.
static void repeated(const struct reading *whole, const char *data, size_t n)
{
	const char *line = memchr(data, '\n', n);
	size_t head = line ? (size_t)(line + 1 - data) : n, body = n - head;
	bool plain = *data > ' ' && *data <= '~' && !memchr(data, '"', n); // the first line is the header
	if (!plain || !body || data[n - 1] != '\n' || !whole->sum.rows)
		return;
	size_t times = 600000 / body + 1;
	struct string all = {0};
	string_add(&all, data, head);
	for (size_t i = 0; i < times; i++)
		string_add(&all, data + head, body);
	struct reading r = {.file = fuzz_file(all.text, all.n), .end = UINT64_MAX};
	fuzz_must("reading it many times over");
	read_plainly(&r);
	r.sum.rows /= times;
	struct fuzz_sum many = {whole->sum.rows, whole->sum.values * times};
	fuzz_same(&many, &r.sum, "many times over");
}

static void events(void *context)
{
	char *const *file = context;
	struct input *in = input_open(file, 2, &(struct dialect){.skip_bad = true});
	struct fuzz_sum sum = {0};
	struct batch b;
	input_want_all(in);
	while (input_next(in, &b))
		fuzz_add(&sum, input_schema(in), &b);
	input_close(in);
}

// One of six, and events from two files.
static void other_dialect(char *file, unsigned i)
{
	static const char *const types[][2] = {{"*=float32", "_1=int32"}, {"*=utf8", "_2=bool"}, {"*=int64", "_1=utf8"}};
	static char a[] = "a", b[] = "b", *names[] = {a, b};
	struct reading r = {.file = file, .end = UINT64_MAX};
	r.dialect = (struct dialect){.types = types[i / 2], .n_types = 1 + i % 2, .skip_bad = i % 2};
	if (i >= 4) {
		r.dialect.names = names;
		r.dialect.n_names = 2;
		r.dialect.delimiter = ';';
	}
	fuzz_try(read_plainly, &r);
	fuzz_try(events, (char *[]){file, file});
}

static void whole_file(void *context)
{
	struct {
		const char *data;
		size_t n;
		char *file;
	} *in = context;
	struct reading whole = {.file = in->file, .end = UINT64_MAX};
	uint64_t seed = fuzz_hash(0, in->data, in->n), size;
	read_plainly(&whole);
	struct reading piped = {.file = fuzz_pipe(in->data, in->n), .end = UINT64_MAX};
	fuzz_must("reading from a pipe");
	read_plainly(&piped);
	fuzz_same(&whole.sum, &piped.sum, "from a pipe");
	struct bytes *b = bytes_open(in->file);
	if (bytes_seekable(b, &size))
		ranges(&whole, in->n, seed);
	bytes_close(b);
	if (reads_back(&whole.schema) && !memchr(in->data, '\0', in->n))
		round_trip(&whole);
	if (seed % 32 == 0)
		repeated(&whole, in->data, in->n);
	fuzz_must(NULL);
}

static void parse(const char *data, size_t n)
{
	if (n > FUZZ_PIPE)
		return;
	char *file = fuzz_file(data, n);
	struct {
		const char *data;
		size_t n;
		char *file;
	} in = {data, n, file};
	fuzz_try(whole_file, &in);
	other_dialect(file, (unsigned)(fuzz_hash(1, data, n) % 6));
}

static void mutate(struct string *s)
{
	static const char *const words[] = {
		"", "\"\"", "\"a,b\"", "\"x\ny\"", "\"q\"\"q\"", "1", "-0", "1e308", "1e-400", "nan", "inf", "9223372036854775807",
		"-9223372036854775808", "9223372036854775808", "true", "False", "0", " 7 ", "\" 7 \"", "\xef\xbb\xbf", "\r", ",,", "1.5", "_2",
		"2147483648", "0.1", "\"", "\t", ";",
	};
	if (fuzz_random(3))
		fuzz_bytes(s);
	else
		fuzz_lines(s, words, sizeof words / sizeof *words);
}

const struct fuzzer fuzzer = {.codes = 1 << EXIT_DATA | 1 << EXIT_USAGE, .parse = parse, .mutate = mutate};
