/* SPDX-License-Identifier: MIT
 * part: part K of N of something that is counted, as --part has it.
 */
#ifndef EVFARM_PART_H
#define EVFARM_PART_H

#include <stdint.h>

struct part {
	int64_t k, n; /* 1 <= k <= n <= 1000000 */
};

/* "K/N"; exit 2 of anything else. */
struct part part_parse(const char *text);

/* Part k of 0..total-1 is [*from, *to). All parts in a row are the whole, and differ by one at most. total <= 10^12. */
void part_share(struct part part, int64_t total, int64_t *from, int64_t *to);

#endif
