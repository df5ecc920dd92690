/* SPDX-License-Identifier: MIT
 * sim_engine: what the engines of evrun, and farms of messages, are to a simulation.
 */
#ifndef EVFARM_SIM_ENGINE_H
#define EVFARM_SIM_ENGINE_H

#include "sim.h"

struct sim_engine {
	const char *name;
	enum sim_order order;
	enum balance balance; /* unless told */
	bool bunches;         /* it can take several tasks at a time */
	const char *farm;     /* what it costs, for farm_set, as measured; evsim(1) has how */
	const char *what;
};
extern const struct sim_engine sim_engines[]; /* ends with a name that is NULL; the first is a farm without costs */

/* The engine of this name; dies (EXIT_USAGE) if there is none, naming those that there are. what is the option. */
const struct sim_engine *sim_engine_find(const char *what, const char *name);

/* The bunch with about the least makespan: of those with which the tasks go to the workers in so many rounds, by factors of
 * two first, then between the neighbours of the best. */
size_t sim_best_bunch(const struct work *w, const struct farm *f, const struct sim *s);

/* The bunch that evsim(1) has a formula for. */
size_t sim_formula_bunch(const struct work *w, const struct farm *f, const struct sim *s);

#endif
