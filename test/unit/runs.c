// SPDX-License-Identifier: MIT
// runs: `runs RUNS LENGTH SUMS` puts random digits of SUMS sums into RUNS runs of LENGTH digits, and looks whether what
// comes out is what plain integers make of it: in order, in the one form, and right.

#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "mem.h"
#include "runs.h"

static uint64_t state = 88172645463325252u;

static uint64_t draw(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static int by_key(const void *a, const void *b)
{
	const struct digit *p = a, *q = b;
	return p->key < q->key ? -1 : p->key > q->key;
}

// What came out: every sum, from digits that must be in order, not zero, and of one sign.
struct seen {
	int64_t *sum;
	uint64_t last;
	size_t digits;
};

static void see(void *context, uint64_t key, int64_t value)
{
	struct seen *s = context;
	if (s->digits++ && key <= s->last)
		die(EXIT_DATA, "keys out of order");
	if (!value || value <= -0x100000000 || value >= 0x100000000)
		die(EXIT_DATA, "not a settled digit: %lld", (long long)value);
	int64_t *sum = &s->sum[key >> 7];
	if (key >> 7 == s->last >> 7 && *sum && (*sum < 0) != (value < 0))
		die(EXIT_DATA, "digits of two signs in a sum");
	*sum += key_digit(key) == DIGIT_ONE ? value : value * 0x100000000;
	s->last = key;
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	if (argc != 4)
		die(EXIT_USAGE, "runs RUNS LENGTH SUMS");
	size_t n = strtoul(argv[1], NULL, 10), length = strtoul(argv[2], NULL, 10), sums = strtoul(argv[3], NULL, 10);
	int64_t *expected = mem_new(sums, sizeof *expected);
	struct seen seen = {.sum = mem_new(sums, sizeof *expected)};
	struct digit *d = mem_new(length, sizeof *d);
	struct runs *r = runs_new();
	for (size_t run = 0; run < n; run++) {
		for (size_t i = 0; i < length; i++) {
			uint64_t sum = draw() % sums;
			int upper = draw() & 1;
			int64_t value = (int64_t)(draw() % (upper ? 2001 : 0x200000001)) - (upper ? 1000 : 0x100000000);
			d[i] = (struct digit){sum << 7 | (unsigned)(DIGIT_ONE + upper), value};
			expected[sum] += upper ? value * 0x100000000 : value;
		}
		qsort(d, length, sizeof *d, by_key);
		runs_add(r, d, length);
	}
	struct settle s = {.sink = see, .context = &seen};
	runs_each(r, &s);
	for (size_t i = 0; i < sums; i++) {
		if (expected[i] != seen.sum[i])
			die(EXIT_DATA, "sum %zu: %lld, not %lld", i, (long long)seen.sum[i], (long long)expected[i]);
	}
	printf("%zu sums are right\n", sums);
	runs_free(r);
	free(d);
	free(seen.sum);
	free(expected);
	close_stdout();
}
