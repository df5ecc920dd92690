// SPDX-License-Identifier: MIT
// merit: figures of merit and tables of settings; merit.h has the contract and the formulas.

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "err.h"
#include "events.h"
#include "merit.h"
#include "num.h"

struct figure {
	const char *name;
	void (*score)(const struct merit *m, const double *s, const double *b, size_t n, double *score);
	const char *parameter; // what it means, or NULL if there is none
	double preset;
};

static void accuracy(const struct merit *m, const double *s, const double *b, size_t n, double *score)
{
	for (size_t i = 0; i < n; i++)
		score[i] = m->signal + m->background > 0 ? s[i] + (m->background - b[i]) : NAN;
}

static void s_sqrt_b(const struct merit *m, const double *s, const double *b, size_t n, double *score)
{
	(void)m;
	for (size_t i = 0; i < n; i++)
		score[i] = b[i] > 0 ? s[i] / sqrt(b[i]) : NAN;
}

static void s_sqrt_sb(const struct merit *m, const double *s, const double *b, size_t n, double *score)
{
	(void)m;
	for (size_t i = 0; i < n; i++)
		score[i] = s[i] + b[i] > 0 ? s[i] / sqrt(s[i] + b[i]) : NAN;
}

static void ams(const struct merit *m, const double *s, const double *b, size_t n, double *score)
{
	for (size_t i = 0; i < n; i++) {
		double all = b[i] + m->parameter;
		double square = 2 * ((s[i] + all) * log1p(s[i] / all) - s[i]);
		// rounding may leave less than nothing of no signal
		score[i] = all > 0 && s[i] + all > 0 ? sqrt(square > 0 ? square : 0) : NAN;
	}
}

static void punzi(const struct merit *m, const double *s, const double *b, size_t n, double *score)
{
	for (size_t i = 0; i < n; i++) {
		double below = m->parameter / 2 + sqrt(b[i]);
		score[i] = m->signal > 0 && below > 0 ? s[i] / m->signal / below : NAN;
	}
}

static const struct figure figures[] = {
	{"accuracy", accuracy, NULL, 0},
	{"s/sqrt(b)", s_sqrt_b, NULL, 0},
	{"s/sqrt(s+b)", s_sqrt_sb, NULL, 0},
	{"ams", ams, "the term r", 10},
	{"punzi", punzi, "the significance a", 3},
};
enum { FIGURES = sizeof figures / sizeof *figures };

static _Noreturn void no_figure(const char *text)
{
	const char *names[FIGURES];
	for (int i = 0; i < FIGURES; i++)
		names[i] = figures[i].name;
	const char *near = nearest(text, names, FIGURES);
	die(EXIT_USAGE, "-m: no figure of merit '%s'%s%s%s; there are accuracy, s/sqrt(b), s/sqrt(s+b), ams and punzi",
	    text, near ? " (the nearest is " : "", near ? near : "", near ? ")" : "");
}

struct merit merit_parse(const char *text)
{
	size_t n = strcspn(text, ":");
	const struct figure *f = figures;
	while (f < figures + FIGURES && (strncmp(f->name, text, n) != 0 || f->name[n]))
		f++;
	if (f == figures + FIGURES)
		no_figure(text);
	struct merit m = {.figure = f, .parameter = f->preset};
	if (!text[n])
		return m;
	if (!f->parameter)
		die(EXIT_USAGE, "-m: %s has no parameter: '%s'", f->name, text);
	const char *number = text + n + 1;
	if (!num_real(number, number + strlen(number), &m.parameter) || !(m.parameter >= 0 && isfinite(m.parameter)))
		die(EXIT_USAGE, "-m: %s of %s is not a number from 0: '%s'", f->parameter, f->name, number);
	return m;
}

const char *merit_name(const struct merit *m)
{
	return m->figure->name;
}

void merit_scores(const struct merit *m, const double *signal, const double *background, size_t n, double *score)
{
	m->figure->score(m, signal, background, n, score);
}

double merit_value(const struct merit *m, double score)
{
	return m->figure->score == accuracy ? score / (m->signal + m->background) : score;
}

void merit_table_head(const struct merit *m, struct frame *to)
{
	string_printf(&to->text, "setting\tsignal\tbackground\t%s\n", merit_name(m));
}

void merit_table_row(const struct merit *m, struct frame *to, uint64_t setting, double signal, double background,
		     double score)
{
	char row[4 * NUM_MAX + 4], *p = row;
	p += num_write_int(p, (int64_t)setting);
	*p++ = '\t';
	p += num_write(p, signal);
	*p++ = '\t';
	p += num_write(p, background);
	*p++ = '\t';
	p += num_write(p, merit_value(m, score));
	*p++ = '\n';
	string_add(&to->text, row, (size_t)(p - row));
	frame_row(to);
}
