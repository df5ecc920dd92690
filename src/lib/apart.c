// SPDX-License-Identifier: MIT
// apart: a part of a page made in a process of its own; apart.h has the contract.

#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "apart.h"
#include "err.h"

static _Noreturn void make_part(apart_part *part, void *context, int out, FILE *said)
{
	struct string text = {0};
	if (dup2(fileno(said), STDERR_FILENO) < 0)
		_exit(EXIT_SYSTEM);
	part(context, &text);
	for (size_t at = 0; at < text.n;) {
		const ssize_t n = write(out, text.text + at, text.n - at);
		if (n < 0 && errno != EINTR)
			die_errno("a pipe");
		at += n > 0 ? (size_t)n : 0;
	}
	_exit(EXIT_GOOD);
}

static void read_all(int from, struct string *to)
{
	char piece[65536];
	for (ssize_t n; (n = read(from, piece, sizeof piece)) > 0 || (n < 0 && errno == EINTR);)
		if (n > 0)
			string_add(to, piece, (size_t)n);
}

bool apart(apart_part *part, void *context, struct string *to, struct string *said)
{
	const size_t before = to->n;
	int ends[2], status = 0;
	FILE *messages = tmpfile();
	if (!messages || pipe(ends))
		die_errno("a temporary file or a pipe");
	fflush(NULL);
	const pid_t pid = fork();
	if (pid < 0)
		die_errno("fork");
	if (!pid) {
		close(ends[0]);
		make_part(part, context, ends[1], messages);
	}
	close(ends[1]);
	read_all(ends[0], to);
	close(ends[0]);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			die_errno("waitpid");
	const bool good = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_GOOD;
	lseek(fileno(messages), 0, SEEK_SET);
	read_all(fileno(messages), said);
	fclose(messages);
	if (!good) {
		to->n = before;
		string_puts(to, "");
	}
	return good;
}
