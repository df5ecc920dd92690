/* SPDX-License-Identifier: MIT
 * report: what evreport's page is made from, and the sections that make it. A section adds HTML, or nothing if it has nothing to
 * show; it stands in the plan's folder, and may die of what it reads (apart.h).
 */
#ifndef EVFARM_REPORT_H
#define EVFARM_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "failures.h"
#include "todo.h"

enum task_state { TASK_MISSING, TASK_DONE, TASK_RUNS, TASK_FAILED, TASK_STATES };

/* What the results of a stage are, as the pipeline has it. */
struct report_stage {
	char *text;       /* "cells = map(events, cuts) : evcells ..." as written */
	char *command;    /* with parameters filled in; the task's inputs are {in} */
	bool merges;      /* one result, or one for each set of labels */
	bool read;        /* by another stage: else its results are what was asked for */
	size_t *from;     /* stages that it reads */
	size_t n_from;
	char **input;     /* names of inputs that it reads, or "range(...)" */
	size_t n_inputs;
};

/* A task that ended, by the log; those of tasks that are no more are left out. */
struct entry {
	size_t task, stage;  /* task: its place in all, SIZE_MAX if unknown */
	size_t host, lane;   /* lane: which of the host's workers, as far as can be told */
	double start, end, cpu;
	uint64_t memory_kb, in_bytes, out_bytes;
	int code, attempt;
	bool critical;       /* on the longest way through the tree */
};

/* Times in which anything ran, in order; between them lies nothing, for long. */
struct spell {
	double start, end;
	double shift; /* seconds from the first start without the gaps */
};

struct report {
	const char *folder;    /* as the user calls it */
	char *place;           /* from the root on */
	char *pipeline, *version, *planned_by, *run_by;
	char **param;          /* "ncuts = 3" */
	size_t n_params;
	struct report_stage *stage; /* beside all->stage */
	struct todo *all;      /* every result of the plan */
	struct todo *left;     /* those that are to be made */
	enum task_state *state; /* of all->target */
	size_t (*count)[TASK_STATES]; /* of each stage */
	struct entry *entry;   /* by their start */
	size_t n, room;
	char **host, **engine; /* that the log knows */
	size_t n_hosts, n_engines;
	size_t *lanes;         /* of each host: its workers, as far as can be told: the most tasks at once */
	struct spell *spell;
	size_t n_spells;
	struct failures failures; /* places in left */
	double now;
};

/* Reads the plan in folder, and enters it. Dies (EXIT_USAGE) if it holds none. */
struct report *report_read(const char *folder);
void report_free(struct report *r);

/* How many results are in a state, in all. */
size_t report_count(const struct report *r, enum task_state state);
/* How many there are. */
size_t report_total(const struct report *r);

/* Results worth showing: those of merges and of stages that no other one reads. Gives the places in all of
 * those that are done, those that none reads first. Fresh. */
size_t *report_results(const struct report *r, size_t *n);

/* What a result's first line says it is, of "hist", "cutflow", "stat", "cells", "cuts", "best" (of evscan); "" if nothing known. */
const char *report_kind(const char *file);

struct string;
typedef void report_section(struct report *r, struct string *to);
report_section report_head, report_asked, report_best, report_merit, report_cutflow, report_hists, report_results_list, report_tree,
	report_timeline, report_usage, report_failures, report_repeat;

#endif
