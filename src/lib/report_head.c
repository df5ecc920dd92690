// SPDX-License-Identifier: MIT
// report_head: what the plan is, how far it is, and what it took, at a glance.

#include <stdio.h>
#include <string.h>

#include "html.h"
#include "lock.h"
#include "report_log.h"
#include "units.h"

// The plan as a whole: a word for it, and what it means.
struct standing {
	const char *class, *word;
};

static struct standing standing_of(const struct report *r, const struct lock *owner)
{
	if (report_count(r, TASK_RUNS) || owner)
		return (struct standing){"runs", "running"};
	if (report_count(r, TASK_FAILED))
		return (struct standing){"failed", "failed"};
	if (!r->left->n && r->left->complete)
		return (struct standing){"done", "complete"};
	if (!r->n && !report_count(r, TASK_DONE))
		return (struct standing){"missing", "not started"};
	return (struct standing){"missing", "not complete"};
}

static void tile(struct string *to, const char *what, const char *value, const char *more)
{
	html_printf(to, "<div><dt>%s</dt><dd>%s <small>%s</small></dd></div>\n", what, value, more);
}

static void tile_of_state(const struct report *r, struct string *to, enum task_state state, const char *what)
{
	const size_t n = report_count(r, state);
	if (n)
		tile(to, what, units_count((double)n).text, n == 1 ? "task" : "tasks");
}

static void tiles_of_log(const struct report *r, struct string *to)
{
	double busy = 0, cpu = 0;
	size_t workers = 0;
	char text[96];
	for (size_t i = 0; i < r->n; i++) {
		busy += r->entry[i].end - r->entry[i].start;
		cpu += r->entry[i].cpu;
	}
	for (size_t h = 0; h < r->n_hosts; h++)
		workers += r->lanes[h];
	snprintf(text, sizeof text, "on %zu worker%s of %zu host%s", workers, workers == 1 ? "" : "s", r->n_hosts, r->n_hosts == 1 ? "" : "s");
	tile(to, "time", units_seconds(report_busy(r)).text, text);
	tile(to, "processor time", units_seconds(cpu).text, "in all tasks");
	if (report_busy(r) > 0)
		tile(to, "idle", units_percent(1 - busy / report_busy(r) / (double)workers).text, "of the workers' time");
}

void report_head(struct report *r, struct string *to)
{
	struct lock owner;
	const bool owned = lock_read(&owner);
	const struct standing s = standing_of(r, owned ? &owner : NULL);
	char done[64];
	const size_t total = report_total(r);
	html_printf(to, "<header><h1>%s</h1>\n<p class=\"state\"><span class=\"badge %s\">%s</span> the plan in <code>%s</code>, ",
		    r->pipeline, s.class, s.word, r->folder);
	html_printf(to, "as it was on %s", units_date(r->now).text);
	if (owned)
		html_printf(to, "; evrun on %s, process %ld, runs it since %s", owner.host, owner.pid, owner.since);
	string_puts(to, "</p>\n<dl class=\"tiles\">\n");
	snprintf(done, sizeof done, "of %s", units_count((double)total).text);
	tile(to, "results done", units_count((double)report_count(r, TASK_DONE)).text, done);
	tile_of_state(r, to, TASK_RUNS, "running");
	tile_of_state(r, to, TASK_FAILED, "failed");
	tile_of_state(r, to, TASK_MISSING, "still to be made");
	if (r->n)
		tiles_of_log(r, to);
	string_puts(to, "</dl></header>\n");
}
