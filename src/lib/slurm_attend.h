/* SPDX-License-Identifier: MIT
 * slurm_attend: SLURM's part of a run that evrun attends: its commands, begun one at a time, and what their answers mean. A part of
 * engine_slurm, which decides what comes next.
 */
#ifndef EVFARM_SLURM_ATTEND_H
#define EVFARM_SLURM_ATTEND_H

#include "engine.h"
#include "said.h"
#include "slurm_setup.h"

struct attend {
	struct slurm_setup s;
	void (*handle)(struct run *r); /* takes the answer of the command that runs; NULL: none runs */
	struct bunches wave;
	size_t next;                   /* bunches of the wave that are submitted */
	struct array *array, new;      /* those that are submitted; the one that is about to be */
	size_t n, room, wave_first;    /* arrays; the first of the wave */
	struct slurm_queue queue;      /* as it was at the last look */
	size_t since;                  /* elements submitted since then */
	size_t most;                   /* elements in the next array: fewer after SLURM has found it too many */
	bool looked, doubtful;         /* doubtful: new may be submitted, the answer was lost */
	double look_at, interval, silent_since, pass_on_at;
	bool asked_states;             /* how the elements of the wave have ended that left tasks undone */
	bool ending, failed, leave;    /* nothing more is submitted; the engine's failure; jobs are left to SLURM */
	enum { CANCEL_NONE, CANCEL_WAITING, CANCEL_ALL } cancel; /* what is to be cancelled */
	struct said said;
};

double attend_now(void); /* seconds */

/* Each begins its command if it is time for it; false if it is not. */
bool attend_look(struct run *r);       /* at the queue */
bool attend_submit(struct run *r);     /* what there is room for of the wave */
bool attend_cancel(struct run *r);     /* what is to be cancelled */
bool attend_ask_states(struct run *r); /* of the wave's elements, if tasks were left undone */

/* The next look at the queue comes soon. */
void attend_look_soon(struct attend *p);
/* Nothing more is submitted. */
void attend_stop(struct attend *p, int cancel);

/* Elements that SLURM had at the last look, of the arrays from first on. */
size_t attend_alive(const struct attend *p, size_t first);
/* Tasks of the wave that no log tells of. */
size_t attend_untold(const struct run *r);

#endif
