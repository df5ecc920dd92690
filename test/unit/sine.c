// SPDX-License-Identifier: MIT
// Sines and cosines of many values against those of long doubles. `sine TEST` is silent and exits 0 if all is well, else says
// what differs.

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "err.h"
#include "sine.h"

enum { MANY = 1000, ROUNDS = 200 };

static double x[MANY], s[MANY], c[MANY];

// What x is filled with.
static void spread(struct draw *d, double width)
{
	for (int i = 0; i < MANY; i++)
		x[i] = width * (2 * draw_uniform(d) - 1);
}

static void around_quarters(struct draw *d)
{
	for (int i = 0; i < MANY; i++) {
		int64_t bits;
		double quarter = 1.5707963267948966 * (double)(draw_bits(d) % 2600 + 1);
		memcpy(&bits, &quarter, sizeof bits);
		bits += (int64_t)(draw_bits(d) % 9) - 4;
		memcpy(&x[i], &bits, sizeof bits);
	}
}

static void both(void)
{
	sine_many(s, x, MANY);
	cosine_many(c, x, MANY);
}

// Off by how many units in the last place of a double.
static double off(double is, long double should)
{
	double near = fabs((double)should), unit = nextafter(near, INFINITY) - near;
	return (double)(fabsl(is - should) / unit);
}

static void check(const char *what)
{
	both();
	for (int i = 0; i < MANY; i++) {
		if (off(s[i], sinl(x[i])) >= 1)
			die(EXIT_SYSTEM, "%s: sin %a is not %a", what, x[i], s[i]);
		if (off(c[i], cosl(x[i])) >= 1)
			die(EXIT_SYSTEM, "%s: cos %a is not %a", what, x[i], c[i]);
	}
}

static void test_near(void)
{
	struct draw d = draw_of_event(1, 1);
	for (int round = 0; round < ROUNDS; round++) {
		spread(&d, 0.8);
		check("about zero");
		spread(&d, 6.3);
		check("a turn");
		spread(&d, 4096);
		check("many turns");
		spread(&d, 1e-5);
		check("next to zero");
		around_quarters(&d);
		check("next to quarter turns");
	}
}

static void test_symmetry(void)
{
	struct draw d = draw_of_event(1, 2);
	double s_before[MANY], c_before[MANY];
	spread(&d, 100);
	both();
	memcpy(s_before, s, sizeof s);
	memcpy(c_before, c, sizeof c);
	for (int i = 0; i < MANY; i++)
		x[i] = -x[i];
	both();
	for (int i = 0; i < MANY; i++)
		if (s[i] != -s_before[i] || c[i] != c_before[i])
			die(EXIT_SYSTEM, "not symmetric at %a", x[i]);
}

// The same as libm's, bit by bit, nan aside.
static void test_special(void)
{
	static const double special[] = {0, -0.0, INFINITY, -INFINITY, NAN, 4096, -4096, 1e22, -1e300, 0x1p-1074};
	struct draw d = draw_of_event(1, 3);
	for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
		spread(&d, 3);
		double s_before[MANY], c_before[MANY];
		both();
		memcpy(s_before, s, sizeof s);
		memcpy(c_before, c, sizeof c);
		const double there = x[7] = special[i];
		both();
		const double should = sin(there);
		if (isnan(should) ? !isnan(s[7]) || !isnan(c[7]) : memcmp(&s[7], &should, sizeof should) || c[7] != cos(there))
			die(EXIT_SYSTEM, "sin %g is %g, cos %g", there, s[7], c[7]);
		s_before[7] = s[7];
		c_before[7] = c[7];
		if (memcmp(s_before, s, sizeof s) || memcmp(c_before, c, sizeof c))
			die(EXIT_SYSTEM, "%g beside others changes them", there);
	}
}

// All bits of many results, to be compared with those of other machines and compilers.
static void test_digest(void)
{
	struct draw d = draw_of_event(1, 4);
	uint64_t digest = 0;
	for (int round = 0; round < 100; round++) {
		spread(&d, round % 2 ? 4000 : 7);
		both();
		for (int i = 0; i < MANY; i++) {
			uint64_t a, b;
			memcpy(&a, &s[i], sizeof a);
			memcpy(&b, &c[i], sizeof b);
			digest = draw_mix(draw_mix(digest + a) + b);
		}
	}
	printf("%016" PRIx64 "\n", digest);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*test)(void);
	} tests[] = {{"near", test_near}, {"symmetry", test_symmetry}, {"special", test_special}, {"digest", test_digest}};
	err_init(argv[0]);
	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
		if (argc < 2 || !strcmp(argv[1], tests[i].name))
			tests[i].test();
	return EXIT_GOOD;
}
