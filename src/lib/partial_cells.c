// SPDX-License-Identifier: MIT
// partial_cells: what stands in the text of a partial result, by key, row and column; partial.h has the contract.

#include <string.h>

#include "err.h"
#include "num.h"
#include "partial.h"

bool partial_read_count(const char *text, uint64_t *n)
{
	int64_t x;
	if (!num_int(text, text + strlen(text), &x) || x < 0)
		return false;
	*n = (uint64_t)x;
	return true;
}

const char *partial_find(const struct partial *p, const char *key)
{
	for (size_t i = 0; i < p->n_head; i++) {
		if (strcmp(p->head[i].key, key) == 0)
			return p->head[i].value;
	}
	return NULL;
}

const char *partial_value(const struct partial *p, const char *key)
{
	const char *value = partial_find(p, key);
	if (!value)
		partial_bad(p, 0, "no line of %s", key);
	return value;
}

uint64_t partial_value_count(const struct partial *p, const char *key)
{
	uint64_t n;
	const char *value = partial_value(p, key);
	if (!partial_read_count(value, &n))
		partial_bad(p, 0, "%s is not a count: \"%s\"", key, value);
	return n;
}

size_t partial_find_field(const struct partial *p, const char *name)
{
	for (size_t i = 0; i < p->fields; i++) {
		if (strcmp(p->field[i], name) == 0)
			return i;
	}
	return SIZE_MAX;
}

size_t partial_field(const struct partial *p, const char *name)
{
	size_t field = partial_find_field(p, name);
	if (field == SIZE_MAX)
		partial_bad(p, 0, "no column %s", name);
	return field;
}

const char *partial_cell(const struct partial *p, size_t row, size_t field)
{
	return p->cell[row * p->fields + field];
}

double partial_cell_real(const struct partial *p, size_t row, size_t field)
{
	double x;
	const char *cell = partial_cell(p, row, field);
	if (!num_real(cell, cell + strlen(cell), &x))
		partial_bad(p, p->line[row], "%s is not a number: \"%s\"", p->field[field], cell);
	return x;
}

uint64_t partial_cell_count(const struct partial *p, size_t row, size_t field)
{
	uint64_t n;
	const char *cell = partial_cell(p, row, field);
	if (!partial_read_count(cell, &n))
		partial_bad(p, p->line[row], "%s is not a count: \"%s\"", p->field[field], cell);
	return n;
}

void partial_check_count(const char *file, uint64_t n)
{
	if (n > INT64_MAX)
		die(EXIT_DATA, "%s: more in all than can be counted", file);
}

void partial_check_sum(const char *file, const struct sum *s)
{
	if (!sum_in_range(s))
		die(EXIT_DATA, "%s: with it a sum becomes larger than that of any events", file);
}

static const struct partial_rest *find_rest(const struct partial *p, size_t row, size_t field)
{
	size_t lo = 0, hi = p->n_rest;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const struct partial_rest *r = &p->rest[mid];
		if (r->row < row || (r->row == row && r->field < field))
			lo = mid + 1;
		else
			hi = mid;
	}
	const struct partial_rest *r = lo < p->n_rest ? &p->rest[lo] : NULL;
	return r && r->row == row && r->field == field ? r : NULL;
}

void partial_cell_sum(const struct partial *p, size_t row, size_t field, struct sum *s)
{
	double value = partial_cell_real(p, row, field);
	const struct partial_rest *r = find_rest(p, row, field);
	if (!sum_restore(s, value, r ? r->terms : "", r ? strlen(r->terms) : 0))
		partial_bad(p, r ? r->line : p->line[row], "not the rest of a sum: \"%s\"", r ? r->terms : "");
}
