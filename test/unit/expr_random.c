// SPDX-License-Identifier: MIT
// Random expressions against a plain reckoning, row by row, done while the text is made:
//
//	expr_random SEED COUNT
//
// Brackets stand only where precedence calls for them, so that the parser is under test as well.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "expr.h"
#include "mem.h"
#include "sine.h"

enum { ROWS = 75, COLUMNS = 7 };

struct cell {
	enum type type; // TYPE_F64, TYPE_I64, TYPE_BOOL
	double real;
	int64_t whole;
	bool missing;
};

// An expression: its text, how tightly its outermost operator binds, and its value in each row.
struct made {
	struct string text;
	int tight;
	struct cell cell[ROWS];
};

enum { TERNARY, OR, AND, EQUALITY, RELATION, SUM, PRODUCT, UNARY, POWER, PRIMARY };

static uint64_t state;

static unsigned below(unsigned n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)((state >> 33) % n);
}

// -- the table -----------------------------------------------------------------------------------------------------

static struct schema schema;
static struct column columns[COLUMNS];
static struct cell table[COLUMNS][ROWS];

static int64_t some_whole(void)
{
	static const int64_t odd[] = {0, 1, -1, 2, INT64_MAX, INT64_MIN, (1ll << 53) + 1, 1ll << 53, -(1ll << 53) - 1};
	return below(2) ? odd[below(sizeof odd / sizeof *odd)] : (int64_t)below(9) - 4;
}

static double some_real(void)
{
	static const double odd[] = {0, -0.0, 1, 0.5, 3, -2, 1e300, 1e-300, NAN, INFINITY, -INFINITY,
				     0x1p53, 0x1p63, -0x1p63};
	return below(2) ? odd[below(sizeof odd / sizeof *odd)] : ((double)below(2001) - 1000) / 100;
}

static void make_column(size_t c, const char *name, enum type t, bool gaps)
{
	static const size_t size[] = {8, 4, 8, 4, 1};
	void *data = mem_new(ROWS, size[t]);
	uint8_t *valid = mem_new((ROWS + 7) / 8, 1);
	schema_add(&schema, name, t);
	for (size_t i = 0; i < ROWS; i++) {
		double real = some_real();
		int64_t whole = t == TYPE_I32 ? (int32_t)some_whole() : some_whole();
		struct cell *x = &table[c][i];
		*x = (struct cell){t, t == TYPE_F32 ? (double)(float)real : real, whole, gaps && below(4) == 0};
		x->type = t == TYPE_F32 ? TYPE_F64 : t == TYPE_I32 ? TYPE_I64 : t;
		switch (t) {
		case TYPE_F64: ((double *)data)[i] = real; break;
		case TYPE_F32: ((float *)data)[i] = (float)real; break;
		case TYPE_I64: ((int64_t *)data)[i] = whole; break;
		case TYPE_I32: ((int32_t *)data)[i] = (int32_t)whole; break;
		default:
			x->whole &= 1;
			if (x->whole)
				bit_set(data, i);
		}
		if (!x->missing)
			bit_set(valid, i);
	}
	columns[c] = (struct column){.type = t, .data = data, .valid = valid};
}

static void free_column(struct column *c)
{
	free((void *)(uintptr_t)c->data);
	free((void *)(uintptr_t)c->valid);
}

// -- the reckoning -------------------------------------------------------------------------------------------------

static double real(const struct cell *x)
{
	return x->type == TYPE_F64 ? x->real : (double)x->whole;
}

static bool truth(const struct cell *x)
{
	return !x->missing && (x->type == TYPE_F64 ? x->real != 0 : x->whole != 0);
}

static struct cell cell_real(double x, bool missing)
{
	return (struct cell){.type = TYPE_F64, .real = x, .missing = missing};
}

static struct cell cell_whole(enum type t, int64_t x, bool missing)
{
	return (struct cell){.type = t, .whole = x, .missing = missing};
}

// long double holds every int64 and every double
static struct cell compared(const char *op, const struct cell *a, const struct cell *b)
{
	long double x = a->type == TYPE_F64 ? (long double)a->real : (long double)a->whole;
	long double y = b->type == TYPE_F64 ? (long double)b->real : (long double)b->whole;
	bool r = strcmp(op, "==") == 0 ? x == y : strcmp(op, "!=") == 0 ? x != y : strcmp(op, "<") == 0 ? x < y :
		 strcmp(op, "<=") == 0 ? x <= y : strcmp(op, ">") == 0 ? x > y : x >= y;
	return cell_whole(TYPE_BOOL, r && !a->missing && !b->missing, false);
}

static struct cell binary(const char *op, const struct cell *a, const struct cell *b)
{
	bool missing = a->missing || b->missing;
	double x = real(a), y = real(b);
	if (op[0] == '&')
		return cell_whole(TYPE_BOOL, truth(a) && truth(b), false);
	if (op[0] == '|')
		return cell_whole(TYPE_BOOL, truth(a) || truth(b), false);
	if (strchr("=!<>", op[0]))
		return compared(op, a, b);
	if (strcmp(op, "**") == 0)
		return cell_real(y == 2 ? x * x : pow(x, y), missing);
	switch (op[0]) {
	case '+': return cell_real(x + y, missing);
	case '-': return cell_real(x - y, missing);
	case '*': return cell_real(x * y, missing);
	case '/': return cell_real(x / y, missing);
	default: return cell_real(fmod(x, y), missing);
	}
}

static int64_t negated(int64_t x)
{
	return x == INT64_MIN ? INT64_MAX : -x;
}

static struct cell unary(char op, const struct cell *a)
{
	if (op == '!')
		return cell_whole(TYPE_BOOL, !truth(a), false);
	if (op == '+')
		return *a;
	if (a->type == TYPE_F64)
		return cell_real(-a->real, a->missing);
	return cell_whole(TYPE_I64, negated(a->whole), a->missing);
}

static struct cell chosen(const struct cell *c, const struct cell *a, const struct cell *b)
{
	const struct cell *x = truth(c) ? a : b;
	if (a->type == b->type)
		return *x;
	if (a->type != TYPE_F64 && b->type != TYPE_F64)
		return cell_whole(TYPE_I64, x->whole, x->missing);
	return cell_real(real(x), x->missing);
}

static struct cell called(const char *f, const struct cell *a, const struct cell *b)
{
	bool missing = a->missing || b->missing, reals = a->type == TYPE_F64 || b->type == TYPE_F64;
	double x = real(a), y = real(b);
	if (strcmp(f, "isnan") == 0)
		return cell_whole(TYPE_BOOL, isnan(x) || a->missing, false);
	if (strcmp(f, "isfinite") == 0)
		return cell_whole(TYPE_BOOL, isfinite(x) && !a->missing, false);
	if (strcmp(f, "abs") == 0)
		return a->type == TYPE_F64 ? cell_real(fabs(x), a->missing) :
		       cell_whole(TYPE_I64, a->whole < 0 ? negated(a->whole) : a->whole, a->missing);
	if (strcmp(f, "min") == 0)
		return !reals ? cell_whole(TYPE_I64, a->whole < b->whole ? a->whole : b->whole, missing) :
		       cell_real(isnan(x) || isnan(y) ? NAN : x < y ? x : y, missing);
	if (strcmp(f, "max") == 0)
		return !reals ? cell_whole(TYPE_I64, a->whole > b->whole ? a->whole : b->whole, missing) :
		       cell_real(isnan(x) || isnan(y) ? NAN : x > y ? x : y, missing);
	if (strcmp(f, "hypot") == 0)
		return cell_real(hypot(x, y), missing);
	double cosine;
	cosine_many(&cosine, &x, 1);
	return cell_real(strcmp(f, "sqrt") == 0 ? sqrt(x) : strcmp(f, "cos") == 0 ? cosine : floor(x), a->missing);
}

// -- making --------------------------------------------------------------------------------------------------------

static struct made *make(int depth);

static void drop(struct made *m)
{
	string_free(&m->text);
	free(m);
}

static void put(struct string *s, struct made *x, bool brackets)
{
	static const char *const spaces[] = {"", "", " ", "  "};
	string_puts(s, spaces[below(4)]);
	string_printf(s, brackets ? "(%s)" : "%s", x->text.text);
	string_puts(s, spaces[below(4)]);
}

static void make_leaf(struct made *m)
{
	m->tight = PRIMARY;
	size_t c = below(COLUMNS + 3);
	if (c < COLUMNS) {
		if (below(4))
			string_puts(&m->text, schema.field[c].name);
		else
			string_printf(&m->text, "_%zu", c + 1);
		memcpy(m->cell, table[c], sizeof m->cell);
		return;
	}
	static const struct {
		const char *text;
		struct cell cell;
	} literals[] = {
		{"0", {.type = TYPE_I64}}, {"2", {.type = TYPE_I64, .whole = 2}}, {"3.", {.type = TYPE_F64, .real = 3}},
		{".5e0", {.type = TYPE_F64, .real = 0.5}},
		{"9007199254740993", {.type = TYPE_I64, .whole = 9007199254740993}},
		{"9223372036854775808", {.type = TYPE_F64, .real = 0x1p63}}, {"true", {.type = TYPE_BOOL, .whole = 1}},
		{"nan", {.type = TYPE_F64, .real = NAN}}, {"1e300", {.type = TYPE_F64, .real = 1e300}},
	};
	unsigned k = below(sizeof literals / sizeof *literals);
	string_puts(&m->text, literals[k].text);
	for (size_t i = 0; i < ROWS; i++)
		m->cell[i] = literals[k].cell;
}

static void make_binary(struct made *m, int depth)
{
	static const struct {
		const char *text;
		int tight;
	} ops[] = {
		{"||", OR}, {"&&", AND}, {"==", EQUALITY}, {"!=", EQUALITY}, {"<", RELATION}, {"<=", RELATION},
		{">", RELATION}, {">=", RELATION}, {"+", SUM}, {"-", SUM}, {"*", PRODUCT}, {"/", PRODUCT},
		{"%", PRODUCT}, {"**", POWER},
	};
	unsigned k = below(sizeof ops / sizeof *ops);
	struct made *a = make(depth), *b = make(depth);
	m->tight = ops[k].tight;
	bool power = m->tight == POWER, chain = m->tight == RELATION; // a < b < c is warned of
	put(&m->text, a, power || chain ? a->tight <= m->tight : a->tight < m->tight);
	string_puts(&m->text, ops[k].text);
	put(&m->text, b, power ? b->tight < UNARY : b->tight <= m->tight);
	for (size_t i = 0; i < ROWS; i++)
		m->cell[i] = binary(ops[k].text, &a->cell[i], &b->cell[i]);
	drop(a);
	drop(b);
}

static void make_unary(struct made *m, int depth)
{
	struct made *a = make(depth);
	char op = "-!+"[below(3)];
	m->tight = UNARY;
	string_printf(&m->text, "%c", op);
	put(&m->text, a, a->tight < UNARY);
	for (size_t i = 0; i < ROWS; i++)
		m->cell[i] = unary(op, &a->cell[i]);
	drop(a);
}

static void make_choice(struct made *m, int depth)
{
	struct made *c = make(depth), *a = make(depth), *b = make(depth);
	m->tight = TERNARY;
	put(&m->text, c, c->tight == TERNARY);
	string_puts(&m->text, "?");
	put(&m->text, a, false);
	string_puts(&m->text, ":");
	put(&m->text, b, false);
	for (size_t i = 0; i < ROWS; i++)
		m->cell[i] = chosen(&c->cell[i], &a->cell[i], &b->cell[i]);
	drop(c);
	drop(a);
	drop(b);
}

static void make_call(struct made *m, int depth)
{
	static const char *const names[] = {"isnan", "isfinite", "abs", "sqrt", "cos", "floor", "min", "max", "hypot"};
	unsigned k = below(9);
	struct made *a = make(depth), *b = k < 6 ? a : make(depth);
	m->tight = PRIMARY;
	string_printf(&m->text, "%s(", names[k]);
	put(&m->text, a, false);
	if (a != b) {
		string_puts(&m->text, ",");
		put(&m->text, b, false);
	}
	string_puts(&m->text, ")");
	for (size_t i = 0; i < ROWS; i++)
		m->cell[i] = called(names[k], &a->cell[i], &b->cell[i]);
	if (a != b)
		drop(b);
	drop(a);
}

static struct made *make(int depth)
{
	struct made *m = mem_new(1, sizeof *m);
	unsigned k = depth > 0 ? below(10) : 0;
	if (k == 0)
		make_leaf(m);
	else if (k < 6)
		make_binary(m, depth - 1);
	else if (k < 7)
		make_unary(m, depth - 1);
	else if (k < 8)
		make_choice(m, depth - 1);
	else
		make_call(m, depth - 1);
	return m;
}

// -- checking ------------------------------------------------------------------------------------------------------

static bool same(const struct values *v, size_t i, const struct cell *x)
{
	bool missing = v->missing && v->missing[i];
	if (v->type != x->type || missing != x->missing)
		return false;
	if (missing)
		return true;
	if (v->type == TYPE_F64)
		return v->real[i] == x->real || (isnan(v->real[i]) && isnan(x->real));
	return v->type == TYPE_I64 ? v->integer[i] == x->whole : v->truth[i] == x->whole;
}

static void check(const struct made *m)
{
	struct expr *e = expr_compile(m->text.text, "", &schema);
	struct batch b = {.rows = ROWS, .column = columns, .file = "table"};
	if (expr_type(e) != m->cell[0].type)
		die(EXIT_DATA, "%s: type %s, not %s", m->text.text, type_name(expr_type(e)),
		    type_name(m->cell[0].type));
	for (size_t first = 0, n; first < ROWS; first += n) {
		n = below(40);
		n = n < ROWS - first ? n : ROWS - first;
		struct values v = expr_eval(e, &b, first, n);
		for (size_t i = 0; i < n; i++) {
			if (!same(&v, i, &m->cell[first + i]))
				die(EXIT_DATA, "%s: wrong in row %zu", m->text.text, first + i);
		}
	}
	expr_free(e);
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	if (argc != 3)
		die(EXIT_USAGE, "usage: expr_random SEED COUNT");
	state = strtoull(argv[1], NULL, 10) * 0x9e3779b97f4a7c15u + 1;
	make_column(0, "a", TYPE_F64, false);
	make_column(1, "b", TYPE_F64, true);
	make_column(2, "i", TYPE_I64, false);
	make_column(3, "j", TYPE_I64, true);
	make_column(4, "f", TYPE_F32, true);
	make_column(5, "k", TYPE_I32, false);
	make_column(6, "t", TYPE_BOOL, true);
	long count = strtol(argv[2], NULL, 10);
	for (long i = 0; i < count; i++) {
		struct made *m = make(1 + (int)below(6));
		check(m);
		drop(m);
	}
	for (size_t c = 0; c < COLUMNS; c++)
		free_column(&columns[c]);
	schema_free(&schema);
	printf("%ld expressions agree\n", count);
	close_stdout();
}
