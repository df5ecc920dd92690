// SPDX-License-Identifier: MIT
// picture_run: gnuplot and dot at work, and the file that comes of it; picture.h has the contract.
//
// They write to a temporary file. Only what was drawn without a complaint goes on from there, whole.

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "picture.h"
#include "process.h"
#include "share.h"

static const char *const formats[] = {[PICTURE_SVG] = "svg", [PICTURE_PNG] = "png", [PICTURE_PDF] = "pdf"};

bool picture_parse(const char *name, enum picture_format *format)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (!strcmp(name, formats[i])) {
			*format = (enum picture_format)i;
			return true;
		}
	}
	return false;
}

void picture_size(struct picture *p)
{
	struct winsize w = {.ws_col = 80, .ws_row = 24};
	if (p->width)
		return;
	p->width = 800;
	p->height = 600;
	if (p->format != PICTURE_TEXT)
		return;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) || w.ws_col < 20 || w.ws_row < 8)
		w = (struct winsize){.ws_col = 80, .ws_row = 25};
	p->width = w.ws_col;
	p->height = w.ws_row - 1u; // the prompt's line
}

// -- the temporary file, which has no name; /dev/fd is how others find it

static FILE *make_temporary(char path[32])
{
	FILE *f = tmpfile();
	if (!f)
		die_errno("a temporary file");
	if (fileno(f) <= STDERR_FILENO)
		die(EXIT_SYSTEM, "standard input, output or error is closed");
	snprintf(path, 32, "/dev/fd/%d", fileno(f));
	return f;
}

static struct string read_temporary(FILE *f)
{
	struct string s = {0};
	char piece[65536];
	rewind(f);
	for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
		string_add(&s, piece, n);
	if (ferror(f))
		die_errno("a temporary file");
	fclose(f);
	return s;
}

// -- running

// What the program says, which is nothing unless something is wrong, or the locale is one that has no degree sign.
static void hear(void *context, const char *line)
{
	struct string *said = context;
	if (line[strspn(line, " \t^")] && !strstr(line, "iconv failed to convert degree sign"))
		string_printf(said, "%s%s", said->n ? "\n" : "", line);
}

static void run(char *const *argv, const char *package, const struct string *code)
{
	FILE *in = tmpfile();
	struct process p;
	struct string said = {0};
	if (!in || fwrite(code->text, 1, code->n, in) != code->n || fflush(in) || fseek(in, 0, SEEK_SET))
		die_errno("a temporary file");
	setenv("LC_ALL", "C.UTF-8", 1); // letters are counted in UTF-8, and numbers have points
	process_start(&p, argv, fileno(in));
	while (process_step(&p, -1, hear, &said))
		;
	fclose(in);
	if (p.status == 127)
		die(EXIT_SYSTEM, "%s is not there, which draws this: install the package %s", argv[0], package);
	if (p.status || said.n)
		die(EXIT_SYSTEM, "%s: %s", argv[0], said.n ? said.text : "ended without a picture");
	string_free(&said);
}

// A file that is there and is not a plain one (/dev/full, a pipe) is written to; any other is replaced at once or not at all.
static void write_file(const char *file, const struct string *s)
{
	struct stat st;
	struct string path = {0};
	const bool plain = stat(file, &st) || S_ISREG(st.st_mode);
	string_puts(&path, file);
	const mode_t mask = umask(0);
	umask(mask);
	if (plain)
		string_puts(&path, ".XXXXXX");
	const int fd = plain ? mkstemp(path.text) : open(file, O_WRONLY);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	if (!f)
		die_errno("%s", file);
	bool good = fwrite(s->text, 1, s->n, f) == s->n && !fflush(f) && (!plain || !fchmod(fd, 0666 & ~mask));
	good = !fclose(f) && good;
	if (good && plain)
		good = !rename(path.text, file);
	if (!good) {
		const int error = errno;
		if (plain)
			unlink(path.text);
		errno = error;
		die_errno("%s", file);
	}
	string_free(&path);
}

// gnuplot's text without the form feed before it and the blanks behind its lines.
static void trim(struct string *s)
{
	size_t to = 0;
	for (size_t i = 0; i < s->n; i++) {
		while (s->text[i] == '\n' && to && s->text[to - 1] == ' ')
			to--;
		if (s->text[i] != '\f')
			s->text[to++] = s->text[i];
	}
	s->n = to;
}

static void hand_over(struct picture *p, FILE *drawn)
{
	struct string s = read_temporary(drawn);
	if (!s.n)
		die(EXIT_SYSTEM, "nothing was drawn");
	if (p->format == PICTURE_TEXT)
		trim(&s);
	if (p->output)
		write_file(p->output, &s);
	else
		fwrite(s.text, 1, s.n, stdout); // close_stdout looks whether it went well
	string_free(&s);
	string_free(&p->code);
}

// -- gnuplot: all sizes that a user asks for look alike, but for their shape: fonts and lines grow with the area

double picture_scale(const struct picture *p)
{
	if (p->format == PICTURE_TEXT || !p->given)
		return 1;
	double area = (double)p->width * p->height / (800.0 * 600.0), scale = 1;
	while (scale * scale < area && scale < 8)
		scale += 0.05;
	while (scale * scale > area && scale > 0.7)
		scale -= 0.05;
	return scale;
}

static void set_terminal(struct picture *p, struct string *to)
{
	const unsigned w = p->width, h = p->height;
	const double k = picture_scale(p);
	switch (p->format) {
	case PICTURE_SVG:
		string_printf(to, "set terminal svg noenhanced size %u,%u font 'sans-serif,%.3g' linewidth %.3g "
				  "background '#ffffff'\n", w, h, 14 * k, k);
		break;
	case PICTURE_PNG:
		string_printf(to, "set terminal pngcairo noenhanced size %u,%u font 'sans,%.3g' linewidth %.3g\n", w, h, 10.5 * k, k);
		break;
	case PICTURE_PDF:
		string_printf(to, "set terminal pdfcairo noenhanced size %.4gin,%.4gin font 'sans,%.3g' fontscale 1 linewidth %.3g\n",
			      w / 100.0, h / 100.0, 8 * k, k);
		break;
	case PICTURE_TEXT:
		string_printf(to, "set terminal dumb noenhanced size %u,%u %s\n", w, h, p->colour ? "ansi256" : "mono");
		break;
	}
	string_printf(to, "as_text = %d\nmagnify = %.3f\nwidth = %u.0\nheight = %u.0\n", p->format == PICTURE_TEXT, k, w, h);
}

static void add_load(struct string *to, const char *script)
{
	struct string name = {0};
	string_printf(&name, "plots/%s.gp", script);
	char *path = share_find(name.text);
	string_puts(to, "load ");
	picture_quote(to, path);
	string_puts(to, "\n");
	free(path);
	string_free(&name);
}

void picture_draw(struct picture *p, const char *script)
{
	struct string all = {0};
	char *const argv[] = {"gnuplot", "-d", "-", NULL}; // -d: without the user's own settings
	char temporary[32];
	FILE *drawn = make_temporary(temporary);
	picture_size(p);
	set_terminal(p, &all);
	string_printf(&all, "set output '%s'\n", temporary);
	string_add(&all, p->code.text, p->code.n);
	add_load(&all, "style");
	add_load(&all, script);
	string_puts(&all, "set output\n");
	run(argv, "gnuplot-nox", &all);
	string_free(&all);
	hand_over(p, drawn);
}

void picture_graph(struct picture *p)
{
	struct string type = {0};
	char temporary[32];
	FILE *drawn = make_temporary(temporary);
	string_printf(&type, "-T%s%s", formats[p->format], p->format == PICTURE_PDF || p->format == PICTURE_PNG ? ":cairo" : "");
	char *const argv[] = {"dot", type.text, "-o", temporary, NULL};
	run(argv, "graphviz", &p->code);
	string_free(&type);
	hand_over(p, drawn);
}
