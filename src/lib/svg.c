// SPDX-License-Identifier: MIT
// svg: figures in a page; svg.h has the contract.

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "svg.h"

static const double glyph = 6.2; // the width of a letter of labels, about

// -- scales -------------------------------------------------------------------------------------------------------

double scale_at(const struct scale *s, double value)
{
	if (!(s->hi > s->lo))
		return (s->from + s->to) / 2;
	return s->from + (value - s->lo) / (s->hi - s->lo) * (s->to - s->from);
}

static double step_of(double lo, double hi, int about)
{
	const double rough = (hi - lo) / (about < 1 ? 1 : about), power = pow(10, floor(log10(rough)));
	const double lead = rough / power;
	return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
}

size_t scale_ticks(double lo, double hi, int about, double tick[TICKS])
{
	size_t n = 0;
	if (!(hi > lo) || !isfinite(hi - lo))
		return 0;
	const double step = step_of(lo, hi, about), slack = 1e-9 * (hi - lo);
	for (double i = ceil((lo - slack) / step); n < TICKS && i * step <= hi + slack; i++)
		tick[n++] = i * step + 0.0; // no -0
	return n;
}

static void raised(char *to, size_t room, int exponent)
{
	static const char *const digit[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
	char plain[16];
	size_t at = (size_t)snprintf(to, room, "%s", exponent < 0 ? "⁻" : "");
	snprintf(plain, sizeof plain, "%d", exponent < 0 ? -exponent : exponent);
	for (const char *p = plain; *p; p++)
		at += (size_t)snprintf(to + at, room - at, "%s", digit[*p - '0']);
}

struct tick_label tick_label(double value, double step)
{
	struct tick_label l;
	char power[24];
	if (step > 0)
		value = round(value / step) * step + 0.0;
	const double size = fabs(value) > step ? fabs(value) : step;
	if (size == 0 || !isfinite(value) || (size >= 1e-3 && size < 1e6)) {
		const int decimals = step > 0 ? (int)fmax(-floor(log10(step) + 1e-9), 0) : 0;
		snprintf(l.text, sizeof l.text, step > 0 ? "%.*f" : "%.*g", step > 0 ? decimals : 6, value);
		return l;
	}
	const int exponent = (int)floor(log10(size) + 1e-9);
	raised(power, sizeof power, exponent);
	if (value == 0)
		snprintf(l.text, sizeof l.text, "0");
	else
		snprintf(l.text, sizeof l.text, "%.4g·10%s", value / pow(10, exponent), power);
	return l;
}

// -- figures and marks --------------------------------------------------------------------------------------------

void svg_begin(struct string *to, double width, double height, bool wide, const char *title, const char *description)
{
	if (wide)
		html_printf(to, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">", title);
	html_printf(to, "<svg class=\"%s\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" role=\"img\" aria-label=\"%s\">"
		    "<title>%s</title><desc>%s</desc>\n", wide ? "wide" : "figure", width, height, width, height, title, title, description);
}

void svg_end(struct string *to, bool wide)
{
	string_puts(to, wide ? "</svg></div>\n" : "</svg>\n");
}

// A coordinate to a tenth of a pixel; those out of all proportion at the edge of sight.
static double at(double x)
{
	return isfinite(x) ? fmin(fmax(x, -1e5), 1e5) : 0;
}

static void close_mark(struct string *to, const char *element, const char *title)
{
	if (title)
		html_printf(to, "><title>%s</title></%s>\n", title, element);
	else
		string_puts(to, "/>\n");
}

void svg_rect(struct string *to, const char *class, double x, double y, double width, double height, const char *title)
{
	html_printf(to, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"", class, at(x), at(y), fmax(at(width), 0),
		    fmax(at(height), 0));
	close_mark(to, "rect", title);
}

void svg_line(struct string *to, const char *class, double x0, double y0, double x1, double y1)
{
	html_printf(to, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", class, at(x0), at(y0), at(x1), at(y1));
}

void svg_curve(struct string *to, const char *class, double x0, double y0, double x1, double y1)
{
	const double middle = (x0 + x1) / 2;
	html_printf(to, "<path class=\"%s\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\"/>\n", class, at(x0), at(y0), at(middle), at(y0),
		    at(middle), at(y1), at(x1), at(y1));
}

void svg_circle(struct string *to, const char *class, double x, double y, double radius, const char *title)
{
	html_printf(to, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"", class, at(x), at(y), radius);
	close_mark(to, "circle", title);
}

void svg_text(struct string *to, const char *class, double x, double y, const char *anchor, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	const int n = vsnprintf(NULL, 0, format, args);
	char *plain = mem_new((size_t)n + 1, 1);
	vsnprintf(plain, (size_t)n + 1, format, again);
	va_end(again);
	va_end(args);
	html_printf(to, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", class, at(x), at(y), anchor, plain);
	free(plain);
}

void svg_path_begin(struct string *to, const char *class)
{
	html_printf(to, "<path class=\"%s\" d=\"", class);
}

void svg_point(struct string *to, char how, double x, double y)
{
	string_printf(to, "%c%.1f %.1f", how, at(x), at(y));
}

void svg_path_end(struct string *to)
{
	string_puts(to, "\"/>\n");
}

// -- axes ---------------------------------------------------------------------------------------------------------

// Whether labels of ticks would come too near to each other.
static bool crowded(const struct scale *s, const double *tick, size_t n)
{
	const size_t letters = n > 1 ? strlen(tick_label(tick[n - 1], tick[1] - tick[0]).text) : 0;
	return n > 1 && fabs(scale_at(s, tick[1]) - scale_at(s, tick[0])) < glyph * (double)letters + 8;
}

void svg_axis_x(struct string *to, const struct scale *s, double y, int about, const char *label)
{
	double tick[TICKS];
	size_t n = scale_ticks(s->lo, s->hi, about, tick);
	while (about > 1 && crowded(s, tick, n))
		n = scale_ticks(s->lo, s->hi, --about, tick);
	svg_line(to, "axis", s->from, y, s->to, y);
	for (size_t i = 0; i < n; i++) {
		const double x = scale_at(s, tick[i]);
		svg_line(to, "axis", x, y, x, y + 4);
		svg_text(to, "tick", x, y + 16, "middle", "%s", tick_label(tick[i], n > 1 ? tick[1] - tick[0] : 0).text);
	}
	svg_text(to, "label", (s->from + s->to) / 2, y + 32, "middle", "%s", label);
}

void svg_axis_y(struct string *to, const struct scale *s, double x, double across, int about, const char *label)
{
	double tick[TICKS];
	const size_t n = scale_ticks(s->lo, s->hi, about, tick);
	for (size_t i = 0; i < n; i++) {
		const double y = scale_at(s, tick[i]);
		svg_line(to, "grid", x, y, across, y);
		svg_text(to, "tick", x - 6, y + 4, "end", "%s", tick_label(tick[i], n > 1 ? tick[1] - tick[0] : 0).text);
	}
	svg_text(to, "label", 2, s->to - 12, "start", "%s", label);
}

double svg_key(struct string *to, const char *class, double x, double y, const char *text)
{
	svg_rect(to, class, x, y - 9, 12, 10, NULL);
	svg_text(to, "tick", x + 17, y, "start", "%s", text);
	return x + 17 + glyph * (double)strlen(text) + 16;
}
