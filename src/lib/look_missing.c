// SPDX-License-Identifier: MIT
// look_missing: what of a plan is to be made; look.h has the contract.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "look.h"
#include "todo.h"

// The number of STAGE/123/12345; false of anything else.
static bool number_of(const char *target, uint64_t *id)
{
	const char *slash = strrchr(target, '/');
	if (!slash || strcspn(target, "./") != strcspn(target, "/") || !slash[1] || slash[1 + strspn(slash + 1, "0123456789")])
		return false;
	*id = strtoull(slash + 1, NULL, 10);
	return strchr(target, '/') != slash;
}

static int by_number(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static void print_array(const uint64_t *id, size_t n)
{
	printf("--array=");
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && id[end] == id[end - 1] + 1; end++)
			;
		printf("%s%" PRIu64, i ? "," : "", id[i]);
		if (end > i + 1)
			printf("-%" PRIu64, id[end - 1]);
	}
	printf("\n");
}

static size_t find_stage(const struct todo *t, const char *name)
{
	size_t i = 0;
	while (i < t->n_stages && (name ? strcmp(t->stage[i].name, name) != 0 : !t->stage[i].todo))
		i++;
	if (name && i == t->n_stages)
		die(EXIT_USAGE, "%s: no such stage", name);
	return i;
}

static void array(const struct todo *t, const char *name)
{
	const size_t stage = find_stage(t, name);
	uint64_t *id = mem_new(t->n + 1, sizeof *id);
	size_t n = 0, others = 0;
	for (size_t i = 0; i < t->n; i++) {
		if (t->target[i].stage != stage)
			continue;
		if (number_of(t->target[i].name, &id[n]))
			n++;
		else
			others++;
	}
	if (others && !n)
		die(EXIT_USAGE, "%s: its tasks have no numbers", t->stage[stage].name);
	qsort(id, n, sizeof *id, by_number);
	if (n)
		print_array(id, n);
	free(id);
}

void look_missing(enum missing_form form, const char *stage)
{
	struct todo *t = todo_read(NULL, false);
	if (form == MISSING_ARRAY)
		array(t, stage);
	else
		for (size_t i = 0; i < t->n; i++)
			if (form == MISSING_TARGETS || !t->target[i].level)
				printf("%s\n", t->target[i].name);
	todo_free(t);
}
