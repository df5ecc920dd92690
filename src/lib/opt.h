/* SPDX-License-Identifier: MIT
 * opt: the command line. One table of options makes the parser, `-h` and the check on the man page.
 */
#ifndef EVFARM_OPT_H
#define EVFARM_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <getopt.h> /* optarg, optind */

/* An option. key is its letter, or a number from 256 for one that has only a long name; argument is NULL for a
 * flag, else what usage calls it ("EXPR"). A table ends with {0}. -h and -V are added to every table. */
struct opt {
	int key;
	const char *name, *argument, *help;
};

struct cli {
	const char *synopsis; /* "[-e EXPR]... [EXPR] [FILE...]", without the program's name */
	const char *purpose;  /* a line: what the program is for */
	const struct opt *opts;
	const char *notes;    /* more lines under the options, or NULL */
};

/* The next option's key with its argument in optarg, -1 behind the last one (optind stands at the first operand).
 * Options may follow operands. Answers -h and -V itself (stdout, exit 0) and dies of misuse (usage on stderr, 2). */
int opt_next(const struct cli *cli, int argc, char **argv);

/* `prog: message`, the synopsis line and where help is, on stderr; exit 2. */
_Noreturn void usage_error(const struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Numbers, range-checked; what they are goes into the message ("-n"). Exit 2 on anything else. */
int64_t opt_int(const char *what, const char *text, int64_t lo, int64_t hi);
uint64_t opt_size(const char *what, const char *text); /* bytes: 4096, 64K, 64M, 1.5G, 2T; powers of 1024 */

/* What stands between the fields of CSV: one ASCII character other than a quote or a line end, or "tab". */
char opt_delimiter(const char *what, const char *text);

/* "a,b,c" cut at commas into *n fresh strings; commas inside backquotes do not cut, and the backquotes go. Empty
 * members are an error. Free each, and the list. */
char **opt_list(const char *what, const char *text, size_t *n);

#endif
