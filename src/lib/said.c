// SPDX-License-Identifier: MIT
// said: what elements of SLURM jobs print; said.h has the contract.

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "said.h"

void said_follow(struct said *s, const char *job)
{
	struct string name = {0};
	string_printf(&name, "log/slurm/%.*s.out", (int)strcspn(job, ";"), job);
	s->file = mem_grow(s->file, &s->room, s->n + 1, sizeof *s->file);
	s->file[s->n++] = (struct said_file){.name = name.text};
}

// Whole lines; at the end, all.
static void pass_on(struct said_file *f, struct run *r)
{
	char piece[16384];
	int fd = open(f->name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	for (ssize_t n; (n = pread(fd, piece, sizeof piece - 1, f->place)) > 0;) {
		piece[n] = '\0';
		char *end = strrchr(piece, '\n'), *rest = piece;
		if (!end && n < (ssize_t)sizeof piece - 1 && !f->over)
			break;
		if (end)
			*end = '\0';
		f->place += end ? end + 1 - piece : n;
		for (char *line; (line = strsep(&rest, "\n"));)
			if (!r->stopped) // how they were ended is of no interest
				engine_say(r, line);
	}
	close(fd);
}

void said_pass_on(struct said *s, struct run *r)
{
	for (size_t i = 0; i < s->n; i++)
		if (!s->file[i].over)
			pass_on(&s->file[i], r);
}

void said_end(struct said *s, size_t job, struct run *r)
{
	if (s->file[job].over)
		return;
	s->file[job].over = true;
	pass_on(&s->file[job], r);
}

void said_free(struct said *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->file[i].name);
	free(s->file);
	*s = (struct said){0};
}
