// SPDX-License-Identifier: MIT
// links: data/ in a plan's folder; links.h has the contract.

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dict.h"
#include "err.h"
#include "links.h"
#include "mem.h"

// Making a link costs the file system some 15 microseconds, so a great many are shared out among processes.
enum { MANY_LINKS = 10000, MOST_PROCESSES = 4 };

static struct row row_of(const struct dataset *d, const struct task *t, size_t i)
{
	const struct file *f = &d->file[t->file[i]];
	return (struct row){.id = t->id, .input = d->name, .path = f->path, .offset = t->offset, .length = t->length,
			    .size = f->size, .mtime = f->mtime};
}

static char *row_key(const struct row *r)
{
	struct string s = {0};
	string_printf(&s, "%" PRIu64 " %s %" PRIu64 " %lld %ld", r->id, r->path, r->size, (long long)r->mtime.tv_sec,
		      r->mtime.tv_nsec);
	return s.text;
}

static bool unchanged(struct dict *before, const struct row *r)
{
	char *key = row_key(r);
	bool same = before && *dict_at(before, key);
	free(key);
	return same;
}

// A link that says `to`; made anew, and so dated now, if it is fresh or says something else.
static void make_link(const char *path, const char *to, bool fresh)
{
	char old[PATH_MAX + 1];
	ssize_t n = fresh ? -1 : readlink(path, old, PATH_MAX);
	if (n >= 0 && !strncmp(old, to, (size_t)n) && !to[n])
		return;
	if (!symlink(to, path))
		return;
	if (errno != EEXIST || unlink(path) || symlink(to, path))
		die_errno("%s", path);
}

static void link_task(const struct dataset *d, const struct task *t, struct dict *before)
{
	struct string path = {0}, range = {0};
	for (size_t i = 0; i < t->n; i++) {
		const struct row r = row_of(d, t, i);
		string_printf(&path, "data/%" PRIu64 "/%" PRIu64, t->id / 100, t->id);
		if (i)
			string_printf(&path, "+%zu", i);
		make_link(path.text, r.path, !unchanged(before, &r));
		string_free(&path);
	}
	if (t->length) {
		string_printf(&path, "data/%" PRIu64 "/%" PRIu64 "@", t->id / 100, t->id);
		string_printf(&range, "%" PRIu64 "+%" PRIu64, t->offset, t->length);
		make_link(path.text, range.text, false);
		string_free(&path);
		string_free(&range);
	}
}

// The folders whose number, divided by of, leaves part.
static void link_part(const struct tasks *tasks, struct dict *before, uint64_t part, uint64_t of)
{
	uint64_t folder = UINT64_MAX;
	for (size_t i = 0; i < tasks->n; i++) {
		const struct task *t = &tasks->task[i];
		if (t->id / 100 % of != part)
			continue;
		if (t->id / 100 != folder) {
			struct string path = {0};
			folder = t->id / 100;
			string_printf(&path, "data/%" PRIu64, folder);
			if (mkdir(path.text, 0777) && errno != EEXIST)
				die_errno("%s", path.text);
			string_free(&path);
		}
		link_task(tasks->data, t, before);
	}
}

static void link_in_parts(const struct tasks *tasks, struct dict *before)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	const uint64_t n = cpus < 1 ? 1 : cpus < MOST_PROCESSES ? (uint64_t)cpus : MOST_PROCESSES;
	pid_t pid[MOST_PROCESSES];
	for (uint64_t i = 1; i < n; i++) {
		pid[i] = fork();
		if (pid[i] < 0)
			die_errno("fork");
		if (!pid[i]) {
			link_part(tasks, before, i, n);
			_exit(EXIT_GOOD);
		}
	}
	link_part(tasks, before, 0, n);
	for (uint64_t i = 1; i < n; i++) {
		int status;
		if (waitpid(pid[i], &status, 0) < 0)
			die_errno("wait");
		if (status)
			die(EXIT_SYSTEM, "data: not all links could be made");
	}
}

void links_make(const struct input *in, const struct record *old)
{
	if (in->data->range)
		return;
	struct dict *before = old ? dict_new() : NULL;
	for (size_t i = 0; old && i < old->n; i++) {
		char *key = row_key(&old->row[i]);
		*dict_at(before, key) = 1;
		free(key);
	}
	if (in->tasks->n < MANY_LINKS)
		link_part(in->tasks, before, 0, 1);
	else
		link_in_parts(in->tasks, before);
	if (before)
		dict_free(before);
}

void links_record(const struct input *in, struct frame *record)
{
	if (in->data->range) {
		struct string text = {0};
		string_printf(&text, "range(%lld, %lld)", in->data->lo, in->data->hi);
		record_row(record, &(struct row){.input = in->name, .path = text.text, .labels = (char[]){""}});
		string_free(&text);
		return;
	}
	for (size_t i = 0; i < in->tasks->n; i++) {
		const struct task *t = &in->tasks->task[i];
		char *labels = dataset_labels(in->data, t->file[0]);
		for (size_t j = 0; j < t->n; j++) {
			struct row r = row_of(in->data, t, j);
			r.labels = labels;
			record_row(record, &r);
		}
		free(labels);
	}
}
