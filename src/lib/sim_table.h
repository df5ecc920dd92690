/* SPDX-License-Identifier: MIT
 * sim_table: simulations side by side, a row each; evsim(1) has the columns.
 */
#ifndef EVFARM_SIM_TABLE_H
#define EVFARM_SIM_TABLE_H

#include "partial.h"
#include "sim_engine.h"

struct sim_table {
	const struct work *work;
	struct farm farm;
	const struct sim_engine *engine;
	uint64_t seed;
	double total, longest; /* of the work; set by begin */
	struct partial_out out;
};

#define SIM_BEST SIZE_MAX          /* for a bunch: that with the least makespan; */
#define SIM_FORMULA (SIZE_MAX - 1) /* that of the formula */

void sim_table_begin(struct sim_table *t);
/* Simulates, and adds a row. bunch 0: as the strategy has it. */
void sim_table_row(struct sim_table *t, size_t workers, enum balance balance, size_t bunch);
void sim_table_end(struct sim_table *t, FILE *to);

/* Rather than a table, the task log of one simulation. */
void sim_table_log(const struct sim_table *t, size_t workers, enum balance balance, size_t bunch, FILE *to);

#endif
