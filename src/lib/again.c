// SPDX-License-Identifier: MIT
// again: a plan planned anew; again.h has the contract.
//
// The Makefile's head has the command that planned it, from which the pipeline and its parameters are taken; data.tsv has the
// files. Each file becomes a link in the temporary folder, for each time it is wanted one, and a manifest lists them.

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "again.h"
#include "dict.h"
#include "err.h"
#include "makefile.h"
#include "mem.h"
#include "process.h"
#include "record.h"
#include "words.h"

struct again {
	char *plan, *folder;     // the user's, from the root on; the temporary one
	char *pipe;
	char **parameter;        // NAME=VALUE, inputs too
	size_t n_parameters;
	struct record *record;
	struct string output;    // folder/plan
};

static struct again *open_one; // for again_remove

// -- the user's plan -------------------------------------------------------------------------------------------

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
static char *planned_in(const struct again *a, const char *output)
{
	const size_t n = strlen(a->plan), m = strlen(output);
	if (!m || *output == '/' || m + 1 >= n || a->plan[n - m - 1] != '/' || strcmp(a->plan + n - m, output) != 0)
		return NULL;
	return mem_copy_n(a->plan, n - m);
}

static void find_pipe(struct again *a, const char *pipe, const char *output)
{
	struct string path = {0};
	char *folder = *pipe == '/' ? NULL : planned_in(a, output);
	string_printf(&path, "%s%s", folder ? folder : "", pipe);
	if (access(path.text, R_OK)) {
		path.n = 0;
		string_puts(&path, pipe);
	}
	if (access(path.text, R_OK))
		die_errno("%s: its pipeline, %s, as seen from where it was planned", a->plan, pipe);
	a->pipe = path.text;
	free(folder);
}

static void read_plan(struct again *a)
{
	char *command = read_command(a->plan), **word = words_split(command, NULL, 0), *pipe = NULL, *output = "";
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
			a->parameter = mem_resize(a->parameter, a->n_parameters + 1, sizeof *a->parameter);
			a->parameter[a->n_parameters++] = w;
		}
	}
	if (!pipe)
		die(EXIT_DATA, "%s/Makefile: not a command of evplan: %s", a->plan, command);
	size_t n = strlen(output);
	while (n && output[n - 1] == '/')
		output[--n] = '\0';
	find_pipe(a, pipe, output);
	free(word);
	free(command);
	struct string path = {0};
	string_printf(&path, "%s/data.tsv", a->plan);
	if (!(a->record = record_read(path.text)))
		die_errno("%s", path.text);
	string_free(&path);
}

// -- the temporary folder --------------------------------------------------------------------------------------

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st, (void)where;
	return kind == FTW_DP ? rmdir(path) : unlink(path);
}

static void remove_tree(const char *path)
{
	if (nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) && errno != ENOENT)
		warn("%s: %s", path, strerror(errno));
}

struct again *again_open(const char *plan, const char *where)
{
	struct again *a = mem_new(1, sizeof *a);
	struct string folder = {0};
	a->plan = realpath(plan, NULL);
	if (!a->plan)
		die_errno("%s", plan);
	read_plan(a);
	if (where)
		string_printf(&folder, "%s/evbench.XXXXXX", where);
	else
		string_printf(&folder, "%s.bench.XXXXXX", a->plan);
	if (!mkdtemp(folder.text))
		die_errno("%s", folder.text);
	a->folder = realpath(folder.text, NULL);
	string_free(&folder);
	string_printf(&a->output, "%s/plan", a->folder);
	open_one = a;
	return a;
}

void again_remove(void)
{
	if (open_one)
		remove_tree(open_one->folder);
	open_one = NULL;
}

void again_close(struct again *a)
{
	again_remove();
	for (size_t i = 0; i < a->n_parameters; i++)
		free(a->parameter[i]);
	free(a->parameter);
	free(a->plan);
	free(a->folder);
	free(a->pipe);
	record_free(a->record);
	string_free(&a->output);
	free(a);
}

static _Noreturn void fail(const char *what)
{
	const int error = errno;
	again_remove();
	errno = error;
	die_errno("%s", what);
}

// -- inputs ----------------------------------------------------------------------------------------------------

// An input that is mapped over has a task for each file; others are there once, whatever the size of the work.
static bool is_mapped(const struct again *a, const char *input)
{
	struct string path = {0}, map = {0};
	char *line = NULL;
	size_t room = 0;
	bool mapped = false;
	string_printf(&path, "%s/cmd", a->plan);
	string_printf(&map, "map(%s", input);
	DIR *dir = opendir(path.text);
	if (!dir)
		fail(path.text);
	for (struct dirent *e; (e = readdir(dir));) {
		path.n = 0;
		string_printf(&path, "%s/cmd/%s", a->plan, e->d_name);
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

// range(LO, HI) so many times as long.
static void add_range(const struct row *r, size_t times, struct string *value)
{
	long long lo, hi;
	if (sscanf(r->path, "range(%lld, %lld)", &lo, &hi) != 2 || (hi - lo) > LLONG_MAX / (long long)times - llabs(lo))
		die(EXIT_DATA, "data.tsv: not a range: %s", r->path);
	string_printf(value, "range(%lld, %lld)", lo, lo + (hi - lo) * (long long)times);
}

static void make_folder(const char *path)
{
	if (mkdir(path, 0777) && errno != EEXIST)
		fail(path);
}

// "path<tab>channel<tab>year", or "PATH<tab>4mu<tab>2011", of labels "channel=4mu,year=2011".
static void write_line(FILE *f, const char *first, const char *labels, bool names)
{
	fputs(first, f);
	for (const char *p = labels; *p;) {
		const size_t all = strcspn(p, ","), name = strcspn(p, "=");
		fprintf(f, "\t%.*s", (int)(names ? name : all - name - 1), names ? p : p + name + 1);
		p += all + (p[all] == ',');
	}
	fputs("\n", f);
}

// Links and a manifest for the files of an input, INPUT.tsv; or, for a file that is by itself, the link.
static void add_files(const struct again *a, const char *input, size_t times, struct string *value)
{
	struct string folder = {0}, link = {0};
	struct dict *seen = dict_new();
	size_t n = 0;
	string_printf(&folder, "%s/%s", a->folder, input);
	make_folder(folder.text);
	string_printf(&link, "%s.tsv", folder.text);
	FILE *f = fopen(link.text, "w");
	if (!f)
		fail(link.text);
	for (size_t i = 0; i < a->record->n; i++) {
		const struct row *r = &a->record->row[i];
		if (strcmp(r->input, input) != 0 || (*dict_at(seen, r->path))++)
			continue;
		if (!n)
			write_line(f, "path", r->labels, true);
		for (size_t k = 0; k < times; k++) {
			link.n = 0;
			string_printf(&link, "%s/%zu", folder.text, n++);
			if (symlink(r->path, link.text) && errno != EEXIST)
				fail(link.text);
			write_line(f, link.text, r->labels, false);
		}
	}
	if (fclose(f))
		fail(folder.text);
	if (n == 1 && !is_mapped(a, input))
		string_puts(value, link.text);
	else
		string_printf(value, "@%s.tsv", folder.text);
	dict_free(seen);
	string_free(&folder);
	string_free(&link);
}

// -- planning --------------------------------------------------------------------------------------------------

static bool is_input(const struct again *a, const char *parameter)
{
	const size_t n = strcspn(parameter, "=");
	for (size_t i = 0; i < a->record->n; i++)
		if (!strncmp(a->record->row[i].input, parameter, n) && !a->record->row[i].input[n])
			return true;
	return false;
}

static void add_word(char ***word, size_t *n, const char *text)
{
	*word = mem_resize(*word, *n + 2, sizeof **word);
	(*word)[(*n)++] = mem_copy(text);
	(*word)[*n] = NULL;
}

static void add_inputs(const struct again *a, size_t times, char ***word, size_t *n)
{
	struct dict *seen = dict_new();
	for (size_t i = 0; i < a->record->n; i++) {
		const struct row *r = &a->record->row[i];
		struct string value = {0};
		if ((*dict_at(seen, r->input))++)
			continue;
		const bool range = *r->path != '/', fixed = !strcmp(r->input, r->path); // a range that stands in the pipeline has no name
		const size_t copies = times > 1 && is_mapped(a, r->input) ? times : 1;
		if (fixed && copies > 1) {
			again_remove();
			die(EXIT_USAGE, "weak scaling: %s has no name by which it could be made longer: give it one in the pipeline", r->path);
		}
		string_printf(&value, "%s=", r->input);
		if (range)
			add_range(r, copies, &value);
		else
			add_files(a, r->input, copies, &value);
		if (!fixed)
			add_word(word, n, value.text);
		string_free(&value);
	}
	dict_free(seen);
}

static void keep(void *context, const char *line)
{
	struct string *said = context;
	string_printf(said, "%s\n", line);
}

const char *again_plan(struct again *a, size_t times)
{
	struct process p;
	struct string said = {0};
	char **word = NULL;
	size_t n = 0;
	remove_tree(a->output.text);
	add_word(&word, &n, "evplan");
	add_word(&word, &n, a->pipe);
	for (size_t i = 0; i < a->n_parameters; i++)
		if (!is_input(a, a->parameter[i]))
			add_word(&word, &n, a->parameter[i]);
	add_inputs(a, times, &word, &n);
	if (*a->record->chunk) {
		add_word(&word, &n, "-c");
		add_word(&word, &n, a->record->chunk);
	}
	add_word(&word, &n, "-o");
	add_word(&word, &n, a->output.text);
	process_start(&p, word, -1);
	while (process_step(&p, 1000, keep, &said))
		;
	if (p.status) {
		again_remove();
		die(p.status == 127 ? EXIT_SYSTEM : p.status, "%s: cannot be planned anew:\n%s", a->plan, said.n ? said.text : "");
	}
	for (size_t i = 0; i < n; i++)
		free(word[i]);
	free(word);
	string_free(&said);
	return a->output.text;
}
