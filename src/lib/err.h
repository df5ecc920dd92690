/* SPDX-License-Identifier: MIT
 * err: one voice for what goes wrong, `prog: reason`, and the exit codes.
 */
#ifndef EVFARM_ERR_H
#define EVFARM_ERR_H

#include <stdio.h>

/* The exit codes of every program. */
enum {
	EXIT_GOOD = 0,
	EXIT_SYSTEM = 1, /* I/O or memory: trying again may help */
	EXIT_USAGE = 2,  /* the command is wrong */
	EXIT_DATA = 3,   /* the input is bad: trying again will not help */
	EXIT_TASKS = 4   /* evrun: the engine did its part, but tasks failed */
};

/* Keeps the program's name, the last part of argv[0], for messages. Call it first in main. It also refuses to run
 * on a big-endian machine (EXIT_SYSTEM). */
void err_init(const char *argv0);
const char *err_program(void);

/* `prog: ` and the message and a newline on stderr, then exit with the code; flushes nothing else: what stands in
 * the stdio buffer of stdout is discarded, so that no half result appears to be whole. */
_Noreturn void die(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same with `: ` and strerror(errno) behind the message, and EXIT_SYSTEM. */
_Noreturn void die_errno(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The message, without leaving. */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Flushes and closes stdout; dies with EXIT_SYSTEM if anything written was lost (a full disk). The last call of
 * every main that prints. A closed pipe ends the program quietly with SIGPIPE's status before it comes to that. */
void close_stdout(void);

#endif
