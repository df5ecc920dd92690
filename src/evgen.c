// SPDX-License-Identifier: MIT
// evgen: synthetic events as CSV, the same for the same seed on every machine, whole or a part.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "events.h"
#include "mem.h"
#include "model.h"
#include "opt.h"
#include "part.h"

enum { PART = 256, BLOCK = 1 << 16 };

static const int64_t most_events = 1000000000000; // the scramble of the classes is exact far beyond

static const struct opt opts[] = {
	{'m', "model", "MODEL", "what to make (default zee)"},
	{'n', "events", "N", "events of the whole (default: the model's own)"},
	{'s', "seed", "SEED", "another seed makes other events (default 1)"},
	{PART, "part", "K/N", "part K of N, 1 to N: all parts in a row are the whole"},
	{0, NULL, NULL, NULL},
};

static struct cli cli = {
	.synopsis = "[-m MODEL] [-n N] [-s SEED] [--part K/N]",
	.purpose = "Writes synthetic events as CSV, the same ones at each run on each machine.",
	.opts = opts,
};

static const char *notes(void)
{
	struct string text = {0};
	string_puts(&text, "models, and how many events they make unless told:");
	for (const struct model *m = models; m->name; m++)
		string_printf(&text, "\n  %-8s %7lld  %s", m->name, (long long)m->events, m->what);
	return text.text;
}

static const struct model *find_model(const char *name)
{
	const char *names[16];
	size_t n = 0;
	for (const struct model *m = models; m->name; m++) {
		if (strcmp(m->name, name) == 0)
			return m;
		names[n++] = m->name;
	}
	const char *near = nearest(name, names, n);
	if (near)
		die(EXIT_USAGE, "-m: no model %s, did you mean %s?", name, near);
	die(EXIT_USAGE, "-m: no model %s; evgen -h lists them", name);
}

static void write_block(const char *block, const char *end)
{
	size_t n = (size_t)(end - block);
	if (fwrite(block, 1, n, stdout) != n)
		die_errno("standard output");
}

static void write_events(const struct model *m, const struct dataset *s, int64_t from, int64_t to)
{
	static char block[BLOCK + MODEL_LINE];
	char *p = block;
	for (int64_t i = from; i < to; i++) {
		p = m->write(p, s, (uint64_t)i);
		if (p - block >= BLOCK) {
			write_block(block, p);
			p = block;
		}
	}
	write_block(block, p);
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	cli.notes = notes();
	const char *name = models[0].name, *events = NULL, *seed = "1";
	struct part part = {1, 1};
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		switch (key) {
		case 'm': name = optarg; break;
		case 'n': events = optarg; break;
		case 's': seed = optarg; break;
		case PART: part = part_parse(optarg); break;
		}
	}
	if (optind < argc)
		usage_error(&cli, "no operand is expected: \"%s\"", argv[optind]);

	const struct model *m = find_model(name);
	int64_t n = events ? opt_int("-n", events, 0, most_events) : m->events;
	struct dataset s = {(uint64_t)opt_int("-s", seed, INT64_MIN, INT64_MAX), (uint64_t)n};
	if (puts(m->header) == EOF)
		die_errno("standard output");
	int64_t from, to;
	part_share(part, n, &from, &to);
	write_events(m, &s, from, to);
	close_stdout();
	return EXIT_GOOD;
}
