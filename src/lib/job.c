// SPDX-License-Identifier: MIT
// job: the markers of jobs; job.h has the contract. job_results.c looks at what they have left.

#define _GNU_SOURCE // syncfs

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "alive.h"
#include "err.h"
#include "job.h"
#include "job_results.h"
#include "mem.h"
#include "tasklog.h" // host_name

enum { BOOT_MAX = 64 };

struct marker {
	char *name; /* in log/ */
	long pid;
	char boot[BOOT_MAX], start[START_MAX];
	struct job_since since;
};

// Which boot of the machine this is; "-" if that cannot be known.
static void boot_id(char boot[BOOT_MAX])
{
	FILE *f = fopen("/proc/sys/kernel/random/boot_id", "r");
	if (!f || fscanf(f, "%63s", boot) != 1)
		strcpy(boot, "-");
	if (f)
		fclose(f);
}

static bool same_boot(const struct marker *m)
{
	char boot[BOOT_MAX];
	boot_id(boot);
	return strcmp(boot, "-") && !strcmp(boot, m->boot);
}

// The process whose life is that of the job: the one that EVFARM_JOB names, "HOST PID", if that is on this host; else make.
static bool job_of_environment(long *pid)
{
	const char *own = getenv("EVFARM_JOB");
	const size_t n = strlen(host_name());
	if (!own || strncmp(own, host_name(), n) || own[n] != ' ')
		return false;
	*pid = strtol(own + n, NULL, 10);
	return *pid > 0;
}

static long job_process(void)
{
	long pid;
	return job_of_environment(&pid) ? pid : (long)getppid();
}

static struct string marker_path(long pid)
{
	struct string path = {0};
	string_printf(&path, "log/job.%s.%ld", host_name(), pid);
	return path;
}

// -- the beginning -----------------------------------------------------------------------------------------------------

// BOOT START SECONDS SECONDS: struct job_since behind the boot and the process's start. Its content must not be lost in a crash, so it alone is brought to disk at once.
static bool write_marker(const char *path, long pid)
{
	char boot[BOOT_MAX], start[START_MAX];
	boot_id(boot);
	start_of_process(pid, start);
	FILE *f = fopen(path, "w");
	struct stat s;
	if (!f || fstat(fileno(f), &s))
		return false;
	bool good = fprintf(f, "%s %s %lld %lld\n", boot, start, (long long)time(NULL), (long long)s.st_mtim.tv_sec) > 0;
	good = good && !fflush(f) && !fsync(fileno(f));
	return !fclose(f) && good;
}

void job_begin(void)
{
	if (!tasklog_file())
		return;
	const long pid = job_process();
	struct string path = marker_path(pid), temporary = {0};
	if (access(path.text, F_OK)) {
		string_printf(&temporary, "log/.job.%s.%ld", host_name(), (long)getpid());
		if (!write_marker(temporary.text, pid) || rename(temporary.text, path.text))
			die_errno("%s", path.text);
		string_free(&temporary);
	}
	string_free(&path);
}

bool job_is_here(void)
{
	long pid;
	return job_of_environment(&pid);
}

void job_own(void)
{
	struct string own = {0};
	string_printf(&own, "%s %ld", host_name(), (long)getpid());
	setenv("EVFARM_JOB", own.text, 1);
	string_free(&own);
}

bool job_has_begun(void)
{
	struct string path = marker_path(job_process());
	const bool there = !access(path.text, F_OK);
	string_free(&path);
	return there;
}

// -- the markers that are there ----------------------------------------------------------------------------------------

// A marker that a crash has emptied is one of an unknown boot, and of a job that began long ago.
static void read_marker(struct marker *m, int dir)
{
	int fd = openat(dir, m->name, O_RDONLY | O_CLOEXEC);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
	strcpy(m->boot, "-");
	strcpy(m->start, "-");
	if (!f)
		return;
	if (fscanf(f, "%63s %31s %lld %lld", m->boot, m->start, &m->since.here, &m->since.file) != 4) {
		strcpy(m->boot, "-");
		m->since = (struct job_since){0};
	}
	fclose(f);
}

// The markers of this host, each read by itself; *n of them, fresh.
static struct marker *find_markers(size_t *n)
{
	struct string prefix = {0};
	struct marker *m = NULL;
	size_t room = 0;
	DIR *dir = opendir("log");
	*n = 0;
	if (!dir && errno == ENOENT)
		return NULL;
	if (!dir)
		die_errno("log");
	string_printf(&prefix, "job.%s.", host_name());
	for (struct dirent *e; (e = readdir(dir));) {
		const char *pid = e->d_name + prefix.n;
		if (strncmp(e->d_name, prefix.text, prefix.n) || !*pid || pid[strspn(pid, "0123456789")])
			continue;
		m = mem_grow(m, &room, *n + 1, sizeof *m);
		m[*n] = (struct marker){.name = mem_copy(e->d_name), .pid = strtol(pid, NULL, 10)};
		read_marker(&m[(*n)++], dirfd(dir));
	}
	closedir(dir);
	string_free(&prefix);
	return m;
}

static void forget(const struct marker *m)
{
	struct string path = {0};
	string_printf(&path, "log/%s", m->name);
	if (unlink(path.text) && errno != ENOENT)
		die_errno("%s", path.text);
	string_free(&path);
}

static void free_markers(struct marker *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(m[i].name);
	free(m);
}

// -- after a job that was cut off --------------------------------------------------------------------------------------

static bool was_cut_off(const struct marker *m)
{
	return !same_boot(m) || process_is_dead(m->pid, m->start);
}

// From when on the jobs that were cut off ran; false if there are none.
static bool cut_off_since(const struct marker *m, size_t n, struct job_since *since, bool *crashed)
{
	bool any = false;
	*crashed = false;
	for (size_t i = 0; i < n; i++) {
		if (!was_cut_off(&m[i]))
			continue;
		if (!any || m[i].since.here < since->here)
			since->here = m[i].since.here;
		if (!any || m[i].since.file < since->file)
			since->file = m[i].since.file;
		*crashed = *crashed || !same_boot(&m[i]);
		any = true;
	}
	return any;
}

void job_recover(void)
{
	struct job_since since;
	bool crashed;
	size_t n;
	int lock = open("log", O_RDONLY | O_CLOEXEC);
	if (lock < 0 && errno == ENOENT)
		return;
	if (lock < 0 || flock(lock, LOCK_EX))
		die_errno("log");
	struct marker *m = find_markers(&n);
	if (cut_off_since(m, n, &since, &crashed)) {
		if (crashed)
			job_results_after_crash(since);
		else
			job_results_after_kill(since);
		for (size_t i = 0; i < n; i++)
			if (was_cut_off(&m[i]))
				forget(&m[i]);
	}
	free_markers(m, n);
	close(lock);
}

// -- the end -----------------------------------------------------------------------------------------------------------

static void to_disk(void)
{
#ifdef __linux__
	int fd = open(".", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || syncfs(fd))
		die_errno("results cannot be brought to disk");
	close(fd);
#else
	sync();
#endif
}

// A job that ends while the others' results are brought to disk is left to itself: what counts is who was there before.
void job_end(void)
{
	size_t n, ended = 0;
	const long pid = job_process();
	struct marker *m = find_markers(&n);
	for (size_t i = 0; i < n; i++)
		if (same_boot(&m[i]) && (m[i].pid == pid || process_is_dead(m[i].pid, m[i].start))) {
			const struct marker other = m[ended];
			m[ended++] = m[i];
			m[i] = other;
		}
	to_disk();
	for (size_t i = 0; i < ended; i++)
		forget(&m[i]);
	free_markers(m, n);
}
