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

// In the plan's own folder are the stages with one result.
static size_t stage_of(struct todo *t, const char *folder, const char *file)
{
	if (strcmp(folder, "."))
		return todo_stage(t, folder);
	char *name = mem_copy_n(file + 1, strcspn(file + 1, "."));
	size_t stage = todo_stage(t, name);
	free(name);
	return stage;
}

static size_t count_folder(struct todo *t, const char *folder, size_t *count)
{
	size_t n = 0;
	DIR *dir = opendir(folder);
	if (!dir)
		return 0;
	for (struct dirent *e; (e = readdir(dir));) {
		if (!is_running(e->d_name))
			continue;
		size_t stage = stage_of(t, folder, e->d_name);
		if (stage == SIZE_MAX)
			continue;
		count[stage]++;
		n++;
	}
	closedir(dir);
	return n;
}

size_t running_count(struct todo *t, size_t *count)
{
	size_t n = 0;
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
		n += count_folder(t, folder.text, count);
	}
	string_free(&folder);
	dict_free(seen);
	return n;
}
