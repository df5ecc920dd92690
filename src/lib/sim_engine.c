// SPDX-License-Identifier: MIT
// sim_engine: engines as they are simulated; sim_engine.h has the contract.

#include <math.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "sim_engine.h"

const struct sim_engine sim_engines[] = {
	{"farm", SIM_FIRST, BALANCE_QUEUE, true, "", "a dispatcher that sends messages; its costs are given"},
	{"make", SIM_PASSES, BALANCE_QUEUE, false, "message=0.35ms,each=0.5ms", "one make, on one host"},
	{"parallel", SIM_WAVES, BALANCE_GUIDED, true, "wave=0.09,message=3ms,job=5ms,each=0.85ms", "bunches by GNU Parallel, level by level"},
	{"slurm", SIM_WAVES, BALANCE_GUIDED, true, "wave=2,message=10ms,job=0.1,each=0.85ms", "bunches as elements of job arrays"},
	{"mpirun", SIM_WAVES, BALANCE_WEIGHTED, true, "wave=0.04,job=5ms,each=0.7ms", "ranks, to which a level is dealt out beforehand"},
	{"srun", SIM_WAVES, BALANCE_WEIGHTED, true, "wave=0.5,job=5ms,each=0.7ms", "the same in a SLURM allocation"},
	{NULL, SIM_FIRST, BALANCE_QUEUE, false, NULL, NULL},
};

const struct sim_engine *sim_engine_find(const char *what, const char *name)
{
	struct string all = {0};
	for (const struct sim_engine *e = sim_engines; e->name; e++)
		if (!strcmp(e->name, name))
			return e;
	for (const struct sim_engine *e = sim_engines; e->name; e++)
		string_printf(&all, "%s%s", all.n ? ", " : "", e->name);
	die(EXIT_USAGE, "%s: no engine %s; there are %s", what, name, all.text);
}

// With the parts of the makespan that depend on the bunch, N s / (W b) for the starts of bunches and b t / 2 for workers that
// wait for the last ones, at their least; or more, if the dispatcher could not keep up: in the time of a bunch, b t + s, it
// deals with W messages.
size_t sim_formula_bunch(const struct work *w, const struct farm *f, const struct sim *s)
{
	if (!w->n)
		return 1;
	const double n = (double)w->n, workers = (double)s->workers, hosts = f->slots > 0 ? ceil(workers / f->slots) : 1;
	const double time = work_total(w) / n * f->time * farm_slowness(f, ceil(workers / hosts)) + f->each;
	const double most = ceil(n / workers), message = f->message + f->left * n / 2, beside = f->job + 2 * f->latency + message;
	const double even = sqrt(2 * n * beside / (workers * time)), room = time - workers * f->task;
	const double kept_up = room > 0 ? (workers * message - beside) / room : most;
	const double bunch = fmin(fmax(ceil(fmax(even, kept_up)), 1), most), rounds = fmax(floor(n / (workers * bunch)), 1);
	return (size_t)ceil(n / (workers * rounds)); // a last round that is not full would take as long as a full one
}

struct search {
	const struct work *w;
	const struct farm *f;
	struct sim s;
	size_t best;
	double makespan;
};

static void look(struct search *l, size_t bunch)
{
	l->s.bunch = bunch;
	const double makespan = sim_run(l->w, l->f, &l->s, NULL).makespan;
	if (!l->best || makespan < l->makespan) {
		l->best = bunch;
		l->makespan = makespan;
	}
}

// Bunches such that each worker has so many, as far as they come out even.
static size_t in_rounds(const struct search *l, size_t rounds)
{
	const size_t each = l->s.workers * rounds, b = (l->w->n + each - 1) / each;
	return b ? b : 1;
}

size_t sim_best_bunch(const struct work *w, const struct farm *f, const struct sim *s)
{
	enum { STEPS = 16 }; // between half and twice the best number of rounds
	struct search l = {.w = w, .f = f, .s = *s};
	size_t best = 1, rounds = 1, last = 0;
	for (bool on = true; on; rounds *= 2) {
		const double before = l.makespan;
		look(&l, in_rounds(&l, rounds));
		if (rounds > 1 && l.makespan < before)
			best = rounds;
		on = in_rounds(&l, rounds) > 1;
	}
	const size_t lo = best / 2 + 1, hi = 2 * best;
	for (size_t i = 0; i <= STEPS; i++) {
		const size_t b = in_rounds(&l, lo + (hi - lo) * i / STEPS);
		if (b != last)
			look(&l, b);
		last = b;
	}
	return l.best;
}
