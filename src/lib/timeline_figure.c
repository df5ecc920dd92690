// SPDX-License-Identifier: MIT
// timeline_figure: what ran when, drawn; timeline_figure.h has the contract.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "timeline_figure.h"
#include "units.h"

enum { LANE = 16, CROWD = 30, APART = 4, HEAD = 18, BINS = 200, LETTERS = 18 };

void timeline_row(struct timeline *t, double height, const char *name, const char *amount)
{
	svg_rect(t->to, "track", t->x.from, t->y, t->x.to - t->x.from, height, NULL);
	svg_text(t->to, "tick", t->x.from - 8, t->y + height / 2 + 4, "end", strlen(name) > LETTERS ? "%.*s…" : "%.*s", LETTERS, name);
	svg_text(t->to, "tick", t->x.to + 6, t->y + height / 2 + 4, "start", "%s", amount);
}

void timeline_bar(struct timeline *t, double height, const struct entry *e)
{
	const struct report *r = t->report;
	const double x = scale_at(&t->x, report_time(r, e->start)), end = scale_at(&t->x, report_time(r, e->end));
	struct string title = {0};
	char class[32];
	string_puts(&title, e->task == SIZE_MAX ? r->all->stage[e->stage].name : r->all->target[e->task].name);
	string_printf(&title, ": %s on %s", units_seconds(e->end - e->start).text, r->host[e->host]);
	if (e->code)
		string_printf(&title, ", %s %d", e->code > 128 ? "ended by signal" : "exit", e->code > 128 ? e->code - 128 : e->code);
	if (e->critical)
		string_puts(&title, ", on the critical path");
	snprintf(class, sizeof class, "c%zu%s", e->stage % TIMELINE_COLOURS, e->critical ? " critical" : "");
	svg_rect(t->to, e->code ? "lost" : class, x, t->y, fmax(end - x, 0.6), height, title.text);
	string_free(&title);
}

// -- task by task ---------------------------------------------------------------------------------------------------

double timeline_tasks_height(size_t hosts, size_t lanes)
{
	return (double)hosts * HEAD + (double)lanes * (LANE + APART);
}

static void draw_lane(struct timeline *t, size_t host, size_t lane)
{
	const struct report *r = t->report;
	double busy = 0;
	char name[32];
	for (size_t i = 0; i < r->n; i++)
		if (r->entry[i].host == host && r->entry[i].lane == lane)
			busy += r->entry[i].end - r->entry[i].start;
	snprintf(name, sizeof name, "worker %zu", lane + 1);
	timeline_row(t, LANE, name, units_percent(report_busy(r) > 0 ? busy / report_busy(r) : NAN).text);
	for (size_t i = 0; i < r->n; i++)
		if (r->entry[i].host == host && r->entry[i].lane == lane)
			timeline_bar(t, LANE, &r->entry[i]);
	t->y += LANE + APART;
}

void timeline_tasks(struct timeline *t, size_t lanes)
{
	const struct report *r = t->report;
	for (size_t h = 0; h < r->n_hosts; h++) {
		svg_text(t->to, "name", 0, t->y + HEAD - 6, "start", "%s", r->host[h]);
		t->y += HEAD;
		for (size_t lane = 0; lane < r->lanes[h] && lanes; lane++, lanes--)
			draw_lane(t, h, lane);
	}
}

// -- how many at a time ---------------------------------------------------------------------------------------------

double timeline_crowd_height(const struct report *r)
{
	const size_t stages = r->all->n_stages < TIMELINE_ROWS ? r->all->n_stages : TIMELINE_ROWS;
	const size_t hosts = r->n_hosts < TIMELINE_ROWS ? r->n_hosts : TIMELINE_ROWS;
	return 2 * HEAD + (double)(stages + hosts) * (CROWD + APART);
}

// How many tasks of one stage or host ran in each of BINS times, on average.
static double gather(const struct report *r, size_t stage, size_t host, double mean[BINS])
{
	const double bin = report_busy(r) / BINS;
	double busy = 0;
	memset(mean, 0, BINS * sizeof *mean);
	for (size_t i = 0; i < r->n && bin > 0; i++) {
		const struct entry *e = &r->entry[i];
		if ((stage != SIZE_MAX && e->stage != stage) || (host != SIZE_MAX && e->host != host))
			continue;
		const double start = report_time(r, e->start) / bin, end = report_time(r, e->end) / bin;
		busy += e->end - e->start;
		for (size_t k = (size_t)fmax(start, 0); k < BINS && (double)k < end; k++)
			mean[k] += fmin(end, (double)k + 1) - fmax(start, (double)k);
	}
	return busy;
}

// most: the height of the row.
static void draw_crowd(struct timeline *t, const double mean[BINS], double most, const char *class)
{
	const double base = t->y + CROWD, step = (t->x.to - t->x.from) / BINS;
	svg_path_begin(t->to, class);
	svg_point(t->to, 'M', t->x.from, base);
	double before = base;
	for (size_t k = 0; k < BINS; k++) {
		const double x = t->x.from + (double)k * step, y = base - CROWD * fmin(mean[k] / most, 1);
		if (fabs(y - before) < 0.05)
			continue;
		svg_point(t->to, 'L', x, before);
		svg_point(t->to, 'L', x, y);
		before = y;
	}
	svg_point(t->to, 'L', t->x.to, before);
	svg_point(t->to, 'L', t->x.to, base);
	svg_path_end(t->to);
}

void timeline_crowd(struct timeline *t, size_t lanes)
{
	const struct report *r = t->report;
	double mean[BINS];
	char class[32];
	svg_text(t->to, "name", 0, t->y + HEAD - 6, "start", "by stage: a full row is all %zu workers", lanes);
	t->y += HEAD;
	for (size_t s = 0; s < r->all->n_stages && s < TIMELINE_ROWS; s++) {
		const double busy = gather(r, s, SIZE_MAX, mean);
		timeline_row(t, CROWD, r->all->stage[s].name, units_percent(busy / report_busy(r) / (double)lanes).text);
		snprintf(class, sizeof class, "c%zu", s % TIMELINE_COLOURS);
		draw_crowd(t, mean, (double)lanes, class);
		t->y += CROWD + APART;
	}
	svg_text(t->to, "name", 0, t->y + HEAD - 6, "start", r->n_hosts > TIMELINE_ROWS ? "by host: a full row is all of its "
		 "workers; the first %d of %zu" : "by host: a full row is all of its workers", TIMELINE_ROWS, r->n_hosts);
	t->y += HEAD;
	for (size_t h = 0; h < r->n_hosts && h < TIMELINE_ROWS; h++) {
		const double own = (double)r->lanes[h], busy = gather(r, SIZE_MAX, h, mean);
		timeline_row(t, CROWD, r->host[h], units_percent(busy / report_busy(r) / own).text);
		draw_crowd(t, mean, own, "host");
		t->y += CROWD + APART;
	}
}
