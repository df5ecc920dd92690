// SPDX-License-Identifier: MIT
// report_log: the plan's log for a report; report_log.h has the contract.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report_log.h"

static const double gap_least = 10, gap_part = 0.1; // a gap is longer than so many seconds, and than this part of the work

// -- reading --------------------------------------------------------------------------------------------------------

// Places in a list of names, which grows.
static size_t place_of(struct dict *places, char ***list, size_t *n, const char *name)
{
	uint64_t *at = dict_at(places, name);
	if (!*at) {
		*list = mem_resize(*list, *n + 1, sizeof **list);
		(*list)[*n] = mem_copy(name);
		*at = ++*n;
	}
	return *at - 1;
}

// What reading the log takes.
struct reading {
	struct report *report;
	struct dict *task, *host, *engine;
};

static size_t stage_of(struct todo *t, const char *name)
{
	char *stage = mem_copy_n(name, strcspn(name, "\t"));
	const size_t i = todo_stage(t, stage);
	free(stage);
	return i;
}

static void add_entry(struct reading *in, const struct log_line *line, size_t task, size_t stage)
{
	struct report *r = in->report;
	r->entry = mem_grow(r->entry, &r->room, r->n + 1, sizeof *r->entry);
	place_of(in->engine, &r->engine, &r->n_engines, line->engine);
	r->entry[r->n++] = (struct entry){
		.task = task, .stage = stage, .host = place_of(in->host, &r->host, &r->n_hosts, line->host), .start = line->start,
		.end = fmax(line->end, line->start), .cpu = line->user + line->sys, .memory_kb = line->maxrss_kb,
		.in_bytes = line->in_bytes, .out_bytes = line->out_bytes, .code = line->code, .attempt = line->attempt};
}

// A target that is to be made has failed if that is the last that the log has of it.
static void note_failure(struct report *r, const struct log_line *line, size_t task)
{
	const size_t i = task == SIZE_MAX ? SIZE_MAX : todo_find(r->left, r->all->target[task].name);
	if (i == SIZE_MAX)
		return;
	r->left->target[i].state = line->code && !logs_stopped(line->code) ? TARGET_FAILED : TARGET_WAITS;
	if (line->code)
		failures_add(&r->failures, i, line);
}

static int by_start(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	return x->start < y->start ? -1 : x->start > y->start ? 1 : (x->end > y->end) - (x->end < y->end);
}

// -- spells, workers, and the critical path -------------------------------------------------------------------------

// How long anything ran, gaps longer than most left out; spells too, unless NULL.
static double find_spells(struct report *r, double most, struct spell **spell)
{
	double length = 0;
	size_t room = 0;
	r->n_spells = 0;
	for (size_t i = 0; i < r->n;) {
		const double start = r->entry[i].start;
		double end = start;
		for (; i < r->n && r->entry[i].start - end <= most; i++)
			end = fmax(end, r->entry[i].end);
		if (spell) {
			*spell = mem_grow(*spell, &room, r->n_spells + 1, sizeof **spell);
			(*spell)[r->n_spells] = (struct spell){start, end, length};
		}
		r->n_spells++;
		length += end - start;
	}
	return length;
}

double report_busy(const struct report *r)
{
	if (!r->n_spells)
		return 0;
	const struct spell *last = &r->spell[r->n_spells - 1];
	return last->shift + last->end - last->start;
}

double report_time(const struct report *r, double when)
{
	size_t i = r->n_spells - 1;
	while (i && r->spell[i].start > when)
		i--;
	return r->spell[i].shift + fmin(when, r->spell[i].end) - r->spell[i].start;
}

// A task goes to the first of its host's workers that is free, as it would if there were no more than that.
static void find_lanes(struct report *r)
{
	double **free_at = mem_new(r->n_hosts + 1, sizeof *free_at);
	size_t *lanes = r->lanes = mem_new(r->n_hosts + 1, sizeof *lanes), *room = mem_new(r->n_hosts + 1, sizeof *room);
	for (size_t i = 0; i < r->n; i++) {
		struct entry *e = &r->entry[i];
		const size_t h = e->host;
		while (e->lane < lanes[h] && free_at[h][e->lane] > e->start)
			e->lane++;
		if (e->lane == lanes[h])
			free_at[h] = mem_grow(free_at[h], &room[h], ++lanes[h], sizeof **free_at);
		free_at[h][e->lane] = e->end;
	}
	for (size_t h = 0; h < r->n_hosts; h++)
		free(free_at[h]);
	free(free_at);
	free(room);
}

// The longest way through the tree, by what each task took when it last succeeded: the run could not have been shorter than
// that, however many workers it had.
static void find_critical(struct report *r)
{
	const size_t n = r->all->n;
	size_t *made = mem_new(n + 1, sizeof *made), *before = mem_new(n + 1, sizeof *before), last = 0; // all of them from one
	double *length = mem_new(n + 1, sizeof *length);
	for (size_t i = 0; i < r->n; i++)
		if (!r->entry[i].code && r->entry[i].task != SIZE_MAX)
			made[r->entry[i].task] = i + 1;
	for (size_t i = 0; i < n; i++) {
		const struct target *t = &r->all->target[i];
		for (size_t j = 0; j < t->n_before; j++)
			if (length[t->before[j]] > length[i]) {
				length[i] = length[t->before[j]];
				before[i] = t->before[j] + 1;
			}
		if (made[i])
			length[i] += r->entry[made[i] - 1].end - r->entry[made[i] - 1].start;
		if (!last || length[i] > length[last - 1])
			last = i + 1;
	}
	for (; last; last = before[last - 1])
		if (made[last - 1])
			r->entry[made[last - 1] - 1].critical = true;
	free(length);
	free(before);
	free(made);
}

void report_read_log(struct report *r)
{
	struct reading in = {r, todo_by_log(r->all), dict_new(), dict_new()};
	struct logs *logs = logs_open(false);
	for (struct log_line line; logs_next(logs, &line);) {
		const size_t task = *dict_at(in.task, line.name) - 1, stage = stage_of(r->all, line.name);
		if (stage == SIZE_MAX)
			continue;
		add_entry(&in, &line, task, stage);
		note_failure(r, &line, task);
	}
	logs_close(logs);
	dict_free(in.task);
	dict_free(in.host);
	dict_free(in.engine);
	if (!r->n)
		return;
	qsort(r->entry, r->n, sizeof *r->entry, by_start);
	const double work = find_spells(r, 0, NULL);
	find_spells(r, fmax(gap_least, gap_part * work), &r->spell);
	find_lanes(r);
	find_critical(r);
}
