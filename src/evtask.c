// SPDX-License-Identifier: MIT
// evtask: runs one task. Its command writes to a temporary file, which becomes the target only when the command has
// succeeded and all is written and closed; then one line goes into the plan's log. It is the shell of the Makefiles that
// evplan writes: make calls it as `evtask TARGET PREREQUISITE... COMMAND`.

#define _GNU_SOURCE // wait4
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h> // that a killed evtask takes its command along
#endif
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "covers.h"
#include "err.h"
#include "folders.h"
#include "inputs.h"
#include "job.h"
#include "mem.h"
#include "opt.h"
#include "relay.h"
#include "slots.h"
#include "tasklog.h"
#include "words.h"

enum { OPT_CPUS = 256, OPT_RECOVER, OPT_END_JOB };

static const struct opt opts[] = {
	{OPT_CPUS, "cpus", "N", "the command may run N threads: its OMP_NUM_THREADS"},
	{OPT_RECOVER, "recover", NULL, "look at what jobs of this machine that were cut off have left"},
	{OPT_END_JOB, "end-job", NULL, "bring all to disk; the job has come to its end"},
	{0, NULL, NULL, NULL},
};
static const struct cli cli = {
	.synopsis = "[--cpus=N] TARGET [INPUT...] COMMAND",
	.purpose = "Run COMMAND with INPUT... as \"$@\"; what it prints becomes the file TARGET, whole or not at all.",
	.opts = opts,
};

static const int forwarded[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { FORWARDED = sizeof forwarded / sizeof *forwarded };
static volatile sig_atomic_t command_group;

static void forward(int sig)
{
	int error = errno;
	if (command_group > 0)
		kill(-(pid_t)command_group, sig);
	errno = error;
}

// Temporary files are called .NAME.HOST.PID, so that a later run can tell those that a dead process left behind.
static void remove_stale(const char *folder, const char *prefix)
{
	DIR *dir = opendir(*folder ? folder : ".");
	if (!dir)
		return;
	for (struct dirent *e; (e = readdir(dir));) {
		const char *pid = e->d_name + strlen(prefix);
		if (strncmp(e->d_name, prefix, strlen(prefix)) || !*pid || pid[strspn(pid, "0123456789")])
			continue;
		if (kill((pid_t)strtol(pid, NULL, 10), 0) && errno == ESRCH)
			unlinkat(dirfd(dir), e->d_name, 0);
	}
	closedir(dir);
}

static char *open_temporary(const char *target, int *fd)
{
	const char *slash = strrchr(target, '/');
	char *folder = slash ? mem_copy_n(target, (size_t)(slash + 1 - target)) : mem_copy("");
	struct string prefix = {0}, path = {0};
	string_printf(&prefix, ".%.100s.%s.", slash ? slash + 1 : target, host_name());
	string_printf(&path, "%s%s%ld", folder, prefix.text, (long)getpid());
	const int flags = O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC;
	*fd = open(path.text, flags, 0666);
	if (*fd < 0 && errno == ENOENT) {
		char *which = NULL;
		if (make_folders(target, &which))
			die_errno("%s", which);
		*fd = open(path.text, flags, 0666);
	}
	if (*fd < 0)
		die_errno("%s", path.text);
	remove_stale(folder, prefix.text);
	string_free(&prefix);
	free(folder);
	return path.text;
}

static _Noreturn void become(const char *command, const struct inputs *in)
{
	char **direct = words_split(command, in->name, in->n);
	if (direct) {
		execvp(direct[0], direct);
		if (errno != ENOENT)
			die_errno("%s", direct[0]);
	}
	char **argv = mem_new(in->n + 7, sizeof *argv), **a = argv;
	char *const fixed[] = {"bash", "-o", "pipefail", "-c", (char *)(intptr_t)command, "evtask"};
	for (size_t i = 0; i < 6; i++)
		*a++ = fixed[i];
	for (size_t i = 0; i < in->n; i++)
		*a++ = in->name[i];
	execvp(argv[0], argv);
	if (errno == ENOENT) { // no bash: sh does, but does not see a failure before the end of a pipe
		argv[2] = "sh";
		execvp(argv[2], argv + 2);
	}
	die_errno("%s", argv[0]);
}

static _Noreturn void child(const char *command, const struct inputs *in, int out, const struct relay *err, pid_t parent,
			    const sigset_t *mask)
{
	setpgid(0, 0);
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_SYSTEM);
#endif
	int null = open("/dev/null", O_RDONLY);
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0)
		die_errno("/dev/null");
	if (null > STDERR_FILENO)
		close(null);
	relay_enter(err);
	for (int i = 0; i < FORWARDED; i++) {
		struct sigaction old;
		if (!sigaction(forwarded[i], NULL, &old) && old.sa_handler == forward)
			signal(forwarded[i], SIG_DFL);
	}
	sigprocmask(SIG_SETMASK, mask, NULL);
	unsetenv("EVFARM_ONLY"); // a plan that the command runs is another
	unsetenv("EVFARM_JOB");
	become(command, in);
}

// Runs the command, passing on signals that ask it to end; gives its exit code.
static int run(const char *command, const struct inputs *in, int out, struct relay *err, struct rusage *used)
{
	sigset_t all, mask;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &mask);
	for (int i = 0; i < FORWARDED; i++) {
		struct sigaction act = {.sa_handler = forward, .sa_flags = SA_RESTART}, old;
		if (!sigaction(forwarded[i], NULL, &old) && old.sa_handler != SIG_IGN)
			sigaction(forwarded[i], &act, NULL);
	}
	relay_open(err);
	pid_t self = getpid(), pid = fork();
	if (pid < 0)
		die_errno("fork");
	if (!pid)
		child(command, in, out, err, self, &mask);
	setpgid(pid, pid); // whichever of the two comes first
	command_group = (sig_atomic_t)pid;
	sigprocmask(SIG_SETMASK, &mask, NULL);

	const int status = relay_wait(err, pid, used);
	command_group = 0;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// An event stream that lacks its end mark was cut short, whatever its writer's exit code.
static bool looks_whole(int fd, off_t size)
{
	static const unsigned char end[8] = {0xff, 0xff, 0xff, 0xff};
	unsigned char first[4], last[8];
	if (size < 8 || pread(fd, first, 4, 0) != 4 || memcmp(first, end, 4))
		return true;
	return pread(fd, last, 8, size - 8) == 8 && !memcmp(last, end, 8);
}

// The temporary file under its final name. It is dated to the task's beginning, so that an input which changed
// while the task ran counts as newer.
static int finish(const char *temporary, int fd, const char *target, struct timespec began)
{
	struct stat s;
	const struct timespec times[2] = {began, began};
	if (fstat(fd, &s))
		die_errno("%s", temporary);
	if (!looks_whole(fd, s.st_size)) {
		warn("%s: the event stream has no end mark; not kept", target);
		return EXIT_DATA;
	}
	if (futimens(fd, times) || close(fd) || rename(temporary, target)) {
		warn("%s: %s", target, strerror(errno));
		return EXIT_SYSTEM;
	}
	return EXIT_GOOD;
}

static void explain(const char *target, int code)
{
	if (code == 128 + SIGPIPE)
		warn("%s: a program in the pipe was cut off by one behind it that stopped reading (SIGPIPE)", target);
	else if (code > 128 && code <= 128 + SIGRTMAX)
		warn("%s: killed by signal %d (%s)", target, code - 128, strsignal(code - 128));
}

// A job of an engine makes what it was given, and nothing that is another job's and not there.
static bool is_ours(const char *target)
{
	const char *only = getenv("EVFARM_ONLY");
	const size_t n = strlen(target);
	for (const char *p = only; p && (p = strstr(p, target)); p += n)
		if ((p == only || p[-1] == ' ') && (!p[n] || p[n] == ' '))
			return true;
	return !only;
}

// The end of a job is a target too, which make knows by its date.
static _Noreturn void end_job(const char *target)
{
	job_end();
	if (target) {
		int fd;
		char *temporary = open_temporary(target, &fd);
		if (close(fd) || rename(temporary, target))
			die_errno("%s", target);
	}
	exit(EXIT_GOOD);
}

static int parse(int argc, char **argv)
{
	if (argc == 1 || argv[1][0] != '-')
		return 1;
	for (int key; (key = opt_next(&cli, 2, argv)) != -1;) {
		if (key == OPT_END_JOB)
			end_job(argc > 2 ? argv[2] : NULL);
		if (key == OPT_RECOVER) {
			job_recover();
			exit(EXIT_GOOD);
		}
		opt_int("--cpus", optarg, 1, 1000000);
		setenv("OMP_NUM_THREADS", optarg, 1);
	}
	return optind;
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	const int first = parse(argc, argv);
	if (argc - first < 2)
		usage_error(&cli, "give TARGET and COMMAND");
	const char *target = argv[first], *command = argv[argc - 1];
	if (!is_ours(target))
		die(EXIT_SYSTEM, "%s: is not done, and is another job's to do", target);
	slots_wait();
	struct task_record r = {.target = target};
	clock_gettime(CLOCK_REALTIME, &r.start);

	int fd;
	struct stat s;
	const bool planned = inputs_behind_command(argv + first + 1, (size_t)(argc - first - 2));
	if (planned)
		job_begin();
	char *temporary = open_temporary(target, &fd);
	if (fstat(fd, &s))
		die_errno("%s", temporary);
	struct timespec began = s.st_mtim; // by the clock of the file system, which may be another machine's
	if (planned) {
		covers_export(target);
		setenv("OMP_NUM_THREADS", "1", 0); // who asked for no processors has one
	}
	struct inputs in = inputs_find(argv + first + 1, (size_t)(argc - first - 2));
	r.in_bytes = in.bytes;
	struct relay err;
	r.code = run(command, &in, fd, &err, &r.used);
	inputs_free(&in, argv + argc - 1 - in.n);
	r.out_bytes = fstat(fd, &s) ? 0 : (uint64_t)s.st_size;
	if (r.code == EXIT_GOOD)
		r.code = finish(temporary, fd, target, began);
	else
		explain(target, r.code);
	if (r.code)
		unlink(temporary);
	relay_keep(&err, target, r.code);
	free(temporary);
	clock_gettime(CLOCK_REALTIME, &r.end);
	if (!tasklog_add(&r))
		die_errno("%s", tasklog_file());
	return r.code;
}
