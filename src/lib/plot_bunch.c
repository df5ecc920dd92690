// SPDX-License-Identifier: MIT
// plot_bunch: time over the size of bunches, a curve for each number of workers; measured by evbench, or simulated by evsim, with
// a curve for each strategy, too.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "balance.h"
#include "err.h"
#include "partial.h"
#include "plot.h"

enum { MOST_CURVES = 8 };

struct point {
	double workers, bunch, seconds, least, most; // bunch 0: auto
	size_t file, strategy; // strategy: from one; 0 if the table has none
};

struct sweep {
	struct point *at;
	size_t n, room;
	bool strategies; // more than one
};

static size_t read_strategy(const char *name)
{
	size_t i = 0;
	while (i < BALANCES && strcmp(balance_names[i], name) != 0)
		i++;
	return i + 1;
}

// Strong scaling only: times of different work are not compared.
static void read_rows(struct sweep *s, const struct partial *p, size_t file)
{
	const bool bench = !strcmp(p->kind, "bench");
	const size_t workers = partial_field(p, "workers"), bunch = partial_field(p, "bunch"),
		     seconds = partial_field(p, bench ? "seconds" : "makespan"), least = bench ? partial_field(p, "least") : seconds,
		     most = bench ? partial_field(p, "most") : seconds, mode = partial_find_field(p, "mode"), balance = partial_find_field(p, "balance");
	for (size_t i = 0; i < p->rows; i++) {
		const bool is_auto = !strcmp(partial_cell(p, i, bunch), "auto");
		struct point a = {.workers = partial_cell_real(p, i, workers), .bunch = is_auto ? 0 : partial_cell_real(p, i, bunch),
				  .seconds = partial_cell_real(p, i, seconds), .least = partial_cell_real(p, i, least),
				  .most = partial_cell_real(p, i, most), .file = file};
		if (balance != SIZE_MAX)
			a.strategy = read_strategy(partial_cell(p, i, balance));
		if (mode != SIZE_MAX && strcmp(partial_cell(p, i, mode), "strong"))
			continue;
		if (!(a.workers >= 1) || !(a.seconds > 0) || !isfinite(a.seconds) || !(a.least > 0))
			partial_bad(p, p->line[i], "not a number of workers and their time");
		s->at = mem_grow(s->at, &s->room, s->n + 1, sizeof *s->at);
		s->strategies = s->strategies || (s->n && s->at[0].strategy && a.strategy && s->at[0].strategy != a.strategy);
		s->at[s->n++] = a;
	}
}

static int by_curve(const void *a, const void *b)
{
	const struct point *x = a, *y = b;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->workers != y->workers)
		return x->workers < y->workers ? -1 : 1;
	if (x->strategy != y->strategy)
		return x->strategy < y->strategy ? -1 : 1;
	return (x->bunch > y->bunch) - (x->bunch < y->bunch);
}

static char *name_curve(const struct plot *o, const struct sweep *s, const struct point *a)
{
	struct string name = {0};
	if (o->n > 1 || o->n_labels) {
		picture_clean(&name, plot_name(o, o->file[a->file], a->file), 30);
		string_puts(&name, ", ");
	}
	string_printf(&name, "%.0f worker%s", a->workers, a->workers == 1 ? "" : "s");
	if (s->strategies && a->strategy && a->strategy <= BALANCES)
		string_printf(&name, ", %s", balance_names[a->strategy - 1]);
	return name.text;
}

// An index a curve: those of numbers into one block, automatic bunches, as a line across, into another.
static size_t write_curves(struct plot *o, const struct sweep *s, double *lo, double *hi)
{
	struct picture *p = &o->picture;
	struct string across = {0};
	char *label[MOST_CURVES];
	size_t curves = 0;
	*lo = INFINITY;
	*hi = 0;
	for (size_t i = 0; i < s->n; i++)
		if (s->at[i].bunch > 0) {
			*lo = fmin(*lo, s->at[i].bunch);
			*hi = fmax(*hi, s->at[i].bunch);
		}
	if (!(*hi >= *lo))
		die(EXIT_DATA, "%s: no bunches of a given size: evbench -b 1,10,100 measures some", o->file[0]);
	picture_block(p, "curve");
	for (size_t i = 0, n; i < s->n; i += n) {
		const struct point *a = &s->at[i];
		for (n = 1; i + n < s->n && a[n].file == a->file && a[n].workers == a->workers && a[n].strategy == a->strategy;)
			n++;
		if (curves == MOST_CURVES)
			die(EXIT_DATA, "%s: more than %d curves cannot be told apart", o->file[a->file], MOST_CURVES);
		label[curves++] = name_curve(o, s, a);
		PICTURE_ROW(p, 1e12, 1, 1, 1); // out of sight: gnuplot minds a curve without points
		picture_gap(p);
		for (size_t j = 0; j < n; j++)
			if (a[j].bunch > 0)
				PICTURE_ROW(p, a[j].bunch, a[j].seconds, a[j].least, a[j].most);
		picture_index(p);
		string_printf(&across, "%.17g\t%.17g\n%.17g\t%.17g\n\n\n", a->bunch > 0 ? 1e12 : 1e-3, a->seconds, 1e12, a->seconds);
	}
	picture_block_end(p);
	picture_block(p, "across");
	string_puts(&p->code, across.text);
	picture_block_end(p);
	picture_texts(p, "label", label, curves);
	for (size_t k = 0; k < curves; k++)
		free(label[k]);
	string_free(&across);
	return curves;
}

void plot_bunch(struct plot *o)
{
	struct sweep s = {0};
	struct picture *p = &o->picture;
	bool any_auto = false;
	double lo, hi;
	for (size_t i = 0; i < o->n; i++) {
		struct partial *f = partial_read(o->file[i], NULL);
		if (strcmp(f->kind, "bench") && strcmp(f->kind, "simulation"))
			partial_bad(f, 1, "this is a %s, not a bench or a simulation", f->kind);
		read_rows(&s, f, i);
		partial_free(f);
	}
	qsort(s.at, s.n, sizeof *s.at, by_curve);
	double least = INFINITY, most = 0;
	for (size_t i = 0; i < s.n; i++) {
		any_auto = any_auto || s.at[i].bunch == 0;
		least = fmin(least, s.at[i].least);
		most = fmax(most, s.at[i].most);
	}
	picture_number(p, "curves", (double)write_curves(o, &s, &lo, &hi));
	plot_titles(o, "", "tasks a bunch", "time [s]");
	if (any_auto)
		picture_text(p, "note", s.strategies ? "dashed: bunches as the strategy has them" : "dashed: bunches by what the tasks cost");
	picture_number(p, "tmin", least);
	picture_number(p, "tmax", most);
	picture_number(p, "xmin", lo);
	picture_number(p, "xmax", hi);
	picture_draw(p, "bunch");
	free(s.at);
}
