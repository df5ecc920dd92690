// SPDX-License-Identifier: MIT
// plot_scaling: time, speed-up and efficiency over workers, measured by evbench, beside the laws that were fitted to them.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "law.h"
#include "partial.h"
#include "plot.h"

enum { MOST_SERIES = 8, POINTS = 60, SAID = 4 };

struct series {
	const struct partial *p;
	const char *file, *mode, *bunch;
	size_t first, n; // rows
	struct law law[LAW_KINDS];
	char *said[SAID]; // of Amdahl's σ, of σ and of κ; of both in short
	double one; // the time of one worker that speed-ups refer to
};

struct chart {
	struct partial **p;
	struct series series[MOST_SERIES];
	size_t n;
	double workers, least, most; // the most workers; all times
};

// -- reading ---------------------------------------------------------------------------------------------------

static double real_at(const struct partial *p, size_t row, const char *column)
{
	return partial_cell_real(p, row, partial_field(p, column));
}

static bool is_weak(const struct series *s)
{
	return !strcmp(s->mode, "weak");
}

// "1.8 % [1.6, 2.1]", if there is an interval.
static char *say_percent(const char *name, const struct law *l, int i)
{
	struct string s = {0};
	const double x[] = {l->value[i], l->low[i], l->high[i]};
	char text[3][32];
	for (int k = 0; k < 3; k++)
		snprintf(text[k], sizeof text[k], fabs(x[k]) < 0.995 ? "%.2g" : "%.0f", 100 * x[k]);
	string_printf(&s, "%s %s %%", name, text[0]);
	if (isfinite(x[1]) && isfinite(x[2]))
		string_printf(&s, " [%s, %s]", text[1], text[2]);
	return s.text;
}

static void read_law(struct series *s, enum law_kind kind)
{
	struct string key = {0};
	struct law *l = &s->law[kind];
	double *x[] = {&l->value[0], &l->low[0], &l->high[0], &l->value[1], &l->low[1], &l->high[1], &l->value[2], &l->low[2], &l->high[2]};
	const size_t wanted = kind == LAW_USL ? 9 : 6;
	string_printf(&key, "%s:%s:%s", law_names[kind], s->mode, s->bunch);
	const char *text = partial_value(s->p, key.text);
	char *end;
	size_t n = 0;
	if (strcmp(text, "none") != 0) {
		for (; n < wanted; n++, text = end) {
			*x[n] = strtod(text, &end);
			if (end == text)
				break;
		}
		if (n < wanted || *text || !(l->value[LAW_A] > 0) || !isfinite(l->value[LAW_A]))
			partial_bad(s->p, 0, "%s is not a fit", key.text);
		l->fitted = true;
	}
	s->said[kind] = l->fitted ? say_percent(kind == LAW_USL ? "USL: σ" : "Amdahl: σ", l, LAW_SIGMA) : mem_copy("");
	if (kind == LAW_USL) {
		struct string both = {0};
		s->said[2] = l->fitted ? say_percent("USL: κ", l, LAW_KAPPA) : mem_copy("");
		string_puts(&both, "");
		if (l->fitted)
			string_printf(&both, "USL: σ %.2g %%, κ %.2g %%", 100 * l->value[LAW_SIGMA], 100 * l->value[LAW_KAPPA]);
		s->said[3] = both.text;
	}
	string_free(&key);
}

static void add_series(struct chart *c, const struct partial *p, const char *file, size_t first, size_t n)
{
	if (c->n == MOST_SERIES)
		die(EXIT_DATA, "%s: more than %d series cannot be told apart", file, MOST_SERIES);
	struct series *s = &c->series[c->n++];
	*s = (struct series){.p = p, .file = file, .first = first, .n = n, .mode = partial_cell(p, first, partial_field(p, "mode")),
			     .bunch = partial_cell(p, first, partial_field(p, "bunch"))};
	if (strcmp(s->mode, "strong") && !is_weak(s))
		partial_bad(p, p->line[first], "mode is strong or weak, not \"%s\"", s->mode);
	for (size_t i = first; i < first + n; i++) {
		const double workers = real_at(p, i, "workers"), seconds = real_at(p, i, "seconds");
		if (!(workers >= 1) || !(seconds > 0) || !isfinite(workers * seconds) || !(real_at(p, i, "least") > 0)
		    || !(real_at(p, i, "most") >= seconds))
			partial_bad(p, p->line[i], "not a number of workers and their times");
		c->workers = fmax(c->workers, workers);
		c->least = fmin(c->least, real_at(p, i, "least"));
		c->most = fmax(c->most, real_at(p, i, "most"));
	}
	s->one = real_at(p, first, "speedup") * real_at(p, first, "seconds") / (is_weak(s) ? real_at(p, first, "workers") : 1);
	for (enum law_kind kind = 0; kind < LAW_KINDS; kind++)
		read_law(s, kind);
}

static void read_file(struct chart *c, struct partial *p, const char *file)
{
	const size_t mode = partial_field(p, "mode"), bunch = partial_field(p, "bunch");
	for (size_t i = 0, n; i < p->rows; i += n) {
		for (n = 1; i + n < p->rows; n++)
			if (strcmp(partial_cell(p, i, mode), partial_cell(p, i + n, mode))
			    || strcmp(partial_cell(p, i, bunch), partial_cell(p, i + n, bunch)))
				break;
		add_series(c, p, file, i, n);
	}
}

// -- what the script reads -------------------------------------------------------------------------------------

// What tells the series apart: file, mode, bunch, as far as they differ.
static char *name_series(const struct plot *o, const struct chart *c, const struct series *s)
{
	struct string name = {0};
	bool modes = false, bunches = false;
	size_t file = 0;
	for (size_t k = 0; k < c->n; k++) {
		modes = modes || strcmp(c->series[k].mode, s->mode);
		bunches = bunches || strcmp(c->series[k].bunch, s->bunch);
	}
	while (o->file[file] != s->file)
		file++;
	if (o->n > 1 || o->n_labels || (!modes && !bunches))
		picture_clean(&name, o->n > 1 || o->n_labels ? plot_name(o, s->file, file) : "measured", 24);
	if (modes)
		string_printf(&name, "%s%s", name.n ? ", " : "", s->mode);
	if (bunches) {
		string_puts(&name, name.n ? ", bunch " : "bunch ");
		picture_clean(&name, s->bunch, 12);
	}
	return name.text;
}

// Workers, then seconds, speed-up and efficiency, each with the ends of its spread.
static void write_points(struct plot *o, const struct series *s)
{
	for (size_t i = s->first; i < s->first + s->n; i++) {
		const double n = real_at(s->p, i, "workers"), t = real_at(s->p, i, "seconds"), least = real_at(s->p, i, "least"),
			     most = real_at(s->p, i, "most"), work = s->one * (is_weak(s) ? n : 1);
		PICTURE_ROW(&o->picture, n, t, least, most, work / t, work / most, work / least, work / t / n, work / most / n,
			    work / least / n);
	}
	picture_index(&o->picture);
}

// The law's curve; out of sight if there is none, for gnuplot minds that.
static void write_law(struct plot *o, const struct series *s, const struct law *l, double most)
{
	for (int i = 0; i < POINTS && l->fitted; i++) {
		const double n = pow(most, (double)i / (POINTS - 1)), size = is_weak(s) ? n : 1, t = law_seconds(l, n, size);
		PICTURE_ROW(&o->picture, n, t, size * s->one / t, size * s->one / t / n);
	}
	if (!l->fitted)
		PICTURE_ROW(&o->picture, 1e9, 1, 1, 1);
	picture_index(&o->picture);
}

static void write_chart(struct plot *o, const struct chart *c)
{
	struct picture *p = &o->picture;
	char *label[MOST_SERIES], *said[MOST_SERIES * SAID];
	picture_block(p, "points");
	for (size_t k = 0; k < c->n; k++) {
		label[k] = name_series(o, c, &c->series[k]);
		memcpy(&said[SAID * k], c->series[k].said, sizeof c->series[k].said);
		write_points(o, &c->series[k]);
	}
	picture_block_end(p);
	for (enum law_kind kind = 0; kind < LAW_KINDS; kind++) {
		picture_block(p, law_names[kind]);
		for (size_t k = 0; k < c->n; k++) {
			write_law(o, &c->series[k], &c->series[k].law[kind], fmax(c->workers, 1.001));
		}
		picture_block_end(p);
	}
	picture_texts(p, "label", label, c->n);
	picture_texts(p, "fits", said, c->n * SAID);
	for (size_t k = 0; k < c->n; k++)
		free(label[k]);
}

void plot_scaling(struct plot *o)
{
	struct chart c = {.p = mem_new(o->n, sizeof *c.p), .least = INFINITY};
	for (size_t i = 0; i < o->n; i++)
		read_file(&c, c.p[i] = partial_read(o->file[i], "bench"), o->file[i]);
	if (!c.n)
		die(EXIT_DATA, "%s: no measurements", o->file[0]);
	write_chart(o, &c);
	plot_titles(o, "", "workers", "");
	picture_text(&o->picture, "note", "median and spread of runs; line: USL, dashed: Amdahl, [95 % confidence]");
	picture_number(&o->picture, "series", (double)c.n);
	picture_number(&o->picture, "workers", c.workers);
	picture_number(&o->picture, "tmin", c.least);
	picture_number(&o->picture, "tmax", c.most);
	picture_draw(&o->picture, "scaling");
	for (size_t k = 0; k < c.n; k++)
		for (int i = 0; i < SAID; i++)
			free(c.series[k].said[i]);
	for (size_t i = 0; i < o->n; i++)
		partial_free(c.p[i]);
	free(c.p);
}
