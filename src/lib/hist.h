/* SPDX-License-Identifier: MIT
 * hist: histograms in one or two dimensions and profiles, weighted or not, for signal and background: what evhist
 * writes and evmerge adds. evpartial(5) has the format.
 *
 * Bins are [low, high) with everything below and above in further bins at the ends (axis.h). Entries are counted; sums
 * of weights, of their squares, and of y in a profile are exact (sum.h), so the order of filling and merging changes
 * nothing.
 */
#ifndef EVFARM_HIST_H
#define EVFARM_HIST_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "axis.h"
#include "partial.h"
#include "sum.h"

/* What a histogram is made with. Expressions are NULL where there is none. */
struct hist_key {
	char *x, *y, *weight, *signal, *selection;
	bool profile;          /* of y in bins of x */
	struct axis bins[2];   /* of x and y; bins[1].n is 0 but in two dimensions */
};

struct hist {
	struct hist_key key;
	size_t bins;           /* in all, with those at the ends: bin of x times bins of y, plus bin of y */
	int classes;           /* 2: signal, background; 1 without a signal expression */
	uint64_t *entries;     /* [class * bins + bin] */
	struct sum *sumw, *sumw2;   /* NULL without a weight: then they are the entries */
	struct sum *sumwy, *sumwy2; /* NULL but in a profile */
	uint64_t missing;      /* events whose x, y or weight was missing or nan; they are in no bin */
};

/* An empty histogram; takes over what key points to. */
struct hist *hist_new(struct hist_key key);
void hist_free(struct hist *h);

/* Fills in n events. class (classes.h) says which is which and leaves events out; y and w are NULL where the key has
 * none. */
void hist_fill(struct hist *h, const double *x, const double *y, const double *w, const uint8_t *class, size_t n);

uint64_t hist_entries(const struct hist *h);

/* Adds from, which came out of file, to into. Other keys end the program (EXIT_DATA) with a message that names file and
 * both. */
void hist_merge(struct hist *into, const struct hist *from, const char *file);

void hist_print(FILE *out, const struct hist *h); /* look at ferror(out), or close_stdout(), afterwards */
struct hist *hist_from(const struct partial *p);

#endif
