// SPDX-License-Identifier: MIT
// engine_slurm: SLURM's job arrays, attended until they have ended. The bunches of a level are submitted as arrays, as far as
// the limits allow; the next level follows when the task logs tell that all of this one is done, or SLURM has none of its
// elements any more. One squeue for all jobs, ever more seldom while nothing changes, tells that and how much room there is.

#include <stdlib.h>
#include <unistd.h>

#include "jobs.h"
#include "slurm_attend.h"
#include "slurm_chain.h"

static void start(struct run *r)
{
	struct attend *p = mem_new(1, sizeof *p);
	r->own = p;
	r->batch = true;
	jobs_begin();
	slurm_setup(&p->s, r);
	p->most = p->s.rule.most;
	p->wave = levels_next(p->s.levels);
}

// A wave is over when the logs tell of all its tasks, or when SLURM has none of its elements any more.
static bool next_wave(struct run *r)
{
	struct attend *p = r->own;
	if (p->next < p->wave.n ? !p->ending : p->ending && !p->wave.n)
		return false;
	if (attend_untold(r)) {
		if (p->since || !p->looked || attend_alive(p, p->wave_first))
			return false;
		if (!p->asked_states && !p->ending && p->n > p->wave_first)
			return attend_ask_states(r);
	}
	bunches_free(&p->wave);
	p->next = 0;
	p->asked_states = false;
	p->wave_first = p->n;
	if (!p->ending)
		p->wave = levels_next(p->s.levels);
	if (!p->wave.n) {
		p->ending = true;
		attend_look_soon(p);
	}
	return p->wave.n;
}

static bool is_over(const struct attend *p)
{
	return p->ending && !p->cancel && (p->leave || (!p->since && !p->doubtful && p->looked && !attend_alive(p, 0)));
}

static enum engine_state end(struct run *r)
{
	struct attend *p = r->own;
	const enum engine_state state = p->failed && !r->stopped ? ENGINE_FAILED : ENGINE_ENDED;
	for (size_t i = 0; i < p->n; i++) {
		said_end(&p->said, i, r);
		array_free(&p->array[i]);
	}
	if (!p->leave)
		jobs_forget();
	said_free(&p->said);
	slurm_queue_free(&p->queue);
	bunches_free(&p->wave);
	slurm_setup_free(&p->s);
	free(p->array);
	free(p);
	r->own = NULL;
	return state;
}

static void pass_on(struct run *r)
{
	struct attend *p = r->own;
	if (attend_now() < p->pass_on_at)
		return;
	p->pass_on_at = attend_now() + 1;
	for (size_t i = 0; p->looked && !p->since && i < p->wave_first; i++)
		if (!slurm_queued(p->queue.jobs, p->array[i].job))
			said_end(&p->said, i, r);
	said_pass_on(&p->said, r);
}

// One command at a time; what follows from the logs is done a step later, when they were read.
static enum engine_state step(struct run *r, int wait_ms)
{
	struct attend *p = r->own;
	pass_on(r);
	if (p->handle) {
		void (*handle)(struct run *) = p->handle;
		if (!slurm_runs(&p->s.slurm, wait_ms)) {
			p->handle = NULL;
			handle(r);
		}
		return ENGINE_RUNS;
	}
	if (is_over(p))
		return end(r);
	if (r->failed && !r->keep_going && !p->ending)
		attend_stop(p, CANCEL_WAITING);
	if (!attend_cancel(r) && !attend_look(r) && !attend_submit(r) && !next_wave(r))
		usleep((useconds_t)wait_ms * 1000);
	return ENGINE_RUNS;
}

static void cancel(struct run *r, bool hard)
{
	struct attend *p = r->own;
	p->leave = p->leave || hard;
	attend_stop(p, CANCEL_ALL);
}

const struct engine engine_slurm = {"slurm", "sbatch", start, step, cancel, slurm_chain_print, NULL};
