// SPDX-License-Identifier: MIT
// plot_dag: a plan's stages and what they read, coloured by how far each is; drawn by Graphviz, or told as text.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "logs.h"
#include "plot.h"
#include "running.h"
#include "tasklog.h"
#include "todo.h"

struct stage {
	const char *name;
	char *shape;  // "map(events, cuts)", as cmd/STAGE has it
	size_t total, done, running, failed;
};

struct plan_view {
	struct todo *todo;
	struct stage *stage;
	size_t n;
};

// The first line of cmd/STAGE.
static char *read_shape(const char *stage)
{
	struct string path = {0};
	char *line = NULL;
	size_t room = 0;
	string_printf(&path, "cmd/%s", stage);
	FILE *f = fopen(path.text, "r");
	if (!f || getline(&line, &room, f) < 0)
		die_errno("%s", path.text);
	fclose(f);
	line[strcspn(line, "\n")] = '\0';
	string_free(&path);
	return line;
}

// A target that is still to be made has failed if that is the last that the log has of it.
static void count_failed(struct plan_view *v)
{
	struct dict *place = dict_new();
	struct string name = {0};
	for (size_t i = 0; i < v->todo->n; i++) {
		name.n = 0;
		tasklog_name(&name, v->todo->target[i].name);
		*dict_at(place, name.text) = i + 1;
	}
	struct logs *logs = logs_open(false);
	for (struct log_line line; logs_next(logs, &line);) {
		const size_t i = *dict_at(place, line.name) - 1;
		if (i < v->todo->n)
			v->todo->target[i].state = line.code && !logs_stopped(line.code) ? TARGET_FAILED : TARGET_WAITS;
	}
	logs_close(logs);
	for (size_t i = 0; i < v->todo->n; i++)
		v->stage[v->todo->target[i].stage].failed += v->todo->target[i].state == TARGET_FAILED;
	string_free(&name);
	dict_free(place);
}

static struct plan_view read_plan(const char *folder)
{
	const int back = plot_enter(folder);
	struct plan_view v = {.todo = todo_read(NULL, true)};
	const struct todo *t = v.todo;
	size_t *running = mem_new(t->n_stages, sizeof *running);
	v.n = t->n_stages;
	v.stage = mem_new(v.n, sizeof *v.stage);
	running_count(v.todo, running);
	for (size_t i = 0; i < v.n; i++)
		v.stage[i] = (struct stage){.name = t->stage[i].name, .shape = read_shape(t->stage[i].name), .total = t->stage[i].total,
					    .done = t->stage[i].total - t->stage[i].todo, .running = running[i]};
	count_failed(&v);
	free(running);
	plot_leave(back);
	return v;
}

// Calls each with every source of a shape: "map(events, range(0, 10)) by x" has events and range(0, 10).
static void each_source(const char *shape, void (*each)(void *context, const char *source), void *context)
{
	const char *p = strchr(shape, '(');
	if (!p)
		return;
	const char *from = ++p;
	for (int depth = 0; *p && depth >= 0; p++) {
		depth += (*p == '(') - (*p == ')');
		if (depth > 0 || (*p != ',' && !(*p == ')' && depth < 0)))
			continue;
		while (*from == ' ')
			from++;
		char *source = mem_copy_n(from, (size_t)(p - from));
		each(context, source);
		free(source);
		from = p + 1;
	}
}

static size_t find_stage(const struct plan_view *v, const char *name)
{
	for (size_t i = 0; i < v->n; i++)
		if (!strcmp(v->stage[i].name, name))
			return i;
	return SIZE_MAX;
}

// -- Graphviz: a box a stage, striped by the shares of its results that are done, run, have failed and are to be made

static const struct {
	const char *name, *fill;
} states[] = {{"done", "#7FCEB9"}, {"running", "#A9D9F4"}, {"failed", "#F0A070"}, {"to do", "#EEEEEE"}};

static void add_stripes(struct string *to, const struct stage *s)
{
	const size_t rest = s->total - s->done, out = s->failed + s->running < rest ? s->failed + s->running : rest;
	const size_t count[] = {s->done, s->running, s->failed, rest - out};
	const double total = (double)(s->done + s->running + s->failed + rest - out);
	size_t kinds = 0, last = 3;
	for (size_t i = 0; i < 4; i++)
		if (count[i]) {
			kinds++;
			last = i;
		}
	string_printf(to, "style=\"%s\" fillcolor=\"", kinds > 1 ? "striped" : "filled,rounded");
	if (kinds < 2)
		string_puts(to, states[last].fill);
	for (size_t i = 0, n = 0; i < 4 && kinds > 1; i++) {
		if (!count[i])
			continue;
		string_printf(to, "%s%s", n++ ? ":" : "", states[i].fill);
		if (n < kinds) // the last takes what is left
			string_printf(to, ";%.6f", (double)count[i] / total);
	}
	string_puts(to, "\"");
}

static void add_node(struct picture *p, size_t i, const struct stage *s)
{
	struct string text = {0};
	string_printf(&p->code, "s%zu [", i);
	add_stripes(&p->code, s);
	string_puts(&p->code, " label=<<b>"); // a stage's name and shape are letters, digits, blanks and ( ) , _ only
	string_puts(&p->code, s->name);
	string_printf(&p->code, "</b><br/><font point-size=\"10\">%.*s<br/>", (int)strcspn(s->shape, "("), s->shape);
	plot_count(&text, s->done);
	if (s->done < s->total || s->total > 1) {
		string_puts(&text, " of ");
		plot_count(&text, s->total);
	}
	string_puts(&text, " done");
	if (s->running)
		string_printf(&text, ", %zu running", s->running);
	if (s->failed)
		string_printf(&text, ", %zu failed", s->failed);
	string_printf(&p->code, "%s</font>>]\n", text.text);
	string_free(&text);
}

struct edges {
	struct plot *plot;
	const struct plan_view *view;
	size_t to;
};

// An input that is no stage becomes a node of its own.
static void add_edge(void *context, const char *source)
{
	struct edges *e = context;
	struct picture *p = &e->plot->picture;
	const size_t from = find_stage(e->view, source);
	if (from != SIZE_MAX) {
		string_printf(&p->code, "s%zu -> s%zu\n", from, e->to);
		return;
	}
	picture_quote_dot(p, source);
	string_puts(&p->code, " [shape=note style=solid]\n");
	picture_quote_dot(p, source);
	string_printf(&p->code, " -> s%zu\n", e->to);
}

static void draw_graph(struct plot *o, const struct plan_view *v)
{
	struct picture *p = &o->picture;
	string_puts(&p->code, "digraph plan {\nrankdir=TB ranksep=0.35 nodesep=0.35 bgcolor=\"#ffffff\" fontname=\"sans-serif\" "
			      "labelloc=t pad=0.15\nnode [shape=box fontname=\"sans-serif\" fontsize=13 color=\"#444444\"]\n"
			      "edge [color=\"#444444\" arrowsize=0.7]\nlabel=");
	picture_quote_dot(p, o->title ? o->title : "");
	if (p->width)
		string_printf(&p->code, "\nsize=\"%.3f,%.3f!\" ratio=compress dpi=96", p->width / 96.0, p->height / 96.0);
	string_puts(&p->code, "\n");
	for (size_t i = 0; i < v->n; i++)
		add_node(p, i, &v->stage[i]);
	for (size_t i = 0; i < v->n; i++)
		each_source(v->stage[i].shape, add_edge, &(struct edges){o, v, i});
	string_puts(&p->code, "}\n");
	picture_graph(p);
}

// -- text: a stage a line, with a bar, and what it reads

static void print_stages(const struct plan_view *v)
{
	int name = 5;
	enum { BAR = 20 };
	for (size_t i = 0; i < v->n; i++)
		if ((int)strlen(v->stage[i].name) > name)
			name = (int)strlen(v->stage[i].name);
	for (size_t i = 0; i < v->n; i++) {
		const struct stage *s = &v->stage[i];
		char bar[BAR + 1];
		const size_t total = s->total ? s->total : 1;
		for (size_t k = 0; k < BAR; k++) {
			const size_t at = k * total / BAR; // which result this is
			bar[k] = at < s->done ? '#' : at < s->done + s->running ? '>' : at < s->done + s->running + s->failed ? '!' : '.';
		}
		bar[BAR] = '\0';
		printf("%-*s [%s] %zu/%zu done", name, s->name, bar, s->done, s->total);
		if (s->running)
			printf(", %zu running", s->running);
		if (s->failed)
			printf(", %zu failed", s->failed);
		printf("  <- %s\n", s->shape);
	}
}

void plot_dag(struct plot *o)
{
	struct plan_view v = read_plan(o->file[0]);
	if (o->picture.format == PICTURE_TEXT)
		print_stages(&v);
	else
		draw_graph(o, &v);
	for (size_t i = 0; i < v.n; i++)
		free(v.stage[i].shape);
	free(v.stage);
	todo_free(v.todo);
}
