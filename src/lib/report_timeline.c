// SPDX-License-Identifier: MIT
// report_timeline: what ran when and where, the longest way through the tree, and what was idle.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "timeline_figure.h"
#include "units.h"

enum { WIDTH = 1120, LEFT = 130, RIGHT = 64, ROW = 16, KEY_LETTERS = 20, KEYS = 32, CRITICAL_ROWS = 200, HOST_ROWS = 200 };

static size_t all_lanes(const struct report *r)
{
	size_t n = 0;
	for (size_t h = 0; h < r->n_hosts; h++)
		n += r->lanes[h];
	return n;
}

// The critical tasks in the order of their start; fresh.
static const struct entry **critical_of(const struct report *r, size_t *n)
{
	const struct entry **list = mem_new(r->n + 1, sizeof *list);
	*n = 0;
	for (size_t i = 0; i < r->n; i++)
		if (r->entry[i].critical)
			list[(*n)++] = &r->entry[i];
	return list;
}

static double critical_length(const struct report *r)
{
	double length = 0;
	for (size_t i = 0; i < r->n; i++)
		length += r->entry[i].critical ? r->entry[i].end - r->entry[i].start : 0;
	return length;
}

// Which stage is which colour, in lines; returns how high they are. Draws only if to is given.
static double keys(const struct report *r, struct string *to, double y)
{
	double x = 0, lines = 1;
	const size_t stages = r->all->n_stages < KEYS ? r->all->n_stages : KEYS;
	for (size_t s = 0; s <= stages; s++) {
		char class[32] = "lost", name[KEY_LETTERS * 2] = "failed"; // the last one
		if (s < stages) {
			snprintf(class, sizeof class, "c%zu", s % TIMELINE_COLOURS);
			snprintf(name, sizeof name, "%.*s", KEY_LETTERS, r->all->stage[s].name);
		}
		if (x + 40 + 7 * (double)strlen(name) > WIDTH) {
			x = 0;
			lines++;
		}
		if (to)
			x = svg_key(to, class, x, y + 12 + 18 * (lines - 1), name);
		else
			x += 33 + 6.2 * (double)strlen(name);
	}
	return 18 * lines + 6;
}

// A unit for the axis in which it has numbers of a few digits.
static const char *unit_of(double seconds, double *scale)
{
	static const struct {
		double least, scale;
		const char *name;
	} units[] = {{172800, 86400, "days"}, {7200, 3600, "hours"}, {300, 60, "minutes"}, {1, 1, "seconds"}, {0, 1e-3, "milliseconds"}};
	size_t i = 0;
	while (seconds < units[i].least)
		i++;
	*scale = units[i].scale;
	return units[i].name;
}

static void draw_axis(struct timeline *t)
{
	const struct report *r = t->report;
	double unit;
	char label[96];
	const char *name = unit_of(report_busy(r), &unit);
	struct scale x = t->x;
	x.hi /= unit;
	snprintf(label, sizeof label, "%s since %s", name, units_date(r->spell[0].start).text);
	svg_axis_x(t->to, &x, t->y, 10, label);
	for (size_t i = 1; i < r->n_spells; i++)
		svg_line(t->to, "gap", scale_at(&t->x, r->spell[i].shift), 0, scale_at(&t->x, r->spell[i].shift), t->y);
}

static void draw(const struct report *r, struct string *to, size_t lanes, bool each)
{
	const double head = keys(r, NULL, 0);
	const double rows = each ? timeline_tasks_height(r->n_hosts, lanes) : timeline_crowd_height(r);
	struct timeline t = {.report = r, .x = {0, report_busy(r), LEFT, WIDTH - RIGHT}, .width = WIDTH, .y = head, .to = to};
	size_t n;
	const struct entry **critical = critical_of(r, &n);
	svg_begin(to, WIDTH, head + ROW + 10 + rows + 44, true, "Timeline: what ran when, by host and worker",
		  "Bars are tasks in the colour of their stage, the empty part of a row is idle time; the first row is the critical path.");
	keys(r, to, 0);
	timeline_row(&t, ROW, "critical path", units_percent(critical_length(r) / report_busy(r)).text);
	for (size_t i = 0; i < n && i < TIMELINE_TASKS; i++)
		timeline_bar(&t, ROW, critical[i]);
	t.y += ROW + 10;
	if (each)
		timeline_tasks(&t, lanes);
	else
		timeline_crowd(&t, lanes);
	draw_axis(&t);
	svg_end(to, true);
	free(critical);
}

// -- tables ---------------------------------------------------------------------------------------------------------

static void put_critical(const struct report *r, struct string *to)
{
	static const struct html_column columns[] = {{"task", false}, {"host", false}, {"began", true}, {"after the one before", true}, {"took", true}};
	struct html_table t;
	size_t n;
	const struct entry **list = critical_of(r, &n);
	html_table_begin(&t, to, "The critical path: each task needs the result of the one before it", columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < n && i < CRITICAL_ROWS; i++) {
		const struct entry *e = list[i];
		const double began = report_time(r, e->start), waited = i ? e->start - list[i - 1]->end : 0;
		html_cell(&t, "%s", r->all->target[e->task].name);
		html_cell(&t, "%s", r->host[e->host]);
		html_number(&t, began, "%s", units_seconds(began).text);
		html_number(&t, waited, "%s", i ? units_seconds(fmax(waited, 0)).text : "-");
		html_number(&t, e->end - e->start, "%s", units_seconds(e->end - e->start).text);
	}
	html_table_end(&t);
	if (n > CRITICAL_ROWS)
		html_printf(to, "<p class=\"note\">The first %d of %zu.</p>\n", CRITICAL_ROWS, n);
	free(list);
}

static void put_hosts(const struct report *r, struct string *to)
{
	static const struct html_column columns[] = {{"host", false}, {"workers", true}, {"tasks", true}, {"busy", true}, {"idle", true}};
	struct html_table t;
	double *busy = mem_new(r->n_hosts, sizeof *busy), *tasks = mem_new(r->n_hosts, sizeof *tasks);
	for (size_t i = 0; i < r->n; i++) {
		busy[r->entry[i].host] += r->entry[i].end - r->entry[i].start;
		tasks[r->entry[i].host]++;
	}
	html_table_begin(&t, to, "Hosts", columns, sizeof columns / sizeof *columns);
	for (size_t h = 0; h < r->n_hosts && h < HOST_ROWS; h++) {
		const double idle = 1 - busy[h] / report_busy(r) / (double)r->lanes[h];
		html_cell(&t, "%s", r->host[h]);
		html_number(&t, (double)r->lanes[h], "%zu", r->lanes[h]);
		html_number(&t, tasks[h], "%s", units_count(tasks[h]).text);
		html_number(&t, busy[h], "%s", units_seconds(busy[h]).text);
		html_number(&t, idle, "%s", units_percent(idle).text);
	}
	html_table_end(&t);
	if (r->n_hosts > HOST_ROWS)
		html_printf(to, "<p class=\"note\">The first %d of %zu.</p>\n", HOST_ROWS, r->n_hosts);
	free(busy);
	free(tasks);
}

void report_timeline(struct report *r, struct string *to)
{
	if (!r->n || !(report_busy(r) > 0))
		return;
	const size_t lanes = all_lanes(r);
	const bool each = r->n <= TIMELINE_TASKS && lanes <= TIMELINE_LANES;
	string_puts(to, "<figure>");
	draw(r, to, lanes, each);
	html_printf(to, "<figcaption>%s tasks ended, by the log, on %zu worker%s; what stands behind a row is how much of the time it was busy. ",
		    units_count((double)r->n).text, lanes, lanes == 1 ? "" : "s");
	html_printf(to, "The critical path, the longest way through the tree, is %s: with any number of workers it could not have taken less. ",
		    units_seconds(critical_length(r)).text);
	string_puts(to, each ? "Its tasks are outlined. " : "There are too many to draw each: heights tell how many ran at once. ");
	if (report_count(r, TASK_RUNS))
		html_printf(to, "%zu run now and are not in it. ", report_count(r, TASK_RUNS));
	if (r->n_spells == 2)
		string_puts(to, "The dashed line marks a time in which nothing ran; it is left out.");
	else if (r->n_spells > 2)
		html_printf(to, "The %zu dashed lines mark times in which nothing ran; they are left out.", r->n_spells - 1);
	string_puts(to, "</figcaption>\n");
	html_numbers_begin(to);
	put_hosts(r, to);
	put_critical(r, to);
	html_numbers_end(to);
	string_puts(to, "</figure>\n");
}
