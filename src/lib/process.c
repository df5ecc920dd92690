// SPDX-License-Identifier: MIT
// process: another program beside us; process.h has the contract.

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

#include "err.h"
#include "process.h"

static void make_pipe(int fd[2])
{
	if (pipe(fd))
		die_errno("pipe");
	for (int i = 0; i < 2; i++)
		fcntl(fd[i], F_SETFD, FD_CLOEXEC);
}

static int exit_code(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void place(int from, int to)
{
	if (from < 0 || (from != to && dup2(from, to) < 0))
		die_errno("a file for another program");
}

static _Noreturn void become(char *const *argv)
{
	signal(SIGPIPE, SIG_DFL);
	execvp(argv[0], argv);
	int error = errno;
	warn("%s: %s", argv[0], strerror(error));
	_exit(error == ENOENT ? 127 : 126);
}

void process_start(struct process *p, char *const *argv, int in)
{
	int fd[2];
	make_pipe(fd);
	const pid_t self = getpid();
	*p = (struct process){.pid = fork()};
	if (p->pid < 0)
		die_errno("fork");
	if (!p->pid) {
		setpgid(0, 0);
#ifdef __linux__
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() != self)
			_exit(EXIT_SYSTEM);
#else
		(void)self;
#endif
		place(in < 0 ? open("/dev/null", O_RDONLY) : in, STDIN_FILENO);
		place(fd[1], STDOUT_FILENO);
		place(fd[1], STDERR_FILENO);
		become(argv);
	}
	setpgid(p->pid, p->pid); // whichever of the two comes first
	close(fd[1]);
	fcntl(fd[0], F_SETFL, O_NONBLOCK);
	p->out = fd[0];
}

static void say_lines(struct process *p, const char *text, size_t n, process_say *say, void *context)
{
	for (const char *end; (end = memchr(text, '\n', n)); n -= (size_t)(end + 1 - text), text = end + 1) {
		string_add(&p->line, text, (size_t)(end - text));
		say(context, p->line.text);
		p->line.n = 0;
	}
	string_add(&p->line, text, n);
}

// False at the end.
static bool pass_on(struct process *p, process_say *say, void *context)
{
	char piece[4096];
	for (;;) {
		ssize_t n = read(p->out, piece, sizeof piece);
		if (n < 0)
			return errno == EAGAIN || errno == EINTR;
		if (!n)
			return false;
		say_lines(p, piece, (size_t)n, say, context);
	}
}

// What a process left running by it has open keeps the pipe open, too: its own end counts.
bool process_step(struct process *p, int wait_ms, process_say *say, void *context)
{
	if (!p->pid)
		return false;
	struct pollfd wait = {.fd = p->out, .events = POLLIN};
	poll(&wait, 1, wait_ms);
	const bool open = pass_on(p, say, context);
	int status;
	const pid_t got = waitpid(p->pid, &status, open ? WNOHANG : 0);
	if (!got || (got < 0 && errno == EINTR))
		return true;
	if (got < 0)
		die_errno("wait");
	pass_on(p, say, context);
	if (p->line.n)
		say(context, p->line.text);
	string_free(&p->line);
	close(p->out);
	p->pid = 0;
	p->status = exit_code(status);
	return false;
}

void process_signal(const struct process *p, int sig)
{
	if (p->pid)
		kill(-p->pid, sig);
}

struct string process_read(char *const *argv, const char *input, bool quiet, int *status)
{
	int in[2], out[2];
	struct string text = {0};
	char piece[65536];
	make_pipe(in);
	make_pipe(out);
	pid_t pid = fork();
	if (pid < 0)
		die_errno("fork");
	if (!pid) {
		place(in[0], STDIN_FILENO);
		place(out[1], STDOUT_FILENO);
		if (quiet)
			place(open("/dev/null", O_WRONLY), STDERR_FILENO);
		become(argv);
	}
	close(in[0]);
	close(out[1]);
	const size_t length = strlen(input); // less than a pipe holds
	if (write(in[1], input, length) != (ssize_t)length && errno != EPIPE)
		die_errno("%s", argv[0]);
	close(in[1]);
	string_puts(&text, "");
	for (ssize_t n; (n = read(out[0], piece, sizeof piece)) > 0 || (n < 0 && errno == EINTR);)
		if (n > 0)
			string_add(&text, piece, (size_t)n);
	close(out[0]);
	while (waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			die_errno("wait");
	*status = exit_code(*status);
	return text;
}
