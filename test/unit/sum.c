// SPDX-License-Identifier: MIT
// Exact sums against a plain reference: a number of 9600 bits in two's complement, added to digit by digit. `sum TEST`
// is silent and exits 0 if all is well, else says what differs; without a TEST it runs them all.

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "num.h"
#include "sum.h"

// -- the reference

enum { DIGITS = 300, BIAS = 4800 };
struct plain {
	uint32_t digit[DIGITS]; // Σ digit[i] 2^(32 i - BIAS), modulo 2^9600
};

static void plain_negate(struct plain *p)
{
	uint64_t over = 1;
	for (int i = 0; i < DIGITS; i++) {
		over += (uint32_t)~p->digit[i];
		p->digit[i] = (uint32_t)over;
		over >>= 32;
	}
}

static void plain_add(struct plain *to, const struct plain *p)
{
	uint64_t over = 0;
	for (int i = 0; i < DIGITS; i++) {
		over += (uint64_t)to->digit[i] + p->digit[i];
		to->digit[i] = (uint32_t)over;
		over >>= 32;
	}
}

static bool plain_bit(const struct plain *p, int place)
{
	return place >= 0 && p->digit[place / 32] >> place % 32 & 1;
}

static struct plain plain_shifted(uint64_t m, int exponent)
{
	struct plain p = {{0}};
	for (int i = 0; i < 64; i++) {
		int place = i + exponent + BIAS;
		if (m >> i & 1)
			p.digit[place / 32] |= (uint32_t)1 << place % 32;
	}
	return p;
}

static struct plain plain_of(double x)
{
	int exponent;
	double fraction = frexp(fabs(x), &exponent); // m = fraction 2^53 is whole, also of a denormal
	struct plain p = plain_shifted((uint64_t)ldexp(fraction, 53), exponent - 53);
	if (x < 0)
		plain_negate(&p);
	return p;
}

static struct plain plain_product(struct plain a, struct plain b)
{
	struct plain all = {{0}};
	bool negative = plain_bit(&a, 9599) != plain_bit(&b, 9599);
	if (plain_bit(&a, 9599))
		plain_negate(&a);
	if (plain_bit(&b, 9599))
		plain_negate(&b);
	for (int i = 0; i < DIGITS; i++) {
		for (int j = 0; a.digit[i] && j < DIGITS; j++) {
			if (b.digit[j]) {
				uint64_t m = (uint64_t)a.digit[i] * b.digit[j];
				struct plain part = plain_shifted(m, 32 * (i + j) - 2 * BIAS);
				plain_add(&all, &part);
			}
		}
	}
	if (negative)
		plain_negate(&all);
	return all;
}

static double plain_round(struct plain p)
{
	bool negative = plain_bit(&p, 9599);
	if (negative)
		plain_negate(&p);
	int top = 9598;
	while (top >= 0 && !plain_bit(&p, top))
		top--;
	if (top < 0)
		return 0;
	int low = top - 52 < BIAS - 1074 ? BIAS - 1074 : top - 52;
	if (top - BIAS > 1023)
		return negative ? -INFINITY : INFINITY;
	uint64_t m = 0;
	for (int place = top; place >= low; place--)
		m = m << 1 | plain_bit(&p, place);
	bool half = plain_bit(&p, low - 1), below = false;
	for (int place = low - 2; place >= 0; place--)
		below |= plain_bit(&p, place);
	if (half && (below || (m & 1)))
		m++;
	double x = ldexp((double)m, low - BIAS);
	return negative && x != 0 ? -x : x;
}

// -- what is summed

static uint64_t state = 1;

static uint64_t next(void) // xorshift64*
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * 0x2545f4914f6cdd1d;
}

// Random bits with an exponent in [lo, hi], -1023 for denormals.
static double random_double(int lo, int hi)
{
	uint64_t e = (uint64_t)(lo + 1023) + next() % (uint64_t)(hi - lo + 1);
	uint64_t bits = (next() & ~((uint64_t)0x7ff << 52)) | e << 52;
	if (next() % 4 == 0)
		bits &= ~(uint64_t)0 << next() % 53; // few digits
	double x;
	memcpy(&x, &bits, sizeof x);
	return x;
}

static _Noreturn void differ(const char *what, double is, double should)
{
	die(EXIT_DATA, "%s: %a, not %a (seed state %" PRIu64 ")", what, is, should, state);
}

static void same(const char *what, double is, double should)
{
	if (memcmp(&is, &should, sizeof is) != 0 && !(isnan(is) && isnan(should)))
		differ(what, is, should);
}

static void shuffle(double *x, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = next() % i;
		double keep = x[i - 1];
		x[i - 1] = x[j];
		x[j] = keep;
	}
}

// The sum as text, "value rest": what must be the same whatever the order.
static char *text_of(const struct sum *s)
{
	char value[NUM_MAX];
	struct string text = {0};
	string_add(&text, value, num_write(value, sum_value(s)));
	string_puts(&text, " ");
	sum_rest(s, &text);
	return text.text;
}

static void same_sum(const char *what, const struct sum *is, const struct sum *should)
{
	char *a = text_of(is), *b = text_of(should);
	if (strcmp(a, b) != 0)
		die(EXIT_DATA, "%s: %s, not %s", what, a, b);
	free(a);
	free(b);
}

static struct sum sum_of(const double *x, size_t n)
{
	struct sum s = {0};
	for (size_t i = 0; i < n; i++)
		sum_add(&s, x[i]);
	return s;
}

// -- the tests

enum { MOST = 3000 };
static double value[MOST];

static const struct {
	int lo, hi;
} ranges[] = {{0, 0},         {-3, 3},     {-20, 5},     {-100, 100}, {-1023, -1000},
	      {-1023, 1023}, {900, 1023}, {-460, -440}, {490, 510}};
enum { RANGES = sizeof ranges / sizeof *ranges };

static size_t draw(int round)
{
	size_t n = 1 + next() % (round % 7 ? 40 : MOST);
	int r = round % RANGES;
	for (size_t i = 0; i < n; i++)
		value[i] = next() % 16 ? random_double(ranges[r].lo, ranges[r].hi) : 0.0;
	for (size_t i = 0; i + 1 < n && next() % 2; i += 2) // cancel
		value[i + 1] = -value[i];
	return n;
}

static void test_reference(void)
{
	for (int round = 0; round < 2000; round++) {
		size_t n = draw(round) % 40 + 1;
		struct plain p = {{0}}, p2 = {{0}};
		struct sum s = {0}, s2 = {0}, many = {0}, many2 = {0};
		for (size_t i = 0; i < n; i++) {
			struct plain one = plain_of(value[i]), square = plain_product(one, one);
			plain_add(&p, &one);
			plain_add(&p2, &square);
			sum_add(&s, value[i]);
			sum_add_product(&s2, value[i], value[i]);
		}
		sum_add_squares(&many, &many2, value, n);
		same("sum", sum_value(&s), plain_round(p));
		same("sum of squares", sum_value(&s2), plain_round(p2));
		same_sum("block", &many, &s);
		same_sum("block of squares", &many2, &s2);
		sum_free(&s), sum_free(&s2), sum_free(&many), sum_free(&many2);
	}
}

static void test_products(void)
{
	for (int round = 0; round < 2000; round++) {
		struct plain p = {{0}};
		struct sum s = {0};
		for (int i = 0; i < 10; i++) {
			int r = round % RANGES;
			double a = random_double(ranges[r].lo, ranges[r].hi), b = random_double(-1023, 1023);
			struct plain product = plain_product(plain_of(a), plain_of(b));
			plain_add(&p, &product);
			sum_add_product(&s, a, b);
		}
		same("sum of products", sum_value(&s), plain_round(p));
		sum_free(&s);
	}
}

static void test_order(void)
{
	for (int round = 0; round < 500; round++) {
		size_t n = draw(round);
		struct sum one = sum_of(value, n), many = {0}, merged = {0};
		shuffle(value, n);
		struct sum other = sum_of(value, n);
		sum_add_many(&many, value, n);
		for (size_t i = 0, k; i < n; i += k) {
			k = 1 + next() % (n - i);
			struct sum part = {0};
			sum_add_many(&part, value + i, k);
			sum_merge(&merged, &part);
			sum_free(&part);
		}
		same_sum("shuffled", &other, &one);
		same_sum("in blocks", &many, &one);
		same_sum("merged", &merged, &one);
		sum_free(&one), sum_free(&other), sum_free(&many), sum_free(&merged);
	}
}

static void test_blocks(void)
{
	for (int round = 0; round < 400; round++) {
		size_t n = draw(7 * round);
		struct sum s = sum_of(value, n), s2 = {0}, many = {0}, many2 = {0};
		for (size_t i = 0; i < n; i++)
			sum_add_product(&s2, value[i], value[i]);
		sum_add_squares(&many, &many2, value, n);
		same_sum("sums", &many, &s);
		same_sum("squares", &many2, &s2);
		sum_free(&s), sum_free(&s2), sum_free(&many), sum_free(&many2);
	}
}

static void test_text(void)
{
	for (int round = 0; round < 1000; round++) {
		size_t n = draw(round);
		struct sum s = sum_of(value, n), back = {0};
		if (round % 2)
			sum_add_product(&s, value[0], value[0]);
		struct string rest = {0};
		sum_rest(&s, &rest);
		if (!sum_restore(&back, sum_value(&s), rest.text ? rest.text : "", rest.n))
			die(EXIT_DATA, "not restored: %s", rest.text);
		same_sum("restored", &back, &s);
		sum_free(&s), sum_free(&back), string_free(&rest);
	}
}

static void test_known(void)
{
	struct sum s = {0};
	same("nothing", sum_value(&s), 0);
	sum_add(&s, 1e308), sum_add(&s, 1), sum_add(&s, -1e308);
	same("1e308 + 1 - 1e308", sum_value(&s), 1);
	sum_add(&s, -1);
	same("back at zero", sum_value(&s), 0);
	for (int i = 0; i < 10; i++)
		sum_add(&s, 0.1);
	same("ten times 0.1", sum_value(&s), 1);
	for (int i = 0; i < 4; i++)
		sum_add(&s, DBL_MAX);
	same("beyond a double's range", sum_value(&s), INFINITY);
	for (int i = 0; i < 4; i++)
		sum_add(&s, -DBL_MAX);
	same("and back", sum_value(&s), 1);
	sum_free(&s);
	sum_add(&s, 1);
	sum_add_product(&s, 0x1p-1074, 0x1p-1074);
	same("a little above one", sum_value(&s), 1);
	sum_add(&s, -1);
	same("less than any double", sum_value(&s), 0);
	sum_add_product(&s, 0x1p-1000, 0x1p-74);
	same("a denormal", sum_value(&s), 0x1p-1074);
	sum_free(&s);
	sum_add(&s, -0.0);
	same("minus zero", sum_value(&s), 0.0);
	sum_add(&s, 1), sum_add(&s, 0x1p-53);
	same("a tie goes to even, down", sum_value(&s), 1);
	sum_add(&s, 0x1p-1000);
	same("no longer a tie", sum_value(&s), 1 + 0x1p-52);
	sum_free(&s);
	for (int i = 0; i < 5000; i++)
		sum_add(&s, -DBL_MAX), sum_add(&s, -DBL_TRUE_MIN);
	for (int i = 0; i < 5000; i++)
		sum_add(&s, DBL_MAX);
	same("5000 least doubles", sum_value(&s), -5000 * DBL_TRUE_MIN);
	sum_free(&s);
}

// Many of the greatest whole number, in every place that its bits can have in a chunk.
static void test_carries(void)
{
	for (int place = 0; place < 32; place++) {
		struct sum s = {0};
		double x = ldexp(0x1p53 - 1, place);
		for (int i = 0; i < 20000; i++)
			sum_add(&s, x);
		sum_add_product(&s, -20000, x);
		same("20000 times the same, less their product", sum_value(&s), 0);
		sum_free(&s);
	}
}

static void test_specials(void)
{
	static const double in[] = {1, INFINITY, -INFINITY, NAN};
	for (int set = 0; set < 16; set++) {
		double should = 0, x[8] = {0};
		for (int i = 0; i < 4; i++) {
			x[i] = set >> i & 1 ? in[i] : 0;
			should += x[i];
		}
		for (int order = 0; order < 10; order++) {
			struct sum s = {0}, s2 = {0}, back = {0};
			shuffle(x, 8);
			if (order % 2)
				sum_add_many(&s, x, 8);
			else
				sum_add_squares(&s, &s2, x, 8);
			same("special values", sum_value(&s), should);
			sum_restore(&back, sum_value(&s), "", 0);
			same("read back", sum_value(&back), should);
			sum_free(&s), sum_free(&s2), sum_free(&back);
		}
	}
	struct sum s = {0};
	sum_add_product(&s, 0, INFINITY);
	same("0 times infinity", sum_value(&s), NAN);
	sum_free(&s);
}

// n Σx² - (Σx)² over n (n - 1), with the reference; long double would not be enough.
static void test_variance(void)
{
	for (int round = 0; round < 300; round++) {
		size_t n = 2 + next() % 20;
		struct sum s = {0}, s2 = {0};
		struct plain p = {{0}}, p2 = {{0}};
		for (size_t i = 0; i < n; i++) {
			value[i] = (round % 3 ? 1e9 : 0) + random_double(-30, round % 5);
			struct plain one = plain_of(value[i]), square = plain_product(one, one);
			plain_add(&p, &one), plain_add(&p2, &square);
		}
		sum_add_squares(&s, &s2, value, n);
		struct plain spread = plain_product(p2, plain_of((double)n)), square = plain_product(p, p);
		plain_negate(&square);
		plain_add(&spread, &square);
		double is = sum_variance(&s, &s2, n);
		// |is - v| is at most half the distance to the next doubles if v lies between the two halves
		struct plain divisor = plain_of((double)(n * (n - 1)));
		for (int side = -1; side <= 1; side += 2) {
			double beside = nextafter(is, side * INFINITY);
			struct plain twice = plain_of(is), edge = plain_of(beside); // (is + beside) / 2 · n (n - 1)
			plain_add(&edge, &twice);
			edge = plain_product(edge, divisor);
			edge = plain_product(edge, plain_of(-0.5));
			plain_add(&edge, &spread); // spread - edge
			if (plain_bit(&edge, 9599) ? side < 0 : side > 0 && plain_round(edge) != 0)
				differ("variance", is, beside);
		}
		sum_free(&s), sum_free(&s2);
	}
	struct sum s = {0}, s2 = {0};
	static const double x[] = {1, 2, 4};
	sum_add_squares(&s, &s2, x, 3);
	same("variance of 1 2 4", sum_variance(&s, &s2, 3), 0x1.2aaaaaaaaaaabp+1);
	same("mean of 1 2 4", sum_mean(&s, 3), 7.0 / 3);
	same("variance of one", sum_variance(&s, &s2, 1), NAN);
	same("mean of none", sum_mean(&s, 0), NAN);
	sum_free(&s), sum_free(&s2);
}

static const struct {
	const char *name;
	void (*run)(void);
} tests[] = {
	{"known", test_known},       {"reference", test_reference}, {"products", test_products},
	{"order", test_order},       {"blocks", test_blocks},       {"text", test_text},
	{"specials", test_specials}, {"variance", test_variance},   {"carries", test_carries},
};

int main(int argc, char **argv)
{
	err_init(argv[0]);
	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
		if (argc < 2 || strcmp(argv[1], tests[i].name) == 0)
			tests[i].run();
	}
	return 0;
}
