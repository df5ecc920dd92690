// SPDX-License-Identifier: MIT
// pow5: a table of powers of five that is computed rather than listed; pow5.h has the contract.
//
// Upwards 5^k is an integer, times 5 at each step. Downwards stands floor(2^1024 / 5^k), divided by 5 at each step,
// which is exact for a floor of a floor: floor(floor(a/5)/5) = floor(a/25). Both live in one array of 32-bit words.

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "pow5.h"

enum { WORDS = 33 }; // 2^1024 to start from; 5^342 takes 795 bits of it and leaves more than 128

struct big {
	uint32_t word[WORDS]; // the lowest first
};

static struct pow5 table[POW5_MAX - POW5_MIN + 1];
static atomic_bool ready;

static void times_5(struct big *b)
{
	uint64_t carry = 0;
	for (int i = 0; i < WORDS; i++) {
		carry += (uint64_t)b->word[i] * 5;
		b->word[i] = (uint32_t)carry;
		carry >>= 32;
	}
}

static void over_5(struct big *b)
{
	uint64_t rest = 0;
	for (int i = WORDS - 1; i >= 0; i--) {
		rest = rest << 32 | b->word[i];
		b->word[i] = (uint32_t)(rest / 5);
		rest %= 5;
	}
}

// the 32 bits from bit number at, which may be negative: zeros stand below
static uint64_t bits_32(const struct big *b, int at)
{
	if (at <= -32)
		return 0;
	if (at < 0)
		return (uint32_t)(b->word[0] << -at);
	int i = at / 32;
	uint64_t two = b->word[i] | (i + 1 < WORDS ? (uint64_t)b->word[i + 1] << 32 : 0);
	return (uint32_t)(two >> at % 32);
}

static struct pow5 first_128(const struct big *b)
{
	int top = WORDS - 1;
	while (!b->word[top])
		top--;
	int at = 32 * top + 32 - __builtin_clz(b->word[top]); // one beyond the highest bit set
	return (struct pow5){bits_32(b, at - 32) << 32 | bits_32(b, at - 64),
			     bits_32(b, at - 96) << 32 | bits_32(b, at - 128)};
}

static void make_table(void)
{
	struct big b = {{1}};
	for (int k = 0; k <= POW5_MAX; k++, times_5(&b))
		table[k - POW5_MIN] = first_128(&b);
	b = (struct big){{0}};
	b.word[WORDS - 1] = 1;
	for (int k = -1; k >= POW5_MIN; k--) {
		over_5(&b);
		table[k - POW5_MIN] = first_128(&b);
	}
	atomic_store_explicit(&ready, true, memory_order_release);
}

const struct pow5 *pow5(int k)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	if (!atomic_load_explicit(&ready, memory_order_acquire))
		pthread_once(&once, make_table);
	return &table[k - POW5_MIN];
}

struct pow5 pow5_up(int k)
{
	struct pow5 p = *pow5(k);
	if (k < 0 || k > 55)
		p.hi += !++p.lo;
	return p;
}
