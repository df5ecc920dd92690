// SPDX-License-Identifier: MIT
// scan: from files of cells to what passes each setting; scan.h has the contract.

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "available.h"
#include "err.h"
#include "scan.h"

enum { MIB = 1 << 20, LARGE = 256 }; // a grid of more MiB than LARGE is announced
enum { BLOCK = 1024 };

// A scan that is being read, with exact sums of all its cells, by class.
struct reading {
	struct scan *scan;
	int64_t total[2][DIGITS];
};

static void add_digit(void *context, uint64_t key, int64_t value)
{
	struct reading *r = context;
	r->total[key_class(key)][key_digit(key)] += value;
	grid_add(r->scan->grid, key, value);
}

static void allow_grid(const struct cuts *c, enum grid_kind kind, uint64_t allowed)
{
	uint64_t need = grid_bytes(c, kind), most = allowed ? allowed : memory_available();
	if (need > most)
		die(EXIT_SYSTEM, "%" PRIu64 " settings take %.0f MiB, %.0f MiB are %s: take fewer cuts or columns%s", c->settings,
		    ceil((double)need / MIB), floor((double)most / MIB), allowed ? "allowed" : "available",
		    allowed ? ", or raise -M" : ", a larger machine, or allow more with -M");
	if (need > (uint64_t)LARGE * MIB)
		warn("%" PRIu64 " settings take %.0f MiB", c->settings, ceil((double)need / MIB));
}

static void start_grid(struct scan *s, uint64_t allowed)
{
	uint64_t events = s->head.events[CLASS_SIGNAL] + s->head.events[CLASS_BACKGROUND];
	enum grid_kind kind = s->head.weight ? GRID_WEIGHTS : events <= INT32_MAX ? GRID_SMALL : GRID_COUNTS;
	allow_grid(s->head.cuts, kind, allowed);
	s->grid = grid_new(s->head.cuts, kind);
}

static void read_one(struct reading *r, const char *file, uint64_t allowed)
{
	struct scan *s = r->scan;
	struct bytes *b = bytes_open(file);
	struct cells_in *in = cells_open(b);
	s->head = *cells_head(in);
	*cells_head(in) = (struct cells_head){0};
	cover_add(&s->cover, bytes_name(b), s->head.covers, s->head.missing_tasks);
	start_grid(s, allowed);
	cells_each(in, add_digit, r);
	cells_close(in);
	bytes_close(b);
}

static void read_several(struct reading *r, char *const *files, size_t n, uint64_t allowed)
{
	struct scan *s = r->scan;
	struct cells_sum sum = {0};
	for (size_t i = 0; i < n; i++) {
		struct bytes *b = bytes_open(files[i]);
		cells_add(&sum, b, &s->cover);
		bytes_close(b);
	}
	s->head = sum.head;
	sum.head = (struct cells_head){0};
	start_grid(s, allowed);
	tally_each(sum.tally, add_digit, r);
	cells_sum_free(&sum);
}

static double total_of(struct reading *r, int class)
{
	digits_settle(r->total[class], 0, DIGITS);
	return digits_double(r->total[class]);
}

// One file goes right into the grid; several are added up first, so that sums of weights are rounded once.
struct scan *scan_read(char *const *files, size_t n, uint64_t allowed)
{
	struct reading *r = mem_new(1, sizeof *r);
	struct scan *s = r->scan = mem_new(1, sizeof *s);
	if (n == 1)
		read_one(r, files[0], allowed);
	else
		read_several(r, files, n, allowed);
	cover_end(&s->cover, NULL, false);
	grid_sum(s->grid);
	s->signal = total_of(r, CLASS_SIGNAL);
	s->background = total_of(r, CLASS_BACKGROUND);
	free(r);
	return s;
}

void scan_free(struct scan *s)
{
	grid_free(s->grid);
	cells_head_free(&s->head);
	cover_free(&s->cover);
	free(s);
}

void scan_each(const struct scan *s, struct merit *m, scan_block *block, void *context)
{
	double signal[BLOCK], background[BLOCK], score[BLOCK];
	const uint64_t settings = s->head.cuts->settings;
	m->signal = s->signal;
	m->background = s->background;
	for (uint64_t k = 0; k < settings; k += BLOCK) {
		const size_t n = settings - k < BLOCK ? (size_t)(settings - k) : BLOCK;
		grid_yields(s->grid, k, n, signal, background);
		merit_scores(m, signal, background, n, score);
		block(context, k, signal, background, score, n);
	}
}
