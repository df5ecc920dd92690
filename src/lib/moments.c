// SPDX-License-Identifier: MIT
// moments: count, range and exact sums of many values; stat.h has the contract.

#include <math.h>
#include <string.h>

#include "clones.h"
#include "stat.h"

static void add_range(struct moments *m, double low, double high, uint64_t n)
{
	if (!n)
		return;
	if (!m->count || low < m->min)
		m->min = low + 0.0; // -0 becomes 0
	if (!m->count || high > m->max)
		m->max = high + 0.0;
	m->count += n;
}

// Doubles as whole numbers in the same order: -nan < -inf < ... < -0 < 0 < ... < inf < nan. The map is its own inverse.
static inline int64_t flip(int64_t bits)
{
	return bits < 0 ? bits ^ INT64_MAX : bits;
}

// Least and greatest of x[0..n); false if there may be a nan, n = 0 included.
VECTOR_CLONES static bool find_range(const double *x, size_t n, double *low, double *high)
{
	int64_t least = INT64_MAX, most = INT64_MIN;
	for (size_t i = 0; i < n; i++) {
		int64_t v;
		memcpy(&v, x + i, sizeof v);
		v = flip(v);
		least = v < least ? v : least;
		most = v > most ? v : most;
	}
	least = flip(least);
	most = flip(most);
	memcpy(low, &least, sizeof *low);
	memcpy(high, &most, sizeof *high);
	return !isnan(*low) && !isnan(*high);
}

enum { BLOCK = 1024 };

static size_t without_nan(double *to, const double *x, size_t n)
{
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		to[k] = x[i];
		k += !isnan(x[i]);
	}
	return k;
}

static void add_block(struct moments *m, const double *x, size_t n)
{
	double low, high, there[BLOCK];
	if (!find_range(x, n, &low, &high)) {
		size_t all = n;
		n = without_nan(there, x, n);
		m->missing += all - n;
		x = there;
		find_range(x, n, &low, &high);
	}
	add_range(m, low, high, n);
	sum_add_squares(&m->sum, &m->sum2, x, n);
}

void moments_add(struct moments *m, const double *x, size_t n)
{
	for (size_t i = 0; i < n; i += BLOCK)
		add_block(m, x + i, n - i < BLOCK ? n - i : BLOCK);
}

void moments_merge(struct moments *into, const struct moments *from)
{
	add_range(into, from->min, from->max, from->count);
	into->missing += from->missing;
	sum_merge(&into->sum, &from->sum);
	sum_merge(&into->sum2, &from->sum2);
}

double moments_mean(const struct moments *m)
{
	return sum_mean(&m->sum, m->count);
}

double moments_variance(const struct moments *m)
{
	return sum_variance(&m->sum, &m->sum2, m->count);
}

void moments_free(struct moments *m)
{
	sum_free(&m->sum);
	sum_free(&m->sum2);
}
