// SPDX-License-Identifier: MIT
// drive: an engine driven to its end; drive.h has the contract.

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "drive.h"
#include "err.h"
#include "lock.h"
#include "tasklog.h"

static const int stopping[] = {SIGINT, SIGTERM, SIGHUP};
enum { STOPPING = sizeof stopping / sizeof *stopping, WAIT_MS = 100 };
static const double grace = 15; // seconds from being asked to end to being killed
static const int patience = 60; // seconds for a result to be seen

static volatile sig_atomic_t stop_signal, stop_count;

static void on_stop(int sig)
{
	stop_signal = sig;
	stop_count++;
}

static void catch_signals(void)
{
	for (size_t i = 0; i < STOPPING; i++) {
		struct sigaction act = {.sa_handler = on_stop}, old;
		if (!sigaction(stopping[i], NULL, &old) && old.sa_handler != SIG_IGN)
			sigaction(stopping[i], &act, NULL);
	}
	signal(SIGPIPE, SIG_IGN);
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

// -- the logs --------------------------------------------------------------------------------------------------

// One attempt.
struct attempt {
	const struct drive *d;
	struct run *r;
	struct logs *logs;
	struct dict *place; // of a target by its name in the log, from one
	struct failures failures;
	size_t asked;       // how often the engine was asked to end
	double asked_at, looked;
};

static void index_targets(struct attempt *a)
{
	struct string name = {0};
	for (size_t i = 0; i < a->r->todo->n; i++) {
		name.n = 0;
		tasklog_name(&name, a->r->todo->target[i].name);
		*dict_at(a->place, name.text) = i + 1;
		a->r->todo->target[i].state = TARGET_WAITS; // also if it failed in the attempt before
	}
	string_free(&name);
}

static void follow(struct attempt *a)
{
	struct log_line line;
	while (logs_next(a->logs, &line)) {
		const size_t i = *dict_at(a->place, line.name) - 1;
		if (i >= a->r->todo->n)
			continue;
		struct target *t = &a->r->todo->target[i];
		const enum target_state was = t->state;
		if (line.code && (a->asked || a->r->batch) && logs_stopped(line.code))
			continue; // that was us, or the batch system
		t->state = line.code ? TARGET_FAILED : TARGET_DONE;
		a->r->failed += (size_t)(line.code != 0);
		if (line.code)
			failures_add(&a->failures, i, &line);
		progress_task(a->r->progress, i, was, &line);
	}
}

// -- stopping --------------------------------------------------------------------------------------------------

static bool is_cancelled(void)
{
	return !access("log/cancel", F_OK) && !unlink("log/cancel");
}

static void ask_to_end(struct attempt *a, const char *why)
{
	if (!a->asked && why)
		progress_say(a->r->progress, why);
	a->r->stopped = true;
	a->r->engine->cancel(a->r, a->asked > 0);
	a->asked++;
	a->asked_at = now();
}

static void look_for_a_stop(struct attempt *a)
{
	const double time = now();
	if (time - a->looked >= 1 || !a->looked) {
		a->looked = time;
		if (is_cancelled())
			on_stop(SIGTERM);
	}
	if ((size_t)stop_count > a->asked)
		ask_to_end(a, "evrun: stopping; once more kills");
	else if (a->asked && time - a->asked_at > grace)
		ask_to_end(a, NULL);
	else if (!a->asked && a->d->max_failures && a->r->failed >= a->d->max_failures)
		ask_to_end(a, "evrun: as many failures as --max-failures allows: stopping");
}

// -- attempts --------------------------------------------------------------------------------------------------

static enum engine_state attempt(const struct drive *d, struct run *r, int number)
{
	struct attempt a = {.d = d, .r = r, .logs = logs_open(true), .place = dict_new()};
	char text[16];
	snprintf(text, sizeof text, "%d", number);
	setenv("EVFARM_ATTEMPT", text, 1);
	r->failed = 0;
	index_targets(&a);
	progress_todo(r->progress, r->todo);
	r->engine->start(r);
	enum engine_state state;
	do {
		state = r->engine->step(r, WAIT_MS);
		follow(&a);
		look_for_a_stop(&a);
		progress_show(r->progress);
	} while (state == ENGINE_RUNS);
	follow(&a);
	failures_free(&r->failures);
	r->failures = a.failures;
	logs_close(a.logs);
	dict_free(a.place);
	return state;
}

static _Noreturn void end_by_signal(struct run *r)
{
	size_t made;
	double seconds;
	progress_close(r->progress, &made, &seconds);
	warn("stopped, with %zu task%s done; the same command goes on from here", made, made == 1 ? "" : "s");
	lock_release();
	signal(stop_signal, SIG_DFL);
	raise(stop_signal);
	_exit(128 + stop_signal);
}

// On NFS a result may not be seen for a minute after its task has ended well by the log.
static bool is_late(const struct todo *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->target[i].state == TARGET_DONE && access(t->target[i].name, F_OK))
			return true;
	return false;
}

// The failures are places in the list of the attempt; they are kept as places in what is left.
static void read_again(struct run *r)
{
	for (int waited = 0; waited < patience && !stop_signal && is_late(r->todo); waited++)
		sleep(1);
	struct todo *left = todo_read(NULL, true);
	for (size_t i = 0; i < r->failures.n; i++) {
		struct failure *f = &r->failures.failure[i];
		const struct target *was = &r->todo->target[f->target];
		const size_t place = todo_find(left, was->name);
		f->target = place;
		if (place < left->n)
			left->target[place].state = was->state;
	}
	todo_free(r->todo);
	r->todo = left;
}

enum drive_end drive(const struct drive *d, struct run *r)
{
	const bool keep_going = r->keep_going || d->max_failures;
	enum engine_state state = ENGINE_ENDED;
	catch_signals();
	setenv("EVFARM_ENGINE", r->engine->name, 1);
	for (int i = 0; i <= d->retries; i++) {
		r->keep_going = keep_going || i < d->retries; // others first, then those that failed once more
		state = attempt(d, r, i + 1);
		if (stop_signal)
			end_by_signal(r);
		const size_t failed = r->failed;
		read_again(r);
		if (state == ENGINE_FAILED || !r->todo->n || !failed || r->stopped)
			break;
	}
	if (!r->todo->n && r->todo->complete)
		return DRIVE_DONE;
	return state == ENGINE_FAILED || !r->failures.n ? DRIVE_ENGINE : DRIVE_TASKS;
}
