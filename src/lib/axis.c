// SPDX-License-Identifier: MIT
// axis: bins, from text and for values; axis.h has the contract.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "axis.h"
#include "clones.h"
#include "mem.h"
#include "num.h"

// Numbers with commas between; NULL if there is anything else. To be freed.
static double *numbers(const char *text, size_t *n)
{
	double *x = NULL;
	size_t room = 0;
	*n = 0;
	for (const char *p = text;; p++) {
		const char *comma = strchr(p, ','), *end = comma ? comma : p + strlen(p);
		x = mem_grow(x, &room, *n + 1, sizeof *x);
		if (!num_real(p, end, &x[*n]) || !isfinite(x[*n])) {
			free(x);
			return NULL;
		}
		++*n;
		if (!comma)
			return x;
		p = comma;
	}
}

static char *spell(const double *x, size_t n)
{
	struct string text = {0};
	char number[NUM_MAX];
	for (size_t i = 0; i < n; i++) {
		if (i)
			string_add(&text, ",", 1);
		string_add(&text, number, num_write(number, x[i]));
	}
	return text.text;
}

// low[1..n+1] are the edges; the ends are set here. The nan makes no value lie above the last bin.
static const char *finish(struct axis *a)
{
	a->low[0] = -INFINITY;
	a->low[a->n + 2] = NAN;
	for (size_t i = 1; i <= a->n; i++) {
		if (!(a->low[i] < a->low[i + 1]))
			return a->even ? "bins too narrow for their edges to differ" : "edges must rise";
	}
	return NULL;
}

// (x - lo) * scale and the edges are each off by a few roundings, of relative size 2^-53, of numbers up to n bins, or up to the
// edges themselves where these are far from 0; taken four times.
static double find_near(const struct axis *a)
{
	double lo = fabs(a->low[1]), hi = fabs(a->low[a->n + 1]);
	double near = 16 * 0x1p-53 * ((double)a->n + 1 + (lo > hi ? lo : hi) * a->scale);
	return near < 0.25 ? near : 1;
}

static const char *make_even(struct axis *a, const double *x, size_t n, size_t most)
{
	if (n != 3)
		return "not N,LO,HI";
	double bins = x[0], lo = x[1], hi = x[2], width = hi - lo;
	if (!(bins >= 1 && bins == floor(bins)))
		return "the number of bins is not a whole number from 1";
	if (bins > (double)most)
		return "too many bins";
	if (!(lo < hi) || !isfinite(width))
		return "LO is not below HI";
	a->n = (size_t)bins;
	a->scale = bins / width;
	a->low = mem_new(a->n + 3, sizeof *a->low);
	for (size_t i = 0; i < a->n; i++)
		a->low[i + 1] = lo + (double)i * width / bins;
	a->low[a->n + 1] = hi;
	a->near = find_near(a);
	return isfinite(a->scale) && isfinite((bins - 1) * width) ? finish(a) : "a range out of range";
}

static const char *make_edges(struct axis *a, const double *x, size_t n, size_t most)
{
	if (n < 2)
		return "not two edges or more";
	if (n - 1 > most)
		return "too many bins";
	a->n = n - 1;
	a->low = mem_new(n + 2, sizeof *a->low);
	memcpy(a->low + 1, x, n * sizeof *x);
	return finish(a);
}

const char *axis_make(struct axis *a, bool even, const char *text, size_t most)
{
	*a = (struct axis){.even = even};
	size_t n;
	double *x = numbers(text, &n);
	const char *wrong = "not finite numbers with commas between";
	if (x)
		wrong = even ? make_even(a, x, n, most) : make_edges(a, x, n, most);
	if (!wrong)
		a->spec = spell(x, n);
	free(x);
	return wrong;
}

double axis_high(const struct axis *a, size_t b)
{
	return b <= a->n ? a->low[b + 1] : INFINITY;
}

// A guess by division, which can be off by one bin where rounding moves x or the edge, is set right by the edges.
VECTOR_CLONES static void find_by_edges(const struct axis *a, const double *restrict x, size_t n, uint32_t *restrict bin)
{
	const double *low = a->low, first = low[1], scale = a->scale, most = (double)a->n + 1;
	for (size_t i = 0; i < n; i++) {
		double t = (x[i] - first) * scale;
		t = t >= 0 ? t + 1 : 0; // 0 for nan too
		t = t < most ? t : most;
		int32_t b = (int32_t)t;
		b -= x[i] < low[b];
		b += x[i] >= low[b + 1];
		bin[i] = (uint32_t)b;
	}
}

// The guess alone, which is right of values that are not near an edge; false if one of them is.
VECTOR_CLONES static bool find_apart(const struct axis *a, const double *restrict x, size_t n, uint32_t *restrict bin)
{
	const double first = a->low[1], scale = a->scale, most = (double)a->n + 1.5, apart = 0.5 - a->near;
	uint64_t near = 0;
	for (size_t i = 0; i < n; i++) {
		double t = (x[i] - first) * scale + 1;
		t = t >= 0.5 ? t : 0.5; // for nan too; far out is the middle of the first bin or of the last
		t = t < most ? t : most;
		int32_t b = (int32_t)t;
		near |= fabs(t - b - 0.5) > apart;
		bin[i] = (uint32_t)b;
	}
	return !near;
}

// How many edges are not above x.
static uint32_t search(const struct axis *a, double x)
{
	const double *base = a->low;
	for (size_t left = a->n + 1; left > 0;) { // base[0] is -inf or an edge <= x; left edges follow it
		size_t half = (left + 1) / 2;
		base = x >= base[half] ? base + half : base;
		left -= half;
	}
	return (uint32_t)(base - a->low);
}

void axis_find(const struct axis *a, const double *x, size_t n, uint32_t *bin)
{
	if (a->even && (a->near == 1 || !find_apart(a, x, n, bin)))
		find_by_edges(a, x, n, bin);
	for (size_t i = 0; !a->even && i < n; i++)
		bin[i] = search(a, x[i]);
}

void axis_free(struct axis *a)
{
	free(a->spec);
	free(a->low);
	*a = (struct axis){0};
}
