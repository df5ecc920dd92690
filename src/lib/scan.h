/* SPDX-License-Identifier: MIT
 * scan: what passes each setting of the cuts, from files of cells; grid.c tells how all settings are answered at once.
 */
#ifndef EVFARM_SCAN_H
#define EVFARM_SCAN_H

#include <stdint.h>

#include "cells.h"
#include "grid.h"
#include "merit.h"

struct scan {
	struct cells_head head;
	struct cover cover;
	struct grid *grid;
	double signal, background; /* all there is, passing or not; rounded once */
};

/* Reads and adds n files ("-": standard input). allowed: the bytes that the grid may take, 0 for what is available. Dies of bad
 * files (EXIT_DATA) and of a grid too large (EXIT_SYSTEM). */
struct scan *scan_read(char *const *files, size_t n, uint64_t allowed);
void scan_free(struct scan *s);

/* Gives all settings in order of their numbers, in blocks: what passes first, first + 1, ..., and its score (merit.h). Takes
 * the merit's totals from s. */
typedef void scan_block(void *context, uint64_t first, const double *signal, const double *background, const double *score, size_t n);
void scan_each(const struct scan *s, struct merit *m, scan_block *block, void *context);

#endif
