// SPDX-License-Identifier: MIT
// sim: imagined workers under a dispatcher; sim.h has the contract.
//
// Workers that are busy are a heap by the time at which their next message reaches the dispatcher; those whose message it
// has not looked at yet are a line. It takes the messages in the order in which they came, one at a time.

#include <stdlib.h>

#include "draw.h"
#include "elem.h"
#include "mem.h"
#include "queue.h"
#include "sim.h"

struct worker {
	double at;       // when its message is there
	size_t first, n; // its bunch, of what was given
};

// Workers, first in, first out.
struct ring {
	uint32_t *worker;
	size_t at, n, room;
};

struct state {
	const struct work *w;
	const struct farm *f;
	const struct sim *s;
	struct sim_result result;
	struct queue *queue;
	struct worker *worker;
	struct heap busy;      // by worker.at
	struct ring line;      // workers whose messages are there
	struct ring idle;      // workers for which there was nothing
	size_t given;
	uint32_t *on_host;     // busy workers, by host
	double *slow;          // how much slower tasks are with so many
	double free;           // when the dispatcher has done what it does
	FILE *log;
};

static size_t host_of(const struct state *t, uint32_t worker)
{
	return worker % t->result.hosts;
}

static struct ring ring_new(size_t room)
{
	return (struct ring){.worker = mem_new(room, sizeof(uint32_t)), .room = room};
}

static void ring_add(struct ring *r, uint32_t worker)
{
	const size_t at = r->at + r->n++;
	r->worker[at < r->room ? at : at - r->room] = worker;
}

static uint32_t ring_take(struct ring *r)
{
	const uint32_t worker = r->worker[r->at];
	r->n--;
	if (++r->at == r->room)
		r->at = 0;
	return worker;
}

static void open_state(struct state *t)
{
	const size_t n = t->s->workers, slots = (size_t)t->f->slots;
	t->result.hosts = slots ? (n + slots - 1) / slots : 1;
	const size_t most = (n + t->result.hosts - 1) / t->result.hosts;
	t->queue = queue_open(t->w, t->f, t->s);
	t->worker = mem_new(n, sizeof *t->worker);
	t->line = ring_new(n);
	t->idle = ring_new(n);
	t->on_host = mem_new(t->result.hosts, sizeof *t->on_host);
	t->slow = mem_new(most + 1, sizeof *t->slow);
	for (size_t k = 0; k <= most; k++)
		t->slow[k] = t->f->time * farm_slowness(t->f, (double)k);
	for (size_t i = 0; i < n; i++)
		ring_add(&t->idle, (uint32_t)i);
	t->free = t->f->start;
}

static void close_state(struct state *t)
{
	queue_close(t->queue);
	heap_free(&t->busy);
	free(t->worker);
	free(t->line.worker);
	free(t->idle.worker);
	free(t->on_host);
	free(t->slow);
}

// -- tasks -------------------------------------------------------------------------------------------------------

// The draws of a task's try: whether it fails, and how long it takes.
static struct draw draws(const struct state *t, uint32_t task)
{
	return draw_of_event(t->s->seed ^ (0xfa17ull << 32) * queue_try(t->queue, task), task);
}

static bool fails(const struct state *t, uint32_t task)
{
	if (t->f->failures <= 0)
		return false;
	struct draw d = draws(t, task);
	return draw_uniform(&d) < t->f->failures;
}

static double time_of(const struct state *t, uint32_t task, double slow)
{
	const double sigma = t->f->jitter, seconds = t->w->seconds[task] * slow;
	if (sigma <= 0)
		return seconds;
	struct draw d = draws(t, task);
	draw_bits(&d); // is for its failure
	return seconds * elem_exp(sigma * draw_normal(&d) - sigma * sigma / 2);
}

static double transfer(const struct state *t, uint32_t task)
{
	return t->f->bandwidth > 0 && t->w->bytes ? t->w->bytes[task] / t->f->bandwidth : 0;
}

static void log_task(const struct state *t, uint32_t worker, uint32_t task, double start, double end)
{
	if (t->w->name)
		fputs(t->w->name[task], t->log);
	else
		fprintf(t->log, "task\t%lu\t", (unsigned long)task);
	fprintf(t->log, "sim\thost%zu\t%lu\t%u\t%.6f\t%.6f\t%d\t%.6f\t0\t0\t%.0f\t0\n", host_of(t, worker) + 1,
		(unsigned long)worker + 1, queue_try(t->queue, task), start, end, fails(t, task), end - start,
		t->w->bytes ? t->w->bytes[task] : 0);
}

// Seconds that the bunch takes which a worker begins at a time.
static double work_on(struct state *t, uint32_t worker, double begin)
{
	const struct worker *a = &t->worker[worker];
	const double slow = t->slow[t->on_host[host_of(t, worker)]];
	double now = begin + t->f->job;
	for (size_t i = 0; i < a->n; i++) {
		const uint32_t task = queue_given(t->queue, a->first + i);
		const double start = now + t->f->each + transfer(t, task), end = start + time_of(t, task, slow);
		if (t->log)
			log_task(t, worker, task, start, end);
		now = end;
	}
	return now - begin;
}

// -- messages ----------------------------------------------------------------------------------------------------

static void end_bunch(struct state *t, const struct worker *a)
{
	for (size_t i = 0; i < a->n; i++) {
		const uint32_t task = queue_given(t->queue, a->first + i);
		if (fails(t, task)) {
			queue_failed(t->queue, task);
		} else {
			queue_done(t->queue, task);
			t->result.done++;
		}
	}
}

// The dispatcher is busy with a message.
static void spend(struct state *t, double seconds)
{
	t->result.messages++;
	t->result.dispatcher += seconds;
	t->free += seconds;
}

// False if there is nothing for it now.
static bool give(struct state *t, uint32_t worker)
{
	struct worker *a = &t->worker[worker];
	const double left = (double)queue_left(t->queue);
	a->first = t->given;
	a->n = queue_take(t->queue);
	if (!a->n)
		return false;
	t->given += a->n;
	t->result.tries += a->n;
	spend(t, t->f->message + t->f->task * (double)a->n + t->f->left * left);
	t->on_host[host_of(t, worker)]++;
	const double begin = t->free + t->f->latency, seconds = work_on(t, worker, begin);
	t->result.busy += seconds;
	a->at = begin + seconds + t->f->latency;
	heap_push(&t->busy, a->at, worker);
	return true;
}

static void give_idle(struct state *t)
{
	while (t->idle.n && give(t, t->idle.worker[t->idle.at]))
		ring_take(&t->idle);
}

// The messages that came while the dispatcher was busy, or the next one, get in line.
static bool listen(struct state *t)
{
	while (t->busy.n && (!t->line.n || t->busy.item[0].key <= t->free)) {
		const uint32_t worker = heap_pop(&t->busy).id;
		t->on_host[host_of(t, worker)]--;
		ring_add(&t->line, worker);
	}
	return t->line.n;
}

static void answer(struct state *t)
{
	const uint32_t worker = ring_take(&t->line);
	const struct worker *a = &t->worker[worker];
	if (a->at > t->free)
		t->free = a->at;
	end_bunch(t, a);
	if (!give(t, worker)) {
		spend(t, t->f->message);
		ring_add(&t->idle, worker);
	}
	give_idle(t);
}

static bool next_wave(struct state *t)
{
	if (!queue_next_wave(t->queue))
		return false;
	t->free += t->f->wave;
	return true;
}

struct sim_result sim_run(const struct work *w, const struct farm *f, const struct sim *s, FILE *log)
{
	struct state t = {.w = w, .f = f, .s = s, .log = log};
	open_state(&t);
	if (log)
		fputs("stage\ttask\tengine\thost\tpid\tattempt\tstart\tend\texit\tuser_s\tsys_s\tmaxrss_kb\tin_bytes\tout_bytes\n",
		      log);
	bool more = s->order != SIM_WAVES || next_wave(&t);
	while (more) {
		give_idle(&t);
		while (listen(&t))
			answer(&t);
		more = s->order == SIM_WAVES && next_wave(&t);
	}
	t.result.makespan = t.free;
	t.result.work = work_total(w) * f->time;
	t.result.failed = w->n - t.result.done;
	close_state(&t);
	return t.result;
}
