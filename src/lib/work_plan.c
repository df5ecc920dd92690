// SPDX-License-Identifier: MIT
// work_plan: the tasks of plans and of task logs; work.h has the contract.

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "costs.h"
#include "dict.h"
#include "err.h"
#include "mem.h"
#include "tasklog.h" // tasklog_name
#include "todo.h"
#include "work.h"

// -- what a log tells --------------------------------------------------------------------------------------------

// A task that ended well, the last time that it ran.
struct timed {
	char *name;
	double start, end, bytes;
};

struct times {
	struct timed *task;
	size_t n, room;
	struct dict *place; // from one
};

static struct times read_times(struct logs *l)
{
	struct times t = {.place = dict_new()};
	struct log_line line;
	while (logs_next(l, &line)) {
		if (line.code || !(line.end >= line.start))
			continue;
		uint64_t *at = dict_at(t.place, line.name);
		if (!*at) {
			t.task = mem_grow(t.task, &t.room, t.n + 1, sizeof *t.task);
			t.task[t.n] = (struct timed){.name = mem_copy(line.name)};
			*at = ++t.n;
		}
		struct timed *a = &t.task[*at - 1];
		a->start = line.start;
		a->end = line.end;
		a->bytes = (double)line.in_bytes;
	}
	return t;
}

static void free_times(struct times *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->task[i].name);
	free(t->task);
	dict_free(t->place);
}

static int by_start(const void *a, const void *b)
{
	const struct timed *x = a, *y = b;
	return x->start != y->start ? (x->start > y->start) - (x->start < y->start) : strcmp(x->name, y->name);
}

// Of a run without two tasks at a time: the mean of the times between one's end and the next one's start, without those in which
// nobody ran it.
static double find_gap(const struct timed *sorted, size_t n)
{
	const double pause = 1;
	double sum = 0;
	size_t gaps = 0;
	for (size_t i = 1; i < n; i++) {
		const double gap = sorted[i].start - sorted[i - 1].end;
		if (gap < 0)
			return -1;
		if (gap < pause) {
			sum += gap;
			gaps++;
		}
	}
	return gaps ? sum / (double)gaps : -1;
}

static void learn(struct work *w, const struct times *t)
{
	struct timed *sorted = mem_new(t->n + 1, sizeof *sorted);
	double end = 0;
	for (size_t i = 0; i < t->n; i++) {
		sorted[i] = t->task[i];
		end = fmax(end, sorted[i].end);
	}
	qsort(sorted, t->n, sizeof *sorted, by_start);
	w->gap = find_gap(sorted, t->n);
	w->makespan = t->n ? end - sorted[0].start : 0;
	free(sorted);
}

static struct work *new_work(size_t n)
{
	struct work *w = mem_new(1, sizeof *w);
	*w = (struct work){.n = n, .gap = -1};
	w->seconds = mem_new(n + 1, sizeof *w->seconds);
	w->bytes = mem_new(n + 1, sizeof *w->bytes);
	w->level = mem_new(n + 1, sizeof *w->level);
	w->name = mem_new(n + 1, sizeof *w->name);
	return w;
}

// -- a plan ------------------------------------------------------------------------------------------------------

// follow_at[i + 1] is where the next follower of task i goes, and when all are in, where they end.
static void link_tasks(struct work *w, const struct todo *t)
{
	size_t links = 0;
	w->waits = mem_new(w->n + 1, sizeof *w->waits);
	w->follow_at = mem_new(w->n + 2, sizeof *w->follow_at);
	for (size_t i = 0; i < t->n; links += t->target[i++].n_before)
		for (size_t j = 0; j < t->target[i].n_before; j++)
			w->follow_at[t->target[i].before[j] + 2]++;
	for (size_t i = 2; i <= w->n; i++)
		w->follow_at[i] += w->follow_at[i - 1];
	w->follow = mem_new(links + 1, sizeof *w->follow);
	for (size_t i = 0; i < t->n; i++) {
		w->waits[i] = (uint32_t)t->target[i].n_before;
		for (size_t j = 0; j < t->target[i].n_before; j++)
			w->follow[w->follow_at[t->target[i].before[j] + 1]++] = (uint32_t)i;
	}
}

struct work *work_of_plan(const char *folder)
{
	plan_enter(folder);
	setenv("MAKEFLAGS", "B", 1); // as if nothing were done
	struct todo *t = todo_read(NULL, false);
	unsetenv("MAKEFLAGS");
	if (!t->complete)
		die(EXIT_SYSTEM, "%s: make cannot make all of it", folder);
	struct costs *costs = costs_open();
	struct logs *logs = logs_open(false);
	struct times times = read_times(logs);
	struct work *w = new_work(t->n);
	w->n_levels = t->n_levels;
	w->job = t->seconds;
	costs_learn(costs);
	for (size_t i = 0; i < t->n; i++) {
		struct string name = {0};
		tasklog_name(&name, t->target[i].name);
		const uint64_t at = *dict_at(times.place, name.text);
		w->name[i] = name.text;
		w->level[i] = (uint32_t)t->target[i].level;
		if (at) {
			w->seconds[i] = times.task[at - 1].end - times.task[at - 1].start;
			w->bytes[i] = times.task[at - 1].bytes;
			w->measured++;
		} else {
			costs_estimate(costs, t, i);
			w->seconds[i] = t->target[i].seconds;
		}
	}
	link_tasks(w, t);
	learn(w, &times);
	free_times(&times);
	logs_close(logs);
	costs_close(costs);
	todo_free(t);
	return w;
}

// -- logs --------------------------------------------------------------------------------------------------------

struct work *work_of_logs(char *const *files, size_t n)
{
	struct logs *logs = logs_of_files(files, n);
	struct times times = read_times(logs);
	struct dict *stages = dict_new();
	if (!times.n)
		die(EXIT_DATA, "%s: no task has ended well there", n == 1 ? files[0] : "these logs");
	qsort(times.task, times.n, sizeof *times.task, by_start);
	struct work *w = new_work(times.n);
	for (size_t i = 0; i < times.n; i++) {
		const struct timed *a = &times.task[i];
		char *stage = mem_copy_n(a->name, strcspn(a->name, "\t"));
		uint64_t *at = dict_at(stages, stage);
		if (!*at)
			*at = ++w->n_levels;
		w->level[i] = (uint32_t)*at - 1;
		w->seconds[i] = a->end - a->start;
		w->bytes[i] = a->bytes;
		w->name[i] = mem_copy(a->name);
		free(stage);
	}
	w->measured = times.n;
	learn(w, &times);
	free_times(&times);
	dict_free(stages);
	logs_close(logs);
	return w;
}
