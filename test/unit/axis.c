// SPDX-License-Identifier: MIT
// axis SEED: values are placed in even bins as a search among the edges places them, whatever the axis, and however close
// to an edge they are.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "axis.h"
#include "err.h"

enum { AXES = 3000, VALUES = 1024 };

static uint64_t state;

static uint64_t draw(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static double uniform(void)
{
	return (double)(draw() >> 11) * 0x1p-53;
}

// of any size that there is
static double wild(void)
{
	return (draw() & 1 ? 1 : -1) * ldexp(1 + uniform(), (int)(draw() % 200) - 100);
}

static double value(const struct axis *a, int kind)
{
	double lo = a->low[1], hi = a->low[a->n + 1], x = a->low[1 + draw() % (a->n + 1)];
	switch (kind) {
	case 0: // about an edge
		for (uint64_t steps = draw() % 4; steps; steps--)
			x = nextafter(x, draw() & 1 ? INFINITY : -INFINITY);
		return x;
	case 1: return (double[]){INFINITY, -INFINITY, NAN, 0, -0.0, 5e-324, -1.7e308, 1.7e308}[draw() % 8];
	case 2: return wild();
	default: return lo + (1.2 * uniform() - 0.1) * (hi - lo);
	}
}

static void compare(const struct axis *a)
{
	struct axis plain = *a;
	double x[VALUES];
	uint32_t bin[VALUES], right[VALUES];
	int kinds = (int)(draw() % 3); // blocks without a value near an edge, too
	for (size_t i = 0; i < VALUES; i++)
		x[i] = value(a, draw() % 16 ? 3 : kinds ? (int)(draw() % 3) : 3);
	size_t n = draw() % VALUES;
	axis_find(a, x, n, bin);
	plain.even = false;
	axis_find(&plain, x, n, right);
	for (size_t i = 0; i < n; i++) {
		if (bin[i] != (isnan(x[i]) ? 0 : right[i]))
			die(EXIT_DATA, "%s: %.17g lies in bin %u, not %u", a->spec, x[i], right[i], bin[i]);
	}
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	state = argc > 1 ? strtoull(argv[1], NULL, 10) * 2 + 1 : 1;
	int made = 0;
	for (int i = 0; i < AXES; i++) {
		char text[100];
		double lo = draw() % 4 ? wild() : 0, width = draw() % 2 ? fabs(wild()) : fabs(lo) * ldexp(1, -(int)(draw() % 50));
		snprintf(text, sizeof text, "%u,%.17g,%.17g", (unsigned)(1 + draw() % (draw() % 2 ? 4 : 5000)), lo, lo + width);
		struct axis a;
		if (!axis_make(&a, true, text, AXIS_MOST_BINS)) {
			compare(&a);
			made++;
		}
		axis_free(&a);
	}
	printf("%s\n", made > AXES / 2 ? "good" : "too few axes");
}
