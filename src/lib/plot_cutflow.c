// SPDX-License-Identifier: MIT
// plot_cutflow: how many events pass each cut: a bar a cut, of one selection or of several with the same cuts.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "partial.h"
#include "plot.h"

enum { MOST_CUTS = 64 };

struct flow {
	struct partial *p;
	size_t cut, events, sumw, relative, total; // columns
	bool weighted;
};

static struct flow read_flow(const char *file)
{
	struct flow f = {.p = partial_read(file, "cutflow")};
	f.cut = partial_field(f.p, "cut");
	f.events = partial_field(f.p, "events");
	f.sumw = partial_field(f.p, "sumw");
	f.relative = partial_field(f.p, "relative");
	f.total = partial_field(f.p, "total");
	f.weighted = partial_find(f.p, "weight") != NULL;
	if (!f.p->rows || f.p->rows > MOST_CUTS)
		partial_bad(f.p, 0, "%zu rows; a picture holds 1 to %d", f.p->rows, MOST_CUTS);
	return f;
}

static void check_same(const struct flow *a, const struct flow *b)
{
	if (a->weighted != b->weighted)
		partial_bad(b->p, 0, "%sweighted, unlike %s", b->weighted ? "" : "not ", a->p->file);
	for (size_t i = 0; i < a->p->rows || i < b->p->rows; i++)
		if (i >= a->p->rows || i >= b->p->rows || strcmp(partial_cell(a->p, i, a->cut), partial_cell(b->p, i, b->cut)) != 0)
			partial_bad(b->p, 0, "its cuts are not those of %s", a->p->file);
}

// "7,288  68.9 %  (84.3 %)"
static char *describe(const struct flow *f, size_t row)
{
	struct string s = {0};
	if (f->weighted)
		string_printf(&s, "%.6g", partial_cell_real(f->p, row, f->sumw));
	else
		plot_count(&s, partial_cell_count(f->p, row, f->events));
	const double total = partial_cell_real(f->p, row, f->total), relative = partial_cell_real(f->p, row, f->relative);
	if (row && isfinite(total) && isfinite(relative))
		string_printf(&s, "   %.3g %%   (%.3g %%)", 100 * total, 100 * relative);
	return s.text;
}

// A row a cut: the bar's length, and, of counts, the binomial standard deviation.
static void write_flows(struct plot *o, const struct flow *flow, double *most)
{
	struct picture *p = &o->picture;
	picture_block(p, "bars");
	for (size_t k = 0; k < o->n; k++) {
		const struct flow *f = &flow[k];
		const double all = partial_cell_real(f->p, 0, f->sumw);
		for (size_t i = 0; i < f->p->rows; i++) {
			const double x = partial_cell_real(f->p, i, f->sumw);
			const double error = f->weighted || !(all > 0) || x > all ? 0 : sqrt(x * (1 - x / all));
			*most = fmax(*most, x);
			PICTURE_ROW(p, (double)i, x, error);
		}
		picture_index(p);
	}
	picture_block_end(p);
}

static void write_texts(struct plot *o, const struct flow *flow)
{
	const size_t rows = flow[0].p->rows, n = o->n * rows;
	const unsigned across = o->picture.format == PICTURE_TEXT ? o->picture.width - 10 : 90;
	char **cut = mem_new(rows, sizeof *cut), **said = mem_new(n, sizeof *said);
	for (size_t i = 0; i < rows; i++) {
		struct string s = {0};
		picture_clean(&s, partial_cell(flow[0].p, i, flow[0].cut), across);
		cut[i] = s.text;
	}
	for (size_t i = 0; i < n; i++)
		said[i] = describe(&flow[i / rows], i % rows);
	picture_texts(&o->picture, "cut", cut, rows);
	picture_texts(&o->picture, "said", said, n);
	plot_names(o);
	for (size_t i = 0; i < rows; i++)
		free(cut[i]);
	for (size_t i = 0; i < n; i++)
		free(said[i]);
	free(cut);
	free(said);
}

// High enough for all texts, of lines as high as picture_run.c has them.
static void choose_size(struct plot *o, size_t cuts)
{
	struct picture *p = &o->picture;
	const double line = p->format == PICTURE_TEXT ? 1 : 19;
	picture_size(p);
	const double least = (7 + (double)(cuts * (1 + o->n))) * line * picture_scale(p);
	if (p->height < least && p->given)
		die(EXIT_USAGE, "-s: %zu cuts need a height of %.0f at this width", cuts, ceil(least));
	if (p->height < least)
		p->height = (unsigned)least;
}

void plot_cutflow(struct plot *o)
{
	struct flow *flow = mem_new(o->n, sizeof *flow);
	double most = 0;
	for (size_t k = 0; k < o->n; k++) {
		flow[k] = read_flow(o->file[k]);
		check_same(&flow[0], &flow[k]);
	}
	choose_size(o, flow[0].p->rows);
	plot_titles(o, "", flow[0].weighted ? "sum of weights" : "events", "");
	picture_text(&o->picture, "note", "share of all   (of those before)");
	write_texts(o, flow);
	write_flows(o, flow, &most);
	picture_number(&o->picture, "cuts", (double)flow[0].p->rows);
	picture_number(&o->picture, "flows", (double)o->n);
	picture_number(&o->picture, "most", most > 0 ? most : 1);
	picture_number(&o->picture, "logarithmic", o->logarithmic);
	picture_draw(&o->picture, "cutflow");
	for (size_t k = 0; k < o->n; k++)
		partial_free(flow[k].p);
	free(flow);
}
