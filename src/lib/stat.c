// SPDX-License-Identifier: MIT
// stat: a table of moments of columns, as text and back, and merged; stat.h has the contract.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "stat.h"

enum type type_join(enum type a, enum type b)
{
	static const int rank[] = {[TYPE_BOOL] = 0, [TYPE_I32] = 1, [TYPE_I64] = 2, [TYPE_F32] = 3, [TYPE_F64] = 4,
				   [TYPE_TEXT] = 5};
	enum type high = rank[a] > rank[b] ? a : b, low = high == a ? b : a;
	return high == TYPE_F32 && (low == TYPE_I32 || low == TYPE_I64) ? TYPE_F64 : high;
}

struct stat *stat_new(const char *signal, const char *selection)
{
	struct stat *s = mem_new(1, sizeof *s);
	s->signal = signal ? mem_copy(signal) : NULL;
	s->selection = selection ? mem_copy(selection) : NULL;
	return s;
}

void stat_add_column(struct stat *s, const char *name, enum type t)
{
	s->column = mem_resize(s->column, s->n + 1, sizeof *s->column);
	s->column[s->n++] = (struct stat_column){.name = mem_copy(name), .type = t};
}

void stat_free(struct stat *s)
{
	for (size_t c = 0; c < s->n; c++) {
		free(s->column[c].name);
		moments_free(&s->column[c].of[0]);
		moments_free(&s->column[c].of[1]);
	}
	free(s->column);
	free(s->signal);
	free(s->selection);
	free(s->missing_tasks);
	free(s);
}

// A column without any event has a type that nobody's values call for, so the other one's is taken.
static void merge_column(struct stat_column *into, const struct stat_column *from, const char *file)
{
	bool here = into->of[0].count || into->of[1].count, there = from->of[0].count || from->of[1].count;
	if (here == there)
		into->type = type_join(into->type, from->type);
	else if (there)
		into->type = from->type;
	for (int class = 0; class < 2; class++) {
		moments_merge(&into->of[class], &from->of[class]);
		partial_check_count(file, into->of[class].count);
		partial_check_count(file, into->of[class].missing);
		partial_check_sum(file, &into->of[class].sum);
		partial_check_sum(file, &into->of[class].sum2);
	}
}

static void check_same(const char *file, const char *what, const char *is, const char *should)
{
	if (is && should ? strcmp(is, should) != 0 : is != should)
		die(EXIT_DATA, "%s: another %s: %s, not %s", file, what, is ? is : "none", should ? should : "none");
}

// NULL behind the last one
static const char *column_name(const struct stat *s, size_t c)
{
	return c < s->n ? s->column[c].name : NULL;
}

void stat_merge(struct stat *into, const struct stat *from, const char *file)
{
	check_same(file, "signal", from->signal, into->signal);
	check_same(file, "selection", from->selection, into->selection);
	for (size_t c = 0; c < into->n || c < from->n; c++)
		check_same(file, "column", column_name(from, c), column_name(into, c));
	for (size_t c = 0; c < into->n; c++)
		merge_column(&into->column[c], &from->column[c], file);
	into->events[0] += from->events[0];
	into->events[1] += from->events[1];
	for (int class = 0; class < 2; class++)
		partial_check_count(file, into->events[class]);
	partial_check_count(file, into->events[0] + into->events[1]);
}

// -- as text

static const char *const fields[] = {"column", "class", "type", "count", "missing", "mean", "variance",
				     "min", "max", "sum", "sum2"};
enum { N_FIELDS = sizeof fields / sizeof *fields };

static const char *class_name(const struct stat *s, int class)
{
	return !s->signal ? "all" : class == 0 ? "signal" : "background";
}

static void print_row(struct partial_out *o, const struct stat_column *c, const char *class, const struct moments *m)
{
	partial_text(o, c->name);
	partial_text(o, class);
	partial_text(o, type_name(c->type));
	partial_count(o, m->count);
	partial_count(o, m->missing);
	partial_real(o, moments_mean(m));
	partial_real(o, moments_variance(m));
	partial_real(o, m->count ? m->min : NAN);
	partial_real(o, m->count ? m->max : NAN);
	partial_sum(o, &m->sum);
	partial_sum(o, &m->sum2);
	partial_row(o);
}

void stat_print(FILE *out, const struct stat *s)
{
	struct partial_out o;
	partial_begin(&o, "stat");
	if (s->signal)
		partial_key(&o, "signal", s->signal);
	if (s->selection)
		partial_key(&o, "selection", s->selection);
	partial_key_count(&o, "events", s->events[0] + s->events[1]);
	for (int class = 0; s->signal && class < 2; class++)
		partial_key_count(&o, class ? "events_background" : "events_signal", s->events[class]);
	partial_columns(&o, fields, N_FIELDS);
	for (size_t c = 0; c < s->n; c++) {
		for (int class = 0; class < (s->signal ? 2 : 1); class++)
			print_row(&o, &s->column[c], class_name(s, class), &s->column[c].of[class]);
	}
	partial_end(&o, out);
}

static void check_cell(const struct partial *p, size_t row, size_t field, const char *should)
{
	const char *cell = partial_cell(p, row, field);
	if (strcmp(cell, should) != 0)
		partial_bad(p, p->line[row], "%s is %s, not %s", p->field[field], cell, should);
}

static void read_moments(struct moments *m, const struct partial *p, size_t row)
{
	m->count = partial_cell_count(p, row, partial_field(p, "count"));
	m->missing = partial_cell_count(p, row, partial_field(p, "missing"));
	m->min = partial_cell_real(p, row, partial_field(p, "min"));
	m->max = partial_cell_real(p, row, partial_field(p, "max"));
	if (m->count ? !(m->min <= m->max) : m->min == m->min || m->max == m->max)
		partial_bad(p, p->line[row], "min and max are not those of %llu values", (unsigned long long)m->count);
	partial_cell_sum(p, row, partial_field(p, "sum"), &m->sum);
	partial_cell_sum(p, row, partial_field(p, "sum2"), &m->sum2);
}

struct stat *stat_from(const struct partial *p)
{
	struct stat *s = stat_new(partial_find(p, "signal"), partial_find(p, "selection"));
	const char *missing = partial_find(p, "missing_tasks");
	s->missing_tasks = missing ? mem_copy(missing) : NULL;
	if (s->signal) {
		s->events[0] = partial_value_count(p, "events_signal");
		s->events[1] = partial_value_count(p, "events_background");
		partial_check_count(p->file, s->events[0] + s->events[1]);
	} else {
		s->events[0] = partial_value_count(p, "events");
	}
	size_t column = partial_field(p, "column"), class = partial_field(p, "class"), type = partial_field(p, "type");
	size_t classes = s->signal ? 2 : 1;
	if (p->rows % classes)
		partial_bad(p, 0, "the last column has no background");
	for (size_t row = 0; row < p->rows; row++) {
		size_t of = row % classes;
		enum type t;
		if (!type_by_name(partial_cell(p, row, type), &t))
			partial_bad(p, p->line[row], "no type of ours: %s", partial_cell(p, row, type));
		if (of == 0)
			stat_add_column(s, partial_cell(p, row, column), t);
		check_cell(p, row, class, class_name(s, (int)of));
		check_cell(p, row, column, s->column[s->n - 1].name);
		read_moments(&s->column[s->n - 1].of[of], p, row);
	}
	return s;
}

struct stat *stat_read(const char *file)
{
	struct partial *p = partial_read(file, "stat");
	struct stat *s = stat_from(p);
	partial_free(p);
	return s;
}
