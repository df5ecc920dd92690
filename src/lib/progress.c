// SPDX-License-Identifier: MIT
// progress: how far a run is; progress.h has the contract.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "err.h"
#include "progress.h"
#include "running.h"

enum { SAMPLES = 32 }; // that the rate is taken from

static const double every_plain[2] = {5, 60}; // seconds between plain lines, which grow from the first to the second
static const double every_drawn = 0.2;

// What the tasks of a stage took, in this run.
struct pace {
	double seconds;
	size_t n;
};

struct progress {
	const char *name;
	size_t jobs;
	bool quiet, terminal, drawn;
	struct todo *todo;
	struct pace *pace;
	size_t made, failed, running, queued;
	double began, shown, interval, counted, counting; // counting: seconds that it takes to count what is running
	struct { double time; size_t made; } sample[SAMPLES];
	size_t n_samples;
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct progress *progress_open(const char *name, size_t jobs, bool quiet)
{
	struct progress *p = mem_new(1, sizeof *p);
	const char *kind = getenv("TERM");
	*p = (struct progress){.name = name, .jobs = jobs, .quiet = quiet, .began = now(), .interval = every_plain[0]};
	p->terminal = isatty(STDERR_FILENO) && kind && strcmp(kind, "dumb");
	p->shown = p->began;
	return p;
}

void progress_todo(struct progress *p, struct todo *todo)
{
	p->todo = todo;
	p->failed = 0;
	if (!p->pace)
		p->pace = mem_new(todo->n_stages, sizeof *p->pace);
}

void progress_task(struct progress *p, size_t target, enum target_state was, const struct log_line *line)
{
	const struct target *t = &p->todo->target[target];
	p->failed += (size_t)(t->state == TARGET_FAILED) - (size_t)(was == TARGET_FAILED);
	if (t->state != TARGET_DONE)
		return;
	p->pace[t->stage].seconds += fmax(line->end - line->start, 0);
	p->pace[t->stage].n++;
	if (was == TARGET_DONE)
		return;
	p->todo->stage[t->stage].todo--;
	p->made++;
}

// -- the line --------------------------------------------------------------------------------------------------

static double rate(struct progress *p, double time)
{
	const size_t first = p->n_samples < SAMPLES ? 0 : p->n_samples % SAMPLES;
	double r = 0;
	if (p->n_samples && time > p->sample[first].time)
		r = (double)(p->made - p->sample[first].made) / (time - p->sample[first].time);
	size_t last = (p->n_samples - 1) % SAMPLES;
	if (!p->n_samples || time - p->sample[last].time >= 0.5) {
		p->sample[p->n_samples % SAMPLES].time = time;
		p->sample[p->n_samples % SAMPLES].made = p->made;
		p->n_samples++;
	}
	return r;
}

// What is left, a stage at its pace so far, shared among as many workers as were busy up to now.
static double time_left(const struct progress *p, double elapsed)
{
	struct pace all = {0, 0};
	double left = 0;
	for (size_t i = 0; i < p->todo->n_stages; i++) {
		all.seconds += p->pace[i].seconds;
		all.n += p->pace[i].n;
	}
	for (size_t i = 0; all.n && i < p->todo->n_stages; i++) {
		const struct pace *a = p->pace[i].n ? &p->pace[i] : &all;
		left += (double)p->todo->stage[i].todo * a->seconds / (double)a->n;
	}
	return all.seconds > 0 ? left * elapsed / all.seconds : -1;
}

static void add_time(struct string *s, double seconds)
{
	const long t = (long)ceil(seconds);
	if (t >= 3600)
		string_printf(s, ", %ld:%02ld:%02ld left", t / 3600, t / 60 % 60, t % 60);
	else
		string_printf(s, ", %ld:%02ld left", t / 60, t % 60);
}

// Looking through many folders takes its time, on NFS more: at most a twentieth of all goes into it.
static void count_running(struct progress *p, double time)
{
	if (time - p->counted < fmax(0.5, 20 * p->counting))
		return;
	size_t *count = mem_new(p->todo->n_stages, sizeof *count);
	p->running = running_count(p->todo, count);
	free(count);
	p->counted = now();
	p->counting = p->counted - time;
}

static struct string compose(struct progress *p, double time)
{
	struct string s = {0};
	size_t total = 0, todo = 0;
	const struct todo_stage *at = NULL;
	for (size_t i = 0; i < p->todo->n_stages; i++) {
		const struct todo_stage *stage = &p->todo->stage[i];
		total += stage->total;
		todo += stage->todo;
		if (!at && stage->todo)
			at = stage;
	}
	const double r = rate(p, time), left = time_left(p, time - p->began);
	count_running(p, time);
	string_printf(&s, "%s: ", p->name);
	if (at)
		string_printf(&s, "%s %zu/%zu, ", at->name, at->total - at->todo, at->total);
	string_printf(&s, "all %zu/%zu", total - todo, total);
	if (r > 0)
		string_printf(&s, ", %.*f/s", r < 10 ? 1 : 0, r);
	string_printf(&s, ", %zu running", p->running);
	if (p->queued)
		string_printf(&s, ", %zu job%s queued", p->queued, p->queued == 1 ? "" : "s");
	if (p->failed)
		string_printf(&s, ", %zu failed", p->failed);
	if (left >= 0 && todo)
		add_time(&s, left);
	return s;
}

static void clear(struct progress *p)
{
	if (p->drawn)
		fputs("\r\033[K", stderr);
	p->drawn = false;
}

static int width(void)
{
	struct winsize w;
	return !ioctl(STDERR_FILENO, TIOCGWINSZ, &w) && w.ws_col > 1 ? w.ws_col - 1 : 79;
}

void progress_queued(struct progress *p, size_t n)
{
	p->queued = n;
}

void progress_say(struct progress *p, const char *line)
{
	clear(p);
	fprintf(stderr, "%s\n", line);
	p->shown -= p->terminal ? every_drawn : 0; // draw again soon
}

void progress_show(struct progress *p)
{
	const double time = now();
	if (p->quiet || time - p->shown < (p->terminal ? every_drawn : p->interval))
		return;
	struct string s = compose(p, time);
	if (p->terminal) {
		fprintf(stderr, "\r\033[K%.*s", width(), s.text);
		p->drawn = true;
	} else {
		fprintf(stderr, "%s\n", s.text);
		p->interval = fmin(2 * p->interval, every_plain[1]);
	}
	fflush(stderr);
	p->shown = time;
	string_free(&s);
}

void progress_close(struct progress *p, size_t *made, double *seconds)
{
	clear(p);
	*made = p->made;
	*seconds = now() - p->began;
	free(p->pace);
	free(p);
}
