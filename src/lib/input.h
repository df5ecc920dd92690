/* SPDX-License-Identifier: MIT
 * input: events from files or standard input, whatever they are written in: CSV, TSV or an Arrow event stream,
 * each of them plain or gzipped, recognised by content. FILE@OFFSET+LENGTH is a byte range of a plain CSV file: the
 * records that begin there.
 */
#ifndef EVFARM_INPUT_H
#define EVFARM_INPUT_H

#include "events.h"

struct input;

/* How CSV is to be read; {0} for everything as it is found. */
struct dialect {
	char delimiter;            /* 0: comma, tab or semicolon, whichever the first line has most of */
	char **names;              /* no header line: these are the names; NULL: the first line is the header */
	size_t n_names;
	const char *const *types;  /* "COL=TYPE" or "*=TYPE", n_types of them, the last that fits wins */
	size_t n_types;
	const char *const *rename; /* "COL=NEW", COL a name or _N */
	size_t n_rename;
	bool skip_bad;             /* bad records are counted, not fatal */
};

/* Opens files[0..n) (n = 0 or "-": standard input), one after the other as one table. The columns and their types are
 * those of the first; later files are matched by name in any order, and must have what is wanted. Bad input ends
 * the program with EXIT_DATA and one message, a file that cannot be opened with EXIT_SYSTEM, and the files given
 * wrongly with EXIT_USAGE. d may be NULL. */
struct input *input_open(char *const *files, size_t n, const struct dialect *d);

/* The columns of the first file. A CSV column's type is a guess from the file's first part: integers only int64,
 * numbers float64, true and false bool, anything else utf8. */
const struct schema *input_schema(const struct input *in);

/* Asks for column c (an index into the schema); what nobody asks for is not parsed. Before the first batch. */
void input_want(struct input *in, size_t c);
void input_want_all(struct input *in);

/* By default a batch may bring a column that was guessed to be int64 as float64, when a later value calls for it.
 * After this call every batch has the types of the schema, and a value that does not fit is bad data. For programs
 * whose output has a schema of its own. */
void input_fix_types(struct input *in);

/* The next rows (at most 16384 of a CSV; never 0); false at the end of the last file. */
bool input_next(struct input *in, struct batch *b);

/* Records left out under skip_bad so far. */
uint64_t input_skipped(const struct input *in);

void input_close(struct input *in);

#endif
