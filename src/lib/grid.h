/* SPDX-License-Identifier: MIT
 * grid: what passes each setting of the cuts, signal and background, all settings at once. grid.c has the essay.
 */
#ifndef EVFARM_GRID_H
#define EVFARM_GRID_H

#include <stddef.h>
#include <stdint.h>

#include "cuts.h"

/* What a yield is kept as: counts that stay below 2^31, counts, weights. */
enum grid_kind { GRID_SMALL, GRID_COUNTS, GRID_WEIGHTS };

/* The bytes that a grid takes, UINT64_MAX if they cannot be addressed. */
uint64_t grid_bytes(const struct cuts *c, enum grid_kind kind);

struct grid;
struct grid *grid_new(const struct cuts *c, enum grid_kind kind); /* c must outlive it */
/* Adds a digit of a cell's sum (see digits.h and cells.h), by ascending keys; that of cell c->settings passes nothing and
 * is left out. */
void grid_add(struct grid *g, uint64_t key, int64_t value);
/* Once all is added: makes yields of settings out of cells. */
void grid_sum(struct grid *g);
/* The yields of settings [first, first + n); exact for counts. */
void grid_yields(const struct grid *g, uint64_t first, size_t n, double *signal, double *background);
void grid_free(struct grid *g);

#endif
