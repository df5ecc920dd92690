/* SPDX-License-Identifier: MIT
 * timeline_figure: what ran when, drawn: task by task on its worker, or where there are too many, how many at a time.
 */
#ifndef EVFARM_TIMELINE_FIGURE_H
#define EVFARM_TIMELINE_FIGURE_H

#include "report_log.h"
#include "svg.h"

enum { TIMELINE_TASKS = 3000, TIMELINE_LANES = 64, TIMELINE_ROWS = 40 }; /* most that are drawn: tasks, workers; else stages and hosts */
enum { TIMELINE_COLOURS = 8 };                      /* classes c0, c1, ... of stages, in turn */

struct timeline {
	const struct report *report;
	struct scale x;        /* of seconds without gaps */
	double width, y;       /* of the figure; where the next row is */
	struct string *to;
};

/* A row with a name, and what it amounts to at its end. */
void timeline_row(struct timeline *t, double height, const char *name, const char *amount);
/* A bar in the present row. */
void timeline_bar(struct timeline *t, double height, const struct entry *e);

void timeline_tasks(struct timeline *t, size_t lanes);
void timeline_crowd(struct timeline *t, size_t lanes);

/* The heights that these take. */
double timeline_tasks_height(size_t hosts, size_t lanes);
double timeline_crowd_height(const struct report *r);

#endif
