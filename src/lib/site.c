// SPDX-License-Identifier: MIT
// site: profiles of clusters; site.h has the contract.

#define _GNU_SOURCE // memrchr
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"
#include "needs.h" // needs_seconds
#include "num.h"
#include "process.h"
#include "site.h"

char *site_programs(void)
{
	char path[PATH_MAX];
	const ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	char *slash = n > 0 ? memrchr(path, '/', (size_t)n) : NULL;
	if (!slash)
		die_errno("/proc/self/exe");
	return mem_copy_n(path, (size_t)(slash - path));
}

// Installed, built here, or built in a folder of its own.
static char *find_file(const char *name)
{
	static const char *const places[] = {"../share/evfarm/slurm", "../slurm", "../../../slurm"};
	char *programs = site_programs(), *found = NULL;
	for (size_t i = 0; !found && i < sizeof places / sizeof *places; i++) {
		struct string path = {0};
		string_printf(&path, "%s/%s/%s", programs, places[i], name);
		found = realpath(path.text, NULL);
		string_free(&path);
	}
	free(programs);
	return found;
}

char *site_script(const char *name)
{
	char *path = find_file(name);
	if (!path)
		die(EXIT_SYSTEM, "slurm/%s is not there, beside the programs or in share/evfarm", name);
	return path;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_profile(const struct dirent *e)
{
	return *e->d_name != '.';
}

static _Noreturn void no_profile(const char *name)
{
	struct dirent **e;
	struct string all = {0};
	char *folder = site_script("sites");
	const int n = scandir(folder, &e, is_profile, by_name);
	for (int i = 0; i < n; i++)
		string_printf(&all, "%s%s", i ? ", " : "", e[i]->d_name);
	die(EXIT_USAGE, "--site: no profile \"%s\"; there are %s, or give a path with a slash", name, all.n ? all.text : "none");
}

static char *find_profile(const char *name)
{
	char *path;
	if (strchr(name, '/')) {
		path = realpath(name, NULL);
	} else {
		struct string inside = {0};
		string_printf(&inside, "sites/%s", name);
		path = find_file(inside.text);
		string_free(&inside);
	}
	if (!path)
		no_profile(name);
	return path;
}

// Lines are NAME=VALUE, in the order of the fields below.
static const char tell[] = "set -u; account='' partition='' clusters='' options='' max_array='' max_submit='' max_time=''\n"
			   "modules='' container=''; . \"$1\" >&2 || exit\n"
			   "printf '%s\\n' \"$account\" \"$partition\" \"$clusters\" \"$options\" \"$max_array\" \"$max_submit\" "
			   "\"$max_time\"\n";

static size_t number(const char *file, const char *name, const char *text)
{
	int64_t x;
	if (!*text)
		return 0;
	if (!num_int(text, text + strlen(text), &x) || x < 1)
		die(EXIT_DATA, "%s: %s: not a number: \"%s\"", file, name, text);
	return (size_t)x;
}

static char *line(char **rest)
{
	char *text = strsep(rest, "\n");
	return mem_copy(text ? text : "");
}

struct site site_read(const char *name)
{
	struct site s = {.account = mem_copy(""), .partition = mem_copy(""), .clusters = mem_copy(""), .options = mem_copy("")};
	int status;
	if (!name)
		return s;
	site_free(&s);
	s.file = find_profile(name);
	char *argv[] = {"bash", "-c", (char *)(size_t)tell, "bash", s.file, NULL};
	struct string said = process_read(argv, "", false, &status);
	if (status)
		die(EXIT_DATA, "%s: not the shell of a site profile (exit %d)", s.file, status);
	char *rest = said.text;
	s.account = line(&rest);
	s.partition = line(&rest);
	s.clusters = line(&rest);
	s.options = line(&rest);
	char *max_array = line(&rest), *max_submit = line(&rest), *max_time = line(&rest);
	s.max_array = number(s.file, "max_array", max_array);
	s.max_submit = number(s.file, "max_submit", max_submit);
	s.max_time = needs_seconds(max_time);
	if (*max_time && s.max_time <= 0)
		die(EXIT_DATA, "%s: max_time: not a time: \"%s\"", s.file, max_time);
	free(max_array);
	free(max_submit);
	free(max_time);
	string_free(&said);
	return s;
}

void site_free(struct site *s)
{
	free(s->file);
	free(s->account);
	free(s->partition);
	free(s->clusters);
	free(s->options);
	*s = (struct site){0};
}
