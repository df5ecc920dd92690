// SPDX-License-Identifier: MIT
// job_results: results of jobs that were cut off; job_results.h has the contract.

#define _GNU_SOURCE // nftw
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dict.h"
#include "err.h"
#include "job_results.h"
#include "logs.h"
#include "mem.h"
#include "tasklog.h"
#include "whole.h"

enum { MOST_NAMED = 20 }; // of results without marks

static const double slack = 2; // seconds by which clocks may differ

// What the logs say of a result, the last time that it was made.
struct made {
	uint64_t bytes;
	double start, end;
	bool here; /* on this host */
};

struct results {
	char **file;
	struct made *made; /* end 0: nothing is known */
	size_t n, room, made_room;
};

static void add(struct results *r, const char *file, struct made made)
{
	r->file = mem_grow(r->file, &r->room, r->n + 1, sizeof *r->file);
	r->made = mem_grow(r->made, &r->made_room, r->n + 1, sizeof *r->made);
	r->file[r->n] = mem_copy(file);
	r->made[r->n++] = made;
}

static bool is_file(const char *path, struct stat *s)
{
	return !lstat(path, s) && S_ISREG(s->st_mode);
}

// Not whole, or made by a task that the log does not know as ended well.
static bool is_doubtful(const char *file, enum whole state, const struct made *m, bool crashed)
{
	struct stat s;
	if (state != WHOLE_UNKNOWN || !is_file(file, &s))
		return state == WHOLE_NOT;
	bool that = m->end && m->bytes == (uint64_t)s.st_size;
	if (crashed)
		return !(that && !m->here);
	bool newer = (double)s.st_mtim.tv_sec > m->end + slack; // made again since, by another host
	return m->end && !that && !newer;
}

static void check(struct results *r, bool crashed)
{
	enum whole *state = mem_new(r->n + 1, sizeof *state);
	size_t gone = 0, named = 0;
	whole_check(r->file, r->n, state);
	for (size_t i = 0; i < r->n; i++) {
		if (!is_doubtful(r->file[i], state[i], &r->made[i], crashed))
			continue;
		if (state[i] == WHOLE_UNKNOWN && named++ < MOST_NAMED)
			warn(crashed ? "%s: nothing in it tells whether it is whole" : "%s: its size is not what the log says",
			     r->file[i]);
		if (unlink(r->file[i]) && errno != ENOENT)
			die_errno("%s", r->file[i]);
		gone++;
	}
	if (gone)
		warn("%zu result%s of a job that was cut off %s to be made again", gone, gone == 1 ? "" : "s",
		     gone == 1 ? "is" : "are");
	free(state);
	for (size_t i = 0; i < r->n; i++)
		free(r->file[i]);
	free(r->file);
	free(r->made);
}

static struct made made_of(const struct log_line *l)
{
	return (struct made){l->out_bytes, l->start, l->end, !strcmp(l->host, host_name())};
}

// -- after a kill ------------------------------------------------------------------------------------------------------

// The file of the result that the log calls "STAGE\tTASK\t": STAGE, STAGE/TASK, STAGE/N/TASK or STAGE.part/TASK.
static bool result_file(const char *name, struct string *path)
{
	struct stat s;
	int stage = (int)strcspn(name, "\t");
	const char *task = name + stage + 1;
	int n = (int)strcspn(task, "\t");
	path->n = 0;
	if (n == 1 && *task == '-')
		string_printf(path, "%.*s", stage, name);
	else if (memchr(task, '/', (size_t)n))
		string_printf(path, "%.*s.part/%.*s", stage, name, n, task);
	else
		string_printf(path, "%.*s/%.*s", stage, name, n, task);
	if (is_file(path->text, &s))
		return true;
	path->n = 0;
	string_printf(path, "%.*s/%" PRIu64 "/%.*s", stage, name, (uint64_t)strtoull(task, NULL, 10) / 100, n, task);
	return is_file(path->text, &s);
}

void job_results_after_kill(struct job_since since)
{
	struct results r = {0};
	struct dict *last = dict_new(); // of a result: where it is in r, from 1
	struct string path = {0};
	struct logs *l = logs_open(false);
	for (struct log_line line; logs_next(l, &line);) {
		if (line.code || line.start < (double)since.here - slack || strcmp(line.host, host_name()) ||
		    !result_file(line.name, &path))
			continue;
		uint64_t *at = dict_at(last, path.text);
		if (*at) {
			r.made[*at - 1] = made_of(&line);
		} else {
			add(&r, path.text, made_of(&line));
			*at = r.n;
		}
	}
	logs_close(l);
	dict_free(last);
	string_free(&path);
	check(&r, false);
}

// -- after a crash -----------------------------------------------------------------------------------------------------

static struct {
	struct results r;
	long long since;
	struct dict *index; // of a result's name in the log: where it is in made, from 1
	struct made *made;
	size_t n, room;
} walk;

static void read_logs(void)
{
	struct logs *l = logs_open(false);
	walk.index = dict_new();
	for (struct log_line line; logs_next(l, &line);) {
		uint64_t *at = line.code ? NULL : dict_at(walk.index, line.name);
		if (!at)
			continue;
		if (!*at) {
			walk.made = mem_grow(walk.made, &walk.room, walk.n + 1, sizeof *walk.made);
			walk.made[walk.n++] = made_of(&line);
			*at = walk.n;
		} else if (walk.made[*at - 1].end <= line.end) {
			walk.made[*at - 1] = made_of(&line);
		}
	}
	logs_close(l);
}

static int see(const char *path, const struct stat *s, int type, struct FTW *place)
{
	(void)type;
	if (path[place->base] == '.' || !S_ISREG(s->st_mode) || s->st_mtim.tv_sec < walk.since)
		return 0;
	struct string name = {0};
	tasklog_name(&name, path);
	uint64_t at = *dict_at(walk.index, name.text);
	add(&walk.r, path, at ? walk.made[at - 1] : (struct made){0});
	string_free(&name);
	return 0;
}

static void see_stage(const char *stage)
{
	struct string part = {0};
	string_printf(&part, "%s.part", stage);
	const char *const folders[] = {stage, part.text};
	for (int i = 0; i < 2; i++)
		if (nftw(folders[i], see, 16, FTW_PHYS) && errno != ENOENT)
			die_errno("%s", folders[i]);
	string_free(&part);
}

// A crash may have torn the log's last line; the next one must not be spoilt by it.
static void mend_log(void)
{
	char last;
	const char *file = tasklog_file();
	int fd = file ? open(file, O_RDWR | O_APPEND | O_CLOEXEC) : -1;
	if (fd < 0)
		return;
	off_t size = lseek(fd, 0, SEEK_END);
	if (size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n' && write(fd, "\n", 1) != 1)
		die_errno("%s", file);
	close(fd);
}

void job_results_after_crash(struct job_since since)
{
	mend_log();
	read_logs();
	walk.since = since.file;
	DIR *dir = opendir("cmd");
	if (!dir)
		die_errno("cmd");
	for (struct dirent *e; (e = readdir(dir));)
		if (*e->d_name != '.')
			see_stage(e->d_name);
	closedir(dir);
	check(&walk.r, true);
	dict_free(walk.index);
	free(walk.made);
}
