/* SPDX-License-Identifier: MIT
 * plot_map: maps of a quantity over two others, by colour; as text, by how dark a character is.
 */
#ifndef EVFARM_PLOT_MAP_H
#define EVFARM_PLOT_MAP_H

#include "hist.h"
#include "plot.h"

/* A cell and its value; nan leaves it empty. */
struct map_cell {
	double xlow, xhigh, ylow, yhigh, z;
};

/* Draws the cells; titles are set. zlabel says what z is. */
void plot_map(struct plot *o, const struct map_cell *cell, size_t n, const char *zlabel);

/* A histogram in two dimensions. */
void plot_hist_map(struct plot *o, const struct hist *h);

#endif
