// SPDX-License-Identifier: MIT
// moments: count, range and exact sums of many values; stat.h has the contract.

#include <math.h>

#include "clones.h"
#include "stat.h"

static void add_finite_range(struct moments *m, double low, double high, uint64_t n)
{
	if (!n)
		return;
	if (!m->count || low < m->min)
		m->min = low + 0.0; // -0 becomes 0
	if (!m->count || high > m->max)
		m->max = high + 0.0;
	m->count += n;
}

enum { LANES = 8 };

// Least and greatest of x[0..n), and how many are nan. Comparisons with nan are false, which leaves it out.
VECTOR_CLONES static uint64_t find_range(const double *x, size_t n, double *low, double *high)
{
	double lows[LANES], highs[LANES];
	uint64_t nans[LANES] = {0}, all = 0;
	for (int j = 0; j < LANES; j++) {
		lows[j] = INFINITY;
		highs[j] = -INFINITY;
	}
	size_t i = 0;
	for (; i + LANES <= n; i += LANES) {
		for (size_t j = 0; j < LANES; j++) {
			double v = x[i + j];
			lows[j] = v < lows[j] ? v : lows[j];
			highs[j] = v > highs[j] ? v : highs[j];
			nans[j] += v != v;
		}
	}
	for (size_t j = 0; i < n; i++, j++) {
		lows[j] = x[i] < lows[j] ? x[i] : lows[j];
		highs[j] = x[i] > highs[j] ? x[i] : highs[j];
		nans[j] += x[i] != x[i];
	}
	*low = lows[0];
	*high = highs[0];
	for (int j = 0; j < LANES; j++) {
		*low = lows[j] < *low ? lows[j] : *low;
		*high = highs[j] > *high ? highs[j] : *high;
		all += nans[j];
	}
	return all;
}

enum { BLOCK = 1024 };

static void add_block(struct moments *m, const double *x, size_t n)
{
	double low, high, there[BLOCK];
	size_t nans = (size_t)find_range(x, n, &low, &high);
	if (nans) {
		size_t k = 0;
		for (size_t i = 0; i < n; i++) {
			there[k] = x[i];
			k += x[i] == x[i];
		}
		x = there;
		n = k;
	}
	m->missing += nans;
	add_finite_range(m, low, high, n);
	sum_add_squares(&m->sum, &m->sum2, x, n);
}

void moments_add(struct moments *m, const double *x, size_t n)
{
	for (size_t i = 0; i < n; i += BLOCK)
		add_block(m, x + i, n - i < BLOCK ? n - i : BLOCK);
}

void moments_merge(struct moments *into, const struct moments *from)
{
	add_finite_range(into, from->min, from->max, from->count);
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
