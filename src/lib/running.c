// SPDX-License-Identifier: MIT
// running: which tasks run now; running.h has the contract.

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "running.h"
#include "tasklog.h" // host_name

// .NAME.HOST.PID, on this host only while the process is there
static bool is_running(const char *file)
{
	const char *pid = strrchr(file, '.'), *host = host_name();
	const size_t n = strlen(host);
	if (*file != '.' || !pid || pid == file || !pid[1] || pid[1 + strspn(pid + 1, "0123456789")])
		return false;
	bool here = (size_t)(pid - file) > n + 1 && !strncmp(pid - n, host, n) && pid[-(ptrdiff_t)n - 1] == '.';
	return !here || !kill((pid_t)strtol(pid + 1, NULL, 10), 0) || errno != ESRCH;
}

// Of a target's name there is a file FOLDER/.NAME.HOST.PID; names and hosts may have dots in them.
static size_t target_of(struct todo *t, const char *folder, const char *file)
{
	struct string name = {0};
	size_t found = SIZE_MAX;
	if (strcmp(folder, "."))
		string_printf(&name, "%s/", folder);
	string_puts(&name, file + 1);
	for (char *dot; found == SIZE_MAX && (dot = strrchr(name.text, '.'));) {
		*dot = '\0';
		found = todo_find(t, name.text);
	}
	string_free(&name);
	return found;
}

typedef void visit(void *context, size_t target);

static void look_into(struct todo *t, const char *folder, visit *each, void *context)
{
	DIR *dir = opendir(folder);
	if (!dir)
		return;
	for (struct dirent *e; (e = readdir(dir));) {
		const size_t i = is_running(e->d_name) ? target_of(t, folder, e->d_name) : SIZE_MAX;
		if (i != SIZE_MAX)
			each(context, i);
	}
	closedir(dir);
}

static void each_running(struct todo *t, visit *each, void *context)
{
	struct dict *seen = dict_new();
	struct string folder = {0};
	for (size_t i = 0; i < t->n; i++) {
		const struct target *a = &t->target[i];
		const char *slash = strrchr(a->name, '/');
		if (a->state != TARGET_WAITS)
			continue;
		folder.n = 0;
		if (slash)
			string_add(&folder, a->name, (size_t)(slash - a->name));
		else
			string_puts(&folder, ".");
		uint64_t *at = dict_at(seen, folder.text);
		if (*at)
			continue;
		*at = 1;
		look_into(t, folder.text, each, context);
	}
	string_free(&folder);
	dict_free(seen);
}

struct counts {
	const struct todo *todo;
	size_t *count, n;
};

static void count_one(void *context, size_t target)
{
	struct counts *c = context;
	c->count[c->todo->target[target].stage]++;
	c->n++;
}

size_t running_count(struct todo *t, size_t *count)
{
	struct counts c = {t, count, 0};
	each_running(t, count_one, &c);
	return c.n;
}

static void mark_one(void *context, size_t target)
{
	((bool *)context)[target] = true;
}

void running_mark(struct todo *t, bool *runs)
{
	each_running(t, mark_one, runs);
}
