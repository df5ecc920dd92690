/* SPDX-License-Identifier: MIT
 * plot: evplot's figures. Each reads its files, checks that they are of its kind, and writes the data that its script
 * in plots/ draws; what is wrong ends the program (EXIT_DATA) by name. evplot(1) says what each takes and shows.
 */
#ifndef EVFARM_PLOT_H
#define EVFARM_PLOT_H

#include <stdint.h>

#include "picture.h"

/* What was asked for. Texts are NULL where nothing was. */
struct plot {
	struct picture picture;
	const char *title, *xlabel, *ylabel;
	char **label; /* of the files, in their order */
	size_t n_labels;
	char **file;
	size_t n;
	const char *data, *cuts, *columns;
	bool stack, ratio, logarithmic, normalise;
};

void plot_hist(struct plot *o);
void plot_cutflow(struct plot *o);
void plot_roc(struct plot *o);
void plot_scan(struct plot *o);
void plot_dag(struct plot *o);
void plot_timeline(struct plot *o);
void plot_scaling(struct plot *o);
void plot_bunch(struct plot *o);

/* -- for the figures ----------------------------------------------------------------------------------------------- */

/* What a file is called: its label, or the last part of its name. */
const char *plot_name(const struct plot *o, const char *file, size_t i);

/* The files' names into the picture, as the array label. */
void plot_names(struct plot *o);

/* Title and axis titles into the picture: what was asked for, or else these. */
void plot_titles(struct plot *o, const char *title, const char *xlabel, const char *ylabel);

/* Into a plan's folder (dies, EXIT_USAGE, if it holds none), and back with what it returned. */
int plot_enter(const char *folder);
void plot_leave(int back);

/* Adds a count, in groups of three digits: 249,871. */
void plot_count(struct string *to, uint64_t n);

#endif
