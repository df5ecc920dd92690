// SPDX-License-Identifier: MIT
// num_random bits|floats|decimals|long|texts ROUNDS: what lib/num reads and writes against what the C library reads and
// prints, of random numbers that are the same at every run.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "as_library.h"
#include "num.h"

static uint64_t random_state = 20261121;

static uint64_t random_64(void) // splitmix64
{
	uint64_t z = random_state += 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static int below(int n)
{
	return (int)(random_64() % (uint64_t)n);
}

// digits of a decimal without sign, point, exponent and zeros around
static int digits_in(const char *text)
{
	int n = 0, zeros = 0;
	for (; *text && *text != 'e'; text++) {
		if (*text < '0' || *text > '9' || (*text == '0' && !n))
			continue;
		n++;
		zeros = *text == '0' ? zeros + 1 : 0;
	}
	return n - zeros;
}

// What is written reads back, and no decimal of fewer digits does; of as many digits, it is the nearest.
static void writes_well(double x, bool single)
{
	char out[NUM_MAX + 1] = {0}, text[64];
	size_t n = single ? num_write_float(out, (float)x) : num_write(out, x);
	out[n] = '\0';
	double back = single ? (double)strtof(out, NULL) : strtod(out, NULL);
	if (n > NUM_MAX || !same(back, x))
		complain("%a is written as %s", x, out);
	int digits = digits_in(out);
	if (digits > 1) {
		snprintf(text, sizeof text, "%.*e", digits - 2, x); // one digit less
		if (same(single ? (double)strtof(text, NULL) : strtod(text, NULL), x))
			complain("%s is longer than %s", out, text);
	}
	if (digits > 0) {
		snprintf(text, sizeof text, "%.*e", digits - 1, x);
		back = single ? (double)strtof(text, NULL) : strtod(text, NULL);
		if (same(back, x) && strtod(text, NULL) != strtod(out, NULL))
			complain("%s is nearer than %s", text, out);
	}
}

static void group_bits(long rounds)
{
	for (long i = 0; i < rounds; i++) {
		uint64_t bits = random_64();
		if (i % 8 == 0) // about a power of two, and zeros and ones at the ends
			bits = (bits & 0xfff0000000000000) + (uint64_t)below(5) - 2;
		if (i % 8 == 1)
			bits &= 0x800fffffffffffff;
		double x;
		memcpy(&x, &bits, sizeof x);
		char text[64];
		snprintf(text, sizeof text, "%.*g", i % 2 ? 17 : 1 + below(20), x);
		reads_as_library(text);
		if (isfinite(x))
			writes_well(x, false);
	}
}

static void group_floats(long rounds)
{
	for (long i = 0; i < rounds; i++) {
		uint32_t bits = (uint32_t)random_64();
		if (i % 8 == 0)
			bits = (bits & 0xff800000) + (uint32_t)below(5) - 2;
		float x;
		memcpy(&x, &bits, sizeof x);
		if (!isfinite(x))
			continue;
		writes_well((double)x, true);
		char text[64];
		double half = fabs((double)x - (double)nextafterf(x, 0)) / 2;
		snprintf(text, sizeof text, "%.40g", (double)x + half); // halfway to the next float
		reads_as_library(text);
	}
}

// decimals as they stand in event files, and odder ones: digits, a point somewhere, perhaps an exponent
static void group_decimals(long rounds)
{
	for (long i = 0; i < rounds; i++) {
		char text[64], *p = text;
		int n = 1 + below(i % 4 ? 10 : 25), point = below(n + 4);
		if (below(3) == 0)
			*p++ = below(4) ? '-' : '+';
		for (int j = 0; j < n; j++) {
			if (j == point)
				*p++ = '.';
			*p++ = (char)('0' + (below(4) ? below(10) : 0));
		}
		*p = '\0';
		if (below(4) == 0)
			sprintf(p, below(2) ? "e%+03d" : "E%d", below(4) ? below(40) - 20 : below(700) - 350);
		reads_as_library(text);
		double x = strtod(text, NULL);
		if (isfinite(x))
			writes_well(x, false);
	}
}

// hundreds of digits, some of them all but halfway
static void group_long(long rounds)
{
	static char text[1200];
	for (long i = 0; i < rounds; i++) {
		double x = ldexp((double)(random_64() >> 11), below(200) - 150), above = nextafter(x, INFINITY);
		int n = 20 + below(760), last;
		snprintf(text, sizeof text, "%.*f", n, x + (above - x) / 2); // the sum is rounded, its print exact
		reads_as_library(text);
		last = (int)strlen(text) - 1 - below(n - 1);
		text[last] = (char)(text[last] == '.' ? '.' : '0' + below(10));
		reads_as_library(text);
		for (n = 0; n < 1100; n++)
			text[n] = (char)('0' + below(10));
		text[below(1100)] = '.';
		snprintf(text + 1100, sizeof text - 1100, "e%d", below(3000) - 1900);
		reads_as_library(text);
	}
}

// what is nearly a number: read alike, or refused alike, by the plain way and by vector instructions
static void group_texts(long rounds)
{
	static const char letters[] = "0123456789012345678901234567890123456789..--+eE \"/:,\0\xb0";
	for (long i = 0; i < rounds; i++) {
		char text[40];
		size_t n = (size_t)below(22);
		for (size_t j = 0; j < n; j++)
			text[j] = letters[below(below(4) ? 40 : (int)sizeof letters - 1)];
		if (below(2) && n > 4)
			text[below((int)n)] = '.';
		if (below(4) == 0 && n)
			text[0] = '-';
		double x = 42, y = 42;
		int64_t i_fast = 42, i_plain = 42;
		bool fast_whole, fast = read_fast(text, n, &x, &i_fast, &fast_whole), plain = num_real(text, text + n, &y);
		if (fast != plain || (plain && !same(x, y)))
			complain("%.*s: %a and %a", (int)n, text, x, y);
		if (fast_whole != num_int(text, text + n, &i_plain) || (fast_whole && i_fast != i_plain))
			complain("%.*s: the integers %lld and %lld", (int)n, text, (long long)i_fast, (long long)i_plain);
	}
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(long rounds);
	} groups[] = {
		{"bits", group_bits}, {"floats", group_floats}, {"decimals", group_decimals}, {"long", group_long},
		{"texts", group_texts},
	};
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
		if (argc < 3 || strcmp(groups[i].name, argv[1]) != 0)
			continue;
		groups[i].run(strtol(argv[2], NULL, 10));
		printf("%s: %ld wrong\n", groups[i].name, wrong);
		return wrong != 0;
	}
	fprintf(stderr, "usage: num_random bits|floats|decimals|long|texts ROUNDS\n");
	return 2;
}
