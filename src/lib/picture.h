/* SPDX-License-Identifier: MIT
 * picture: what gnuplot or Graphviz is to draw, written down as code and data; and the file that comes of it.
 *
 * Names of files, labels and whatever else comes from data are text in quotes, which gnuplot takes as it is: no
 * commands, no markup. What is no UTF-8 and control characters become ?.
 */
#ifndef EVFARM_PICTURE_H
#define EVFARM_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "mem.h"

enum picture_format { PICTURE_SVG, PICTURE_PNG, PICTURE_PDF, PICTURE_TEXT };

struct picture {
	enum picture_format format;
	unsigned width, height; /* pixels, a hundredth of an inch in PDF; characters as text; 0: what suits */
	bool given;             /* the user has given the size */
	const char *output;     /* a file, NULL for standard output */
	bool colour;            /* as text: with a terminal's colours */
	struct string code;     /* for gnuplot, or for dot */
};

/* The format's name, "svg", "png" or "pdf"; false if it is none of them. */
bool picture_parse(const char *name, enum picture_format *format);

/* The width and height that it will have: set by the user, else the terminal's, else 800 by 600 pixels or 80 by 24 characters. */
void picture_size(struct picture *p);
/* What letters and lines of pixels are multiplied by: a line of text is 17 times as high. 1 unless the user has given a size. */
double picture_scale(const struct picture *p);

/* -- gnuplot: variables, arrays of text, blocks of data, then a script of plots/ that makes a figure of them ------------- */

void picture_number(struct picture *p, const char *name, double x);
void picture_text(struct picture *p, const char *name, const char *text); /* NULL is "" */
void picture_texts(struct picture *p, const char *name, char *const *text, size_t n); /* arrays, from 1 */
void picture_numbers(struct picture *p, const char *name, const double *x, size_t n);
void picture_block(struct picture *p, const char *name); /* data follow, to be read as $name */
void picture_row(struct picture *p, const double *x, size_t n);
#define PICTURE_ROW(p, ...) \
	picture_row(p, (const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))
void picture_gap(struct picture *p);   /* an empty line: a curve ends, the next begins */
void picture_index(struct picture *p); /* two: the block's next index */
void picture_block_end(struct picture *p);

/* Has gnuplot draw it by plots/SCRIPT.gp. Dies (EXIT_SYSTEM) if gnuplot is missing, complains, or the file cannot be written;
 * nothing is left of it then. Frees the code. */
void picture_draw(struct picture *p, const char *script);

/* -- Graphviz ------------------------------------------------------------------------------------------------------ */

/* Adds text to dot's code, in quotes. */
void picture_quote_dot(struct picture *p, const char *text);
/* Has dot draw it. Dies as picture_draw does. */
void picture_graph(struct picture *p);

/* -- texts --------------------------------------------------------------------------------------------------------- */

/* Adds text as gnuplot's code for it. */
void picture_quote(struct string *to, const char *text);

/* Adds text as a picture can have it, cut to at most so many characters with … as the last. */
void picture_clean(struct string *to, const char *text, size_t most);

#endif
