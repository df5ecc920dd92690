// SPDX-License-Identifier: MIT
// err: one voice for what goes wrong; err.h has the contract.

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"

static const char *program = "evfarm";

static void say(int error, const char *format, va_list args)
{
	fprintf(stderr, "%s: ", program);
	vfprintf(stderr, format, args);
	if (error)
		fprintf(stderr, ": %s", strerror(error));
	fputc('\n', stderr);
}

void err_init(const char *argv0)
{
	const char *slash = strrchr(argv0, '/');
	program = slash ? slash + 1 : argv0;

	const uint16_t one = 1;
	if (!*(const unsigned char *)&one)
		die(EXIT_SYSTEM, "this machine is big-endian; evfarm runs on little-endian machines only");
}

const char *err_program(void)
{
	return program;
}

// _exit, so that stdio does not write out what is left of a result that failed
void die(int code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	say(0, format, args);
	va_end(args);
	_exit(code);
}

void die_errno(const char *format, ...)
{
	int error = errno;
	va_list args;
	va_start(args, format);
	say(error, format, args);
	va_end(args);
	_exit(EXIT_SYSTEM);
}

void warn(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	say(0, format, args);
	va_end(args);
}

void close_stdout(void)
{
	if (ferror(stdout) || fclose(stdout))
		die_errno("standard output");
}
