// SPDX-License-Identifier: MIT
// slurm_attend: SLURM's part of a run that evrun attends; slurm_attend.h has the contract.

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "jobs.h"
#include "slurm_attend.h"

static const double soonest = 2, latest = 15; // seconds between two looks at the queue
static const double at_end = 0.5;             // and when all that is waited for is that jobs end
static const double patience = 600;           // seconds without an answer

double attend_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void say(struct run *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(struct run *r, const char *format, ...)
{
	char line[1024];
	va_list list;
	va_start(list, format);
	vsnprintf(line, sizeof line, format, list);
	va_end(list);
	progress_say(r->progress, line);
}

void attend_look_soon(struct attend *p)
{
	p->interval = p->ending ? at_end : soonest;
	p->look_at = attend_now() + p->interval;
}

void attend_stop(struct attend *p, int cancel)
{
	p->ending = true;
	if ((int)p->cancel < cancel)
		p->cancel = cancel;
}

// -- when SLURM does not answer, or will not ------------------------------------------------------------------------

static void silent(struct run *r)
{
	struct attend *p = r->own;
	if (!p->silent_since) {
		p->silent_since = attend_now();
		say(r, "evrun: SLURM does not answer (%s): trying again for %.0f minutes", slurm_reason(&p->s.slurm), patience / 60);
	} else if (attend_now() - p->silent_since > patience) {
		say(r, "evrun: SLURM does not answer (%s): its jobs, in log/slurm/jobs, are left to it", slurm_reason(&p->s.slurm));
		p->ending = p->failed = p->leave = true;
	}
	attend_look_soon(p);
}

static void heard(struct run *r)
{
	struct attend *p = r->own;
	if (p->silent_since)
		say(r, "evrun: SLURM answers again");
	p->silent_since = 0;
}

// -- the queue ---------------------------------------------------------------------------------------------------

static size_t in_queue(const struct attend *p, size_t first, struct dict *jobs)
{
	size_t n = 0;
	for (size_t i = first; i < p->n; i++)
		n += slurm_queued(jobs, p->array[i].job);
	return n;
}

size_t attend_alive(const struct attend *p, size_t first)
{
	return in_queue(p, first, p->queue.jobs);
}

static void submitted(struct run *r, char *job)
{
	struct attend *p = r->own;
	jobs_add(job);
	p->new.job = job;
	p->array = mem_grow(p->array, &p->room, p->n + 1, sizeof *p->array);
	p->array[p->n++] = p->new;
	p->next += p->new.n;
	p->since += p->new.n;
	p->new = (struct array){0};
	p->doubtful = false;
	p->most = p->most < p->s.rule.most / 2 ? 2 * p->most : p->s.rule.most;
	said_follow(&p->said, job);
	attend_look_soon(p);
}

// An sbatch whose answer was lost may have done its work.
static void look_for_doubtful(struct run *r)
{
	struct attend *p = r->own;
	struct string key = {0}, job = {0};
	string_printf(&key, "%s %s", p->new.name, r->place);
	const uint64_t id = *dict_at(p->queue.named, key.text);
	string_free(&key);
	p->doubtful = false;
	if (!id) {
		array_free(&p->new);
		return;
	}
	string_printf(&job, "%llu%s%s", (unsigned long long)id, *p->s.site.clusters ? ";" : "", p->s.site.clusters);
	submitted(r, job.text);
}

static void on_queue(struct run *r)
{
	struct attend *p = r->own;
	const size_t before = attend_alive(p, 0);
	if (p->s.slurm.process.status) {
		silent(r);
		return;
	}
	heard(r);
	slurm_queue_take(&p->s.slurm, &p->queue);
	p->looked = true;
	p->since = 0;
	if (p->doubtful)
		look_for_doubtful(r);
	const size_t left = attend_alive(p, 0);
	progress_queued(r->progress, in_queue(p, 0, p->queue.waiting));
	const double interval = fmin(fmax(p->interval, at_end) * 1.5, latest);
	attend_look_soon(p);
	if (left == before) {
		p->interval = interval;
		p->look_at = attend_now() + interval;
	}
}

bool attend_look(struct run *r)
{
	struct attend *p = r->own;
	if (attend_now() < p->look_at)
		return false;
	slurm_queue_ask(&p->s.slurm);
	p->handle = on_queue;
	return true;
}

// -- submitting --------------------------------------------------------------------------------------------------

// How many elements may be submitted now.
static size_t room(const struct run *r)
{
	const struct attend *p = r->own;
	const size_t there = p->queue.all + p->since, ours = attend_alive(p, 0) + p->since;
	if (r->jobs_given && ours) // an array keeps to -j by itself, two at once would not
		return 0;
	return p->s.limit > there ? p->s.limit - there : 0;
}

static void on_submit(struct run *r)
{
	struct attend *p = r->own;
	char *job = p->s.slurm.process.status ? NULL : slurm_job(&p->s.slurm);
	if (job) {
		heard(r);
		submitted(r, job);
		return;
	}
	const enum slurm_failure why = slurm_failure(&p->s.slurm);
	if (why == SLURM_SILENT) {
		p->doubtful = true;
		silent(r);
		return;
	}
	if (why == SLURM_FULL && (p->queue.all + p->since || p->new.n > 1)) {
		p->most = p->new.n > 1 ? p->new.n / 2 : 1;
		p->looked = false;
		attend_look_soon(p);
	} else {
		say(r, "evrun: sbatch for %s: %s", p->new.name, slurm_reason(&p->s.slurm));
		p->failed = true;
		attend_stop(p, CANCEL_ALL);
	}
	array_free(&p->new);
	p->new = (struct array){0};
}

bool attend_submit(struct run *r)
{
	struct attend *p = r->own;
	size_t most = p->looked && p->next < p->wave.n ? room(r) : 0;
	if (!most || p->doubtful || p->ending)
		return false;
	most = most < p->most ? most : p->most;
	p->new = array_form(r->todo, p->s.levels, p->wave.bunch + p->next, p->wave.n - p->next, most, p->n + 1);
	array_write(r->todo, &p->new);
	char **words = array_words(&p->s.rule, &p->new, NULL);
	slurm_start(&p->s.slurm, words);
	words_free(words);
	p->handle = on_submit;
	return true;
}

// -- how elements have ended -------------------------------------------------------------------------------------

// Of how many of the wave's tasks no log tells.
size_t attend_untold(const struct run *r)
{
	const struct attend *p = r->own;
	size_t n = 0;
	for (size_t i = 0; i < p->next; i++)
		for (size_t j = 0; j < p->wave.bunch[i].n; j++)
			n += r->todo->target[p->wave.bunch[i].target[j]].state == TARGET_WAITS;
	return n;
}

static void on_states(struct run *r)
{
	struct attend *p = r->own;
	char *states = slurm_states(&p->s.slurm);
	const size_t lost = attend_untold(r);
	if (lost)
		say(r, "evrun: %zu task%s did not come to an end%s%s", lost, lost == 1 ? "" : "s",
		    *states ? "; elements by SLURM's state: " : "", states);
	r->failed += lost;
	free(states);
}

bool attend_ask_states(struct run *r)
{
	struct attend *p = r->own;
	char **job = mem_new(p->n + 1, sizeof *job);
	for (size_t i = p->wave_first; i < p->n; i++)
		job[i - p->wave_first] = p->array[i].job;
	slurm_states_ask(&p->s.slurm, job, p->n - p->wave_first);
	free(job);
	p->handle = on_states;
	p->asked_states = true;
	return true;
}

// -- ending them ------------------------------------------------------------------------------------------------

static void on_cancel(struct run *r)
{
	struct attend *p = r->own;
	if (p->s.slurm.process.status && slurm_failure(&p->s.slurm) == SLURM_SILENT && !p->leave)
		silent(r);
	else
		p->cancel = CANCEL_NONE;
	attend_look_soon(p);
}

bool attend_cancel(struct run *r)
{
	struct attend *p = r->own;
	const bool waiting = p->cancel == CANCEL_WAITING;
	if (!p->cancel || p->doubtful)
		return false;
	char **job = mem_new(p->n + 1, sizeof *job);
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++)
		if (i >= p->wave_first || slurm_queued(p->queue.jobs, p->array[i].job))
			job[n++] = p->array[i].job;
	if (n) {
		slurm_cancel(&p->s.slurm, job, n, waiting);
		p->handle = on_cancel;
	} else {
		p->cancel = CANCEL_NONE;
	}
	free(job);
	return n;
}
