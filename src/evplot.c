// SPDX-License-Identifier: MIT
// evplot: draws figures of what the other programs print. Each figure is a function of lib/plot_*.c, which reads the files, and
// a script of plots/, by which gnuplot draws them.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "opt.h"
#include "plot.h"

static const struct opt opts[] = {
	{'o', "output", "FILE", "the picture's file; .svg, .png or .pdf says its format (default: standard output)"},
	{'f', "format", "FORMAT", "svg (default), png, pdf"},
	{'T', "text", NULL, "as text, for a terminal; the default where standard output is one"},
	{'s', "size", "WxH", "pixels (default: 800x600), characters with -T (default: the terminal's)"},
	{'t', "title", "TEXT", "the figure's title"},
	{'x', "xlabel", "TEXT", "the title of x, \"m [GeV]\""},
	{'y', "ylabel", "TEXT", "the title of y"},
	{'l', "label", "TEXT", "what a file is called; repeatable, in the files' order"},
	{'g', "log", NULL, "hist, cutflow: a logarithmic scale"},
	{'S', "stack", NULL, "hist: one on top of the other"},
	{'n', "normalise", NULL, "hist: each to a sum of one"},
	{'r', "ratio", NULL, "hist: below, ratios to the stack, or to the first"},
	{'d', "data", "FILE", "hist: data, as points over the others"},
	{'c', "cuts", "FILE", "scan: the cuts whose settings are in the table"},
	{'C', "columns", "X,Y", "scan: a map over these two columns' cuts"},
	{0, NULL, NULL, NULL},
};

static const struct figure {
	const char *name, *own; // the options that not all figures have
	size_t least, most;     // files
	void (*draw)(struct plot *o);
} figures[] = {
	{"hist", "gSnrd", 1, 64, plot_hist},
	{"cutflow", "g", 1, 8, plot_cutflow},
	{"roc", "", 1, 8, plot_roc},
	{"scan", "cC", 1, 1, plot_scan},
	{"dag", "", 1, 1, plot_dag},
	{"timeline", "", 1, 1024, plot_timeline},
	{"scaling", "", 1, 8, plot_scaling},
	{"bunch", "", 1, 8, plot_bunch},
};

enum { FIGURES = sizeof figures / sizeof *figures };

static const struct cli cli = {
	.synopsis = "FIGURE [-o FILE | -f FORMAT | -T] [-s WxH] [-t TEXT] [-x TEXT] [-y TEXT] [-l TEXT]... [option...] [FILE...]",
	.purpose = "Draws a figure.",
	.opts = opts,
	.notes = "evplot hist HIST...           histograms and profiles; one in two dimensions as a map\n"
		 "evplot cutflow CUTFLOW...     events that pass each cut\n"
		 "evplot roc TABLE...           signal over background, as evscan -r prints them\n"
		 "evplot scan -c CUTS TABLE     figure of merit around the best setting, as evscan -t prints it\n"
		 "evplot dag PLAN               the stages of a plan, and how far they are\n"
		 "evplot timeline PLAN | LOG... when its tasks ran\n"
		 "evplot scaling BENCH...       time, speed-up and efficiency over workers, as evbench prints them\n"
		 "evplot bunch BENCH...         time over the size of bunches; of evbench, or of evsim",
};

struct asked {
	struct plot plot;
	struct string own; // options of single figures that were given
	bool format, text;
};

static void parse_size(struct picture *p, const char *text)
{
	char *copy = mem_copy(text), *x = strchr(copy, 'x');
	if (!x)
		die(EXIT_USAGE, "-s: not a size such as 800x600: \"%s\"", text);
	*x = '\0';
	p->width = (unsigned)opt_int("-s", copy, 20, 20000);
	p->height = (unsigned)opt_int("-s", x + 1, 8, 20000);
	p->given = true;
	free(copy);
}

static void add_label(struct plot *o, char *text)
{
	o->label = mem_resize(o->label, o->n_labels + 1, sizeof *o->label);
	o->label[o->n_labels++] = text;
}

static struct asked parse(int argc, char **argv)
{
	struct asked a = {0};
	struct plot *o = &a.plot;
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		const char letter = (char)key;
		if (strchr("gSnrdcC", key))
			string_add(&a.own, &letter, 1);
		switch (key) {
		case 'o': o->picture.output = optarg; break;
		case 'f':
			if (!picture_parse(optarg, &o->picture.format))
				die(EXIT_USAGE, "-f: there are svg, png and pdf, not \"%s\"", optarg);
			a.format = true;
			break;
		case 'T': a.text = true; break;
		case 's': parse_size(&o->picture, optarg); break;
		case 't': o->title = optarg; break;
		case 'x': o->xlabel = optarg; break;
		case 'y': o->ylabel = optarg; break;
		case 'l': add_label(o, optarg); break;
		case 'g': o->logarithmic = true; break;
		case 'S': o->stack = true; break;
		case 'n': o->normalise = true; break;
		case 'r': o->ratio = true; break;
		case 'd': o->data = optarg; break;
		case 'c': o->cuts = optarg; break;
		case 'C': o->columns = optarg; break;
		}
	}
	return a;
}

// What format: as said, by the name of the file, or by what standard output is.
static void choose_format(struct asked *a)
{
	struct picture *p = &a->plot.picture;
	const char *dot = p->output ? strrchr(p->output, '.') : NULL;
	if (a->text && a->format)
		usage_error(&cli, "-f and -T exclude each other");
	if (!a->text && !a->format && p->output && !(dot && picture_parse(dot + 1, &p->format)))
		usage_error(&cli, "-o: \"%s\" does not end in .svg, .png or .pdf; -f says the format", p->output);
	if (!a->text && !a->format && !p->output)
		a->text = isatty(STDOUT_FILENO);
	if (a->text) {
		p->format = PICTURE_TEXT;
		p->colour = !p->output && isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
	} else if (p->width && (p->width < 160 || p->height < 120)) {
		usage_error(&cli, "-s: a picture has 160x120 pixels at least");
	}
}

static const struct figure *find_figure(const char *name)
{
	for (size_t i = 0; i < FIGURES; i++)
		if (!strcmp(figures[i].name, name))
			return &figures[i];
	usage_error(&cli, "there is no figure \"%s\"", name);
}

static void check(const struct figure *f, const struct asked *a)
{
	for (const char *c = a->own.text ? a->own.text : ""; *c; c++)
		if (!strchr(f->own, *c))
			usage_error(&cli, "-%c is not for %s", *c, f->name);
	if (a->plot.n < f->least)
		usage_error(&cli, "%s of what? A file is missing", f->name);
	if (a->plot.n > f->most)
		usage_error(&cli, f->most == 1 ? "%s: one at a time" : "%s: too many files", f->name);
	if (a->plot.n_labels > a->plot.n + (a->plot.data != NULL))
		usage_error(&cli, "-l: more labels than files");
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	struct asked a = parse(argc, argv);
	if (optind == argc)
		usage_error(&cli, "which figure?");
	const struct figure *f = find_figure(argv[optind]);
	a.plot.file = argv + optind + 1;
	a.plot.n = (size_t)(argc - optind - 1);
	check(f, &a);
	choose_format(&a);
	f->draw(&a.plot);
	close_stdout();
	string_free(&a.own);
	free(a.plot.label);
	return EXIT_GOOD;
}
