// SPDX-License-Identifier: MIT
// Evaluates an expression over columns given as words, and prints its type and its values:
//
//	expr [-f FIRST] [-r | -t] EXPR [NAME:TYPE[>TYPE]=VALUE,VALUE,...]...
//
// -f begins at that row, -r prints expr_reals, -t expr_truth. An empty VALUE is missing. The type behind > is that of
// the batch, where it differs from the schema's.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "expr.h"
#include "mem.h"
#include "num.h"

static size_t rows;
static void *arrays[1000]; // of all columns
static size_t n_arrays;

static void *kept(void *array)
{
	return arrays[n_arrays++] = array;
}

static void set_value(struct column *c, void *data, size_t i, const char *text)
{
	const char *end = text + strlen(text);
	double real = 0;
	int64_t whole = 0;
	if (c->type == TYPE_F64 || c->type == TYPE_F32)
		num_real(text, end, &real);
	else if (c->type != TYPE_BOOL)
		num_int(text, end, &whole);
	switch (c->type) {
	case TYPE_F64: ((double *)data)[i] = real; break;
	case TYPE_F32: ((float *)data)[i] = (float)real; break;
	case TYPE_I64: ((int64_t *)data)[i] = whole; break;
	case TYPE_I32: ((int32_t *)data)[i] = (int32_t)whole; break;
	case TYPE_BOOL:
		if (strcmp(text, "true") == 0)
			bit_set(data, i);
		break;
	case TYPE_TEXT: break;
	}
}

// Every array has its exact size, so that a sanitizer sees what is read beyond.
static struct column make_column(enum type type, const char *list)
{
	struct column c = {.type = type};
	struct string bytes = {0};
	size_t n = 1;
	for (const char *p = list; *p; p++)
		n += *p == ',';
	static const size_t size[] = {8, 4, 8, 4, 1, 1};
	void *data = kept(mem_new(n, size[type]));
	int32_t *offset = kept(mem_new(n + 1, sizeof *offset));
	uint8_t *valid = kept(mem_new((n + 7) / 8, 1));
	for (size_t i = 0; i < n; i++) {
		size_t length = strcspn(list, ",");
		char *word = mem_copy_n(list, length);
		list += length + (list[length] != '\0');
		if (length)
			bit_set(valid, i);
		else
			c.valid = valid;
		set_value(&c, data, i, word);
		string_puts(&bytes, word);
		offset[i + 1] = (int32_t)bytes.n;
		free(word);
	}
	c.data = type == TYPE_TEXT ? kept(mem_copy_n(bytes.text, bytes.n)) : data;
	c.offset = type == TYPE_TEXT ? offset : NULL;
	string_free(&bytes);
	rows = n;
	return c;
}

static void add_column(struct schema *s, struct batch *b, char *word)
{
	char *values = strchr(word, '='), *type = strchr(word, ':');
	if (!values || !type)
		die(EXIT_USAGE, "not NAME:TYPE=VALUES: %s", word);
	*values++ = *type++ = '\0';
	char *later = strchr(type, '>');
	enum type t, batch_type;
	if (later)
		*later++ = '\0';
	if (!type_by_name(type, &t) || !type_by_name(later ? later : type, &batch_type))
		die(EXIT_USAGE, "no type %s", type);
	schema_add(s, word, t);
	b->column = mem_resize(b->column, s->n, sizeof *b->column);
	b->column[s->n - 1] = make_column(batch_type, values);
}

static void print_value(const struct values *v, size_t i)
{
	char text[NUM_MAX];
	if (v->missing && v->missing[i])
		printf(" null");
	else if (v->type == TYPE_F64)
		printf(" %.*s", (int)num_write(text, v->real[i]), text);
	else if (v->type == TYPE_I64)
		printf(" %.*s", (int)num_write_int(text, v->integer[i]), text);
	else if (v->type == TYPE_BOOL)
		printf(" %s", v->truth[i] == 1 ? "true" : v->truth[i] == 0 ? "false" : "neither");
	else
		printf(" \"%.*s\"", (int)(v->offset[i + 1] - v->offset[i]), v->text + v->offset[i]);
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	size_t first = 0;
	int key;
	char as = 0;
	while ((key = getopt(argc, argv, "f:rt")) != -1) {
		if (key == 'f')
			first = strtoul(optarg, NULL, 10);
		else
			as = (char)key;
	}
	struct schema s = {0};
	struct batch b = {.file = "words"};
	rows = 1;
	for (int i = optind + 1; i < argc; i++)
		add_column(&s, &b, argv[i]);
	struct expr *e = expr_compile(argv[optind], "", &s);
	printf("%s", type_name(expr_type(e)));
	for (; first < rows; first += EXPR_BLOCK) {
		size_t n = rows - first < EXPR_BLOCK ? rows - first : EXPR_BLOCK;
		struct values v = {0};
		if (as == 'r')
			v = (struct values){.type = TYPE_F64, .real = expr_reals(e, &b, first, n)};
		else if (as == 't')
			v = (struct values){.type = TYPE_BOOL, .truth = expr_truth(e, &b, first, n)};
		else
			v = expr_eval(e, &b, first, n);
		for (size_t i = 0; i < n; i++)
			print_value(&v, i);
	}
	printf("\n");
	expr_free(e);
	schema_free(&s);
	free(b.column);
	while (n_arrays)
		free(arrays[--n_arrays]);
	close_stdout();
}
