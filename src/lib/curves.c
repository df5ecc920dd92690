// SPDX-License-Identifier: MIT
// curves: histograms as curves; curves.h has the contract.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "curves.h"
#include "err.h"
#include "picture.h"
#include "plot.h"

// The ends of the interval given n events: the quantiles of χ²/2 by Wilson and Hilferty (1931), good to 1 %.
static double poisson_low(double n)
{
	return n > 0 ? n * pow(1 - 1 / (9 * n) - 1 / (3 * sqrt(n)), 3) : 0;
}

static double poisson_high(double n)
{
	return (n + 1) * pow(1 - 1 / (9 * (n + 1)) + 1 / (3 * sqrt(n + 1)), 3);
}

static double width_of(const struct curve *c, size_t i)
{
	return c->axis->even ? 1 : axis_high(c->axis, i + 1) - c->axis->low[i + 1];
}

static void fill_bin(struct curve *c, const struct hist *h, size_t cell, size_t i)
{
	const double n = (double)h->entries[cell], width = width_of(c, i);
	const double w = h->sumw ? sum_value(&h->sumw[cell]) : n, w2 = h->sumw2 ? sum_value(&h->sumw2[cell]) : n;
	const bool counted = c->data && !h->sumw;
	c->filled[i] = h->entries[cell] > 0;
	c->y[i] = w / width;
	c->low[i] = (counted ? poisson_low(n) : w - sqrt(w2)) / width;
	c->high[i] = (counted ? poisson_high(n) : w + sqrt(w2)) / width;
}

// As evhist prints it.
static void fill_mean(struct curve *c, const struct hist *h, size_t cell, size_t i)
{
	struct sum count = {0};
	sum_add(&count, (double)h->entries[cell]);
	const struct sum *w = h->sumw ? &h->sumw[cell] : &count, *w2 = h->sumw2 ? &h->sumw2[cell] : &count;
	const double sumw = sum_value(w), spread = sum_spread(w, &h->sumwy2[cell], &h->sumwy[cell]);
	const double error = sqrt(spread) / fabs(sumw) * sqrt(sum_value(w2)) / fabs(sumw);
	c->filled[i] = h->entries[cell] > 0 && sumw != 0;
	c->y[i] = c->filled[i] ? sum_value(&h->sumwy[cell]) / sumw : 0;
	c->low[i] = c->filled[i] ? c->y[i] - error : 0;
	c->high[i] = c->filled[i] ? c->y[i] + error : 0;
	sum_free(&count);
}

static char *make_label(const struct hist *h, size_t class, const char *name, uint64_t inside)
{
	static const char *const classes[] = {"signal", "background"};
	struct string label = {0};
	picture_clean(&label, name, 40);
	if (h->classes == 2)
		string_printf(&label, "%s%s", label.n ? ", " : "", classes[class]);
	string_puts(&label, label.n ? ": " : "");
	plot_count(&label, inside);
	return label.text;
}

void curves_add(struct curves *all, const struct hist *h, const char *file, const char *name, bool data)
{
	for (size_t class = 0; class < (size_t)h->classes; class++) {
		all->at = mem_grow(all->at, &all->room, all->n + 1, sizeof *all->at);
		struct curve *c = &all->at[all->n++];
		*c = (struct curve){.file = file, .axis = &h->key.bins[0], .data = data};
		const size_t n = c->axis->n, first = class * h->bins;
		c->y = mem_new(n, sizeof *c->y);
		c->low = mem_new(n, sizeof *c->low);
		c->high = mem_new(n, sizeof *c->high);
		c->filled = mem_new(n, sizeof *c->filled);
		for (size_t i = 0; i < n; i++) {
			(h->key.profile ? fill_mean : fill_bin)(c, h, first + i + 1, i);
			c->inside += h->entries[first + i + 1];
		}
		c->below = h->entries[first];
		c->above = h->entries[first + n + 1];
		c->label = make_label(h, class, name, c->inside);
	}
}

void curves_free(struct curves *all)
{
	for (size_t k = 0; k < all->n; k++) {
		free(all->at[k].label);
		free(all->at[k].y);
		free(all->at[k].low);
		free(all->at[k].high);
		free(all->at[k].filled);
	}
	free(all->at);
}

void curves_check(const struct curves *all)
{
	for (size_t k = 1; k < all->n; k++) {
		const struct axis *a = all->at[0].axis, *b = all->at[k].axis;
		if (a->n != b->n || memcmp(a->low, b->low, (a->n + 2) * sizeof *a->low) != 0)
			die(EXIT_DATA, "%s: its bins, %s, are not those of %s, %s", all->at[k].file, b->spec, all->at[0].file, a->spec);
	}
}

void curve_normalise(struct curve *c)
{
	double total = 0;
	for (size_t i = 0; i < c->axis->n; i++)
		total += c->y[i] * width_of(c, i);
	for (size_t i = 0; i < c->axis->n && total > 0; i++) {
		c->y[i] /= total;
		c->low[i] /= total;
		c->high[i] /= total;
	}
}

void curve_stack(struct curve *c, const struct curve *under)
{
	for (size_t i = 0; i < c->axis->n; i++) {
		const double error = hypot(c->high[i] - c->y[i], under->high[i] - under->y[i]);
		c->y[i] += under->y[i];
		c->low[i] = c->y[i] - error;
		c->high[i] = c->y[i] + error;
		c->filled[i] |= under->filled[i];
	}
}
