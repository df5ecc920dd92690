// SPDX-License-Identifier: MIT
// digits: exact sums as long integers; digits.h has the contract.

#include <math.h>
#include <stdbool.h>

#include "digits.h"

static const int64_t low32 = 0xffffffff;

unsigned digits_split(double x, int64_t part[3])
{
	int exponent;
	double fraction = frexp(fabs(x), &exponent);
	int64_t mantissa = (int64_t)ldexp(fraction, 53); // |x| = mantissa 2^(exponent - 53)
	int sign = x < 0 ? -1 : 1;
	while (mantissa && !(mantissa & 1)) { // a weight of few bits touches few digits
		mantissa >>= 1;
		exponent++;
	}
	unsigned place = (unsigned)(exponent - 53 + 32 * DIGIT_ONE), shift = place % 32;
	int64_t low = (mantissa & low32) << shift, high = (mantissa >> 32) << shift;
	part[0] = sign * (low & low32);
	part[1] = sign * ((low >> 32) + (high & low32));
	part[2] = sign * (high >> 32);
	return place / 32;
}

// Digits of 32 bits without sign, but for the carry out of the highest, which is returned: -1 for a negative sum.
static int64_t carry_up(int64_t *digit, unsigned low, unsigned high)
{
	int64_t carry = 0;
	for (unsigned q = low; q < high; q++) {
		int64_t sum = digit[q] + carry;
		carry = sum >> 32;
		digit[q] = sum & low32;
	}
	return carry;
}

void digits_settle(int64_t *digit, unsigned low, unsigned high)
{
	high = high + 2 < DIGITS ? high + 2 : DIGITS;
	if (carry_up(digit, low, high) >= 0)
		return;
	// 2^(32 high) too much: the size of the sum is what remains up to there
	for (unsigned q = low; q < high; q++)
		digit[q] = -digit[q];
	carry_up(digit, low, high);
	for (unsigned q = low; q < high; q++)
		digit[q] = -digit[q];
}

double digits_double(const int64_t digit[DIGITS])
{
	int top = DIGITS - 1;
	while (top > 0 && !digit[top])
		top--;
	if (!digit[top])
		return 0;
	bool negative = digit[top] < 0;
	uint64_t bits = 0, below = 0;
	int zeros = 0;
	for (int q = top; q > top - 3 && q >= 0; q--) {
		uint64_t d = (uint64_t)(negative ? -digit[q] : digit[q]);
		if (q == top) {
			while (!(d << zeros >> 31))
				zeros++;
			bits = d << (32 + zeros);
		} else if (q == top - 1) {
			bits |= d << zeros;
		} else {
			bits |= d << zeros >> 32;
			below = d << zeros & (uint64_t)low32;
		}
	}
	for (int q = top - 3; q >= 0; q--)
		below |= (uint64_t)digit[q];
	double x = ldexp((double)(bits | (below != 0)), 32 * (top - DIGIT_ONE - 1) - zeros);
	return negative ? -x : x;
}

void settle_end(struct settle *s)
{
	if (!s->high)
		return;
	digits_settle(s->digit, s->low, s->high);
	for (unsigned q = s->low; q < DIGITS && q < s->high + 2; q++) {
		if (s->digit[q])
			s->sink(s->context, s->sum | q, s->digit[q]);
		s->digit[q] = 0;
	}
	s->high = 0;
}

void settle_add(struct settle *s, uint64_t key, int64_t value)
{
	unsigned q = key_digit(key);
	if (!s->high || key - q != s->sum) {
		settle_end(s);
		s->sum = key - q;
		s->low = q;
	}
	s->high = q + 1;
	s->digit[q] += value;
}
