// SPDX-License-Identifier: MIT
// plot: what the figures share; plot.h has the contract.

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "plot.h"
#include "todo.h"

const char *plot_name(const struct plot *o, const char *file, size_t i)
{
	if (i < o->n_labels)
		return o->label[i];
	const char *slash = strrchr(file, '/');
	return slash && slash[1] ? slash + 1 : file;
}

void plot_names(struct plot *o)
{
	char **name = mem_new(o->n, sizeof *name);
	for (size_t i = 0; i < o->n; i++) {
		struct string s = {0};
		picture_clean(&s, plot_name(o, o->file[i], i), 40);
		name[i] = s.text;
	}
	picture_texts(&o->picture, "label", name, o->n);
	for (size_t i = 0; i < o->n; i++)
		free(name[i]);
	free(name);
}

void plot_titles(struct plot *o, const char *title, const char *xlabel, const char *ylabel)
{
	picture_text(&o->picture, "title", o->title ? o->title : title);
	picture_text(&o->picture, "xlabel", o->xlabel ? o->xlabel : xlabel);
	picture_text(&o->picture, "ylabel", o->ylabel ? o->ylabel : ylabel);
}

int plot_enter(const char *folder)
{
	const int back = open(".", O_RDONLY | O_CLOEXEC);
	if (back < 0)
		die_errno("the working folder");
	plan_enter(folder);
	return back;
}

void plot_leave(int back)
{
	if (fchdir(back))
		die_errno("the working folder");
	close(back);
}

void plot_count(struct string *to, uint64_t n)
{
	char digits[24];
	const int length = snprintf(digits, sizeof digits, "%" PRIu64, n);
	for (int i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			string_puts(to, ",");
		string_add(to, digits + i, 1);
	}
}
