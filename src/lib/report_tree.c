// SPDX-License-Identifier: MIT
// report_tree: the plan as a tree from data to results, coloured by state: stage by stage, and where it is small, task by task.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "layers.h"
#include "report.h"
#include "svg.h"
#include "units.h"

enum { MOST_STAGES = 120, MOST_TASKS = 80 }; // that are drawn one by one

static const char *const state_class[TASK_STATES] = {"missing", "done", "runs", "failed"};
static const char *const state_mark[TASK_STATES] = {"·", "✓", "▶", "✗"};
static const char *const state_word[TASK_STATES] = {"still to be made", "done", "running", "failed"};

// A graph that is being gathered.
struct graph {
	size_t *from, *to, n_edges, from_room, to_room, n;
};

static void connect(struct graph *g, size_t from, size_t to)
{
	g->from = mem_grow(g->from, &g->from_room, g->n_edges + 1, sizeof *g->from);
	g->to = mem_grow(g->to, &g->to_room, g->n_edges + 1, sizeof *g->to);
	g->from[g->n_edges] = from;
	g->to[g->n_edges++] = to;
}

// How a graph becomes a picture.
struct picture {
	double width, gap, height, pitch; // of a node, between layers, of a node, from node to node
	struct layers *layers;
};

static double left_of(const struct picture *p, size_t node)
{
	return 2 + (double)p->layers->layer[node] * (p->width + p->gap);
}

static double middle_of(const struct picture *p, size_t node)
{
	return 22 + p->layers->y[node] * p->pitch;
}

static void draw_edges(const struct picture *p, struct string *to)
{
	const struct layers *l = p->layers;
	for (size_t i = 0; i < l->n_edges; i++) {
		const size_t a = l->edge[i][0], b = l->edge[i][1];
		const double x = left_of(p, a);
		if (a >= l->nodes) // it passes by below or above the nodes of this layer
			svg_line(to, "edge", x, middle_of(p, a), x + p->width, middle_of(p, a));
		svg_curve(to, "edge", x + p->width, middle_of(p, a), left_of(p, b), middle_of(p, b));
	}
}

static void begin(struct picture *p, const struct graph *g, struct string *to, const char *title, const char *description)
{
	double x = 2;
	p->layers = layers_make(g->n, g->from, g->to, g->n_edges);
	const double width = (double)p->layers->n_layers * (p->width + p->gap) - p->gap + 4;
	svg_begin(to, width > 340 ? width : 340, p->layers->height * p->pitch + 26, true, title, description);
	for (int s = TASK_STATES; s-- > 0;)
		x = svg_key(to, state_class[s], x, 11, state_word[s]);
	draw_edges(p, to);
}

static void end(struct picture *p, struct graph *g, struct string *to)
{
	svg_end(to, true);
	layers_free(p->layers);
	free(g->from);
	free(g->to);
	*g = (struct graph){0};
}

// -- stage by stage -------------------------------------------------------------------------------------------------

// Inputs are nodes 0 on, stages come behind them.
static size_t find_inputs(const struct report *r, char ***name)
{
	size_t n = 0;
	*name = NULL;
	for (size_t s = 0; s < r->all->n_stages; s++)
		for (size_t i = 0; i < r->stage[s].n_inputs; i++) {
			size_t k = 0;
			while (k < n && strcmp((*name)[k], r->stage[s].input[i]) != 0)
				k++;
			if (k < n)
				continue;
			*name = mem_resize(*name, n + 1, sizeof **name);
			(*name)[n++] = r->stage[s].input[i];
		}
	return n;
}

static struct graph graph_of_stages(const struct report *r, char **input, size_t n_inputs)
{
	struct graph g = {.n = n_inputs + r->all->n_stages};
	for (size_t s = 0; s < r->all->n_stages; s++) {
		const struct report_stage *p = &r->stage[s];
		for (size_t i = 0; i < p->n_inputs; i++)
			for (size_t k = 0; k < n_inputs; k++)
				if (!strcmp(input[k], p->input[i]))
					connect(&g, k, n_inputs + s);
		for (size_t i = 0; i < p->n_from; i++)
			connect(&g, n_inputs + p->from[i], n_inputs + s);
	}
	return g;
}

enum { LETTERS = 17, TASK_LETTERS = 19 }; // of a name in a node

static void put_name(struct string *to, const char *class, double x, double y, int letters, const char *name)
{
	const bool cut = strlen(name) > (size_t)letters;
	svg_text(to, class, x, y, "start", cut ? "%.*s…" : "%.*s", letters - cut, name);
}

static void draw_stage(const struct report *r, size_t s, double x, double y, double width, double height, struct string *to)
{
	const size_t *count = r->count[s], total = r->all->stage[s].total;
	double at = x + 8;
	svg_rect(to, "node", x, y, width, height, r->stage[s].text);
	put_name(to, "name", x + 8, y + 17, LETTERS, r->all->stage[s].name);
	if (count[TASK_FAILED])
		svg_text(to, "tick", x + 8, y + 32, "start", "%s %zu failed", state_mark[TASK_FAILED], count[TASK_FAILED]);
	else
		svg_text(to, "tick", x + 8, y + 32, "start", "%s %s of %s",
			 state_mark[count[TASK_RUNS] ? TASK_RUNS : count[TASK_DONE] == total ? TASK_DONE : TASK_MISSING],
			 units_count((double)count[TASK_DONE]).text, units_count((double)total).text);
	static const enum task_state order[] = {TASK_DONE, TASK_RUNS, TASK_FAILED, TASK_MISSING};
	for (int i = 0; i < TASK_STATES; i++) {
		const double part = (width - 16) * (double)count[order[i]] / (double)(total ? total : 1);
		if (count[order[i]])
			svg_rect(to, state_class[order[i]], at, y + height - 10, part, 5, NULL);
		at += part;
	}
}

static void put_stages(const struct report *r, struct string *to)
{
	char **input;
	const size_t n_inputs = find_inputs(r, &input);
	struct graph g = graph_of_stages(r, input, n_inputs);
	struct picture p = {.width = 120, .gap = 28, .height = 48, .pitch = 60};
	string_puts(to, "<figure>");
	begin(&p, &g, to, "The stages of the plan", "From the data on the left to the results on the right; the line in a stage tells how much of it is "
	      "done.");
	for (size_t i = 0; i < n_inputs + r->all->n_stages; i++) {
		const double x = left_of(&p, i), y = middle_of(&p, i) - p.height / 2;
		if (i >= n_inputs) {
			draw_stage(r, i - n_inputs, x, y, p.width, p.height, to);
			continue;
		}
		svg_rect(to, "source", x, y + 8, p.width, p.height - 16, input[i]);
		put_name(to, "name", x + 10, y + p.height / 2 + 4, LETTERS, input[i]);
	}
	end(&p, &g, to);
	string_puts(to, "<figcaption>Stage by stage: how many results are done.</figcaption></figure>\n");
	free(input);
}

// -- task by task ---------------------------------------------------------------------------------------------------

static void put_tasks(const struct report *r, struct string *to)
{
	struct graph g = {.n = r->all->n};
	struct picture p = {.width = 148, .gap = 26, .height = 20, .pitch = 25};
	for (size_t i = 0; i < r->all->n; i++)
		for (size_t j = 0; j < r->all->target[i].n_before; j++)
			connect(&g, r->all->target[i].before[j], i);
	string_puts(to, "<figure>");
	begin(&p, &g, to, "The tasks of the plan", "Each result, and what it is made from, from left to right.");
	for (size_t i = 0; i < r->all->n; i++) {
		const double x = left_of(&p, i), y = middle_of(&p, i) - p.height / 2;
		const enum task_state s = r->state[i];
		const char *name = r->all->target[i].name;
		struct string title = {0};
		string_printf(&title, "%s: %s", name, state_word[s]);
		svg_rect(to, "node", x, y, p.width, p.height, title.text);
		svg_rect(to, state_class[s], x, y, 6, p.height, NULL);
		put_name(to, "tick", x + 11, y + 14, TASK_LETTERS, name);
		svg_text(to, "tick", x + p.width - 5, y + 14, "end", "%s", state_mark[s]);
		string_free(&title);
	}
	end(&p, &g, to);
	string_puts(to, "<figcaption>Task by task.</figcaption></figure>\n");
}

static void put_table(const struct report *r, struct string *to)
{
	static const struct html_column columns[] = {{"stage", false}, {"results", true}, {"done", true}, {"running", true}, {"failed", true},
						     {"still to be made", true}, {"command", false}};
	struct html_table t;
	html_numbers_begin(to);
	html_table_begin(&t, to, "Stages", columns, sizeof columns / sizeof *columns);
	for (size_t s = 0; s < r->all->n_stages && s < 1000; s++) {
		const size_t *c = r->count[s];
		html_cell(&t, "%s", r->all->stage[s].name);
		html_number(&t, (double)r->all->stage[s].total, "%zu", r->all->stage[s].total);
		html_number(&t, (double)c[TASK_DONE], "%zu", c[TASK_DONE]);
		html_number(&t, (double)c[TASK_RUNS], "%zu", c[TASK_RUNS]);
		html_number(&t, (double)c[TASK_FAILED], "%zu", c[TASK_FAILED]);
		html_number(&t, (double)c[TASK_MISSING], "%zu", c[TASK_MISSING]);
		html_cell(&t, "%s", r->stage[s].command);
	}
	html_table_end(&t);
	html_numbers_end(to);
}

void report_tree(struct report *r, struct string *to)
{
	if (r->all->n_stages <= MOST_STAGES)
		put_stages(r, to);
	put_table(r, to);
	if (r->all->n <= MOST_TASKS && r->all->n > 1 && r->all->n > r->all->n_stages)
		put_tasks(r, to);
}
