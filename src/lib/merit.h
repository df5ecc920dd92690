/* SPDX-License-Identifier: MIT
 * merit: figures of merit of a setting: what makes one selection better than another; and tables of settings.
 *
 * s and b are the signal and the background that pass, S and B all there is of them.
 *     accuracy      (s + B - b) / (S + B): the share of events rightly called signal or background
 *     s/sqrt(b)     for a known background
 *     s/sqrt(s+b)   for the precision of a measured rate
 *     ams           sqrt(2 ((s + b + r) ln(1 + s / (b + r)) - s)), the approximate median significance of Cowan et al.,
 *                   Eur. Phys. J. C 71 (2011) 1554, with the term r of the Higgs boson machine-learning challenge
 *     punzi         (s / S) / (a / 2 + sqrt(b)), for a search at a sigmas; Punzi, PHYSTAT 2003, physics/0308063
 * Where a figure is not defined (no background in s/sqrt(b)) it is nan.
 */
#ifndef EVFARM_MERIT_H
#define EVFARM_MERIT_H

#include <stddef.h>
#include <stdint.h>

#include "frame.h"

struct figure;

struct merit {
	const struct figure *figure;
	double parameter;
	double signal, background; /* S and B: to be filled in before scores are asked for */
};

/* "accuracy", "punzi", "punzi:5". Anything else ends the program (EXIT_USAGE). */
struct merit merit_parse(const char *text);
const char *merit_name(const struct merit *m); /* "punzi" */

/* The scores of n settings, from what passes each. The higher the better, nan where undefined; for accuracy the number
 * of events called rightly, so that whole numbers are compared. */
void merit_scores(const struct merit *m, const double *signal, const double *background, size_t n, double *score);
/* The figure itself, from a score. */
double merit_value(const struct merit *m, double score);

/* A table of settings: `setting signal background FIGURE`, by tabs. */
void merit_table_head(const struct merit *m, struct frame *to);
void merit_table_row(const struct merit *m, struct frame *to, uint64_t setting, double signal, double background,
		     double score);

#endif
