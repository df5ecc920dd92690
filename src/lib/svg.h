/* SPDX-License-Identifier: MIT
 * svg: figures in a page: scales with even ticks, axes, marks. Lengths are pixels of the figure's own, y downwards. How marks
 * look, their class says, in the page's stylesheet (report_style.h). All text is text (html.h).
 */
#ifndef EVFARM_SVG_H
#define EVFARM_SVG_H

#include <stdbool.h>
#include <stddef.h>

#include "mem.h"

/* From values [lo, hi] to pixels [from, to]; either may fall. */
struct scale {
	double lo, hi, from, to;
};

double scale_at(const struct scale *s, double value);

/* Ticks at 1, 2 or 5 times a power of ten, about so many, all in [lo, hi]. Returns how many. */
enum { TICKS = 24 };
size_t scale_ticks(double lo, double hi, int about, double tick[TICKS]);

/* How a tick is written: "0.25", "20 000", "5·10⁻⁶". step: from tick to tick, by which it is rounded; 0 for none. */
struct tick_label {
	char text[40];
};
struct tick_label tick_label(double value, double step);

/* A figure: title and description are its text alternative. wide: it keeps its width, and scrolls where there is less room. */
void svg_begin(struct string *to, double width, double height, bool wide, const char *title, const char *description);
void svg_end(struct string *to, bool wide);

/* Marks. title is shown under the pointer, or NULL. */
void svg_rect(struct string *to, const char *class, double x, double y, double width, double height, const char *title);
void svg_line(struct string *to, const char *class, double x0, double y0, double x1, double y1);
void svg_curve(struct string *to, const char *class, double x0, double y0, double x1, double y1); /* leaves and arrives level */
void svg_circle(struct string *to, const char *class, double x, double y, double radius, const char *title);
/* anchor: "start", "middle", "end". */
void svg_text(struct string *to, const char *class, double x, double y, const char *anchor, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/* A path: begin, points ('M' moves, 'L' draws), end. */
void svg_path_begin(struct string *to, const char *class);
void svg_point(struct string *to, char how, double x, double y);
void svg_path_end(struct string *to);

/* Axes with ticks and label: x along the pixels y, y at the pixel x with lines across to the pixel across. */
void svg_axis_x(struct string *to, const struct scale *s, double y, int about, const char *label);
void svg_axis_y(struct string *to, const struct scale *s, double x, double across, int about, const char *label);

/* A patch of colour with what it means, at (x, y); returns where the next may stand. */
double svg_key(struct string *to, const char *class, double x, double y, const char *text);

#endif
