// SPDX-License-Identifier: MIT
// work: imagined tasks, and what all kinds share; work.h has the contract.

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "elem.h"
#include "err.h"
#include "farm.h"
#include "mem.h"
#include "num.h"
#include "work.h"

enum { MOST_PARTS = 16 };

// One of the kinds of tasks there are.
struct part {
	double share;
	double (*draw)(struct draw *d, double a, double b);
	double a, b;
};

struct dist {
	struct part part[MOST_PARTS];
	size_t n;
	double shares; // of all parts
};

static double constant(struct draw *d, double a, double b)
{
	(void)d;
	(void)b;
	return a;
}

static double exponential(struct draw *d, double mean, double b)
{
	(void)b;
	return mean * draw_exponential(d);
}

static double uniform(struct draw *d, double lo, double hi)
{
	return lo + (hi - lo) * draw_uniform(d);
}

static double lognormal(struct draw *d, double mean, double sigma)
{
	return mean * elem_exp(sigma * draw_normal(d) - sigma * sigma / 2);
}

static const struct kind {
	const char *name; // with the colon
	size_t arguments;
	double (*draw)(struct draw *d, double a, double b);
} kinds[] = {
	{"exponential:", 1, exponential},
	{"uniform:", 2, uniform},
	{"lognormal:", 2, lognormal},
	{"constant:", 1, constant},
	{"", 1, constant},
};

static bool parse_part(struct part *p, const char *text, const char *end)
{
	const char *star = memchr(text, '*', (size_t)(end - text));
	*p = (struct part){.share = 1};
	if (star && (!num_real(text, star, &p->share) || !(p->share > 0 && p->share <= 1e9)))
		return false;
	if (star)
		text = star + 1;
	const struct kind *k = kinds;
	while (strncmp(text, k->name, strlen(k->name)) != 0)
		k++;
	text += strlen(k->name);
	const char *colon = memchr(text, ':', (size_t)(end - text));
	if ((colon != NULL) != (k->arguments == 2) || !farm_seconds(text, colon ? colon : end, &p->a) ||
	    (colon && !farm_seconds(colon + 1, end, &p->b)))
		return false;
	p->draw = k->draw;
	return p->a >= 0 && p->a <= 1e9 && p->b >= 0 && p->b <= (k->draw == lognormal ? 10 : 1e9) &&
	       (k->draw != uniform || p->a <= p->b);
}

static struct dist parse_dist(const char *what, const char *text)
{
	struct dist d = {.n = 0};
	for (const char *p = text;;) {
		const char *end = p;
		while (*end && (*end != '+' || (end > p && (end[-1] == 'e' || end[-1] == 'E'))))
			end++;
		if (d.n == MOST_PARTS)
			die(EXIT_USAGE, "%s: more than %d parts", what, MOST_PARTS);
		if (!parse_part(&d.part[d.n], p, end))
			die(EXIT_USAGE, "%s: not a time such as 20ms, exponential:2, uniform:1:3, lognormal:1:0.5 or "
			    "0.9*10ms+0.1*2s: \"%.*s\"", what, (int)(end - p), p);
		d.shares += d.part[d.n++].share;
		if (!*end)
			return d;
		p = end + 1;
	}
}

static double draw_time(const struct dist *dist, struct draw *d)
{
	size_t i = 0;
	if (dist->n > 1)
		for (double at = draw_uniform(d) * dist->shares; i + 1 < dist->n && at >= dist->part[i].share; i++)
			at -= dist->part[i].share;
	return dist->part[i].draw(d, dist->part[i].a, dist->part[i].b);
}

struct work *work_imagine(size_t n, const char *what, const char *dist, uint64_t seed)
{
	const struct dist from = parse_dist(what, dist);
	struct work *w = mem_new(1, sizeof *w);
	*w = (struct work){.n = n, .seconds = mem_new(n + 1, sizeof *w->seconds), .n_levels = n > 0, .gap = -1};
	for (size_t i = 0; i < n; i++) {
		struct draw d = draw_of_event(seed, i);
		w->seconds[i] = draw_time(&from, &d);
	}
	return w;
}

double work_total(const struct work *w)
{
	double sum = 0;
	for (size_t i = 0; i < w->n; i++)
		sum += w->seconds[i];
	return sum;
}

// Tasks stand behind those that they wait for.
double work_longest(const struct work *w)
{
	double longest = 0, *begin = w->follow ? mem_new(w->n + 1, sizeof *begin) : NULL;
	for (size_t i = 0; i < w->n; i++) {
		const double end = (begin ? begin[i] : 0) + w->seconds[i];
		if (end > longest)
			longest = end;
		for (size_t j = begin ? w->follow_at[i] : 0; begin && j < w->follow_at[i + 1]; j++)
			if (begin[w->follow[j]] < end)
				begin[w->follow[j]] = end;
	}
	free(begin);
	return longest;
}

void work_free(struct work *w)
{
	for (size_t i = 0; w->name && i < w->n; i++)
		free(w->name[i]);
	free(w->name);
	free(w->seconds);
	free(w->bytes);
	free(w->waits);
	free(w->follow_at);
	free(w->follow);
	free(w->level);
	free(w);
}
