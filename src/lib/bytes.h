/* SPDX-License-Identifier: MIT
 * bytes: a file or a pipe as bytes to look at, gunzipped where they are gzip.
 *
 * A window moves over the input: bytes_need makes n bytes visible from the present place on, bytes_skip moves on.
 * Of a plain regular file the window is mapped, piece by piece, so that nothing is copied and memory stays flat; pipes
 * and gzip (any number of members) go through a buffer that grows to what was asked for, as the bytes arrive and not
 * before. A mapped file that becomes shorter while it is read ends the program with EXIT_SYSTEM.
 */
#ifndef EVFARM_BYTES_H
#define EVFARM_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes;

/* Opens a file, "-" for standard input. Dies with EXIT_SYSTEM if it cannot be opened or is a folder. */
struct bytes *bytes_open(const char *file);
const char *bytes_name(const struct bytes *b); /* for messages: the file as given, or "standard input" */

/* Makes at least n bytes visible at *p if the input has so many, and returns how many are (fewer than n only at the end;
 * may be more than n). They stay where they are until the next bytes_need, bytes_seek or bytes_close. BYTES_PAD further
 * bytes behind them can be read without harm, holding anything. Dies of read errors (EXIT_SYSTEM) and of truncated or
 * corrupt gzip (EXIT_DATA, naming the file). */
size_t bytes_need(struct bytes *b, size_t n, const char **p);
enum { BYTES_PAD = 64 };

/* Moves on by n bytes, all of them visible before. */
void bytes_skip(struct bytes *b, size_t n);
/* Where the window begins, counted in bytes of (unzipped) input. */
uint64_t bytes_place(const struct bytes *b);

/* True for a plain regular file: its size is known, and bytes_seek can place the window anywhere in it. */
bool bytes_seekable(const struct bytes *b, uint64_t *size);
void bytes_seek(struct bytes *b, uint64_t place);

/* Of gzip, reads all that is left, so as to die (EXIT_DATA) if it is corrupt: called before other errors are told, since
 * corrupt gzip looks like bad text first. */
void bytes_verify(struct bytes *b);

/* Dies (EXIT_DATA) if the n bytes that are visible came out of so little gzip that no text of ours can be meant: for readers
 * of whole files, before they ask for more. Below 64 MiB, and up to 100 times its gzip, anything may be. */
void bytes_check_unzipped(const struct bytes *b, size_t n);

void bytes_close(struct bytes *b);

#endif
