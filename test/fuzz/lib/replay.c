// SPDX-License-Identifier: MIT
// replay: meets the inputs FILE..., each in a process of its own with bounded memory and time, with the library as it is.
// Prints what goes wrong, and how many inputs were met; fails if anything went wrong.

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fuzz.h"

#ifdef __SANITIZE_ADDRESS__
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif
enum { SECONDS = 20, MEGABYTES = 512, FAILED = 99 };

static char *must; // shared with the parent: what must hold now, or ""
enum { MUST_ROOM = 4096 };

size_t LLVMFuzzerMutate(unsigned char *data, size_t n, size_t most);

void fuzz_must(const char *what)
{
	snprintf(must, MUST_ROOM, "%s", what ? what : "");
}

void fuzz_fail(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fputs("fuzz: ", stderr);
	vfprintf(stderr, format, args);
	fputs("\n", stderr);
	va_end(args);
	_exit(FAILED);
}

uint32_t fuzz_random(uint32_t below)
{
	(void)below;
	return 0;
}

void fuzz_bytes(struct string *s)
{
	(void)s;
}

// How the child ended: its exit code, or -1 and a word in *how.
static int wait_for(pid_t child, struct string *how)
{
	int status;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			die_errno("wait");
	if (WIFSIGNALED(status))
		string_printf(how, "killed by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) && !(fuzzer.codes & 1u << WEXITSTATUS(status) % 32 && WEXITSTATUS(status) < 32))
		string_printf(how, "exit %d", WEXITSTATUS(status));
	else if (WEXITSTATUS(status) && *must)
		string_printf(how, "%s: exit %d", must, WEXITSTATUS(status));
	else
		return WEXITSTATUS(status);
	return -1;
}

int fuzz_try(void (*act)(void *context), void *context)
{
	struct string how = {0};
	pid_t child = fork();
	if (child < 0)
		die_errno("fork");
	if (child == 0) {
		act(context);
		_exit(EXIT_GOOD);
	}
	int code = wait_for(child, &how);
	if (code < 0)
		fuzz_fail("%s", how.text);
	return code ? code : -1;
}

static _Noreturn void meet(const char *file)
{
	struct string s = {0};
	char piece[4096];
	FILE *f = fopen(file, "r");
	if (!f)
		fuzz_fail("%s: %s", file, strerror(errno));
	for (size_t n; (n = fread(piece, 1, sizeof piece, f));)
		string_add(&s, piece, n);
	fclose(f);
	setrlimit(RLIMIT_CPU, &(struct rlimit){SECONDS, SECONDS});
	if (!SANITIZED)
		setrlimit(RLIMIT_AS, &(struct rlimit){(rlim_t)MEGABYTES << 20, (rlim_t)MEGABYTES << 20});
	if (fuzzer.prepare)
		fuzzer.prepare();
	char *copy = mem_copy_n(s.n ? s.text : "", s.n); // of its own size
	size_t n = s.n;
	string_free(&s);
	fuzzer.parse(copy, n);
	_exit(EXIT_GOOD);
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	must = mmap(NULL, MUST_ROOM, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (must == MAP_FAILED)
		die_errno("memory");
	int wrong = 0;
	for (int i = 1; i < argc; i++) {
		struct string how = {0};
		fuzz_must(NULL);
		pid_t child = fork();
		if (child < 0)
			die_errno("fork");
		if (child == 0)
			meet(argv[i]);
		if (wait_for(child, &how) < 0) {
			printf("%s: %s\n", argv[i], how.text);
			wrong++;
		}
		string_free(&how);
	}
	printf("%d inputs met, %d with harm\n", argc - 1, wrong);
	close_stdout();
	return wrong ? EXIT_DATA : EXIT_GOOD;
}
