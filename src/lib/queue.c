// SPDX-License-Identifier: MIT
// queue: which tasks are given out next; queue.h has the contract.
//
// In a list without dependencies that is the next one. With them, the tasks that can be started are a heap by their place
// in the list; for make, which goes on from where it is, those before that place come in the next pass.

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "queue.h"

struct queue {
	const struct work *w;
	const struct sim *s;
	unsigned tries;      // of each task at most
	double overhead;     // seconds of a bunch beside its tasks
	uint32_t *given;
	size_t n_given, room, left;
	uint32_t *waits;     // of each task: for so many more; NULL: none do
	uint8_t *failures;   // of each task so far; NULL: tasks do not fail
	uint32_t *again;     // failed tasks that are to be tried again, from n_tried on
	size_t n_again, n_tried, again_room;

	size_t next;         // of a list without dependencies
	struct heap ready;   // of one with them, by pass * n + place
	double at;           // the last that was taken

	size_t level;        // the next wave's
	uint32_t *wave;      // this wave's tasks, which bunches number
	struct bunching bunches;
	size_t bunch;        // the next one of it
};

static bool in_waves(const struct queue *q)
{
	return q->s->order == SIM_WAVES;
}

struct queue *queue_open(const struct work *w, const struct farm *f, const struct sim *s)
{
	struct queue *q = mem_new(1, sizeof *q);
	*q = (struct queue){.w = w, .s = s, .left = w->n, .at = -1, .tries = 1 + (unsigned)f->retries,
			    .overhead = f->job + f->message + 2 * f->latency};
	if (f->failures > 0)
		q->failures = mem_new(w->n + 1, sizeof *q->failures);
	q->given = mem_grow(NULL, &q->room, w->n + 1, sizeof *q->given);
	if (w->waits) {
		q->waits = mem_new(w->n + 1, sizeof *q->waits);
		memcpy(q->waits, w->waits, w->n * sizeof *q->waits);
		for (size_t i = 0; i < w->n && !in_waves(q); i++)
			if (!q->waits[i])
				heap_push(&q->ready, (double)i, (uint32_t)i);
	}
	return q;
}

void queue_close(struct queue *q)
{
	heap_free(&q->ready);
	bunching_free(&q->bunches);
	free(q->given);
	free(q->waits);
	free(q->failures);
	free(q->again);
	free(q->wave);
	free(q);
}

static void give(struct queue *q, uint32_t task)
{
	q->given = mem_grow(q->given, &q->room, q->n_given + 1, sizeof *q->given);
	q->given[q->n_given++] = task;
	q->left--;
}

// -- from a list -------------------------------------------------------------------------------------------------

static bool take_listed(struct queue *q)
{
	if (!q->waits) {
		if (q->next == q->w->n)
			return false;
		give(q, (uint32_t)q->next++);
		return true;
	}
	if (!q->ready.n)
		return false;
	const struct heap_item top = heap_pop(&q->ready);
	q->at = top.key;
	give(q, top.id);
	return true;
}

static void add_ready(struct queue *q, uint32_t task)
{
	double key = task;
	if (q->s->order == SIM_PASSES) {
		const double n = (double)q->w->n, pass = q->at < 0 ? 0 : (double)(uint64_t)(q->at / n);
		key += pass * n;
		if (key < q->at)
			key += n;
	}
	heap_push(&q->ready, key, task);
}

// -- in waves ----------------------------------------------------------------------------------------------------

// The tasks of a level, without those that wait for one that failed.
static size_t collect(struct queue *q, double *seconds)
{
	const struct work *w = q->w;
	size_t n = 0;
	for (size_t i = 0; i < w->n; i++)
		if ((w->level ? w->level[i] : 0) == q->level && (!q->waits || !q->waits[i])) {
			seconds[n] = w->seconds[i];
			q->wave[n++] = (uint32_t)i;
		}
	return n;
}

bool queue_next_wave(struct queue *q)
{
	const struct sim *s = q->s;
	size_t n = 0;
	if (!in_waves(q) || q->level >= q->w->n_levels)
		return false;
	double *seconds = mem_new(q->w->n + 1, sizeof *seconds);
	bunching_free(&q->bunches);
	free(q->wave);
	q->wave = mem_new(q->w->n + 1, sizeof *q->wave);
	for (; !n && q->level < q->w->n_levels; q->level++)
		n = collect(q, seconds);
	const struct balance_rule rule = {.by = s->balance, .size = s->bunch, .workers = s->workers, .seed = s->seed,
					  .overhead = q->overhead};
	q->bunches = balance_form(seconds, n, &rule);
	q->bunch = 0;
	free(seconds);
	return n;
}

static bool take_bunch(struct queue *q)
{
	struct bunching *b = &q->bunches;
	if (q->bunch == b->n)
		return false;
	for (size_t i = q->bunch ? b->end[q->bunch - 1] : 0; i < b->end[q->bunch]; i++)
		give(q, q->wave[b->task[i]]);
	q->bunch++;
	return true;
}

// ------------------------------------------------------------------------------------------------------------------

static bool take_again(struct queue *q)
{
	if (q->n_tried == q->n_again)
		return false;
	give(q, q->again[q->n_tried++]);
	return true;
}

size_t queue_take(struct queue *q)
{
	const size_t before = q->n_given, most = q->s->bunch ? q->s->bunch : 1;
	if (in_waves(q)) {
		if (!take_bunch(q))
			take_again(q);
	} else {
		while (q->n_given - before < most && take_listed(q))
			;
		while (q->n_given - before < most && take_again(q))
			;
	}
	return q->n_given - before;
}

uint32_t queue_given(const struct queue *q, size_t i)
{
	return q->given[i];
}

void queue_done(struct queue *q, uint32_t task)
{
	const struct work *w = q->w;
	if (!q->waits)
		return;
	for (size_t i = w->follow_at[task]; i < w->follow_at[task + 1]; i++)
		if (!--q->waits[w->follow[i]] && !in_waves(q))
			add_ready(q, w->follow[i]);
}

void queue_failed(struct queue *q, uint32_t task)
{
	if (++q->failures[task] >= q->tries)
		return;
	q->again = mem_grow(q->again, &q->again_room, q->n_again + 1, sizeof *q->again);
	q->again[q->n_again++] = task;
	q->left++;
}

size_t queue_left(const struct queue *q)
{
	return q->left;
}

unsigned queue_try(const struct queue *q, uint32_t task)
{
	return 1 + (q->failures ? q->failures[task] : 0);
}
