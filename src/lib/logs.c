// SPDX-License-Identifier: MIT
// logs: a plan's logs as they grow; logs.h has the contract.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "logs.h"
#include "mem.h"
#include "num.h"

enum { FIELDS = 14 }; // of a line

struct log_file {
	char *name;
	off_t place;        // what was read
	struct string text; // what of that was not given yet
	size_t given;
};

struct logs {
	struct log_file *file;
	size_t n, room, at; // at: the one that lines come from now
	bool fixed;         // no others are looked for
	struct string name;
};

static bool is_log(const char *name)
{
	size_t n = strlen(name);
	return *name != '.' && n > 4 && !strcmp(name + n - 4, ".tsv");
}

static struct log_file *find(struct logs *l, const char *name)
{
	for (size_t i = 0; i < l->n; i++)
		if (!strcmp(l->file[i].name, name))
			return &l->file[i];
	l->file = mem_grow(l->file, &l->room, l->n + 1, sizeof *l->file);
	l->file[l->n] = (struct log_file){.name = mem_copy(name)};
	return &l->file[l->n++];
}

// Opening a file anew is what makes NFS look for what others have written.
static void read_more(struct log_file *f, int dir, bool from_end)
{
	int fd = openat(dir, f->name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	if (from_end)
		f->place = lseek(fd, 0, SEEK_END);
	char piece[65536];
	f->text.n -= f->given;
	if (f->given)
		memmove(f->text.text, f->text.text + f->given, f->text.n);
	f->given = 0;
	for (ssize_t n; (n = pread(fd, piece, sizeof piece, f->place)) > 0; f->place += n)
		string_add(&f->text, piece, (size_t)n);
	close(fd);
	while (f->text.n && f->text.text[f->text.n - 1] != '\n') { // a line that is not whole may be taken back
		f->text.n--;
		f->place--;
	}
}

// Hosts may join at any time, so that the folder is looked at anew each time.
static void look(struct logs *l, bool from_end)
{
	DIR *dir = opendir("log");
	if (!dir && errno == ENOENT)
		return;
	if (!dir)
		die_errno("log");
	for (struct dirent *e; (e = readdir(dir));)
		if (is_log(e->d_name))
			read_more(find(l, e->d_name), dirfd(dir), from_end);
	closedir(dir);
	l->at = 0;
}

struct logs *logs_open(bool from_end)
{
	struct logs *l = mem_new(1, sizeof *l);
	look(l, from_end);
	return l;
}

struct logs *logs_of_files(char *const *files, size_t n)
{
	struct logs *l = mem_new(1, sizeof *l);
	l->fixed = true;
	for (size_t i = 0; i < n; i++) {
		if (access(files[i], R_OK))
			die_errno("%s", files[i]);
		read_more(find(l, files[i]), AT_FDCWD, false);
	}
	return l;
}

static char *next_text(struct log_file *f)
{
	if (f->given == f->text.n)
		return NULL;
	char *line = f->text.text + f->given, *end = memchr(line, '\n', f->text.n - f->given);
	if (!end)
		return NULL;
	*end = '\0';
	f->given += (size_t)(end + 1 - line);
	return line;
}

static double real(const char *text)
{
	double x;
	return num_real(text, text + strlen(text), &x) ? x : 0;
}

static int64_t whole(const char *text)
{
	int64_t x;
	return num_int(text, text + strlen(text), &x) ? x : 0;
}

static bool take_apart(struct logs *l, char *text, struct log_line *line)
{
	char *field[FIELDS];
	size_t n = 0;
	for (char *rest = text; rest && n < FIELDS; n++)
		field[n] = strsep(&rest, "\t");
	if (n < FIELDS || !strcmp(field[0], "stage"))
		return false;
	l->name.n = 0;
	string_printf(&l->name, "%s\t%s\t", field[0], field[1]);
	*line = (struct log_line){
		.name = l->name.text, .engine = field[2], .host = field[3], .pid = (long)whole(field[4]),
		.attempt = (int)whole(field[5]), .start = real(field[6]), .end = real(field[7]), .code = (int)whole(field[8]),
		.user = real(field[9]), .sys = real(field[10]), .maxrss_kb = (uint64_t)whole(field[11]),
		.in_bytes = (uint64_t)whole(field[12]), .out_bytes = (uint64_t)whole(field[13])};
	return true;
}

bool logs_next(struct logs *l, struct log_line *line)
{
	for (int looked = 0; looked < 2; looked++) {
		for (; l->at < l->n; l->at++)
			for (char *text; (text = next_text(&l->file[l->at]));)
				if (take_apart(l, text, line))
					return true;
		if (!looked && !l->fixed)
			look(l, false);
	}
	return false;
}

void logs_close(struct logs *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->file[i].name);
		string_free(&l->file[i].text);
	}
	free(l->file);
	string_free(&l->name);
	free(l);
}

bool logs_stopped(int code)
{
	static const int from_outside[] = {SIGINT, SIGTERM, SIGHUP, SIGKILL};
	for (size_t i = 0; i < sizeof from_outside / sizeof *from_outside; i++)
		if (code == 128 + from_outside[i])
			return true;
	return false;
}
