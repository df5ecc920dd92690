// SPDX-License-Identifier: MIT
// events: schemas and names; events.h has the contract.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "events.h"
#include "mem.h"

static const char *const type_names[] = {"float64", "float32", "int64", "int32", "bool", "utf8"};
enum { N_TYPES = sizeof type_names / sizeof *type_names };

const char *type_name(enum type t)
{
	return type_names[t];
}

bool type_by_name(const char *name, enum type *t)
{
	for (int i = 0; i < N_TYPES; i++) {
		if (strcmp(name, type_names[i]) == 0) {
			*t = (enum type)i;
			return true;
		}
	}
	return false;
}

size_t schema_find(const struct schema *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++) {
		if (strcmp(s->field[i].name, name) == 0)
			return i;
	}
	if (name[0] != '_' || name[1] < '1' || name[1] > '9')
		return SIZE_MAX;
	char *end;
	unsigned long place = strtoul(name + 1, &end, 10);
	return *end == '\0' && place <= s->n ? place - 1 : SIZE_MAX;
}

// The number of single-letter edits between two words (Levenshtein), letter case costing nothing.
static size_t edits(const char *a, const char *b)
{
	size_t n = strlen(b);
	size_t *row = mem_new(n + 1, sizeof *row);
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			bool same = (a[i - 1] | 32) == (b[j - 1] | 32);
			size_t best = diagonal + !same;
			diagonal = row[j];
			best = best < row[j] + 1 ? best : row[j] + 1;
			row[j] = best < row[j - 1] + 1 ? best : row[j - 1] + 1;
		}
	}
	size_t distance = row[n];
	free(row);
	return distance;
}

const char *nearest(const char *word, const char *const *names, size_t n)
{
	const char *best = NULL;
	size_t least = strlen(word) / 2 + 1;
	for (size_t i = 0; i < n; i++) {
		size_t d = names[i][0] ? edits(word, names[i]) : SIZE_MAX;
		if (d < least) {
			least = d;
			best = names[i];
		}
	}
	return best;
}

const char *schema_nearest(const struct schema *s, const char *name)
{
	const char **names = mem_new(s->n, sizeof *names);
	for (size_t i = 0; i < s->n; i++)
		names[i] = s->field[i].name;
	const char *best = nearest(name, names, s->n);
	free(names);
	return best;
}

void schema_add(struct schema *s, const char *name, enum type t)
{
	s->field = mem_resize(s->field, s->n + 1, sizeof *s->field);
	s->field[s->n++] = (struct field){mem_copy(name), t};
}

struct schema schema_copy(const struct schema *s)
{
	struct schema copy = {0};
	for (size_t i = 0; i < s->n; i++)
		schema_add(&copy, s->field[i].name, s->field[i].type);
	return copy;
}

void schema_free(struct schema *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->field[i].name);
	free(s->field);
	*s = (struct schema){0};
}
