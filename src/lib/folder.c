// SPDX-License-Identifier: MIT
// folder: a plan's folder brought up to date; folder.h has the contract, withdraw.c removes what is no more.
//
// Whatever moment this is cut off at, planning again puts it right: data.tsv and the Makefile, which say how things were,
// are replaced last.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "covers.h"
#include "err.h"
#include "folder.h"
#include "links.h"
#include "makefile.h"
#include "mem.h"
#include "recipe.h"
#include "withdraw.h"

// -- entering --------------------------------------------------------------------------------------------------

static char *inside(const char *folder, const char *name)
{
	struct string s = {0};
	string_printf(&s, "%s/%s", folder, name);
	return s.text;
}

static bool is_there(const char *folder, const char *name)
{
	char *path = inside(folder, name);
	bool there = !access(path, F_OK);
	free(path);
	return there;
}

static bool is_empty(const char *folder)
{
	DIR *d = opendir(folder);
	if (!d && errno == ENOENT)
		return true;
	if (!d)
		die(EXIT_USAGE, "%s: %s", folder, strerror(errno));
	bool empty = true;
	for (struct dirent *e; (e = readdir(d));)
		empty = empty && (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."));
	closedir(d);
	return empty;
}

void folder_check(const char *folder, const char *pipeline)
{
	const char *slash = strrchr(pipeline, '/');
	if (is_empty(folder) || (!is_there(folder, "Makefile") && is_there(folder, "cmd") && is_there(folder, "data")))
		return;
	char *path = inside(folder, "Makefile"), *line = NULL;
	FILE *f = fopen(path, "r");
	size_t room = 0;
	if (!f || getline(&line, &room, f) < 0 || strncmp(line, makefile_mark, strlen(makefile_mark)))
		die(EXIT_USAGE, "%s: is not empty and holds no plan; choose another folder", folder);
	struct string mark = {0};
	string_printf(&mark, "%s%s, ", makefile_mark, slash ? slash + 1 : pipeline);
	if (strncmp(line, mark.text, mark.n))
		die(EXIT_USAGE, "%s: holds a plan of another pipeline, %.*s; choose another folder", folder,
		    (int)strcspn(line + strlen(makefile_mark), ","), line + strlen(makefile_mark));
	fclose(f);
	free(line);
	free(path);
	string_free(&mark);
}

struct record *folder_record(const char *folder)
{
	char *path = inside(folder, "data.tsv");
	struct record *r = record_read(path);
	free(path);
	return r;
}

static void make_folder(const char *path)
{
	if (mkdir(path, 0777) && errno != EEXIST)
		die_errno("%s", path);
}

void folder_enter(const char *folder)
{
	char *path = mem_copy(folder);
	for (char *p = path + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		make_folder(path);
		*p = '/';
	}
	make_folder(path);
	free(path);
	if (chdir(folder))
		die_errno("%s", folder);
	make_folder("data");
	make_folder("cmd");
	make_folder("log");
}

// -- files -----------------------------------------------------------------------------------------------------

static char *temporary(const char *file)
{
	struct string s = {0};
	string_printf(&s, "%s~%ld", file, (long)getpid());
	return s.text;
}

FILE *folder_create(const char *file)
{
	char *path = temporary(file);
	FILE *f = fopen(path, "w");
	if (!f)
		die_errno("%s", path);
	free(path);
	return f;
}

void folder_commit(FILE *f, const char *file)
{
	char *path = temporary(file);
	bool failed = fflush(f) || fsync(fileno(f)); // there are few: a crash must not leave half a plan
	if (fclose(f) || failed || rename(path, file)) {
		int error = errno;
		unlink(path);
		errno = error;
		die_errno("%s", file);
	}
	free(path);
}

// -- commands --------------------------------------------------------------------------------------------------

static char *read_small(const char *file)
{
	FILE *f = fopen(file, "r");
	struct string s = {0};
	char piece[4096];
	string_puts(&s, "");
	if (!f)
		return s.text;
	for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
		string_add(&s, piece, n);
	fclose(f);
	return s.text;
}

// cmd/STAGE is older than the stage's results unless the command changed. True if the stage's results mean the same as before,
// so that those of unchanged tasks can stay.
static bool write_command(const struct step *s, const char *recipe)
{
	struct string path = {0}, now = {0};
	char *shape = recipe_shape(s);
	string_printf(&path, "cmd/%s", s->stage->name);
	string_printf(&now, "%s\n%s\n", shape, recipe);
	char *before = read_small(path.text);
	bool same = !strncmp(before, now.text, strlen(shape) + 1);
	if (!same)
		withdraw_stage(s->stage->name);
	if (strcmp(before, now.text)) {
		FILE *f = folder_create(path.text);
		fputs(now.text, f);
		folder_commit(f, path.text);
	}
	free(shape);
	free(before);
	string_free(&path);
	string_free(&now);
	return same;
}

// Stages that the pipeline has no longer lose their file in cmd/; their results stay where they are.
static void forget_stages(const struct plan *p)
{
	DIR *d = opendir("cmd");
	if (!d)
		die_errno("cmd");
	for (struct dirent *e; (e = readdir(d));) {
		if (*e->d_name == '.' || pipe_stage(p->pipe, e->d_name))
			continue;
		if (is_name(e->d_name))
			warn("%s is no stage any more; its results stay as they are, outside the plan", e->d_name);
		if (unlinkat(dirfd(d), e->d_name, 0))
			die_errno("cmd/%s", e->d_name);
	}
	closedir(d);
}

void folder_update(const struct plan *p, const struct record *old, const bool *kept, const char *chunk, char *const *recipe)
{
	forget_stages(p);
	for (size_t i = 0; i < p->n_steps; i++)
		if (write_command(&p->step[i], recipe[i]) && old)
			withdraw_results(p, &p->step[i], old, kept);
	if (old)
		withdraw_links(old, kept);
	for (size_t i = 0; i < p->n_inputs; i++)
		links_make(&p->input[i], old);
	covers_write(p);
	struct frame record = {.to = folder_create("data.tsv")};
	record_head(&record, chunk);
	for (size_t i = 0; i < p->n_inputs; i++)
		links_record(&p->input[i], &record);
	frame_end(&record);
	folder_commit(record.to, "data.tsv");
}
