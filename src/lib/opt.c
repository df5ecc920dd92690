// SPDX-License-Identifier: MIT
// opt: the command line; opt.h has the contract.

#include <getopt.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "num.h"
#include "opt.h"

static const struct opt common[] = {
	{'h', "help", NULL, "print this and exit"},
	{'V', "version", NULL, "print the version and exit"},
	{0, NULL, NULL, NULL},
};

static void help_table(const struct opt *opts)
{
	for (const struct opt *o = opts; o->key; o++) {
		char left[64];
		int n = o->key < 256 ? snprintf(left, sizeof left, "-%c, ", o->key) : snprintf(left, sizeof left, "    ");
		snprintf(left + n, sizeof left - (size_t)n, "--%s%s%s", o->name, o->argument ? " " : "",
			 o->argument ? o->argument : "");
		printf("  %-24s  %s\n", left, o->help);
	}
}

static _Noreturn void help(const struct cli *cli)
{
	printf("usage: %s %s\n%s\n\n", err_program(), cli->synopsis, cli->purpose);
	help_table(cli->opts);
	help_table(common);
	if (cli->notes)
		printf("\n%s\n", cli->notes);
	close_stdout();
	exit(EXIT_GOOD);
}

static _Noreturn void version(void)
{
	printf("%s (evfarm) %s\n", err_program(), VERSION);
	close_stdout();
	exit(EXIT_GOOD);
}

// usage_error but for the va_list
static _Noreturn void misuse(const struct cli *cli)
{
	fprintf(stderr, "usage: %s %s\n%s -h says more\n", err_program(), cli->synopsis, err_program());
	exit(EXIT_USAGE);
}

void usage_error(const struct cli *cli, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fprintf(stderr, "%s: ", err_program());
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	misuse(cli);
}

enum { MOST_OPTIONS = 64 };

static void add_options(const struct opt *opts, struct option *longs, size_t *n, struct string *shorts)
{
	for (const struct opt *o = opts; o->key; o++) {
		if (*n + 1 >= MOST_OPTIONS)
			die(EXIT_SYSTEM, "more than %d options", MOST_OPTIONS);
		longs[(*n)++] = (struct option){o->name, o->argument != NULL, NULL, o->key};
		if (o->key < 256)
			string_printf(shorts, "%c%s", o->key, o->argument ? ":" : "");
	}
}

int opt_next(const struct cli *cli, int argc, char **argv)
{
	static struct option longs[MOST_OPTIONS];
	static struct string shorts;
	if (!shorts.n) {
		size_t n = 0;
		add_options(cli->opts, longs, &n, &shorts);
		add_options(common, longs, &n, &shorts);
	}
	int key = getopt_long(argc, argv, shorts.text, longs, NULL);
	if (key == '?')
		misuse(cli);
	if (key == 'h')
		help(cli);
	if (key == 'V')
		version();
	return key;
}

int64_t opt_int(const char *what, const char *text, int64_t lo, int64_t hi)
{
	int64_t x;
	if (!num_int(text, text + strlen(text), &x))
		die(EXIT_USAGE, "%s: not an integer: \"%s\"", what, text);
	if (x < lo || x > hi)
		die(EXIT_USAGE, "%s: %s is outside %lld to %lld", what, text, (long long)lo, (long long)hi);
	return x;
}

uint64_t opt_size(const char *what, const char *text)
{
	static const char units[] = "KMGT";
	size_t n = strlen(text);
	double scale = 1, x;
	const char *unit = n ? strchr(units, text[n - 1]) : NULL;
	if (unit && *unit) {
		scale = ldexp(1, 10 * (int)(unit - units + 1));
		n--;
	}
	if (!num_real(text, text + n, &x) || !(x * scale >= 1) || x * scale > 0x1p62)
		die(EXIT_USAGE, "%s: not a size such as 4096, 64K, 64M or 1.5G: \"%s\"", what, text);
	return (uint64_t)(x * scale);
}

char opt_delimiter(const char *what, const char *text)
{
	if (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0)
		return '\t';
	if (strlen(text) != 1 || strchr("\"\r\n", *text) || (unsigned char)*text >= 0x80)
		die(EXIT_USAGE, "%s: not one character, or tab: \"%s\"", what, text);
	return *text;
}

char **opt_list(const char *what, const char *text, size_t *n)
{
	char **list = NULL;
	size_t room = 0;
	*n = 0;
	const char *p = text;
	for (;;) {
		struct string member = {0};
		for (bool quoted = false; *p && (quoted || *p != ','); p++) {
			if (*p == '`')
				quoted = !quoted;
			else
				string_add(&member, p, 1);
		}
		if (!member.n)
			die(EXIT_USAGE, "%s: an empty name in \"%s\"", what, text);
		list = mem_grow(list, &room, *n + 1, sizeof *list);
		list[(*n)++] = member.text;
		if (!*p)
			return list;
		p++;
	}
}
