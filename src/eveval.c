// SPDX-License-Identifier: MIT
// eveval: yields and figures of merit of settings, straight from the events: the brute force of a task farm, in which each
// setting looks at every event, and the check on evscan, with which it shares no arithmetic.
//
// Of a block of events, each cut of each row becomes a column of bits, one an event: does it pass? A setting is the AND
// of one such column a row, and its yields are the bits set in it. Settings that follow each other mostly differ in the
// first rows only, so the ANDs of the others are kept.

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "clones.h"
#include "cuts.h"
#include "err.h"
#include "merit.h"
#include "num.h"
#include "opt.h"
#include "sample.h"

static const struct opt opts[] = {
	{'s', "signal", "EXPR", "events that EXPR calls true are signal, the others background"},
	{'c', "cuts", "FILE", "the cuts, as evcuts makes them"},
	{'k', "settings", "LIST", "numbers of settings and ranges of them, 0-99,200 (all)"},
	{'e', "select", "EXPR", "only events that EXPR calls true; repeatable"},
	{'m', "merit", "FIGURE", "accuracy (default), s/sqrt(b), s/sqrt(s+b), ams[:R], punzi[:A]"},
	{0, NULL, NULL, NULL},
};

static const struct cli cli = {
	"-s EXPR -c CUTS [-k LIST] [-e EXPR]... [-m FIGURE] [FILE...]",
	"Evaluates settings of the cuts one by one on the events.",
	opts,
	NULL,
};

// -- which settings ------------------------------------------------------------------------------------------------

struct setting {
	uint64_t number;
	uint64_t pass[2]; // events that pass, background and signal
};

struct settings {
	struct setting *at;
	size_t n, room;
};

static void add_range(struct settings *s, uint64_t first, uint64_t last)
{
	if (last - first >= SIZE_MAX / sizeof *s->at / 2)
		die(EXIT_SYSTEM, "%" PRIu64 " settings are too many at a time: list some with -k", last - first);
	s->at = mem_grow(s->at, &s->room, s->n + (size_t)(last - first) + 1, sizeof *s->at);
	for (uint64_t k = first; k <= last; k++)
		s->at[s->n++] = (struct setting){.number = k};
}

static uint64_t setting_number(const char *from, const char *to, const char *list, const struct cuts *c)
{
	int64_t k;
	if (!num_int(from, to, &k) || *from == '-' || *from == '+')
		die(EXIT_USAGE, "-k: not a list such as 0-99,200: '%s'", list);
	if ((uint64_t)k >= c->settings)
		die(EXIT_USAGE, "-k: there is no setting %" PRId64 ": the last of %s is %" PRIu64, k, c->file, c->settings - 1);
	return (uint64_t)k;
}

static void parse_list(struct settings *s, const char *list, const struct cuts *c)
{
	for (const char *p = list;; p++) {
		const char *end = p + strcspn(p, ","), *dash = memchr(p, '-', (size_t)(end - p));
		uint64_t first = setting_number(p, dash ? dash : end, list, c);
		uint64_t last = dash ? setting_number(dash + 1, end, list, c) : first;
		if (last < first)
			die(EXIT_USAGE, "-k: %" PRIu64 "-%" PRIu64 " is upside down", first, last);
		add_range(s, first, last);
		p = end;
		if (!*p)
			return;
	}
}

// -- events as bits ------------------------------------------------------------------------------------------------

enum { EVENTS = 4096, WORDS = EVENTS / 64 };
typedef uint64_t bits[WORDS];

struct block {
	const struct cuts *cuts;
	size_t n;      // events in it
	double *x;     // EVENTS values a row of the cuts
	bits *pass;    // the cuts of the first row, of the second, ...
	size_t *first; // where in pass a row's begin
	bits *both;    // both[i]: pass the cuts of rows i and up; one more for none, all ones
	size_t *cut;   // of each row, the cut that both has
	bits signal;
};

static struct block *block_new(const struct cuts *c)
{
	struct block *b = mem_new(1, sizeof *b);
	size_t n = 0;
	b->cuts = c;
	b->first = mem_new(c->n, sizeof *b->first);
	b->cut = mem_new(c->n, sizeof *b->cut);
	for (size_t i = 0; i < c->n; i++) {
		b->first[i] = n;
		n += c->cut[i].n;
	}
	b->x = mem_new(c->n * EVENTS, sizeof *b->x);
	b->pass = mem_new(n, sizeof *b->pass);
	b->both = mem_new(c->n + 1, sizeof *b->both);
	return b;
}

static void block_free(struct block *b)
{
	free(b->first);
	free(b->cut);
	free(b->x);
	free(b->pass);
	free(b->both);
	free(b);
}

CLONES static void find_passing(const double *x, size_t n, bool above, double c, uint64_t *pass)
{
	memset(pass, 0, sizeof(bits));
	for (size_t i = 0; i < n; i++) {
		uint64_t passes = above ? x[i] > c : x[i] < c;
		pass[i / 64] |= passes << (i % 64);
	}
}

CLONES static void and_bits(uint64_t *to, const uint64_t *a, const uint64_t *b)
{
	for (size_t w = 0; w < WORDS; w++)
		to[w] = a[w] & b[w];
}

// Adds the number of bits set, those in signal apart.
CLONES static void count_bits(const uint64_t *a, const uint64_t *signal, uint64_t *count)
{
	uint64_t all = 0, both = 0;
	for (size_t w = 0; w < WORDS; w++) {
		all += (unsigned)__builtin_popcountll(a[w]);
		both += (unsigned)__builtin_popcountll(a[w] & signal[w]);
	}
	count[0] += all - both;
	count[1] += both;
}

// -- settings on events --------------------------------------------------------------------------------------------

static void evaluate(struct block *b, struct settings *s)
{
	const struct cuts *c = b->cuts;
	for (size_t i = 0; i < c->n; i++) {
		for (size_t j = 0; j < c->cut[i].n; j++)
			find_passing(b->x + i * EVENTS, b->n, c->cut[i].above, c->cut[i].value[j], b->pass[b->first[i] + j]);
		b->cut[i] = SIZE_MAX; // nothing is kept yet
	}
	memset(b->both[c->n], 0xff, sizeof(bits));
	for (size_t k = 0; k < s->n; k++) {
		uint64_t rest = s->at[k].number;
		size_t from = 0; // rows from here on are as in the setting before
		for (size_t i = 0; i < c->n; i++) {
			size_t j = (size_t)(rest % c->cut[i].n);
			rest /= c->cut[i].n;
			if (b->cut[i] != j)
				from = i + 1;
			b->cut[i] = j;
		}
		while (from-- > 0)
			and_bits(b->both[from], b->both[from + 1], b->pass[b->first[from] + b->cut[from]]);
		count_bits(b->both[0], b->signal, s->at[k].pass);
	}
	memset(b->signal, 0, sizeof(bits));
	b->n = 0;
}

static void run(struct settings *s, const struct cuts *c, struct sample *sample, struct merit *m)
{
	struct block *b = block_new(c);
	struct sample_rows rows;
	while (sample_next(sample, &rows)) {
		if (b->n + rows.n > EVENTS)
			evaluate(b, s);
		for (size_t i = 0; i < c->n; i++)
			memcpy(b->x + i * EVENTS + b->n, rows.x[i], rows.n * sizeof *b->x);
		for (size_t i = 0; i < rows.n; i++) {
			b->signal[(b->n + i) / 64] |= (uint64_t)rows.signal[i] << ((b->n + i) % 64);
			m->signal += rows.signal[i];
			m->background += !rows.signal[i];
		}
		b->n += rows.n;
	}
	evaluate(b, s);
	block_free(b);
}

static void print(const struct settings *s, const struct cuts *c, const struct merit *m)
{
	struct frame out = {.to = stdout};
	if (c->missing_tasks)
		string_printf(&out.text, "# cuts_missing_tasks %s\n", c->missing_tasks);
	merit_table_head(m, &out);
	for (size_t k = 0; k < s->n; k++) {
		double background = (double)s->at[k].pass[0], signal = (double)s->at[k].pass[1], score;
		merit_scores(m, &signal, &background, 1, &score);
		merit_table_row(m, &out, s->at[k].number, signal, background, score);
	}
	frame_end(&out);
}

int main(int argc, char **argv)
{
	const char *file = NULL, *signal = NULL, *list = NULL;
	char **select = NULL;
	size_t n_select = 0, room = 0;
	struct merit merit = merit_parse("accuracy");

	err_init(argv[0]);
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		if (key == 's') {
			signal = optarg;
		} else if (key == 'c') {
			file = optarg;
		} else if (key == 'k') {
			list = optarg;
		} else if (key == 'm') {
			merit = merit_parse(optarg);
		} else {
			select = mem_grow(select, &room, n_select + 1, sizeof *select);
			select[n_select++] = optarg;
		}
	}
	if (!signal || !file)
		usage_error(&cli, signal ? "no cuts: -c CUTS" : "what is signal? -s EXPR");

	struct cuts *cuts = cuts_read(file);
	struct settings settings = {0};
	if (list)
		parse_list(&settings, list, cuts);
	else
		add_range(&settings, 0, cuts->settings - 1);
	struct sample_spec spec = {cuts, signal, NULL, select, n_select};
	struct sample *sample = sample_open(&spec, argv + optind, (size_t)(argc - optind));
	run(&settings, cuts, sample, &merit);
	sample_close(sample);
	print(&settings, cuts, &merit);
	free(settings.at);
	free(select);
	cuts_free(cuts);
	close_stdout();
}
