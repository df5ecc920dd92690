// SPDX-License-Identifier: MIT
// best: what evscan found; best.h has the contract.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "best.h"
#include "err.h"
#include "num.h"

static double number(const char *file, const char *text)
{
	double x;
	if (!num_real(text, text + strlen(text), &x))
		die(EXIT_DATA, "%s: not a number: \"%s\"", file, text);
	return x;
}

static void take(struct best *b, const char *file, const char *key, const char *value)
{
	if (!strcmp(key, "settings"))
		b->settings = strtoull(value, NULL, 10);
	else if (!strcmp(key, "missing_tasks"))
		b->missing = mem_copy(value);
	else if (!strcmp(key, "cuts_missing_tasks"))
		b->cuts_missing = mem_copy(value);
	else if (!strcmp(key, "events"))
		b->events = number(file, value);
	else if (!strcmp(key, "signal"))
		b->signal = number(file, value);
	else if (!strcmp(key, "setting") && !(b->none = !strcmp(value, "none")))
		b->setting = strtoull(value, NULL, 10);
	else if (!b->figure && strcmp(key, "setting") != 0 && strcmp(key, "end") != 0) {
		b->figure = mem_copy(key);
		b->value = number(file, value);
	}
}

struct best *best_read(const char *file)
{
	struct best *b = mem_new(1, sizeof *b);
	char *line = NULL;
	size_t room = 0;
	b->cuts = cuts_read(file); // checks the end line too
	FILE *f = fopen(file, "r");
	if (!f)
		die_errno("%s", file);
	while (getline(&line, &room, f) > 0) {
		char *value = line + 2, *key = strsep(&value, " ");
		if (strncmp(line, "# ", 2) || !value)
			continue;
		value[strcspn(value, "\n")] = '\0';
		take(b, file, key, value);
	}
	free(line);
	fclose(f);
	if (!b->figure)
		die(EXIT_DATA, "%s: no figure of merit in it", file);
	return b;
}

void best_free(struct best *b)
{
	cuts_free(b->cuts);
	free(b->figure);
	free(b->missing);
	free(b->cuts_missing);
	free(b);
}
