// SPDX-License-Identifier: MIT
// figures: measured makespans; figures.h has the contract.

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "err.h"
#include "figures.h"
#include "mem.h"
#include "num.h"
#include "opt.h"
#include "partial.h"
#include "simplex.h"

enum { TASKS, WORKERS, BUNCH, SECONDS, COLUMNS, MOST_FIELDS = 64 };
static const char *const columns[COLUMNS] = {"tasks", "workers", "bunch", "seconds"};

// -- reading -----------------------------------------------------------------------------------------------------

struct place {
	const char *file;
	size_t line, at[COLUMNS]; // at: where the columns are
	bool named;
};

static size_t count(const struct place *p, const char *text, const char *end, double most)
{
	int64_t x;
	if (!num_int(text, end, &x) || x < 1 || (double)x > most)
		die(EXIT_DATA, "%s:%zu: not a number of 1 to %.0f: \"%.*s\"", p->file, p->line, most, (int)(end - text), text);
	return (size_t)x;
}

static void read_bunches(const struct place *p, struct figure *f, const char *text)
{
	size_t room = 0;
	f->bunches = text;
	for (const char *end;; text = end + 1) {
		end = text + strcspn(text, ",");
		f->bunch = mem_grow(f->bunch, &room, f->n_bunches + 1, sizeof *f->bunch);
		f->bunch[f->n_bunches++] = count(p, text, end, 1e9);
		if (!*end)
			return;
	}
}

static void read_names(struct place *p, char *const *field, size_t n)
{
	for (size_t c = 0; c < COLUMNS; c++) {
		for (p->at[c] = 0; p->at[c] < n && strcmp(field[p->at[c]], columns[c]) != 0; p->at[c]++)
			;
		if (p->at[c] == n)
			die(EXIT_DATA, "%s:%zu: no column %s", p->file, p->line, columns[c]);
	}
	p->named = true;
}

static struct figure read_figure(const struct place *p, char *const *field, size_t n)
{
	struct figure f = {.n_bunches = 0};
	for (size_t c = 0; c < COLUMNS; c++)
		if (p->at[c] >= n)
			die(EXIT_DATA, "%s:%zu: no %s", p->file, p->line, columns[c]);
	const char *seconds = field[p->at[SECONDS]];
	f.tasks = count(p, field[p->at[TASKS]], strchr(field[p->at[TASKS]], '\0'), 1e9);
	f.workers = count(p, field[p->at[WORKERS]], strchr(field[p->at[WORKERS]], '\0'), 1e7);
	read_bunches(p, &f, field[p->at[BUNCH]]);
	if (!num_real(seconds, strchr(seconds, '\0'), &f.seconds) || !(f.seconds > 0 && f.seconds < 1e12))
		die(EXIT_DATA, "%s:%zu: not seconds: \"%s\"", p->file, p->line, seconds);
	return f;
}

struct figures *figures_read(const char *file)
{
	enum { MOST = 1 << 20 };
	struct bytes *b = bytes_open(file);
	const char *text;
	const size_t n = bytes_need(b, MOST, &text);
	struct figures *f = mem_new(1, sizeof *f);
	struct place p = {.file = mem_copy(bytes_name(b))};
	size_t room = 0;
	if (n >= MOST || memchr(text, '\0', n))
		die(EXIT_DATA, "%s: this is no table of measurements", p.file);
	f->text = mem_copy_n(text, n);
	bytes_close(b);
	char *rest = f->text;
	for (char *line; (line = strsep(&rest, "\n"));) {
		char *field[MOST_FIELDS];
		size_t fields = 0;
		p.line++;
		size_t end = strcspn(line, "#\r");
		while (end && line[end - 1] == ' ')
			end--;
		line[end] = '\0';
		if (!*line)
			continue;
		while (line && fields < MOST_FIELDS)
			field[fields++] = strsep(&line, "\t");
		if (!p.named) {
			read_names(&p, field, fields);
			continue;
		}
		f->figure = mem_grow(f->figure, &room, f->n + 1, sizeof *f->figure);
		f->figure[f->n++] = read_figure(&p, field, fields);
	}
	if (!f->n)
		die(EXIT_DATA, "%s: no measurements", p.file);
	free((char *)(intptr_t)p.file);
	return f;
}

void figures_free(struct figures *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->figure[i].bunch);
	free(f->figure);
	free(f->text);
	free(f);
}

// -- predicting --------------------------------------------------------------------------------------------------

static double predict(const struct figures *f, const struct figure *a, const struct work *w, const struct farm *farm)
{
	double least = INFINITY;
	for (size_t i = 0; i < a->n_bunches; i++) {
		const struct sim s = {.order = f->engine->order, .balance = BALANCE_QUEUE, .workers = a->workers,
				      .bunch = a->bunch[i], .seed = f->seed};
		least = fmin(least, sim_run(w, farm, &s, NULL).makespan);
	}
	return least;
}

double figures_predict(struct figures *f, const struct farm *farm)
{
	struct work *w = NULL;
	double sum = 0;
	for (size_t i = 0; i < f->n; i++) {
		struct figure *a = &f->figure[i];
		if (w && w->n != a->tasks) {
			work_free(w);
			w = NULL;
		}
		if (!w)
			w = work_imagine(a->tasks, "-t", f->time, f->seed);
		a->predicted = predict(f, a, w, farm);
		const double off = log(a->predicted / a->seconds);
		sum += off * off;
	}
	if (w)
		work_free(w);
	return sqrt(sum / (double)f->n);
}

// -- fitting -----------------------------------------------------------------------------------------------------

struct fit {
	struct figures *figures;
	struct farm farm;
	const struct farm_number *number[SIMPLEX_MOST];
	size_t n;
};

// All numbers are positive, and are known to a part of themselves: their logarithms are what is varied.
static double deviation(void *context, const double *x)
{
	struct fit *f = context;
	double beyond = 0;
	for (size_t i = 0; i < f->n; i++) {
		const struct farm_number *p = f->number[i];
		const double wanted = exp(fmin(x[i], 700)), within = fmin(fmax(wanted, p->least), p->most);
		*farm_at(&f->farm, p) = within;
		if (within > 0)
			beyond += fabs(x[i] - log(within));
	}
	return figures_predict(f->figures, &f->farm) + beyond;
}

double figures_fit(struct figures *f, struct farm *farm, const char *what, const char *names)
{
	enum { ROUNDS = 8, CALLS = 400 };
	struct fit fit = {.figures = f, .farm = *farm};
	double x[SIMPLEX_MOST], least = INFINITY, before = INFINITY;
	size_t n;
	char **name = opt_list(what, names, &n);
	if (n > SIMPLEX_MOST)
		die(EXIT_USAGE, "%s: more than %d numbers at a time", what, SIMPLEX_MOST);
	for (; fit.n < n; fit.n++) {
		const struct farm_number *p = fit.number[fit.n] = farm_find(what, name[fit.n]);
		const double now = *farm_at(farm, p);
		x[fit.n] = log(now > 0 ? now : p->step);
		free(name[fit.n]);
	}
	free(name);
	for (size_t i = 0; i < ROUNDS && (i < 2 || least < 0.999 * before); i++) { // anew, it gets out of where it was caught
		before = least;
		least = simplex_least(deviation, &fit, x, n, i % 2 ? 0.1 : 0.5, 1e-4, CALLS);
	}
	least = deviation(&fit, x);
	*farm = fit.farm;
	return least;
}

// -- printing ----------------------------------------------------------------------------------------------------

static int by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void put_errors(struct partial_out *out, const struct figures *f)
{
	double *error = mem_new(f->n, sizeof *error);
	char text[32];
	for (size_t i = 0; i < f->n; i++)
		error[i] = fabs(f->figure[i].predicted / f->figure[i].seconds - 1);
	qsort(error, f->n, sizeof *error, by_value);
	snprintf(text, sizeof text, "%.4f", (error[(f->n - 1) / 2] + error[f->n / 2]) / 2);
	partial_key(out, "median_error", text);
	snprintf(text, sizeof text, "%.4f", error[f->n - 1]);
	partial_key(out, "largest_error", text);
	free(error);
}

void figures_print(const struct figures *f, FILE *to)
{
	static const char *const names[] = {"tasks", "workers", "bunch", "seconds", "predicted", "ratio"};
	struct partial_out out;
	partial_begin(&out, "prediction");
	put_errors(&out, f);
	partial_columns(&out, names, sizeof names / sizeof *names);
	for (size_t i = 0; i < f->n; i++) {
		const struct figure *a = &f->figure[i];
		char text[32];
		partial_count(&out, a->tasks);
		partial_count(&out, a->workers);
		partial_text(&out, a->bunches);
		partial_real(&out, a->seconds);
		snprintf(text, sizeof text, "%.4g", a->predicted);
		partial_text(&out, text);
		snprintf(text, sizeof text, "%.3f", a->predicted / a->seconds);
		partial_text(&out, text);
		partial_row(&out);
	}
	partial_end(&out, to);
}
