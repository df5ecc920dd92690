// SPDX-License-Identifier: MIT
// look_status: a plan stage by stage; look.h has the contract.

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failures.h"
#include "jobs.h"
#include "lock.h"
#include "logs.h"
#include "look.h"
#include "running.h"

// What a stage's tasks used, as far as they succeeded.
struct used {
	double seconds, cpu, longest;
	uint64_t memory_kb;
	size_t failed, running;
};

static void add_used(struct used *u, const struct log_line *line)
{
	const double seconds = fmax(line->end - line->start, 0);
	u->seconds += seconds;
	u->cpu += line->user + line->sys;
	u->longest = fmax(u->longest, seconds);
	if (line->maxrss_kb > u->memory_kb)
		u->memory_kb = line->maxrss_kb;
}

// A target that is to be made has failed if that is the last that the log has of it.
static void read_logs(struct todo *t, struct used *used, struct failures *f)
{
	struct dict *place = todo_by_log(t);
	struct logs *logs = logs_open(false);
	for (struct log_line line; logs_next(logs, &line);) {
		char *name = mem_copy_n(line.name, strcspn(line.name, "\t"));
		const size_t stage = todo_stage(t, name), i = *dict_at(place, line.name) - 1;
		free(name);
		if (!line.code && stage != SIZE_MAX)
			add_used(&used[stage], &line);
		if (i >= t->n)
			continue;
		t->target[i].state = line.code && !logs_stopped(line.code) ? TARGET_FAILED : TARGET_WAITS;
		if (line.code)
			failures_add(f, i, &line);
	}
	logs_close(logs);
	dict_free(place);
	for (size_t i = 0; i < t->n; i++)
		used[t->target[i].stage].failed += t->target[i].state == TARGET_FAILED;
}

static void print_row(const char *name, size_t total, size_t todo, const struct used *u, const char *needs, int width)
{
	const size_t out = u->failed + u->running < todo ? u->failed + u->running : todo;
	printf("%-*s %8zu %8zu %8zu %8zu %8zu", width, name, total, total - todo, u->running, u->failed, todo - out);
	if (u->seconds > 0)
		printf(" %10.1f %9.2f %6.2f %8.1f", u->cpu, u->longest, u->cpu / u->seconds, (double)u->memory_kb / 1024);
	else
		printf(" %10s %9s %6s %8s", "-", "-", "-", "-");
	printf("  %s\n", *needs ? needs : "-");
}

static void print_table(const struct todo *t, const struct used *used)
{
	struct used all = {0};
	size_t total = 0, todo = 0;
	int width = 5;
	for (size_t i = 0; i < t->n_stages; i++)
		width = (int)strlen(t->stage[i].name) > width ? (int)strlen(t->stage[i].name) : width;
	printf("%-*s %8s %8s %8s %8s %8s %10s %9s %6s %8s  %s\n", width, "stage", "results", "done", "running", "failed", "missing",
	       "cpu_s", "longest_s", "cpus", "mem_MiB", "needs");
	for (size_t i = 0; i < t->n_stages; i++) {
		const struct used *u = &used[i];
		print_row(t->stage[i].name, t->stage[i].total, t->stage[i].todo, u, t->stage[i].needs, width);
		total += t->stage[i].total;
		todo += t->stage[i].todo;
		all = (struct used){all.seconds + u->seconds, all.cpu + u->cpu, fmax(all.longest, u->longest),
				    u->memory_kb > all.memory_kb ? u->memory_kb : all.memory_kb, all.failed + u->failed,
				    all.running + u->running};
	}
	print_row("all", total, todo, &all, "", width);
}

static void print_jobs(void)
{
	struct jobs_left left = jobs_left();
	if (left.unknown)
		printf("\nSLURM, which may have jobs of it, does not answer: %s\n", left.unknown);
	if (left.elements)
		printf("\nSLURM has %zu job%s of it, of which %zu wait: %s\n", left.elements, left.elements == 1 ? "" : "s", left.waiting,
		       left.names.text);
	jobs_left_free(&left);
}

void look_status(const char *folder)
{
	struct todo *t = todo_read(NULL, false);
	struct used *used = mem_new(t->n_stages, sizeof *used);
	size_t *running = mem_new(t->n_stages, sizeof *running);
	struct failures f = {0};
	struct lock owner;
	running_count(t, running);
	read_logs(t, used, &f);
	for (size_t i = 0; i < t->n_stages; i++)
		used[i].running = running[i];
	print_table(t, used);
	if (lock_read(&owner))
		printf("\nevrun on %s, process %ld, runs it since %s\n", owner.host, owner.pid, owner.since);
	print_jobs();
	for (size_t i = 0, said = 0; i < t->n && !said; i++)
		if (t->target[i].state == TARGET_FAILED) {
			printf("\nfailed:\n");
			said = 1;
		}
	failures_print(&f, t, folder, SIZE_MAX, stdout);
	failures_free(&f);
	free(running);
	free(used);
	todo_free(t);
}
