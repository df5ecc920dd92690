/* SPDX-License-Identifier: MIT
 * bench: measured runs of a plan, and what they say about how it scales; evbench(1) has both tables.
 */
#ifndef EVFARM_BENCH_H
#define EVFARM_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct bench_run {
	bool weak;     /* the work grew with the workers */
	char *bunch;   /* "auto", "10" */
	size_t workers, run;
	double seconds;
};

struct bench {
	char *plan, *engine; /* NULL if it is not known */
	struct bench_run *run;
	size_t n, room;
};

/* Adds the measurements in a file, "-" for standard input. Dies (EXIT_DATA) of what is none. */
void bench_read(struct bench *b, const char *file);
void bench_add(struct bench *b, bool weak, size_t workers, const char *bunch, size_t run, double seconds);
bool bench_has(const struct bench *b, bool weak, size_t workers, const char *bunch, size_t run);
void bench_free(struct bench *b);

/* The head of a file of measurements, and a row. */
void bench_head(FILE *to, const struct bench *b);
void bench_row(FILE *to, const struct bench_run *r);

/* Medians, spreads and fits: a partial result of kind bench. Look at ferror(to), or close_stdout(), afterwards. */
void bench_print(FILE *to, struct bench *b);

#endif
