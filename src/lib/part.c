// SPDX-License-Identifier: MIT
// part: part K of N; part.h has the contract.

#include <string.h>

#include "err.h"
#include "num.h"
#include "part.h"

struct part part_parse(const char *text)
{
	struct part part;
	const char *slash = strchr(text, '/');
	if (!slash || !num_int(text, slash, &part.k) || !num_int(slash + 1, text + strlen(text), &part.n))
		die(EXIT_USAGE, "--part: not K/N such as 1/10: \"%s\"", text);
	if (part.n < 1 || part.n > 1000000 || part.k < 1 || part.k > part.n)
		die(EXIT_USAGE, "--part: %s is not 1/N to N/N with N up to 1000000", text);
	return part;
}

// k * total / n, rounded down, without overflow
static int64_t share(int64_t total, int64_t k, int64_t n)
{
	return total / n * k + total % n * k / n;
}

void part_share(struct part part, int64_t total, int64_t *from, int64_t *to)
{
	*from = share(total, part.k - 1, part.n);
	*to = share(total, part.k, part.n);
}
