// SPDX-License-Identifier: MIT
// evcalc: adds columns to events, or replaces some, by expressions.
//
// The table that the definitions see begins as the input's columns; each definition changes it for the ones behind.
// Input columns go through by pointer, computed ones lie in arrays of a slice's length.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "expr.h"
#include "mem.h"
#include "opt.h"
#include "output.h"
#include "pick.h"

enum { SLICE = 16 * EXPR_BLOCK }; // rows computed before they are written

struct definition {
	char *name;
	const char *text; // what stands behind the =
	struct expr *expr;
	size_t place; // in the table
	enum type type;
	void *data; // SLICE values; bits; for text the bytes
	size_t room_text;
	int32_t *offset; // of text only
	uint8_t *valid;
	bool missing; // some are, in this slice
};

struct definitions {
	struct definition *def;
	size_t n;
};

static const struct opt opts[] = {
	{'e', "define", "NAME=EXPR", "add a column; may be repeated, and all operands are files then"},
	{'c', "columns", "COLS", "only these columns, computed or not, in this order (default: all)"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	.synopsis = "[-c COLS] [-e NAME=EXPR]... [NAME=EXPR...] [FILE...]",
	.purpose = "Adds columns to events: 'm = sqrt(2*pt1*pt2*(cosh(eta1-eta2)-cos(phi1-phi2)))'.",
	.opts = opts,
	.notes = "A definition may use the columns of those before it; evexpr(7) has the language.",
};

// -- definitions ---------------------------------------------------------------------------------------------------

static const char *skip_space(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

// NAME = EXPR, where = is not the first half of ==. False if text is anything else.
static bool add_definition(struct definitions *all, const char *text)
{
	char *name;
	const char *p = skip_space(text);
	size_t n = expr_name(p, &name);
	if (!n)
		return false;
	p = skip_space(p + n);
	if (p[0] != '=' || p[1] == '=') {
		free(name);
		return false;
	}
	all->def = mem_resize(all->def, all->n + 1, sizeof *all->def);
	all->def[all->n++] = (struct definition){.name = name, .text = skip_space(p + 1)};
	return true;
}

// The operands that are definitions go before the first that is not; returns how many they are.
static int take_operands(struct definitions *all, char **operand)
{
	int n = 0;
	while (operand[n] && add_definition(all, operand[n]))
		n++;
	if (all->n)
		return n;
	if (operand[0] && strchr(operand[0], '='))
		usage_error(&cli, "not a definition such as 'm = 2 * x': '%s'", operand[0]);
	usage_error(&cli, "no definition: what is to be computed? 'm = 2 * x'");
}

// The place of the column called name in the table, a new one at its end if there is none.
static size_t place_of(struct schema *table, const char *name, enum type type)
{
	for (size_t c = 0; c < table->n; c++) {
		if (strcmp(table->field[c].name, name) == 0) {
			table->field[c].type = type;
			return c;
		}
	}
	schema_add(table, name, type);
	return table->n - 1;
}

static void make_room(struct definition *d)
{
	d->valid = mem_new(SLICE / 8, 1);
	if (d->type == TYPE_TEXT)
		d->offset = mem_new(SLICE + 1, sizeof *d->offset);
	else
		d->data = d->type == TYPE_BOOL ? mem_new(SLICE / 8, 1) : mem_new(SLICE, sizeof(double));
}

// Compiles the definitions in order, and asks the input for the columns that they read. ours[c] tells which of the
// table's columns are computed.
static struct schema define(struct definitions *all, struct input *in, bool **ours)
{
	struct schema table = schema_copy(input_schema(in));
	*ours = mem_new(table.n + all->n, sizeof **ours);
	bool *used = mem_new(table.n + all->n, sizeof *used); // by the definitions so far
	for (size_t i = 0; i < all->n; i++) {
		struct definition *d = &all->def[i];
		d->expr = expr_compile(d->text, d->name, &table);
		expr_columns(d->expr, used);
		for (size_t c = 0; c < table.n; c++) {
			if (used[c] && !(*ours)[c])
				input_want(in, c);
		}
		d->type = expr_type(d->expr);
		d->place = place_of(&table, d->name, d->type);
		(*ours)[d->place] = true;
		make_room(d);
	}
	free(used);
	return table;
}

// -- rows ----------------------------------------------------------------------------------------------------------

// Bytes 0 and 1 to bits, from a place that is a multiple of 8 on; flip is 1 to turn them round.
static void pack(uint8_t *bits, size_t at, const uint8_t *bytes, size_t n, unsigned flip)
{
	memset(bits + at / 8, 0, (n + 7) / 8);
	for (size_t i = 0; i < n; i++)
		bits[(at + i) / 8] |= (uint8_t)((bytes[i] ^ flip) << (i & 7));
}

static void store_text(struct definition *d, size_t at, const struct values *v, size_t n)
{
	size_t bytes = (size_t)(v->offset[n] - v->offset[0]), before = (size_t)d->offset[at];
	if (before + bytes > INT32_MAX)
		die(EXIT_SYSTEM, "column %s: more than 2 GiB of text in %d rows", d->name, SLICE);
	d->data = mem_grow(d->data, &d->room_text, before + bytes + 1, 1);
	if (bytes)
		memcpy((char *)d->data + before, v->text + v->offset[0], bytes);
	for (size_t i = 1; i <= n; i++)
		d->offset[at + i] = d->offset[at] + (v->offset[i] - v->offset[0]);
}

static void store(struct definition *d, size_t at, const struct values *v, size_t n)
{
	if (v->missing) {
		pack(d->valid, at, v->missing, n, 1);
		d->missing = true;
	}
	switch (v->type) {
	case TYPE_F64: memcpy((double *)d->data + at, v->real, n * sizeof *v->real); break;
	case TYPE_I64: memcpy((int64_t *)d->data + at, v->integer, n * sizeof *v->integer); break;
	case TYPE_BOOL: pack(d->data, at, v->truth, n, 0); break;
	default: store_text(d, at, v, n); break;
	}
}

// The definition's column for all rows of b, which it becomes part of.
static void compute(struct definition *d, struct batch *b)
{
	memset(d->valid, 0xff, SLICE / 8);
	d->missing = false;
	for (size_t first = 0, n; first < b->rows; first += n) {
		n = b->rows - first < EXPR_BLOCK ? b->rows - first : EXPR_BLOCK;
		struct values v = expr_eval(d->expr, b, first, n);
		store(d, first, &v, n);
	}
	b->column[d->place] = (struct column){d->type, d->data, d->offset, d->missing ? d->valid : NULL};
}

// Column c from row first on, a multiple of 8.
static struct column from_row(struct column c, size_t first)
{
	static const size_t bits[] = {
		[TYPE_F64] = 64, [TYPE_F32] = 32, [TYPE_I64] = 64, [TYPE_I32] = 32, [TYPE_BOOL] = 1, [TYPE_TEXT] = 0,
	};
	if (c.data)
		c.data = (const char *)c.data + first / 8 * bits[c.type];
	if (c.offset)
		c.offset += first;
	if (c.valid)
		c.valid += first / 8;
	return c;
}

static void write_batch(struct definitions *all, const struct batch *b, size_t n_columns, struct column *table,
			struct pick *p, struct output *out)
{
	for (size_t first = 0; first < b->rows; first += SLICE) {
		size_t n = b->rows - first < SLICE ? b->rows - first : SLICE;
		struct batch slice = {.rows = n, .column = table, .file = b->file, .first = b->first + first};
		for (size_t c = 0; c < n_columns; c++)
			table[c] = from_row(b->column[c], first);
		for (size_t i = 0; i < all->n; i++)
			compute(&all->def[i], &slice);
		struct batch picked = pick_batch(p, &slice);
		output_rows(out, &picked, NULL);
	}
}

static void free_definitions(struct definitions *all)
{
	for (size_t i = 0; i < all->n; i++) {
		struct definition *d = &all->def[i];
		expr_free(d->expr);
		free(d->name);
		free(d->data);
		free(d->offset);
		free(d->valid);
	}
	free(all->def);
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	struct definitions all = {0};
	const char *columns = NULL;
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		if (key == 'c')
			columns = optarg;
		else if (!add_definition(&all, optarg))
			usage_error(&cli, "-e: not a definition such as 'm = 2 * x': '%s'", optarg);
	}
	int files = all.n ? optind : optind + take_operands(&all, argv + optind);

	struct input *in = input_open(argv + files, (size_t)(argc - files), NULL);
	input_fix_types(in);
	bool *ours;
	size_t n_columns = input_schema(in)->n;
	struct schema table = define(&all, in, &ours);
	struct pick p = pick_columns(&table, columns, "-c");
	for (size_t i = 0; i < p.schema.n; i++) {
		if (!ours[p.from[i]])
			input_want(in, p.from[i]);
	}

	struct output *out = output_open(&p.schema);
	struct column *column = mem_new(table.n, sizeof *column);
	for (struct batch b; input_next(in, &b);)
		write_batch(&all, &b, n_columns, column, &p, out);
	output_close(out);

	free(column);
	free(ours);
	pick_free(&p);
	schema_free(&table);
	free_definitions(&all);
	input_close(in);
	return EXIT_GOOD;
}
