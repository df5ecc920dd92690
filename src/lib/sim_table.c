// SPDX-License-Identifier: MIT
// sim_table: simulations side by side; sim_table.h has the contract.

#include <stdio.h>
#include <stdlib.h>

#include "sim_table.h"

// Six digits: more would look like what a simulation does not know.
static const char *text_of(double x)
{
	static char text[32];
	snprintf(text, sizeof text, "%.6g", x);
	return text;
}

void sim_table_begin(struct sim_table *t)
{
	static const char *const columns[] = {"workers", "hosts", "bunch", "balance", "makespan", "speedup", "efficiency",
					      "idle", "dispatcher", "bound", "messages", "failed"};
	struct farm usual = farm_free;
	t->total = work_total(t->work) * t->farm.time;
	t->longest = work_longest(t->work) * t->farm.time;
	partial_begin(&t->out, "simulation");
	partial_key(&t->out, "engine", t->engine->name);
	partial_key_count(&t->out, "tasks", t->work->n);
	partial_key_count(&t->out, "measured", t->work->measured);
	partial_key(&t->out, "work", text_of(t->total));
	partial_key(&t->out, "longest", text_of(t->longest));
	if (t->work->makespan > 0)
		partial_key(&t->out, "log", text_of(t->work->makespan));
	for (const struct farm_number *p = farm_numbers; p->name; p++)
		if (*farm_at(&t->farm, p) != *farm_at(&usual, p))
			partial_key(&t->out, p->name, text_of(*farm_at(&t->farm, p)));
	partial_columns(&t->out, columns, sizeof columns / sizeof *columns);
}

static void add_result(struct partial_out *out, const struct sim_table *t, size_t workers, const struct sim_result *r)
{
	const double share = r->work / (double)workers, span = r->makespan > 0 ? r->makespan : 1;
	const double column[] = {r->makespan, r->work / span, share / span, 1 - r->busy / (double)workers / span,
				 r->dispatcher / span, share > t->longest ? share : t->longest};
	for (size_t i = 0; i < sizeof column / sizeof *column; i++)
		partial_text(out, text_of(column[i]));
	partial_count(out, r->messages);
	partial_count(out, r->failed);
}

static struct sim set_up(const struct sim_table *t, size_t workers, enum balance balance, size_t bunch)
{
	struct sim s = {.order = balance == BALANCE_QUEUE ? t->engine->order : SIM_WAVES, .balance = balance,
			.workers = workers, .bunch = bunch, .seed = t->seed};
	if (!t->work->waits && t->work->n_levels > 1)
		s.order = SIM_WAVES; // nothing but the levels tells what waits for what
	if (balance == BALANCE_QUEUE && !bunch)
		s.bunch = 1;
	if (bunch == SIM_BEST)
		s.bunch = sim_best_bunch(t->work, &t->farm, &s);
	else if (bunch == SIM_FORMULA)
		s.bunch = sim_formula_bunch(t->work, &t->farm, &s);
	return s;
}

void sim_table_row(struct sim_table *t, size_t workers, enum balance balance, size_t bunch)
{
	const struct sim s = set_up(t, workers, balance, bunch);
	const struct sim_result r = sim_run(t->work, &t->farm, &s, NULL);
	partial_count(&t->out, workers);
	partial_count(&t->out, r.hosts);
	partial_count(&t->out, s.bunch);
	partial_text(&t->out, balance_names[balance]);
	add_result(&t->out, t, workers, &r);
	partial_row(&t->out);
}

void sim_table_end(struct sim_table *t, FILE *to)
{
	partial_end(&t->out, to);
}

void sim_table_log(const struct sim_table *t, size_t workers, enum balance balance, size_t bunch, FILE *to)
{
	const struct sim s = set_up(t, workers, balance, bunch);
	sim_run(t->work, &t->farm, &s, to);
}
