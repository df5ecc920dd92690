/* SPDX-License-Identifier: MIT
 * sample: events as the cuts see them: the values cut on, whether signal, and a weight; blocks of rows.
 */
#ifndef EVFARM_SAMPLE_H
#define EVFARM_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cuts.h"

struct sample;

/* What is asked for; all of it must outlive the sample. weight may be NULL: every event counts 1. */
struct sample_spec {
	const struct cuts *cuts;
	const char *signal, *weight;
	char *const *select; /* events that one of these n_select expressions calls false are left out */
	size_t n_select;
};

enum { SAMPLE_BLOCK = 1024 };

/* n <= SAMPLE_BLOCK selected events. x[i] has the values of row i of the cuts, missing ones as nan; signal a byte an event, 0
 * or 1; weight is NULL without one, finite else. Lasts until the next call. */
struct sample_rows {
	size_t n;
	const double *const *x;
	const uint8_t *signal;
	const double *weight;
};

/* Opens files[0..n) as input_open does. A column of the cuts that is not there or is text, and an expression that is
 * wrong, end the program with EXIT_USAGE. */
struct sample *sample_open(const struct sample_spec *spec, char *const *files, size_t n);

/* The next events (n may be 0); false at the end. A weight that is not finite is bad data. */
bool sample_next(struct sample *s, struct sample_rows *rows);

/* The selected events left out so far because their weight is missing. */
uint64_t sample_missing(const struct sample *s);

void sample_close(struct sample *s);

#endif
