// SPDX-License-Identifier: MIT
// plot_timeline: when each task ran, by a plan's logs or any: a line for each worker, that is, for as many tasks as ran at once.
//
// Which worker a task had the log does not say; tasks are given to lines in the order of their starts, each to the first of its
// host's that is free. What is too short to be seen is drawn with its neighbours, so that the picture of any plan stays small.

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "dict.h"
#include "err.h"
#include "logs.h"
#include "plot.h"

enum { COLOURS = 8 };

struct bar {
	double start, end;
	size_t stage, host, lane;
	bool failed;
};

struct names {
	struct dict *index;
	char **name;
	size_t n, room;
};

struct line {
	struct bar *bar;
	size_t n, room;
	struct names stage, host;
	size_t *lanes, *first; /* by host: how many, and the first one's number */
	double from, to;
};

static size_t number_of(struct names *names, const char *name)
{
	uint64_t *place = dict_at(names->index, name);
	if (!*place) {
		names->name = mem_grow(names->name, &names->room, names->n + 1, sizeof *names->name);
		names->name[names->n++] = mem_copy(name);
		*place = names->n;
	}
	return (size_t)*place - 1;
}

static void free_names(struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->name[i]);
	free(names->name);
	dict_free(names->index);
}

static void read_line(struct line *l, struct logs *logs)
{
	l->stage.index = dict_new();
	l->host.index = dict_new();
	for (struct log_line task; logs_next(logs, &task);) {
		char *stage = mem_copy_n(task.name, strcspn(task.name, "\t"));
		l->bar = mem_grow(l->bar, &l->room, l->n + 1, sizeof *l->bar);
		l->bar[l->n++] = (struct bar){.start = task.start, .end = fmax(task.end, task.start), .failed = task.code != 0,
					      .stage = number_of(&l->stage, stage), .host = number_of(&l->host, task.host)};
		free(stage);
	}
	logs_close(logs);
}

static int by_start(const void *a, const void *b)
{
	const struct bar *x = a, *y = b;
	if (x->start != y->start)
		return (x->start > y->start) - (x->start < y->start);
	return (x->end > y->end) - (x->end < y->end);
}

// Gives each bar a lane of its host. Clocks of the log have microseconds: who ends when another begins makes room.
static void find_lanes(struct line *l)
{
	struct ends {
		double *at;
		size_t room;
	} *ends = mem_new(l->host.n, sizeof *ends);
	l->lanes = mem_new(l->host.n, sizeof *l->lanes);
	l->first = mem_new(l->host.n + 1, sizeof *l->first);
	l->from = l->bar[0].start;
	for (size_t i = 0; i < l->n; i++) {
		struct bar *b = &l->bar[i];
		struct ends *e = &ends[b->host];
		while (b->lane < l->lanes[b->host] && e->at[b->lane] > b->start)
			b->lane++;
		if (b->lane == l->lanes[b->host])
			e->at = mem_grow(e->at, &e->room, ++l->lanes[b->host], sizeof *e->at);
		e->at[b->lane] = b->end;
		l->to = fmax(l->to, b->end);
	}
	for (size_t h = 0; h < l->host.n; h++) {
		l->first[h + 1] = l->first[h] + l->lanes[h];
		free(ends[h].at);
	}
	free(ends);
}

// The unit of time that gives handy numbers.
static double unit_of(double seconds, const char **name)
{
	*name = seconds < 300 ? "s" : seconds < 3 * 3600 ? "min" : "h";
	return seconds < 300 ? 1 : seconds < 3 * 3600 ? 60 : 3600;
}

// As text a bar is a line, of two points.
static void write_bar(struct plot *o, const struct bar *b, size_t lane, double least, double from, double unit)
{
	struct picture *p = &o->picture;
	const double start = (b->start - from) / unit, end = (fmax(b->end, b->start + 4 * least) - from) / unit;
	PICTURE_ROW(p, start, end, (double)lane);
	if (p->format == PICTURE_TEXT) {
		PICTURE_ROW(p, end, end, (double)lane);
		picture_gap(p);
	}
}

// The bars of a stage, as start, end and line; short ones that are closer together than can be seen are one.
static void write_stage(struct plot *o, const struct line *l, size_t stage, double unit, bool failed)
{
	const size_t lanes = l->first[l->host.n];
	const double least = (l->to - l->from) / 4000;
	struct bar *open = mem_new(lanes, sizeof *open);
	bool *is_open = mem_new(lanes, sizeof *is_open);
	PICTURE_ROW(&o->picture, -1, -1, -1); // out of sight: gnuplot minds a block without rows
	if (o->picture.format == PICTURE_TEXT)
		picture_gap(&o->picture);
	for (size_t i = 0; i <= l->n + lanes; i++) {
		const struct bar *b = i < l->n ? &l->bar[i] : NULL;
		if (b && (b->stage < COLOURS - 1 ? b->stage : COLOURS - 1) != stage && !failed)
			continue;
		if (b && failed && !b->failed)
			continue;
		const size_t lane = b ? l->first[b->host] + b->lane : i - l->n;
		if (lane >= lanes)
			break;
		if (b && is_open[lane] && b->start - open[lane].end < least && b->end - b->start < 12 * least && !failed) {
			open[lane].end = fmax(open[lane].end, b->end);
			continue;
		}
		if (is_open[lane])
			write_bar(o, &open[lane], lane, least, l->from, unit);
		is_open[lane] = b != NULL;
		if (b)
			open[lane] = *b;
	}
	picture_index(&o->picture);
	free(open);
	free(is_open);
}

static size_t failures(const struct line *l)
{
	size_t n = 0;
	for (size_t i = 0; i < l->n; i++)
		n += l->bar[i].failed;
	return n;
}

static void write_note(struct plot *o, const struct line *l)
{
	struct string s = {0};
	double busy = 0, span = fmax(l->to - l->from, 1e-9);
	const size_t lanes = l->first[l->host.n];
	for (size_t i = 0; i < l->n; i++)
		busy += l->bar[i].end - l->bar[i].start;
	plot_count(&s, l->n);
	string_printf(&s, " task%s in %.4g s, %zu at once, busy %.3g %%", l->n == 1 ? "" : "s", span, lanes, 100 * busy / span / (double)lanes);
	if (failures(l))
		string_printf(&s, ", %zu failed", failures(l));
	picture_text(&o->picture, "note", s.text);
	string_free(&s);
}

static void write_texts(struct plot *o, const struct line *l, size_t stages)
{
	char *name[COLOURS];
	char **host = mem_new(l->host.n, sizeof *host);
	double *first = mem_new(l->host.n + 1, sizeof *first);
	for (size_t i = 0; i < stages; i++) {
		struct string s = {0};
		picture_clean(&s, i == COLOURS - 1 && l->stage.n > COLOURS ? "other stages" : l->stage.name[i], 24);
		name[i] = s.text;
	}
	for (size_t h = 0; h < l->host.n; h++) {
		struct string s = {0};
		picture_clean(&s, l->host.name[h], 16);
		host[h] = s.text;
		first[h + 1] = (double)l->first[h + 1];
	}
	picture_texts(&o->picture, "label", name, stages);
	picture_texts(&o->picture, "host", host, l->host.n);
	picture_numbers(&o->picture, "first", first, l->host.n + 1);
	for (size_t i = 0; i < stages; i++)
		free(name[i]);
	for (size_t h = 0; h < l->host.n; h++)
		free(host[h]);
	free(host);
	free(first);
}

static void draw(struct plot *o, struct line *l)
{
	struct picture *p = &o->picture;
	const size_t stages = l->stage.n < COLOURS ? l->stage.n : COLOURS;
	const char *unit;
	qsort(l->bar, l->n, sizeof *l->bar, by_start);
	find_lanes(l);
	const double scale = unit_of(l->to - l->from, &unit);
	struct string x = {0};
	string_printf(&x, "time since the start [%s]", unit);
	plot_titles(o, "", x.text, "");
	string_free(&x);
	write_note(o, l);
	write_texts(o, l, stages);
	picture_block(p, "bars");
	for (size_t i = 0; i < stages; i++)
		write_stage(o, l, i, scale, false);
	write_stage(o, l, 0, scale, true);
	picture_block_end(p);
	picture_number(p, "stages", (double)stages);
	picture_number(p, "failures", (double)failures(l));
	picture_number(p, "hosts", (double)l->host.n);
	picture_number(p, "lanes", (double)l->first[l->host.n]);
	picture_number(p, "span", fmax(l->to - l->from, 1e-9) / scale);
	picture_draw(p, "timeline");
}

void plot_timeline(struct plot *o)
{
	struct line l = {0};
	struct stat st;
	if (!stat(o->file[0], &st) && S_ISDIR(st.st_mode)) {
		if (o->n > 1)
			die(EXIT_USAGE, "timeline: one plan at a time");
		const int back = plot_enter(o->file[0]);
		read_line(&l, logs_open(false));
		plot_leave(back);
	} else {
		read_line(&l, logs_of_files(o->file, o->n));
	}
	if (!l.n)
		die(EXIT_DATA, "%s: its logs are empty: nothing has run yet", o->file[0]);
	draw(o, &l);
	free_names(&l.stage);
	free_names(&l.host);
	free(l.bar);
	free(l.lanes);
	free(l.first);
}
