// SPDX-License-Identifier: MIT
// again: a plan planned anew; again.h has the contract.
//
// Each file becomes a link in the temporary folder, for each time it is wanted one, and a manifest lists them.

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
#include "mem.h"
#include "planned.h"
#include "process.h"

struct again {
	struct planned *planned; // the user's
	char *folder;            // the temporary one, from the root on
	struct string output;    // the plan in it
};

static struct again *open_one; // for again_remove

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
	a->planned = planned_read(plan);
	if (where)
		string_printf(&folder, "%s/evbench.XXXXXX", where);
	else
		string_printf(&folder, "%s.bench.XXXXXX", a->planned->plan);
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
	planned_free(a->planned);
	free(a->folder);
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

// range(LO, HI) so many times as long.
static void add_range(const struct row *r, size_t times, struct string *value)
{
	long long lo, hi;
	if (sscanf(r->path, "range(%lld, %lld)", &lo, &hi) != 2 || (hi - lo) > LLONG_MAX / (long long)times - llabs(lo)) {
		again_remove();
		die(EXIT_DATA, "data.tsv: not a range: %s", r->path);
	}
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
	for (size_t i = 0; i < a->planned->record->n; i++) {
		const struct row *r = &a->planned->record->row[i];
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
	if (n == 1 && !planned_is_mapped(a->planned, input))
		string_puts(value, link.text);
	else
		string_printf(value, "@%s.tsv", folder.text);
	dict_free(seen);
	string_free(&folder);
	string_free(&link);
}

// -- planning --------------------------------------------------------------------------------------------------

static void add_word(char ***word, size_t *n, const char *text)
{
	*word = mem_resize(*word, *n + 2, sizeof **word);
	(*word)[(*n)++] = mem_copy(text);
	(*word)[*n] = NULL;
}

static void add_inputs(const struct again *a, size_t times, char ***word, size_t *n)
{
	struct dict *seen = dict_new();
	for (size_t i = 0; i < a->planned->record->n; i++) {
		const struct row *r = &a->planned->record->row[i];
		struct string value = {0};
		if ((*dict_at(seen, r->input))++)
			continue;
		const bool range = *r->path != '/', fixed = !strcmp(r->input, r->path); // a range that stands in the pipeline has no name
		const size_t copies = times > 1 && planned_is_mapped(a->planned, r->input) ? times : 1;
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
	add_word(&word, &n, a->planned->pipe);
	for (size_t i = 0; i < a->planned->n; i++)
		if (!planned_is_input(a->planned, a->planned->parameter[i]))
			add_word(&word, &n, a->planned->parameter[i]);
	add_inputs(a, times, &word, &n);
	if (*a->planned->record->chunk) {
		add_word(&word, &n, "-c");
		add_word(&word, &n, a->planned->record->chunk);
	}
	add_word(&word, &n, "-o");
	add_word(&word, &n, a->output.text);
	process_start(&p, word, -1);
	while (process_step(&p, 1000, keep, &said))
		;
	if (p.status) {
		again_remove();
		die(p.status == 127 ? EXIT_SYSTEM : p.status, "%s: cannot be planned anew:\n%s", a->planned->plan, said.n ? said.text : "");
	}
	for (size_t i = 0; i < n; i++)
		free(word[i]);
	free(word);
	string_free(&said);
	return a->output.text;
}
