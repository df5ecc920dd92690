/* SPDX-License-Identifier: MIT
 * tally: exact sums of weights by cell and class, sparse, in bounded memory.
 */
#ifndef EVFARM_TALLY_H
#define EVFARM_TALLY_H

#include <stdbool.h>
#include <stddef.h>

#include "digits.h"

struct tally;

/* For cells 0..cells-1, cells <= KEY_CELLS; weighted tells whether there will be weights, or events are counted. Takes up
 * to 32 MiB; what is more goes to scratch files (see runs.h). */
struct tally *tally_new(uint64_t cells, bool weighted);
/* Counts n events in their cells; signal has 1 for a signal event, else 0. */
void tally_count(struct tally *t, const uint64_t *cell, const uint8_t *signal, size_t n);
/* Adds their weights, which are finite. */
void tally_weigh(struct tally *t, const uint64_t *cell, const uint8_t *signal, const double *weight, size_t n);
/* Adds to a digit, |value| < 2^33. */
void tally_add(struct tally *t, uint64_t key, int64_t value);
/* Sends every digit that is not zero to the sink, the sums settled, by ascending keys. The tally is of no use afterwards. */
void tally_each(struct tally *t, digit_sink *sink, void *context);
void tally_free(struct tally *t);

#endif
