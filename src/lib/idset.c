// SPDX-License-Identifier: MIT
// idset: sets of task numbers; idset.h has the contract.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "idset.h"

// A number below 2^63 at *p, without leading zeros, moving *p behind it.
static bool read_number(const char **p, const char *end, uint64_t *x)
{
	const char *from = *p;
	for (*x = 0; *p < end && **p >= '0' && **p <= '9'; ++*p) {
		if (*x > (INT64_MAX - 9) / 10)
			return false;
		*x = *x * 10 + (uint64_t)(**p - '0');
	}
	return *p > from && (*from != '0' || *p == from + 1);
}

bool idset_parse(struct idset *s, const char *text, size_t n)
{
	const char *p = text, *end = text + n;
	for (bool first = true;; first = false) {
		struct id_run r = {0};
		if (!read_number(&p, end, &r.lo))
			return false;
		r.hi = r.lo;
		if (p < end && *p == '-' && (p++, !read_number(&p, end, &r.hi)))
			return false;
		if (r.hi < r.lo || (!first && r.lo <= s->run[s->n - 1].hi))
			return false;
		idset_add(s, r);
		if (p == end)
			return true;
		if (*p++ != ',')
			return false;
	}
}

// The first run that ends at x or behind it.
static size_t find(const struct idset *s, uint64_t x)
{
	size_t lo = 0, hi = s->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (s->run[mid].hi < x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

const struct id_run *idset_meets(const struct idset *s, uint64_t lo, uint64_t hi)
{
	size_t i = find(s, lo);
	return i < s->n && s->run[i].lo <= hi ? &s->run[i] : NULL;
}

void idset_add(struct idset *s, struct id_run run)
{
	size_t at = find(s, run.lo);
	s->run = mem_grow(s->run, &s->room, s->n + 1, sizeof *s->run);
	memmove(s->run + at + 1, s->run + at, (s->n++ - at) * sizeof *s->run);
	s->run[at] = run;
}

struct idset idset_minus(const struct idset *a, const struct idset *b)
{
	struct idset left = {0};
	for (size_t i = 0; i < a->n; i++) {
		struct id_run r = a->run[i];
		for (const struct id_run *cut; r.lo <= r.hi && (cut = idset_meets(b, r.lo, r.hi)); r.lo = cut->hi + 1)
			if (cut->lo > r.lo)
				idset_add(&left, (struct id_run){r.lo, cut->lo - 1, r.of});
		if (r.lo <= r.hi)
			idset_add(&left, r);
	}
	return left;
}

struct idset idset_both(const struct idset *a, const struct idset *b)
{
	struct idset other = idset_minus(a, b), both = idset_minus(a, &other);
	idset_free(&other);
	return both;
}

void idset_unite(struct idset *into, const struct idset *from)
{
	struct idset more = idset_minus(from, into);
	for (size_t i = 0; i < more.n; i++)
		idset_add(into, more.run[i]);
	idset_free(&more);
}

uint64_t idset_count(const struct idset *s)
{
	uint64_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		n += s->run[i].hi - s->run[i].lo + 1;
	return n;
}

void idset_write(struct string *to, const struct idset *s)
{
	for (size_t i = 0, end; i < s->n; i = end) {
		for (end = i + 1; end < s->n && s->run[end].lo == s->run[end - 1].hi + 1; end++)
			;
		string_printf(to, "%s%" PRIu64, i ? "," : "", s->run[i].lo);
		if (s->run[end - 1].hi > s->run[i].lo)
			string_printf(to, "-%" PRIu64, s->run[end - 1].hi);
	}
}

void idset_free(struct idset *s)
{
	free(s->run);
	*s = (struct idset){0};
}
