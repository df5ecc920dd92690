// SPDX-License-Identifier: MIT
// planned: what a plan was made from; planned.h has the contract.
//
// The Makefile's head has the command that planned it, data.tsv the files.

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "makefile.h"
#include "mem.h"
#include "planned.h"
#include "words.h"

static char *read_command(const char *plan)
{
	static const char key[] = "# planned by: ";
	struct string path = {0};
	char *line = NULL, *command = NULL;
	size_t room = 0;
	string_printf(&path, "%s/Makefile", plan);
	FILE *f = fopen(path.text, "r");
	if (!f || getline(&line, &room, f) < 0 || strncmp(line, makefile_mark, strlen(makefile_mark)))
		die(EXIT_USAGE, "%s: holds no plan; evplan makes one", plan);
	if (getline(&line, &room, f) >= 0 && !strncmp(line, key, sizeof key - 1)) {
		line[strcspn(line, "\n")] = '\0';
		command = mem_copy(line + sizeof key - 1);
	}
	fclose(f);
	free(line);
	string_free(&path);
	if (!command)
		die(EXIT_DATA, "%s/Makefile: does not say what planned it; plan again", plan);
	return command;
}

// The folder that evplan ran in, if the output that it was given, out/zee, is the end of the plan's path; else NULL.
static char *planned_in(const struct planned *p, const char *output)
{
	const size_t n = strlen(p->plan), m = strlen(output);
	if (!m || *output == '/' || m + 1 >= n || p->plan[n - m - 1] != '/' || strcmp(p->plan + n - m, output) != 0)
		return NULL;
	return mem_copy_n(p->plan, n - m);
}

static void find_pipe(struct planned *p, const char *pipe, const char *output)
{
	struct string path = {0};
	char *folder = *pipe == '/' ? NULL : planned_in(p, output);
	string_printf(&path, "%s%s", folder ? folder : "", pipe);
	if (access(path.text, R_OK)) {
		path.n = 0;
		string_puts(&path, pipe);
	}
	if (access(path.text, R_OK))
		die_errno("%s: its pipeline, %s, as seen from where it was planned", p->plan, pipe);
	p->pipe = path.text;
	free(folder);
}

struct planned *planned_read(const char *folder)
{
	struct planned *p = mem_new(1, sizeof *p);
	p->plan = realpath(folder, NULL);
	if (!p->plan)
		die_errno("%s", folder);
	char *command = read_command(p->plan), **word = words_split(command, NULL, 0), *pipe = NULL, *output = "";
	for (size_t i = 1; word && word[i]; i++) {
		char *w = word[i];
		const bool is_o = !strncmp(w, "-o", 2), is_c = !strncmp(w, "-c", 2), is_long = !strncmp(w, "--", 2);
		char *value = is_long ? strchr(w, '=') : NULL;
		if (is_o || is_c || is_long) {
			value = value ? value + 1 : !is_long && w[2] ? w + 2 : word[i + 1] ? word[++i] : "";
			if (is_o || !strncmp(w, "--o", 3))
				output = value;
		} else if (!pipe) {
			pipe = w;
		} else {
			p->parameter = mem_resize(p->parameter, p->n + 1, sizeof *p->parameter);
			p->parameter[p->n++] = mem_copy(w);
		}
	}
	if (!pipe)
		die(EXIT_DATA, "%s/Makefile: not a command of evplan: %s", p->plan, command);
	size_t n = strlen(output);
	while (n && output[n - 1] == '/')
		output[--n] = '\0';
	find_pipe(p, pipe, output);
	for (size_t i = 0; word && word[i]; i++)
		free(word[i]);
	free(word);
	free(command);
	struct string path = {0};
	string_printf(&path, "%s/data.tsv", p->plan);
	if (!(p->record = record_read(path.text)))
		die_errno("%s", path.text);
	string_free(&path);
	return p;
}

void planned_free(struct planned *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->parameter[i]);
	free(p->parameter);
	free(p->plan);
	free(p->pipe);
	record_free(p->record);
	free(p);
}

// By the first lines of the files in cmd, which have the stages' kinds and sources.
bool planned_is_mapped(const struct planned *p, const char *input)
{
	struct string path = {0}, map = {0};
	char *line = NULL;
	size_t room = 0;
	bool mapped = false;
	string_printf(&path, "%s/cmd", p->plan);
	string_printf(&map, "map(%s", input);
	DIR *dir = opendir(path.text);
	if (!dir)
		die_errno("%s", path.text);
	for (struct dirent *e; (e = readdir(dir));) {
		path.n = 0;
		string_printf(&path, "%s/cmd/%s", p->plan, e->d_name);
		FILE *f = *e->d_name == '.' ? NULL : fopen(path.text, "r");
		if (f && getline(&line, &room, f) > 0 && !strncmp(line, map.text, map.n))
			mapped = mapped || line[map.n] == ')' || line[map.n] == ',';
		if (f)
			fclose(f);
	}
	closedir(dir);
	free(line);
	string_free(&path);
	string_free(&map);
	return mapped;
}

bool planned_is_input(const struct planned *p, const char *parameter)
{
	const size_t n = strcspn(parameter, "=");
	for (size_t i = 0; i < p->record->n; i++)
		if (!strncmp(p->record->row[i].input, parameter, n) && !p->record->row[i].input[n])
			return true;
	return false;
}
