// SPDX-License-Identifier: MIT
// dataset: files with labels, or numbers; dataset.h has the contract.

#include <errno.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture.h"
#include "dataset.h"
#include "dict.h"
#include "err.h"
#include "mem.h"
#include "pipe.h"  // is_name
#include "stage.h" // parse_range

char *dataset_labels(const struct dataset *d, size_t i)
{
	struct string s = {0};
	string_puts(&s, "");
	for (size_t j = 0; j < d->n_labels; j++)
		string_printf(&s, "%s%s=%s", j ? "," : "", d->label[j], d->file[i].label[j]);
	return s.text;
}

size_t dataset_label(const struct dataset *d, const char *label)
{
	for (size_t i = 0; i < d->n_labels; i++)
		if (!strcmp(d->label[i], label))
			return i;
	return SIZE_MAX;
}

// The working folder as the user knows it, links and all.
static const char *here(void)
{
	static char *folder;
	if (folder)
		return folder;
	const char *logical = getenv("PWD");
	struct stat a, b;
	if (logical && *logical == '/' && !stat(logical, &a) && !stat(".", &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
		folder = mem_copy(logical);
	else if (!(folder = getcwd(NULL, 0)))
		die_errno("the working folder");
	return folder;
}

// The same place from the root on; without . and doubled slashes, so that a file has one name.
static char *absolute(const char *folder, const char *path)
{
	struct string whole = {0}, out = {0};
	if (*path != '/' && *folder != '/')
		string_printf(&whole, "%s/", here());
	if (*path != '/' && *folder)
		string_printf(&whole, "%s/", folder);
	string_puts(&whole, path);
	for (const char *p = whole.text; *p;) {
		size_t n = strcspn(p, "/");
		if (n && !(n == 1 && *p == '.'))
			string_printf(&out, "/%.*s", (int)n, p);
		p += n + (p[n] == '/');
	}
	string_free(&whole);
	return out.text ? out.text : mem_copy("/");
}

// Where a mistake was found: in a manifest's line or on the command line.
struct place {
	const char *name, *manifest;
	size_t line;
};

static _Noreturn void wrong(const struct place *at, const char *format, ...) __attribute__((format(printf, 2, 3)));
static _Noreturn void wrong(const struct place *at, const char *format, ...)
{
	char text[5000];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (at->manifest)
		die(EXIT_DATA, "%s:%zu: %s", at->manifest, at->line, text);
	die(EXIT_USAGE, "%s: %s", at->name, text);
}

static void check_label_name(const struct place *at, const struct dataset *d, const char *label)
{
	if (!is_name(label))
		wrong(at, "not a label's name (letters, digits and _): \"%s\"", label);
	if (dataset_label(d, label) != SIZE_MAX)
		wrong(at, "two labels called %s", label);
}

// A label names results, so it has to be a file's name, and one that make can do with.
static void check_label(const struct place *at, const char *path, const char *label, const char *value)
{
	static const char good[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-";
	if (!*value || strchr(".-", *value) || value[strspn(value, good)] || strlen(value) > 60)
		wrong(at, "%s: label %s cannot be \"%s\": letters, digits, . _ + - can stand in it, the first a letter or "
			  "digit, at most 60", path, label, value);
}

static void add_file(struct dataset *d, const struct place *at, char *path, char **label)
{
	struct stat s;
	if (strchr(path, '\n'))
		wrong(at, "a line end in a file's name: \"%s\"", path);
	if (stat(path, &s))
		wrong(at, "%s: %s", path, strerror(errno));
	if (!S_ISREG(s.st_mode))
		wrong(at, "%s: %s", path, S_ISDIR(s.st_mode) ? "is a folder, not a file" : "not a regular file");
	for (size_t i = 0; i < d->n_labels; i++)
		check_label(at, path, d->label[i], label[i]);
	d->file = mem_grow(d->file, &d->room, d->n + 1, sizeof *d->file);
	d->file[d->n++] = (struct file){path, (uint64_t)s.st_size, s.st_mtim, label};
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void read_glob(struct dataset *d, const struct place *at, const char *pattern)
{
	struct stat s;
	if (!*pattern)
		wrong(at, "an empty value, where files are meant");
	if (!stat(pattern, &s)) {
		add_file(d, at, absolute("", pattern), NULL);
		return;
	}
	char **names;
	size_t n;
	char *stars = capture_names(pattern, &names, &n);
	for (size_t i = 0; i < n; i++) {
		check_label_name(at, d, names[i]);
		d->label = mem_resize(d->label, d->n_labels + 1, sizeof *d->label);
		d->label[d->n_labels++] = names[i];
	}
	glob_t found;
	int code = glob(stars, GLOB_NOSORT, NULL, &found);
	if (code == GLOB_NOMATCH)
		wrong(at, "no file matches \"%s\"", pattern);
	if (code)
		die(EXIT_SYSTEM, "%s: %s: cannot be read", d->name, pattern);
	qsort(found.gl_pathv, found.gl_pathc, sizeof *found.gl_pathv, by_bytes);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		char **values = mem_new(n + 1, sizeof *values);
		if (capture_match(pattern, found.gl_pathv[i], values))
			add_file(d, at, absolute("", found.gl_pathv[i]), values);
		else
			free(values);
	}
	if (!d->n)
		wrong(at, "no file matches \"%s\"", pattern);
	globfree(&found);
	free(stars);
	free(names);
}

// Cuts a line at its tabs, into places of its own.
static size_t cut(char *line, char ***field, size_t *room)
{
	char *p = line;
	for (size_t n = 0;;) {
		*field = mem_grow(*field, room, n + 1, sizeof **field);
		(*field)[n++] = p;
		p = strchr(p, '\t');
		if (!p)
			return n;
		*p++ = '\0';
	}
}

static void manifest_header(struct dataset *d, const struct place *at, char **field, size_t n)
{
	if (strcmp(field[0], "path"))
		wrong(at, "a manifest begins with a line \"path\", then names of labels, separated by tabs; not \"%s\"", field[0]);
	for (size_t i = 1; i < n; i++) {
		check_label_name(at, d, field[i]);
		d->label = mem_resize(d->label, d->n_labels + 1, sizeof *d->label);
		d->label[d->n_labels++] = mem_copy(field[i]);
	}
}

static void manifest_row(struct dataset *d, const struct place *at, const char *folder, char **field, size_t n)
{
	if (n != d->n_labels + 1)
		wrong(at, "%zu fields, where the first line has %zu", n, d->n_labels + 1);
	if (!*field[0])
		wrong(at, "no path");
	char **values = mem_new(n, sizeof *values);
	for (size_t i = 1; i < n; i++)
		values[i - 1] = mem_copy(field[i]);
	add_file(d, at, absolute(folder, field[0]), values);
}

static void read_manifest(struct dataset *d, const char *file)
{
	FILE *f = fopen(file, "r");
	if (!f)
		die(EXIT_USAGE, "%s: %s: %s", d->name, file, strerror(errno));
	const char *slash = strrchr(file, '/');
	char *folder = slash ? mem_copy_n(file, (size_t)(slash + 1 - file)) : mem_copy("");
	struct place at = {d->name, file, 0};
	char *line = NULL, **field = NULL;
	size_t room = 0, line_room = 0;
	bool header = false;
	for (ssize_t n; (n = getline(&line, &line_room, f)) >= 0;) {
		at.line++;
		if ((size_t)n != strlen(line))
			wrong(&at, "a zero byte");
		while (n && strchr("\r\n", line[n - 1]))
			line[--n] = '\0';
		if (!*line)
			continue;
		size_t fields = cut(line, &field, &room);
		if (header)
			manifest_row(d, &at, folder, field, fields);
		else
			manifest_header(d, &at, field, fields);
		header = true;
	}
	if (ferror(f))
		die_errno("%s", file);
	fclose(f);
	if (!d->n)
		die(EXIT_DATA, "%s: no files in this manifest", file);
	free(folder);
	free(line);
	free(field);
}

static void refuse_twins(const struct dataset *d, const char *value)
{
	struct dict *seen = dict_new();
	for (size_t i = 0; i < d->n; i++)
		if ((*dict_at(seen, d->file[i].path))++)
			die(*value == '@' ? EXIT_DATA : EXIT_USAGE, "%s: %s: stands in it twice", *value == '@' ? value + 1 : d->name,
			    d->file[i].path);
	dict_free(seen);
}

struct dataset *dataset_read(const char *name, const char *value)
{
	struct dataset *d = mem_new(1, sizeof *d);
	struct place at = {name, NULL, 0};
	const char *reason;
	d->name = mem_copy(name);
	if (parse_range(value, &d->lo, &d->hi, &reason)) {
		if (reason)
			wrong(&at, "%s: \"%s\"", reason, value);
		d->range = true;
	} else if (*value == '@') {
		read_manifest(d, value + 1);
	} else {
		read_glob(d, &at, value);
	}
	refuse_twins(d, value);
	return d;
}

void dataset_free(struct dataset *d)
{
	for (size_t i = 0; i < d->n; i++) {
		for (size_t j = 0; d->file[i].label && j < d->n_labels; j++)
			free(d->file[i].label[j]);
		free(d->file[i].label);
		free(d->file[i].path);
	}
	for (size_t i = 0; i < d->n_labels; i++)
		free(d->label[i]);
	free(d->label);
	free(d->file);
	free(d->name);
	free(d);
}
