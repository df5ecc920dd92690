// SPDX-License-Identifier: MIT
// plot_roc: what signal can be kept at what background, by evscan -r; several curves over each other.

#include <math.h>
#include <stdlib.h>

#include "err.h"
#include "plot.h"
#include "table.h"

// The binomial standard deviation of a share k / n.
static double deviation(double k, double share)
{
	return k > 0 && share > 0 && share <= 1 ? share * sqrt((1 - share) / k) : 0;
}

// A row a setting: shares of background and of signal, and the ends of signal's error bar. Returns the area below, from corner
// to corner.
static double write_curve(struct picture *p, const struct table *t)
{
	static const char whose[] = "evscan -r";
	const size_t signal = table_column(t, "signal", whose), x = table_column(t, "background_efficiency", whose),
		     y = table_column(t, "signal_efficiency", whose);
	double area = 0, x0 = 0, y0 = 0;
	PICTURE_ROW(p, 0, 0, 0, 0);
	for (size_t i = 0; i < t->rows; i++) {
		const double x1 = table_real(t, i, x), y1 = table_real(t, i, y), error = deviation(table_real(t, i, signal), y1);
		if (!(x1 >= x0 && x1 <= 1 && y1 >= y0 && y1 <= 1))
			die(EXIT_DATA, "%s:%zu: not a share of background and of signal, both rising to 1", t->file, t->line[i]);
		PICTURE_ROW(p, x1, y1, fmax(y1 - error, 0), fmin(y1 + error, 1));
		area += (x1 - x0) * (y0 + y1) / 2;
		x0 = x1;
		y0 = y1;
	}
	PICTURE_ROW(p, 1, 1, 1, 1);
	picture_index(p);
	return area + (1 - x0) * (1 + y0) / 2;
}

void plot_roc(struct plot *o)
{
	struct picture *p = &o->picture;
	char **label = mem_new(o->n, sizeof *label);
	picture_block(p, "curve");
	for (size_t k = 0; k < o->n; k++) {
		struct table *t = table_read(o->file[k], true);
		struct string s = {0};
		const double area = write_curve(p, t);
		picture_clean(&s, plot_name(o, o->file[k], k), 40);
		string_printf(&s, ": area %.4f", area);
		label[k] = s.text;
		table_free(t);
	}
	picture_block_end(p);
	plot_titles(o, "", "background that passes, share of all", "signal that passes, share of all");
	picture_texts(p, "label", label, o->n);
	picture_number(p, "curves", (double)o->n);
	picture_draw(p, "roc");
	for (size_t k = 0; k < o->n; k++)
		free(label[k]);
	free(label);
}
