// SPDX-License-Identifier: MIT
// evhist: histograms in one or two dimensions, and profiles, of expressions over events.

#include <stdio.h>
#include <stdlib.h>

#include "classes.h"
#include "err.h"
#include "expr_input.h"
#include "hist.h"
#include "mem.h"
#include "opt.h"

static const struct opt opts[] = {
	{'x', "x", "EXPR", "what is histogrammed"},
	{'b', "bins", "N,LO,HI", "N bins of equal width between LO and HI; a second one is for y"},
	{'B', "edges", "E0,E1,...", "bins between these edges; a second one is for y"},
	{'y', "y", "EXPR", "the second dimension, or what -p averages"},
	{'p', "profile", NULL, "a profile: the mean of y in bins of x"},
	{'w', "weight", "EXPR", "the weight of an event (default: 1)"},
	{'s', "signal", "EXPR", "signal is where this holds, background where not, a histogram each"},
	{'e', "select", "EXPR", "only events for which this holds; may be given again, all must hold"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	.synopsis = "-x EXPR -b N,LO,HI [-y EXPR [-b N,LO,HI] [-p]] [-w EXPR] [-s EXPR] [-e EXPR]... [FILE...]",
	.purpose = "Fills a histogram from events.",
	.opts = opts,
	.notes = "Bins are LO <= x < HI; rows for what is below and above them come first and last.",
};

static char *copy_or_null(const char *text)
{
	return text ? mem_copy(text) : NULL;
}

static void add_axis(struct hist_key *k, int *axes, int option, const char *text)
{
	if (*axes == 2)
		usage_error(&cli, "-%c: there are bins for x and y already", option);
	const char *wrong = axis_make(&k->bins[(*axes)++], option == 'b', text, AXIS_MOST_BINS);
	if (wrong)
		usage_error(&cli, "-%c: %s: \"%s\"", option, wrong, text);
}

static void check_options(const struct hist_key *k, int axes)
{
	if (!k->x)
		usage_error(&cli, "-x is missing: what to histogram");
	if (k->profile && !k->y)
		usage_error(&cli, "-p: a profile needs -y");
	int wanted = k->y && !k->profile ? 2 : 1;
	if (axes < wanted)
		usage_error(&cli, "-b or -B is missing: the bins of %s", axes ? "y" : "x");
	if (axes > wanted)
		usage_error(&cli, k->profile ? "-p: a profile has bins of x only" : "bins for y, but no -y");
	double bins = ((double)k->bins[0].n + 2) * ((double)k->bins[1].n + 2);
	if (wanted == 2 && bins > AXIS_MOST_BINS)
		usage_error(&cli, "more than %d bins in all", (int)AXIS_MOST_BINS);
}

// What is filled in, and whether it takes part.
struct filler {
	struct hist *hist;
	struct classes *classes;
	struct expr *x, *y, *w;
};

static void fill_batch(struct filler *f, const struct batch *b)
{
	for (size_t first = 0; first < b->rows; first += EXPR_BLOCK) {
		size_t n = b->rows - first < EXPR_BLOCK ? b->rows - first : EXPR_BLOCK;
		const uint8_t *class = classes_of(f->classes, b, first, n);
		const double *x = expr_reals(f->x, b, first, n);
		const double *y = f->y ? expr_reals(f->y, b, first, n) : NULL;
		const double *w = f->w ? expr_reals(f->w, b, first, n) : NULL;
		hist_fill(f->hist, x, y, w, class, n);
	}
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	struct hist_key key = {0};
	const char *x = NULL, *y = NULL, *weight = NULL, *signal = NULL;
	char **select = mem_new((size_t)argc, sizeof *select);
	size_t n_select = 0;
	int axes = 0;
	for (int option; (option = opt_next(&cli, argc, argv)) != -1;) {
		switch (option) {
		case 'x': x = optarg; break;
		case 'y': y = optarg; break;
		case 'b':
		case 'B': add_axis(&key, &axes, option, optarg); break;
		case 'p': key.profile = true; break;
		case 'w': weight = optarg; break;
		case 's': signal = optarg; break;
		case 'e': select[n_select++] = optarg; break;
		}
	}
	key.x = copy_or_null(x);
	key.y = copy_or_null(y);
	key.weight = copy_or_null(weight);
	key.signal = copy_or_null(signal);
	key.selection = expr_conjunction(select, n_select);
	check_options(&key, axes);

	struct input *in = input_open(argv + optind, (size_t)(argc - optind), NULL);
	struct filler f = {
		.classes = classes_open(select, n_select, signal, in),
		.x = expr_on_input(x, "-x", in),
		.y = y ? expr_on_input(y, "-y", in) : NULL,
		.w = weight ? expr_on_input(weight, "-w", in) : NULL,
		.hist = hist_new(key),
	};
	for (struct batch b; input_next(in, &b);)
		fill_batch(&f, &b);
	hist_print(stdout, f.hist);
	close_stdout();

	hist_free(f.hist);
	classes_free(f.classes);
	expr_free(f.x);
	if (f.y)
		expr_free(f.y);
	if (f.w)
		expr_free(f.w);
	input_close(in);
	free(select);
	return EXIT_GOOD;
}
