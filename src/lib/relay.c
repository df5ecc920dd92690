// SPDX-License-Identifier: MIT
// relay: a command's standard error, passed on and kept; relay.h has the contract.

#define _GNU_SOURCE // wait4
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "err.h"
#include "folders.h"
#include "relay.h"
#include "tasklog.h"

enum { KEEP = 65536 };

void relay_open(struct relay *r)
{
	int fd[2];
	if (pipe(fd))
		die_errno("pipe");
	fcntl(fd[0], F_SETFD, FD_CLOEXEC);
	fcntl(fd[1], F_SETFD, FD_CLOEXEC);
	fcntl(fd[0], F_SETFL, O_NONBLOCK);
	*r = (struct relay){.in = fd[0], .out = fd[1]};
}

void relay_enter(const struct relay *r)
{
	if (dup2(r->out, STDERR_FILENO) < 0)
		die_errno("standard error");
}

// What cannot be shown is kept all the same.
static void show(const char *text, ssize_t n)
{
	for (ssize_t done; n > 0 && ((done = write(STDERR_FILENO, text, (size_t)n)) >= 0 || errno == EINTR);)
		if (done > 0) {
			text += done;
			n -= done;
		}
}

// Passes on what is there; closes the pipe at its end.
static void pass_on(struct relay *r)
{
	char piece[4096];
	ssize_t n;
	while ((n = read(r->in, piece, sizeof piece)) > 0) {
		show(piece, n);
		string_add(&r->end, piece, (size_t)n);
		if (r->end.n > 2 * KEEP) {
			memmove(r->end.text, r->end.text + r->end.n - KEEP, KEEP);
			r->end.n = KEEP;
		}
	}
	if (!n || (errno != EAGAIN && errno != EINTR)) {
		close(r->in);
		r->in = -1;
	}
}

static void wake(int sig)
{
	(void)sig;
}

int relay_wait(struct relay *r, pid_t pid, struct rusage *used)
{
	const struct sigaction act = {.sa_handler = wake};
	sigset_t ended, mask;
	int status;
	sigaction(SIGCHLD, &act, NULL);
	sigemptyset(&ended);
	sigaddset(&ended, SIGCHLD);
	sigprocmask(SIG_BLOCK, &ended, &mask);
	sigdelset(&mask, SIGCHLD); // let in while waiting, and only then
	close(r->out);
	for (pid_t got; (got = wait4(pid, &status, r->in < 0 ? 0 : WNOHANG, used)) != pid;) {
		if (got < 0 && errno != EINTR)
			die_errno("wait");
		if (r->in < 0)
			continue;
		fd_set from;
		FD_ZERO(&from);
		FD_SET(r->in, &from);
		if (pselect(r->in + 1, &from, NULL, NULL, NULL, &mask) > 0)
			pass_on(r);
	}
	if (r->in >= 0)
		pass_on(r);
	if (r->in >= 0)
		close(r->in);
	return status;
}

static FILE *create(const char *file)
{
	FILE *f = fopen(file, "w");
	if (f || errno != ENOENT)
		return f;
	if (make_folders(file, NULL))
		return NULL;
	return fopen(file, "w");
}

void relay_keep(struct relay *r, const char *target, bool failed)
{
	struct string file = {0};
	if (!tasklog_file() || *target == '/') {
		string_free(&r->end);
		return;
	}
	string_printf(&file, "log/failed/%s", target);
	const size_t skip = r->end.n > KEEP ? r->end.n - KEEP : 0;
	FILE *f = failed ? create(file.text) : NULL;
	if (!failed) {
		unlink(file.text);
	} else if (f) {
		fwrite(r->end.text ? r->end.text + skip : "", 1, r->end.n - skip, f);
		fclose(f);
	}
	string_free(&file);
	string_free(&r->end);
}
