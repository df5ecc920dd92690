// SPDX-License-Identifier: MIT
// costs: what tasks may take; costs.h has the contract.

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "costs.h"
#include "tasklog.h" // tasklog_name

static const double least = 0.002;    // seconds: starting a task
static const double guessed_rate = 1e8; // bytes a second

struct seen {
	double seconds, bytes;
	size_t n;
};

struct costs {
	struct logs *logs;
	struct dict *task, *stage; // what was seen of them, from one
	struct seen *seen;
	size_t n, room;
};

struct costs *costs_open(void)
{
	struct costs *c = mem_new(1, sizeof *c);
	*c = (struct costs){.logs = logs_open(false), .task = dict_new(), .stage = dict_new()};
	return c;
}

void costs_close(struct costs *c)
{
	logs_close(c->logs);
	dict_free(c->task);
	dict_free(c->stage);
	free(c->seen);
	free(c);
}

static struct seen *seen_of(struct costs *c, struct dict *d, const char *name)
{
	uint64_t *at = dict_at(d, name);
	if (!*at) {
		c->seen = mem_grow(c->seen, &c->room, c->n + 1, sizeof *c->seen);
		c->seen[c->n++] = (struct seen){0};
		*at = c->n;
	}
	return &c->seen[*at - 1];
}

void costs_learn(struct costs *c)
{
	struct log_line line;
	while (logs_next(c->logs, &line)) {
		if (line.code)
			continue;
		const double seconds = fmax(line.end - line.start, least);
		*seen_of(c, c->task, line.name) = (struct seen){seconds, (double)line.in_bytes, 1};
		char *stage = mem_copy_n(line.name, strcspn(line.name, "\t"));
		struct seen *s = seen_of(c, c->stage, stage);
		*s = (struct seen){s->seconds + seconds, s->bytes + (double)line.in_bytes, s->n + 1};
		free(stage);
	}
}

static double input_bytes(const struct target *t)
{
	double bytes = 0;
	char *words = mem_copy(t->reads), *rest = words;
	struct stat s;
	for (char *word; (word = strsep(&rest, " "));)
		if (strncmp(word, "cmd/", 4) && !stat(word, &s))
			bytes += (double)s.st_size;
	free(words);
	return bytes;
}

// Half of what a stage's tasks take on average goes with the size of the inputs: neither all nor nothing would do for all stages.
bool costs_estimate(struct costs *c, struct todo *t, size_t target)
{
	struct target *a = &t->target[target];
	struct string name = {0};
	tasklog_name(&name, a->name);
	uint64_t *at = dict_at(c->task, name.text);
	string_free(&name);
	a->guessed = false;
	if (*at) {
		a->seconds = c->seen[*at - 1].seconds;
		return true;
	}
	const double bytes = input_bytes(a);
	at = dict_at(c->stage, t->stage[a->stage].name);
	if (!*at) {
		a->seconds = least + bytes / guessed_rate;
		a->guessed = true;
		return false;
	}
	const struct seen *s = &c->seen[*at - 1];
	const double mean = s->seconds / (double)s->n;
	a->seconds = s->bytes > 0 ? mean / 2 + mean / 2 * bytes / (s->bytes / (double)s->n) : mean;
	return true;
}
