// SPDX-License-Identifier: MIT
// report_usage: what the tasks of each stage used, beside what the stage asked for, [cpus=2 mem=1G time=10m].

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "needs.h"
#include "report.h"
#include "svg.h"
#include "units.h"

enum { WIDTH = 380, LABEL = 110, ROW = 24, LETTERS = 16, BARS = 40, ROWS = 500 };

// Of the tasks of a stage that succeeded, but for lost: the time of all others.
struct usage {
	size_t n;
	double seconds, cpu, shortest, longest, lost;
	double memory, in, out;
	double *each, median;
	double asked[3]; // processors, bytes, seconds; 0 where nothing was asked for
};

static int by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void read_needs(struct usage *u, const char *text)
{
	const struct need n = needs_read(text);
	u->asked[0] = (double)n.cpus;
	u->asked[1] = (double)n.mem_mib * 1048576;
	u->asked[2] = n.seconds;
}

static void add_entry(struct usage *u, const struct entry *e)
{
	const double seconds = e->end - e->start;
	if (e->code) {
		u->lost += seconds;
		return;
	}
	u->shortest = u->n ? fmin(u->shortest, seconds) : seconds;
	u->longest = fmax(u->longest, seconds);
	u->each[u->n++] = seconds;
	u->seconds += seconds;
	u->cpu += e->cpu;
	u->memory = fmax(u->memory, 1024 * (double)e->memory_kb);
	u->in += (double)e->in_bytes;
	u->out += (double)e->out_bytes;
}

static struct usage *usage_of(const struct report *r)
{
	struct usage *list = mem_new(r->all->n_stages, sizeof *list);
	size_t *count = mem_new(r->all->n_stages, sizeof *count);
	for (size_t i = 0; i < r->n; i++)
		count[r->entry[i].stage]++;
	for (size_t s = 0; s < r->all->n_stages; s++) {
		list[s].each = mem_new(count[s] + 1, sizeof *list[s].each);
		read_needs(&list[s], r->all->stage[s].needs);
	}
	for (size_t i = 0; i < r->n; i++)
		add_entry(&list[r->entry[i].stage], &r->entry[i]);
	for (size_t s = 0; s < r->all->n_stages; s++) {
		qsort(list[s].each, list[s].n, sizeof *list[s].each, by_value);
		list[s].median = list[s].n ? list[s].each[list[s].n / 2] : NAN;
	}
	free(count);
	return list;
}

// -- figures --------------------------------------------------------------------------------------------------------

// What a panel shows of a stage: used, and how it is written.
struct panel {
	const char *title, *description;
	int asked;
	double (*used)(const struct usage *u);
	struct units (*write)(double x);
};

static double used_cpus(const struct usage *u)
{
	return u->seconds > 0 ? u->cpu / u->seconds : NAN;
}

static double used_memory(const struct usage *u)
{
	return u->memory;
}

static double used_time(const struct usage *u)
{
	return u->longest;
}

static struct units write_cpus(double x)
{
	struct units u;
	snprintf(u.text, sizeof u.text, "%.2f", x);
	return u;
}

static const struct panel panels[] = {
	{"Processors kept busy", "Processor time over time of each stage's tasks, and how many processors a task asked for.", 0, used_cpus, write_cpus},
	{"Most memory of a process", "The most memory that a process of each stage's tasks had, and how much a task asked for.", 1, used_memory,
	 units_bytes},
	{"Longest task", "The time of the longest task of each stage, and how much a task asked for.", 2, used_time, units_seconds},
};

// Where something was asked for, bars are shares of that, up to this much; elsewhere shares of the largest of the stages.
static const double most_share = 1.25;

static void draw_row(const struct panel *p, const char *name, const struct usage *u, const struct scale *x, bool shares, double y,
		     struct string *to)
{
	const double used = p->used(u), asked = u->asked[p->asked], share = shares ? used / asked : used;
	svg_text(to, "tick", LABEL - 8, y + 13, "end", strlen(name) > LETTERS ? "%.*s…" : "%.*s", LETTERS, name);
	svg_rect(to, "track", x->from, y + 3, x->to - x->from, 13, NULL);
	if (shares && asked > 0)
		svg_rect(to, "asked", x->from, y + 3, scale_at(x, 1) - x->from, 13, NULL);
	if (u->n && (!shares || asked > 0))
		svg_rect(to, share > 1 && shares ? "failed" : "used", x->from, y + 5, scale_at(x, fmin(share, x->hi)) - x->from, 9, name);
	if (u->n && asked > 0)
		svg_text(to, "tick", x->to + 6, y + 13, "start", "%s, %s", p->write(used).text, units_percent(used / asked).text);
	else if (u->n)
		svg_text(to, "tick", x->to + 6, y + 13, "start", "%s", p->write(used).text);
}

static void put_panel(const struct report *r, const struct usage *list, const struct panel *p, struct string *to)
{
	const size_t n = r->all->n_stages < BARS ? r->all->n_stages : BARS;
	struct scale x = {0, 0, LABEL, WIDTH - 120};
	bool shares = false;
	for (size_t s = 0; s < n; s++) {
		shares = shares || list[s].asked[p->asked] > 0;
		x.hi = fmax(x.hi, list[s].n ? p->used(&list[s]) : 0);
	}
	x.hi = shares ? most_share : x.hi > 0 ? x.hi : 1;
	html_printf(to, "<figure><figcaption><b>%s</b>%s</figcaption>\n", p->title, shares ? ", and its share of what was asked for" : "");
	svg_begin(to, WIDTH, (double)n * ROW + 8, false, p->title, p->description);
	for (size_t s = 0; s < n; s++)
		draw_row(p, r->all->stage[s].name, &list[s], &x, shares, (double)s * ROW + 2, to);
	svg_end(to, false);
	string_puts(to, "</figure>\n");
}

// -- the table ------------------------------------------------------------------------------------------------------

static void put_asked(struct html_table *t, double asked, struct units (*write)(double x))
{
	html_number(t, asked, "%s", asked > 0 ? write(asked).text : "-");
}

static void put_row(struct html_table *t, const char *name, const struct usage *u)
{
	html_cell(t, "%s", name);
	html_number(t, (double)u->n, "%s", units_count((double)u->n).text);
	html_number(t, used_cpus(u), "%s", u->n ? write_cpus(used_cpus(u)).text : "-");
	put_asked(t, u->asked[0], units_count);
	html_number(t, u->memory, "%s", u->n ? units_bytes(u->memory).text : "-");
	put_asked(t, u->asked[1], units_bytes);
	html_number(t, u->shortest, "%s", u->n ? units_seconds(u->shortest).text : "-");
	html_number(t, u->median, "%s", u->n ? units_seconds(u->median).text : "-");
	html_number(t, u->longest, "%s", u->n ? units_seconds(u->longest).text : "-");
	put_asked(t, u->asked[2], units_seconds);
	html_number(t, u->cpu, "%s", u->n ? units_seconds(u->cpu).text : "-");
	html_number(t, u->lost, "%s", u->lost > 0 ? units_seconds(u->lost).text : "-");
	html_number(t, u->in, "%s", units_bytes(u->in).text);
	html_number(t, u->out, "%s", units_bytes(u->out).text);
}

static void put_table(const struct report *r, const struct usage *list, struct string *to)
{
	static const struct html_column columns[] = {
		{"stage", false}, {"tasks", true}, {"cpus", true}, {"asked", true}, {"memory", true}, {"asked", true}, {"shortest", true},
		{"median", true}, {"longest", true}, {"asked", true}, {"cpu time", true}, {"lost", true}, {"read", true}, {"written", true}};
	struct html_table t;
	html_table_begin(&t, to, "What the tasks of each stage used, and what was asked for", columns, sizeof columns / sizeof *columns);
	for (size_t s = 0; s < r->all->n_stages && s < ROWS; s++)
		put_row(&t, r->all->stage[s].name, &list[s]);
	html_table_end(&t);
	if (r->all->n_stages > ROWS)
		html_printf(to, "<p class=\"note\">The first %d of %zu stages.</p>\n", ROWS, r->all->n_stages);
}

void report_usage(struct report *r, struct string *to)
{
	if (!r->n)
		return;
	struct usage *list = usage_of(r);
	bool asked = false;
	for (size_t s = 0; s < r->all->n_stages; s++)
		asked = asked || *r->all->stage[s].needs;
	string_puts(to, "<div class=\"figures\">\n");
	for (size_t i = 0; i < sizeof panels / sizeof *panels; i++)
		put_panel(r, list, &panels[i], to);
	string_puts(to, "</div>\n");
	html_printf(to, "<p class=\"note\">%s</p>\n", asked ? "Outlines are what the pipeline asked for, [cpus mem time], and bars the share of it "
		    "that was used, in another colour where it was more. What asks for nothing has no bar." : "The pipeline asks for nothing, [cpus mem time], so there is nothing to compare with.");
	put_table(r, list, to);
	string_puts(to, "<p class=\"note\">cpus: processor time over time; memory: the most of one process; lost: time in tasks that failed.</p>\n");
	for (size_t s = 0; s < r->all->n_stages; s++)
		free(list[s].each);
	free(list);
}
