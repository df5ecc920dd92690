/* SPDX-License-Identifier: MIT
 * figures: measured makespans of a farm, what a simulation says to them, and the farm that fits them best.
 */
#ifndef EVFARM_FIGURES_H
#define EVFARM_FIGURES_H

#include <stdio.h>

#include "sim_engine.h"

/* A measurement. */
struct figure {
	size_t tasks, workers;
	const char *bunches;      /* as written */
	size_t *bunch, n_bunches; /* the best of these was taken */
	double seconds, predicted;
};

struct figures {
	struct figure *figure;
	size_t n;
	char *text;
	const struct sim_engine *engine;
	const char *time; /* the tasks', as work_imagine takes it */
	uint64_t seed;
};

/* Reads a table: a line of names, among them tasks, workers, bunch and seconds, and a row each; with tabs between, # before
 * comments. Several bunches with commas between: the best of them was measured. Dies of what is wrong (EXIT_DATA). */
struct figures *figures_read(const char *file);
void figures_free(struct figures *f);

/* Sets what is predicted for each; returns the root of the mean squared logarithm of predicted / measured. */
double figures_predict(struct figures *f, const struct farm *farm);

/* Changes the numbers of the farm that are named, "NAME,NAME", so that it comes out least; returns it. Each goes on from
 * its value. Dies (EXIT_USAGE) of a wrong name; what is the option. */
double figures_fit(struct figures *f, struct farm *farm, const char *what, const char *names);

/* A table of kind prediction; evsim(1) has it. */
void figures_print(const struct figures *f, FILE *to);

#endif
