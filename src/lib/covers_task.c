// SPDX-License-Identifier: MIT
// covers_task: what a task's result is to cover, told to its command; covers.h has the contract.

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cover.h"
#include "covers.h"
#include "err.h"
#include "frame.h"

enum { MOST_IN_ENVIRONMENT = 100000 }; // Linux takes 128 KiB a variable

static void set(const char *name, const char *value)
{
	if (setenv(name, value, 1))
		die_errno("%s", name);
}

// "events/123/12345" is task 12345 of events.
static bool is_task(const char *target, const char **id)
{
	uint64_t folder, number;
	char again[64];
	size_t stage = strcspn(target, "/.");
	if (target[stage] != '/' || sscanf(target + stage, "/%" SCNu64 "/%" SCNu64, &folder, &number) != 2)
		return false;
	snprintf(again, sizeof again, "/%" PRIu64 "/%" PRIu64, number / 100, number);
	*id = strrchr(target, '/') + 1;
	return strcmp(target + stage, again) == 0;
}

// A set that the environment does not hold goes through a file without a name, which the command inherits.
static void set_expect(const char *expect)
{
	if (strlen(expect) <= MOST_IN_ENVIRONMENT) {
		set("EVFARM_EXPECT", expect);
		return;
	}
	FILE *f = tmpfile();
	if (!f || fputs(expect, f) < 0 || fflush(f))
		die_errno("temporary file");
	int fd = dup(fileno(f)); // without close-on-exec
	if (fd < 0)
		die_errno("temporary file");
	char name[40];
	snprintf(name, sizeof name, "@/dev/fd/%d", fd);
	set("EVFARM_EXPECT", name);
	fclose(f);
}

static void use_row(char *row)
{
	char *tab = strchr(row, '\t');
	if (!tab)
		die(EXIT_DATA, "covers.tsv: damaged; plan anew");
	*tab = '\0';
	set("EVFARM_COVERS", row);
	if (strcmp(tab + 1, "-") != 0)
		set_expect(tab + 1);
}

// The row of the target: TARGET COVERS EXPECTS.
static void look_up(FILE *f, const char *target)
{
	struct frame_in frame = {0};
	char *line = NULL, *row = NULL;
	size_t room = 0, length = strlen(target);
	for (ssize_t n; (n = getline(&line, &room, f)) > 0;) {
		frame_line(&frame, line, (size_t)n);
		if (!row && strncmp(line, target, length) == 0 && line[length] == '\t')
			row = mem_copy_n(line + length + 1, strcspn(line + length + 1, "\n"));
	}
	if (ferror(f))
		die_errno("covers.tsv");
	if (!frame.ended)
		die(EXIT_DATA, "covers.tsv: damaged; plan anew");
	if (row)
		use_row(row);
	free(row);
	free(line);
}

void covers_export(const char *target)
{
	const char *id;
	unsetenv("EVFARM_COVERS");
	unsetenv("EVFARM_EXPECT");
	if (is_task(target, &id)) {
		set("EVFARM_COVERS", id);
	} else if (!strchr(target, '.') || strcspn(target, "/") < strcspn(target, ".")) { // no part of a merge
		FILE *f = fopen("covers.tsv", "r");
		if (!f && errno == ENOENT)
			return;
		if (!f)
			die_errno("covers.tsv");
		look_up(f, target);
		fclose(f);
	}
}
