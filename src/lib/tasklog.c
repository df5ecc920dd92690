// SPDX-License-Identifier: MIT
// tasklog: a line a task; tasklog.h has the contract. Each host has a file of its own, because appending from several
// hosts to one file may tear lines on NFS; on one host a single write with O_APPEND is not interleaved with others, and a
// lock is held over it so that a line of which a full disk took only a part can be taken back.

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h> // flock
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "tasklog.h"

static const char header[] = "stage\ttask\tengine\thost\tpid\tattempt\tstart\tend\texit\tuser_s\tsys_s\tmaxrss_kb"
			     "\tin_bytes\tout_bytes\n";

const char *host_name(void)
{
	static char name[HOST_NAME_MAX + 1];
	if (!*name && (gethostname(name, sizeof name) || !*name))
		strcpy(name, "localhost");
	name[sizeof name - 1] = '\0';
	for (char *p = name; *p; p++)
		if (*p <= ' ' || *p == '/' || *p == 0x7f)
			*p = '_';
	return name;
}

const char *tasklog_file(void)
{
	static struct string file;
	struct stat s;
	if (!file.n && !stat("log", &s) && S_ISDIR(s.st_mode))
		string_printf(&file, "log/%s.tsv", host_name());
	return file.text;
}

static bool write_whole(int fd, const char *text, size_t n)
{
	ssize_t done = write(fd, text, n);
	if (done >= 0 && done < (ssize_t)n)
		errno = ENOSPC;
	return done == (ssize_t)n;
}

// Appends a line whole or not at all.
static bool append(int fd, const char *line, size_t n)
{
	flock(fd, LOCK_EX); // where it cannot be had, the line is nearly always whole all the same
	off_t end = lseek(fd, 0, SEEK_END);
	if (write_whole(fd, line, n))
		return true;
	int error = errno;
	(void)!ftruncate(fd, end); // the write's error is the one to tell
	errno = error;
	return false;
}

// A new log appears with its header line, whoever of several writers comes first.
static bool create(const char *file)
{
	struct string temporary = {0};
	string_printf(&temporary, "log/.%s.%ld", host_name(), (long)getpid());
	int fd = open(temporary.text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		return false;
	bool good = write_whole(fd, header, sizeof header - 1);
	good = !close(fd) && good && (!link(temporary.text, file) || errno == EEXIST);
	int error = errno;
	unlink(temporary.text);
	string_free(&temporary);
	errno = error;
	return good;
}

// Text of others as one field: without anything that ends a field or a line.
static void add_field(struct string *line, const char *text, size_t n)
{
	if (!n)
		string_add(line, "-", 1);
	for (size_t i = 0; i < n; i++)
		string_add(line, (unsigned char)text[i] < ' ' ? "?" : text + i, 1);
	string_add(line, "\t", 1);
}

static void add_environment(struct string *line, const char *name, const char *otherwise)
{
	const char *value = getenv(name);
	if (!value || !*value)
		value = otherwise;
	add_field(line, value, strlen(value));
}

// "events/123/12345" is task 12345 of events, "hist" the one task of hist, "hist/4mu,2011" its task 4mu,2011, and
// "hist.part/100/3" its task 100/3.
void tasklog_name(struct string *line, const char *target)
{
	const char *slash = strchr(target, '/');
	size_t stage = slash ? (size_t)(slash - target) : strlen(target);
	const char *task = slash ? slash + 1 : "";
	if (stage > 5 && !strncmp(target + stage - 5, ".part", 5)) {
		stage -= 5;
	} else {
		size_t folder = strspn(task, "0123456789");
		if (folder && task[folder] == '/')
			task += folder + 1;
	}
	add_field(line, target, stage);
	add_field(line, task, strlen(task));
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int open_log(const char *file)
{
	int fd = open(file, O_WRONLY | O_APPEND | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT && create(file))
		fd = open(file, O_WRONLY | O_APPEND | O_CLOEXEC);
	return fd;
}

bool tasklog_add(const struct task_record *r)
{
	const char *file = tasklog_file();
	if (!file)
		return true;
	int fd = open_log(file);
	if (fd < 0)
		return false;
	struct string line = {0};
	tasklog_name(&line, r->target);
	add_environment(&line, "EVFARM_ENGINE", "make");
	add_field(&line, host_name(), strlen(host_name()));
	string_printf(&line, "%ld\t", (long)getpid());
	add_environment(&line, "EVFARM_ATTEMPT", "1");
	string_printf(&line, "%lld.%06ld\t%lld.%06ld\t%d\t", (long long)r->start.tv_sec, r->start.tv_nsec / 1000,
		      (long long)r->end.tv_sec, r->end.tv_nsec / 1000, r->code);
	string_printf(&line, "%.6f\t%.6f\t%ld\t%" PRIu64 "\t%" PRIu64 "\n", seconds(r->used.ru_utime), seconds(r->used.ru_stime),
		      r->used.ru_maxrss, r->in_bytes, r->out_bytes);
	bool good = append(fd, line.text, line.n);
	int error = errno;
	if (close(fd) && good) {
		good = false;
		error = errno;
	}
	string_free(&line);
	errno = error;
	return good;
}
