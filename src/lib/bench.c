// SPDX-License-Identifier: MIT
// bench: measured runs; bench.h has the contract.

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "err.h"
#include "law.h"
#include "mem.h"
#include "partial.h"
#include "table.h"

static const char *const modes[] = {"strong", "weak"};

// -- measurements ----------------------------------------------------------------------------------------------

void bench_add(struct bench *b, bool weak, size_t workers, const char *bunch, size_t run, double seconds)
{
	b->run = mem_grow(b->run, &b->room, b->n + 1, sizeof *b->run);
	b->run[b->n++] = (struct bench_run){weak, mem_copy(bunch), workers, run, seconds};
}

bool bench_has(const struct bench *b, bool weak, size_t workers, const char *bunch, size_t run)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct bench_run *r = &b->run[i];
		if (r->weak == weak && r->workers == workers && r->run == run && !strcmp(r->bunch, bunch))
			return true;
	}
	return false;
}

static size_t count_in(const struct table *t, size_t row, size_t field)
{
	uint64_t n;
	if (!partial_read_count(table_cell(t, row, field), &n) || n < 1 || n > 100000000)
		die(EXIT_DATA, "%s:%zu: %s is not a number from 1: \"%s\"", t->file, t->line[row], t->name[field], table_cell(t, row, field));
	return (size_t)n;
}

static bool mode_in(const struct table *t, size_t row, size_t field)
{
	const char *text = field == SIZE_MAX ? modes[0] : table_cell(t, row, field);
	if (strcmp(text, modes[0]) && strcmp(text, modes[1]))
		die(EXIT_DATA, "%s:%zu: mode is strong or weak, not \"%s\"", t->file, t->line[row], text);
	return !strcmp(text, modes[1]);
}

static const char *bunch_in(const struct table *t, size_t row, size_t field)
{
	const char *text = field == SIZE_MAX ? "auto" : table_cell(t, row, field);
	if (strcmp(text, "auto"))
		count_in(t, row, field);
	return text;
}

static void keep_key(char **kept, const struct table *t, const char *key)
{
	const char *value = table_value(t, key);
	if (!*kept && value)
		*kept = mem_copy(value);
}

void bench_read(struct bench *b, const char *file)
{
	static const char whose[] = "evbench -k";
	struct table *t = table_read(file, false);
	const size_t workers = table_column(t, "workers", whose), seconds = table_column(t, "seconds", whose);
	const size_t mode = table_find(t, "mode"), bunch = table_find(t, "bunch"), run = table_find(t, "run");
	keep_key(&b->plan, t, "plan");
	keep_key(&b->engine, t, "engine");
	for (size_t i = 0; i < t->rows; i++) {
		const double s = table_real(t, i, seconds);
		if (!(s > 0) || !isfinite(s))
			die(EXIT_DATA, "%s:%zu: seconds is not a time: \"%s\"", t->file, t->line[i], table_cell(t, i, seconds));
		bench_add(b, mode_in(t, i, mode), count_in(t, i, workers), bunch_in(t, i, bunch),
			  run == SIZE_MAX ? i + 1 : count_in(t, i, run), s);
	}
	table_free(t);
}

void bench_free(struct bench *b)
{
	for (size_t i = 0; i < b->n; i++)
		free(b->run[i].bunch);
	free(b->run);
	free(b->plan);
	free(b->engine);
}

void bench_head(FILE *to, const struct bench *b)
{
	fprintf(to, "# plan %s\n# engine %s\nmode\tworkers\tbunch\trun\tseconds\n", b->plan, b->engine);
}

void bench_row(FILE *to, const struct bench_run *r)
{
	fprintf(to, "%s\t%zu\t%s\t%zu\t%.6f\n", modes[r->weak], r->workers, r->bunch, r->run, r->seconds);
}

// -- what they say ---------------------------------------------------------------------------------------------

// By mode, bunch (numbers first), workers, time.
static int by_series(const void *a, const void *b)
{
	const struct bench_run *x = a, *y = b;
	const unsigned long p = strtoul(x->bunch, NULL, 10) - 1, q = strtoul(y->bunch, NULL, 10) - 1;
	if (x->weak != y->weak)
		return x->weak - y->weak;
	if (p != q)
		return p < q ? -1 : 1;
	if (x->workers != y->workers)
		return x->workers < y->workers ? -1 : 1;
	return (x->seconds > y->seconds) - (x->seconds < y->seconds);
}

static bool same_series(const struct bench_run *a, const struct bench_run *b)
{
	return a->weak == b->weak && !strcmp(a->bunch, b->bunch);
}

// Runs that follow each other and have the same series, and, if asked for, as many workers.
static size_t stretch(const struct bench_run *r, size_t n, bool workers)
{
	size_t i = 1;
	while (i < n && same_series(r, &r[i]) && (!workers || r[i].workers == r->workers))
		i++;
	return i;
}

// Of sorted runs.
static double median(const struct bench_run *r, size_t n)
{
	return (r[(n - 1) / 2].seconds + r[n / 2].seconds) / 2;
}

static double size_of(const struct bench_run *r)
{
	return r->weak ? (double)r->workers : 1;
}

static struct law fit(enum law_kind kind, const struct bench_run *r, size_t n)
{
	struct timing *t = mem_new(n, sizeof *t);
	for (size_t i = 0; i < n; i++)
		t[i] = (struct timing){(double)r[i].workers, size_of(&r[i]), r[i].seconds};
	const struct law l = law_fit(kind, t, n);
	free(t);
	return l;
}

// "usl:strong:auto": each parameter with the ends of its interval.
static void print_law(struct partial_out *o, enum law_kind kind, const struct law *l, const struct bench_run *r)
{
	struct string key = {0}, value = {0};
	string_printf(&key, "%s:%s:%s", law_names[kind], modes[r->weak], r->bunch);
	for (int i = 0; i < (kind == LAW_USL ? 3 : 2); i++)
		string_printf(&value, "%s%.6g %.6g %.6g", i ? " " : "", l->value[i], l->low[i], l->high[i]);
	partial_key(o, key.text, l->fitted ? value.text : "none");
	string_free(&key);
	string_free(&value);
}

// The time that speed-ups refer to: measured with one worker, or else fitted.
static double time_of_one(const struct bench_run *r, size_t n, const struct law *law)
{
	if (r->workers == 1)
		return median(r, stretch(r, n, true));
	const struct law *l = law[LAW_USL].fitted ? &law[LAW_USL] : &law[LAW_AMDAHL];
	return l->fitted ? l->value[LAW_A] : NAN;
}

// Six digits: clocks and machines are good for no more.
static void print_real(struct partial_out *o, double x)
{
	char text[32];
	snprintf(text, sizeof text, "%.6g", x);
	partial_text(o, text);
}

static void print_row(struct partial_out *o, const struct bench_run *r, size_t n, double one, const struct law *law)
{
	const double workers = (double)r->workers, seconds = median(r, n), speedup = size_of(r) * one / seconds;
	partial_text(o, modes[r->weak]);
	partial_text(o, r->bunch);
	partial_count(o, r->workers);
	partial_count(o, n);
	print_real(o, seconds);
	print_real(o, r[0].seconds);
	print_real(o, r[n - 1].seconds);
	print_real(o, speedup);
	print_real(o, speedup / workers);
	for (int kind = 0; kind < LAW_KINDS; kind++)
		print_real(o, law[kind].fitted ? law_seconds(&law[kind], workers, size_of(r)) : NAN);
	partial_row(o);
}

static size_t count_series(const struct bench *b)
{
	size_t series = 0;
	for (size_t i = 0; i < b->n; i += stretch(&b->run[i], b->n - i, false))
		series++;
	return series;
}

void bench_print(FILE *to, struct bench *b)
{
	static const char *const columns[] = {"mode", "bunch", "workers", "runs", "seconds", "least", "most", "speedup", "efficiency",
					      "amdahl", "usl"};
	struct partial_out o;
	if (!b->n)
		die(EXIT_DATA, "no measurements");
	qsort(b->run, b->n, sizeof *b->run, by_series);
	struct law (*law)[LAW_KINDS] = mem_new(count_series(b), sizeof *law);
	partial_begin(&o, "bench");
	partial_key(&o, "plan", b->plan ? b->plan : "-");
	partial_key(&o, "engine", b->engine ? b->engine : "-");
	for (size_t i = 0, s = 0, n; i < b->n; i += n, s++) {
		n = stretch(&b->run[i], b->n - i, false);
		for (enum law_kind kind = 0; kind < LAW_KINDS; kind++) {
			law[s][kind] = fit(kind, &b->run[i], n);
			print_law(&o, kind, &law[s][kind], &b->run[i]);
		}
	}
	partial_columns(&o, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0, s = 0, n; i < b->n; i += n, s++) {
		n = stretch(&b->run[i], b->n - i, false);
		const double one = time_of_one(&b->run[i], n, law[s]);
		for (size_t j = i, m; j < i + n; j += m) {
			m = stretch(&b->run[j], i + n - j, true);
			print_row(&o, &b->run[j], m, one, law[s]);
		}
	}
	partial_end(&o, to);
	free(law);
}
