// SPDX-License-Identifier: MIT
// cutflow: cuts one after the other, and how many events pass; cutflow.h has the contract.

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cutflow.h"
#include "err.h"
#include "expr_input.h"
#include "mem.h"
#include "partial.h"

// One line: row 0 is all events, row i those that pass cuts 1 to i.
struct row {
	char *cut;
	struct expr *expr;
	uint64_t events;
	struct sum sumw;
};

struct cutflow {
	size_t n;
	struct row *row;
	char *weight;
	struct expr *weight_expr;
	uint8_t *kept;
	size_t kept_room;
};

// -- applying ---------------------------------------------------------------------------------------------------------

static struct cutflow *make(size_t n, const char *weight)
{
	struct cutflow *f = mem_new(1, sizeof *f);
	f->n = n + 1;
	f->row = mem_new(f->n, sizeof *f->row);
	f->row[0].cut = mem_copy("all");
	f->weight = weight ? mem_copy(weight) : NULL;
	return f;
}

struct cutflow *cutflow_open(char *const *cuts, size_t n, const char *weight, struct input *in)
{
	struct cutflow *f = make(n, weight);
	for (size_t i = 0; i < n; i++) {
		f->row[i + 1].cut = mem_copy(cuts[i]);
		f->row[i + 1].expr = expr_on_input(cuts[i], "-e", in);
	}
	if (weight)
		f->weight_expr = expr_on_input(weight, "-w", in);
	return f;
}

static void add_weights(struct cutflow *f, struct sum *to, const struct batch *b, size_t first, const uint8_t *kept,
			size_t n)
{
	const double *w = expr_reals(f->weight_expr, b, first, n);
	for (size_t i = 0; i < n; i++) {
		if (!kept[i])
			continue;
		if (!isfinite(w[i]))
			die(EXIT_DATA, "%s: event %llu: the weight %s is missing or not finite", b->file,
			    (unsigned long long)(b->first + first + i + 1), f->weight);
		sum_add(to, w[i]);
	}
}

// The rows [first, first + n) of b, at most a block.
static void apply_block(struct cutflow *f, const struct batch *b, size_t first, size_t n)
{
	uint8_t *kept = f->kept + first;
	memset(kept, 1, n);
	for (size_t i = 0; i < f->n; i++) {
		struct row *row = &f->row[i];
		const uint8_t *pass = row->expr ? expr_truth(row->expr, b, first, n) : kept;
		size_t count = 0;
		for (size_t k = 0; k < n; k++)
			count += kept[k] &= pass[k];
		row->events += count;
		if (f->weight_expr)
			add_weights(f, &row->sumw, b, first, kept, n);
	}
}

const uint8_t *cutflow_apply(struct cutflow *f, const struct batch *b)
{
	f->kept = mem_grow(f->kept, &f->kept_room, b->rows, 1);
	for (size_t first = 0; first < b->rows; first += EXPR_BLOCK)
		apply_block(f, b, first, b->rows - first < EXPR_BLOCK ? b->rows - first : EXPR_BLOCK);
	return f->kept;
}

// -- the table --------------------------------------------------------------------------------------------------------

static const char *const columns[] = {"cut", "events", "sumw", "relative", "total"};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

void cutflow_print(const struct cutflow *f, FILE *out)
{
	struct partial_out o;
	partial_begin(&o, "cutflow");
	if (f->weight)
		partial_key(&o, "weight", f->weight);
	partial_columns(&o, columns, N_COLUMNS);
	double all = 0, before = 0;
	for (size_t i = 0; i < f->n; i++) {
		const struct row *row = &f->row[i];
		double passing = f->weight ? sum_value(&row->sumw) : (double)row->events;
		if (i == 0)
			all = before = passing;
		partial_text(&o, row->cut);
		partial_count(&o, row->events);
		if (f->weight)
			partial_sum(&o, &row->sumw);
		else
			partial_count(&o, row->events);
		partial_real(&o, passing / before);
		partial_real(&o, passing / all);
		partial_row(&o);
		before = passing;
	}
	partial_end(&o, out);
}

static void discard(const char *file)
{
	struct stat st;
	if (lstat(file, &st) == 0 && S_ISREG(st.st_mode))
		unlink(file);
}

void cutflow_write(const struct cutflow *f, const char *file)
{
	FILE *out = fopen(file, "w");
	if (!out)
		die_errno("%s", file);
	cutflow_print(f, out);
	bool lost = ferror(out);
	if (fclose(out) != 0 || lost) {
		discard(file);
		die_errno("%s", file);
	}
}

void cutflow_free(struct cutflow *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->row[i].cut);
		sum_free(&f->row[i].sumw);
		if (f->row[i].expr)
			expr_free(f->row[i].expr);
	}
	if (f->weight_expr)
		expr_free(f->weight_expr);
	free(f->row);
	free(f->weight);
	free(f->kept);
	free(f);
}

// -- merging ----------------------------------------------------------------------------------------------------------

static struct cutflow *table_of(const struct partial *p)
{
	if (!p->rows)
		partial_bad(p, 1, "a cutflow without its first row");
	struct cutflow *f = make(p->rows - 1, partial_find(p, "weight"));
	size_t cut = partial_field(p, "cut");
	for (size_t i = 1; i < p->rows; i++)
		f->row[i].cut = mem_copy(partial_cell(p, i, cut));
	return f;
}

static void check_same(const struct cutflow *f, const struct partial *p)
{
	const char *weight = partial_find(p, "weight");
	if (!weight != !f->weight || (weight && strcmp(weight, f->weight) != 0))
		partial_bad(p, 1, "another weight: %s, not %s", weight ? weight : "1", f->weight ? f->weight : "1");
	size_t cut = partial_field(p, "cut");
	for (size_t i = 0; i < p->rows && i < f->n; i++) {
		if (strcmp(partial_cell(p, i, cut), f->row[i].cut) != 0)
			partial_bad(p, p->line[i], "another cut: %s, not %s", partial_cell(p, i, cut), f->row[i].cut);
	}
	if (p->rows != f->n)
		partial_bad(p, 1, "%zu cuts, not %zu", p->rows - 1, f->n - 1);
}

static void add_table(struct cutflow *f, const struct partial *p)
{
	size_t events = partial_field(p, "events"), sumw = partial_field(p, "sumw");
	for (size_t i = 0; i < f->n; i++) {
		f->row[i].events += partial_cell_count(p, i, events);
		partial_check_count(p->file, f->row[i].events);
		if (f->weight)
			partial_cell_sum(p, i, sumw, &f->row[i].sumw);
		partial_check_sum(p->file, &f->row[i].sumw);
	}
}

void cutflow_add(struct cutflow **into, const struct partial *p)
{
	if (!*into)
		*into = table_of(p);
	check_same(*into, p);
	add_table(*into, p);
}
