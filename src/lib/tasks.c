// SPDX-License-Identifier: MIT
// tasks: files cut and grouped; tasks.h has the contract.

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dict.h"
#include "err.h"
#include "mem.h"
#include "tasks.h"

enum {
	ENOUGH_TASKS = 256,    // grouping without --chunk leaves so many
	MOST_FILES = 1000,     // in a group
	MOST_TASKS = 10000000, // of an input
	LOOK = 1 << 20         // bytes looked at to see whether a file can be cut
};

struct work {
	struct tasks *t;
	const struct dataset *d;
	const struct chunking *c;
	const struct record *old;
	bool *kept, *taken; /* rows of the old record; files */
	struct dict *known; /* a task's key: the old record's first row of it, from one */
	uint64_t *next_id;
};

// -- keys: what makes a task the same task ---------------------------------------------------------------------

static void key_file(struct string *key, const char *path)
{
	string_printf(key, "%s\n", path);
}

static void key_end(struct string *key, uint64_t offset, uint64_t length, uint64_t size, const char *labels)
{
	string_printf(key, "%s", labels);
	if (length)
		string_printf(key, "\n%" PRIu64 "+%" PRIu64 "/%" PRIu64, offset, length, size);
}

// The row behind the last of the task that begins at row i.
static size_t task_end(const struct record *r, size_t i)
{
	size_t end = i + 1;
	while (end < r->n && r->row[end].id == r->row[i].id && !strcmp(r->row[end].input, r->row[i].input))
		end++;
	return end;
}

static bool of_input(const struct record *r, size_t i, const struct dataset *d)
{
	return !strcmp(r->row[i].input, d->name) && *r->row[i].path == '/';
}

static void learn_old(struct work *w)
{
	for (size_t i = 0, end; i < w->old->n; i = end) {
		end = task_end(w->old, i);
		if (!of_input(w->old, i, w->d))
			continue;
		struct string key = {0};
		const struct row *r = &w->old->row[i];
		for (size_t j = i; j < end; j++)
			key_file(&key, w->old->row[j].path);
		key_end(&key, r->offset, r->length, r->size, r->labels);
		*dict_at(w->known, key.text) = i + 1;
		string_free(&key);
	}
}

// -- adding tasks ----------------------------------------------------------------------------------------------

// Adds a task; files becomes its own.
static void add(struct work *w, size_t *files, size_t n, uint64_t offset, uint64_t length)
{
	struct tasks *t = w->t;
	struct string key = {0};
	if (t->n == MOST_TASKS)
		die(EXIT_USAGE, "%s: more than %d tasks; a larger --chunk makes fewer", w->d->name, (int)MOST_TASKS);
	for (size_t i = 0; i < n; i++) {
		key_file(&key, w->d->file[files[i]].path);
		w->taken[files[i]] = true;
	}
	char *labels = dataset_labels(w->d, files[0]);
	key_end(&key, offset, length, w->d->file[files[0]].size, labels);
	uint64_t row = w->old ? *dict_at(w->known, key.text) : 0, id;
	if (row) {
		id = w->old->row[row - 1].id;
		for (size_t i = row - 1; i < task_end(w->old, row - 1); i++)
			w->kept[i] = true;
	} else {
		id = (*w->next_id)++;
	}
	t->task = mem_grow(t->task, &t->room, t->n + 1, sizeof *t->task);
	t->task[t->n++] = (struct task){id, files, n, offset, length};
	string_free(&key);
	free(labels);
}

static void add_one(struct work *w, size_t file, uint64_t offset, uint64_t length)
{
	size_t *files = mem_new(1, sizeof *files);
	files[0] = file;
	add(w, files, 1, offset, length);
}

// Whether a file is plain CSV in which a line end always ends a record: nothing packed and nothing quoted, as far as a first
// look shows.
static bool can_be_cut(const struct file *f)
{
	char *text = mem_new(LOOK, 1);
	int fd = open(f->path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, LOOK);
	if (n < 0)
		die_errno("%s", f->path);
	close(fd);
	bool packed = n >= 4 && (!memcmp(text, "\x1f\x8b", 2) || !memcmp(text, "\xff\xff\xff\xff", 4));
	bool yes = !packed && !memchr(text, '"', (size_t)n);
	free(text);
	return yes;
}

static bool to_be_cut(const struct work *w, size_t file)
{
	const struct file *f = &w->d->file[file];
	return w->c->allowed && f->size > w->c->size && can_be_cut(f);
}

static void cut(struct work *w, size_t file)
{
	uint64_t size = w->d->file[file].size, n = (size - 1) / w->c->size + 1;
	for (uint64_t i = 0, offset = 0; i < n; i++) {
		uint64_t length = size / n + (i < size % n);
		add_one(w, file, offset, length);
		offset += length;
	}
}

// A group that is being filled: the files of one set of labels.
struct group {
	size_t *file, n, room;
	uint64_t bytes;
};

static uint64_t group_limit(const struct work *w)
{
	uint64_t total = 0;
	if (w->c->given)
		return w->c->size;
	if (w->d->n <= ENOUGH_TASKS)
		return 0;
	for (size_t i = 0; i < w->d->n; i++)
		total += w->d->file[i].size;
	return total / ENOUGH_TASKS < w->c->size ? total / ENOUGH_TASKS : w->c->size;
}

static void close_group(struct work *w, struct group *g)
{
	if (g->n)
		add(w, g->file, g->n, 0, 0);
	*g = (struct group){0};
}

static void add_rest(struct work *w)
{
	struct dict *index = dict_new();
	struct group *group = NULL;
	size_t n = 0, room = 0;
	const uint64_t limit = w->c->allowed ? group_limit(w) : 0;
	for (size_t i = 0; i < w->d->n; i++) {
		if (w->taken[i])
			continue;
		if (to_be_cut(w, i)) {
			cut(w, i);
			continue;
		}
		const uint64_t size = w->d->file[i].size;
		if (size >= limit) {
			add_one(w, i, 0, 0);
			continue;
		}
		char *labels = dataset_labels(w->d, i);
		uint64_t *at = dict_at(index, labels);
		free(labels);
		if (!*at) {
			group = mem_grow(group, &room, n + 1, sizeof *group);
			group[n++] = (struct group){0};
			*at = n;
		}
		struct group *g = &group[*at - 1];
		if (g->bytes + size > limit || g->n == MOST_FILES)
			close_group(w, g);
		g->file = mem_grow(g->file, &g->room, g->n + 1, sizeof *g->file);
		g->file[g->n++] = i;
		g->bytes += size;
	}
	for (size_t i = 0; i < n; i++)
		close_group(w, &group[i]);
	free(group);
	dict_free(index);
}

// Groups that were formed before stay as they are while all their files are there, whatever comes or goes beside them.
static void keep_old_groups(struct work *w)
{
	struct dict *index = dict_new();
	for (size_t i = 0; i < w->d->n; i++)
		*dict_at(index, w->d->file[i].path) = i + 1;
	for (size_t i = 0, end; i < w->old->n; i = end) {
		end = task_end(w->old, i);
		if (end == i + 1 || !of_input(w->old, i, w->d))
			continue;
		size_t *files = mem_new(end - i, sizeof *files);
		bool all = true;
		for (size_t j = i; all && j < end; j++) {
			files[j - i] = *dict_at(index, w->old->row[j].path) - 1;
			all = files[j - i] < w->d->n && !to_be_cut(w, files[j - i]);
			char *labels = all ? dataset_labels(w->d, files[j - i]) : NULL;
			all = all && !strcmp(labels, w->old->row[i].labels);
			free(labels);
		}
		if (all)
			add(w, files, end - i, 0, 0);
		else
			free(files);
	}
	dict_free(index);
}

static int by_id(const void *a, const void *b)
{
	const struct task *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

struct tasks *tasks_form(const struct dataset *d, const struct chunking *c, const struct record *old, bool *kept,
			 uint64_t *next_id)
{
	struct tasks *t = mem_new(1, sizeof *t);
	struct work w = {t, d, c, old, kept, mem_new(d->n + 1, sizeof(bool)), dict_new(), next_id};
	t->data = d;
	if (old) {
		learn_old(&w);
		if (c->allowed && c->same)
			keep_old_groups(&w);
	}
	add_rest(&w);
	if (t->n)
		qsort(t->task, t->n, sizeof *t->task, by_id);
	free(w.taken);
	dict_free(w.known);
	return t;
}

void tasks_free(struct tasks *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->task[i].file);
	free(t->task);
	free(t);
}
