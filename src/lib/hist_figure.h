/* SPDX-License-Identifier: MIT
 * hist_figure: histograms drawn: signal over background in bins with errors, profiles, maps in two dimensions.
 */
#ifndef EVFARM_HIST_FIGURE_H
#define EVFARM_HIST_FIGURE_H

#include "hist.h"

/* The sums of weights in a cell of h (hist.h), rounded. */
double hist_sumw(const struct hist *h, size_t cell);
double hist_error(const struct hist *h, size_t cell); /* sqrt of the sum of their squares */

/* Adds a figure of h; name is what the caption calls it. Drawn with at most so many bins, by adding up adjacent ones. */
enum { HIST_DRAWN_BINS = 120, HIST_MAP_BINS = 48 };
void hist_figure(struct string *to, const struct hist *h, const char *name);
void hist_figure_map(struct string *to, const struct hist *h, const char *name);     /* in two dimensions */
void hist_figure_profile(struct string *to, const struct hist *h, const char *name);

/* What the histogram was made of, as a caption has it: "x in bins, of events with ..., weighted by ...". */
void hist_figure_caption(struct string *to, const struct hist *h, const char *name);

#endif
