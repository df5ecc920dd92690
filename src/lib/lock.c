// SPDX-License-Identifier: MIT
// lock: one evrun a plan; lock.h has the contract.

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
#include "lock.h"
#include "mem.h"
#include "tasklog.h" // host_name

static const char path[] = "log/lock";
static bool taken;

static bool read_owner(FILE *f, struct lock *l)
{
	*l = (struct lock){0};
	return fscanf(f, "%255s %ld %31s %31[^\n]", l->host, &l->pid, l->start, l->since) == 4;
}

bool lock_is_here(const struct lock *l)
{
	return !strcmp(l->host, host_name());
}

static bool is_dead(const struct lock *l)
{
	return lock_is_here(l) && process_is_dead(l->pid, l->start);
}

bool lock_read(struct lock *owner)
{
	FILE *f = fopen(path, "r");
	if (!f)
		return false;
	bool held = read_owner(f, owner) && !is_dead(owner);
	fclose(f);
	return held;
}

static char *write_ours(void)
{
	struct string temporary = {0};
	char start[START_MAX], since[32];
	time_t now = time(NULL);
	start_of_process(getpid(), start);
	strftime(since, sizeof since, "%Y-%m-%d %H:%M:%S", localtime(&now));
	string_printf(&temporary, "log/.lock.%s.%ld", host_name(), (long)getpid());
	FILE *f = fopen(temporary.text, "w");
	if (!f)
		die_errno("%s", temporary.text);
	bool failed = fprintf(f, "%s %ld %s %s\n", host_name(), (long)getpid(), start, since) < 0;
	if (fclose(f) || failed) {
		int error = errno;
		unlink(temporary.text);
		errno = error;
		die_errno("%s", temporary.text);
	}
	return temporary.text;
}

// Puts ours in the place of a dead process's lock. Two that try this at once are on the same host, so that flock keeps
// them apart: the second finds another file at the path. False if there is nothing to take over.
static bool take_over(const char *ours, struct lock *owner)
{
	struct stat opened, there;
	FILE *f = fopen(path, "r");
	if (!f)
		return false;
	if (flock(fileno(f), LOCK_EX))
		die_errno("%s of a process that is dead (remove it)", path);
	bool same = !fstat(fileno(f), &opened) && !stat(path, &there) && opened.st_ino == there.st_ino
		    && opened.st_dev == there.st_dev;
	bool done = same && (!read_owner(f, owner) || is_dead(owner)) && !rename(ours, path);
	fclose(f);
	return done;
}

bool lock_take(struct lock *owner)
{
	if (mkdir("log", 0777) && errno != EEXIST)
		die_errno("log");
	char *ours = write_ours();
	for (int tries = 0; !taken && tries < 100; tries++) {
		// link may have done its work although NFS lost the answer: the count of links tells
		struct stat s;
		taken = !link(ours, path) || (!stat(ours, &s) && s.st_nlink == 2);
		if (!taken && errno != EEXIST)
			die_errno("%s", path);
		if (taken || lock_read(owner))
			break;
		taken = take_over(ours, owner);
	}
	unlink(ours);
	free(ours);
	if (taken)
		atexit(lock_release);
	return taken;
}

void lock_release(void)
{
	struct lock l;
	FILE *f = taken ? fopen(path, "r") : NULL;
	if (f && read_owner(f, &l) && lock_is_here(&l) && l.pid == (long)getpid())
		unlink(path);
	if (f)
		fclose(f);
	taken = false;
}
