/* SPDX-License-Identifier: MIT
 * fuzz: what the fuzzers share. A fuzzer is a file test/fuzz/PARSER.c that defines `fuzzer`; linked with lib/engine.c it is
 * a libFuzzer program (make fuzz), with lib/replay.c one that meets the inputs it is given, each in a process of its own.
 */
#ifndef EVFARM_FUZZ_H
#define EVFARM_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "err.h"
#include "events.h"
#include "mem.h"

struct fuzzer {
	unsigned codes;                            /* how the library may end the program: 1 << EXIT_DATA, ... */
	void (*prepare)(void);                     /* once, or NULL */
	void (*parse)(const char *data, size_t n); /* meets an input; data[n] is '\0' */
	void (*mutate)(struct string *s);          /* makes another input of one; NULL for bytes at random */
};
extern const struct fuzzer fuzzer;

/* -- inputs as files ---------------------------------------------------------------------------------------------- */

/* The path of a file, or of a pipe, that holds data. Lasts until the input is done. A pipe can be read once, and holds
 * FUZZ_PIPE bytes at most. */
char *fuzz_file(const void *data, size_t n);
char *fuzz_pipe(const void *data, size_t n);
enum { FUZZ_PIPE = 1 << 16 };

/* What print writes to the FILE that it is given, which is stdout as well; in *out. */
void fuzz_print(struct string *out, void (*print)(FILE *to, void *context), void *context);
/* A file descriptor to write to, and all that was written. */
int fuzz_out(void);
void fuzz_written(int fd, struct string *out);

/* -- what must hold ----------------------------------------------------------------------------------------------- */

/* From here on the library must not end the program (what: "reading what was written"); NULL: it may again. */
void fuzz_must(const char *what);
/* Calls act; returns -1, or the exit code by which the library ended the program. Not to be nested. */
int fuzz_try(void (*act)(void *context), void *context);
/* A bug was found. */
_Noreturn void fuzz_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A sum over rows that does not depend on how they come in batches, and looks at every byte of them. */
struct fuzz_sum {
	uint64_t rows, values;
};
void fuzz_add(struct fuzz_sum *sum, const struct schema *s, const struct batch *b);
void fuzz_same(const struct fuzz_sum *a, const struct fuzz_sum *b, const char *what);
void fuzz_same_text(const struct string *a, const struct string *b, const char *what);

uint64_t fuzz_hash(uint64_t before, const void *bytes, size_t n);

/* -- mutation ----------------------------------------------------------------------------------------------------- */

enum { FUZZ_MOST = 1 << 16 }; /* bytes of an input */

uint32_t fuzz_random(uint32_t below);
void fuzz_bytes(struct string *s); /* as libFuzzer does it */
/* Lines and the fields between tabs in them: taken out, doubled, exchanged, put in from a list. */
void fuzz_lines(struct string *s, const char *const *words, size_t n);
void fuzz_replace(struct string *s, size_t at, size_t n, const char *by, size_t by_n);

#endif
