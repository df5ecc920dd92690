// SPDX-License-Identifier: MIT
// todo: what is to be done in a plan; todo.h has the contract.
//
// Under -n make expands .SHELLFLAGS for each recipe that it would run, and no more. So with an $(info) in there, one dry
// pass names each target that is out of date, behind what it depends on, with what of that is newer ($?) and all of it
// ($^). A hundred thousand targets take a second.

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "err.h"
#include "makefile.h"
#include "process.h"
#include "tasklog.h"
#include "todo.h"

// \001 begins a line of ours among the commands that -n prints
static const char tell_targets[] = ".SHELLFLAGS=$(info \001T\t$@\t$?\t$^)";
static const char tell_stages[] =
	"$(foreach s,$(stages),$(info \001S\t$s\t$(words $($s.tasks) $($s.part) $(if $(filter undefined,$(origin $s.tasks)),1))"
	"\t$($s.needs)))\n";

void plan_enter(const char *folder)
{
	char line[64] = "";
	if (chdir(folder))
		die_errno("%s", folder);
	FILE *f = fopen("Makefile", "r");
	if (!f || !fgets(line, sizeof line, f) || strncmp(line, makefile_mark, strlen(makefile_mark)))
		die(EXIT_USAGE, "%s: holds no plan; evplan makes one", folder);
	fclose(f);
	unsetenv("MAKEFLAGS"); // of a make that may have called us
	unsetenv("MFLAGS");
	unsetenv("MAKELEVEL");
}

static char *field(char **rest)
{
	static char none[1];
	char *f = strsep(rest, "\t");
	return f ? f : none;
}

static void add_stage(struct todo *t, size_t *room, char *rest)
{
	t->stage = mem_grow(t->stage, room, t->n_stages + 1, sizeof *t->stage);
	struct todo_stage *s = &t->stage[t->n_stages++];
	*s = (struct todo_stage){.name = field(&rest)};
	s->total = strtoull(field(&rest), NULL, 10);
	s->needs = rest ? rest : "";
}

static void add_target(struct todo *t, size_t *room, char *rest)
{
	char *name = field(&rest);
	if (!strncmp(name, "log/", 4)) // log/synced, which is no result
		return;
	t->target = mem_grow(t->target, room, t->n + 1, sizeof *t->target);
	struct target *a = &t->target[t->n++];
	*a = (struct target){.name = name};
	a->newer = field(&rest);
	a->reads = rest ? rest : "";
	*dict_at(t->index, a->name) = t->n;
}

size_t todo_find(struct todo *t, const char *name)
{
	return *dict_at(t->index, name) - 1;
}

size_t todo_stage(struct todo *t, const char *target)
{
	size_t n = strcspn(target, "/");
	if (n > 5 && !strncmp(target + n - 5, ".part", 5))
		n -= 5;
	for (size_t i = 0; i < t->n_stages; i++)
		if (!strncmp(t->stage[i].name, target, n) && !t->stage[i].name[n])
			return i;
	return SIZE_MAX;
}

static void link_target(struct todo *t, size_t i)
{
	struct target *a = &t->target[i];
	size_t room = 0;
	a->stage = todo_stage(t, a->name);
	if (a->stage == SIZE_MAX)
		die(EXIT_DATA, "Makefile: %s belongs to no stage; plan again", a->name);
	t->stage[a->stage].todo++;
	char *words = mem_copy(a->reads), *rest = words;
	for (char *word; (word = strsep(&rest, " "));) {
		size_t j = todo_find(t, word);
		if (j >= i)
			continue;
		a->before = mem_grow(a->before, &room, a->n_before + 1, sizeof *a->before);
		a->before[a->n_before++] = j;
		if (t->target[j].level >= a->level)
			a->level = t->target[j].level + 1;
	}
	free(words);
	if (a->level >= t->n_levels)
		t->n_levels = a->level + 1;
}

// flags: what make is to do beside -k
static struct todo *ask_make(const char *flags, const char *target, bool quiet)
{
	struct todo *t = mem_new(1, sizeof *t);
	struct timespec began, ended;
	size_t stages = 0, targets = 0;
	int status;
	char *const argv[] = {"make", (char *)(intptr_t)flags, "--no-print-directory", (char *)(intptr_t)tell_targets, "-f", "Makefile",
			      "-f", "-", (char *)(intptr_t)target, NULL};
	clock_gettime(CLOCK_MONOTONIC, &began);
	t->text = process_read(argv, tell_stages, quiet, &status);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	t->seconds = (double)(ended.tv_sec - began.tv_sec) + (double)(ended.tv_nsec - began.tv_nsec) / 1e9;
	t->complete = !status;
	t->index = dict_new();
	char *rest = t->text.text;
	for (char *line; (line = strsep(&rest, "\n"));) {
		if (!strncmp(line, "\001S\t", 3))
			add_stage(t, &stages, line + 3);
		else if (!strncmp(line, "\001T\t", 3))
			add_target(t, &targets, line + 3);
	}
	if (status == 127)
		die(EXIT_SYSTEM, "make is not there; evfarm needs it");
	if (!t->n_stages)
		die(EXIT_DATA, "Makefile: names no stages; plan again");
	for (size_t i = 0; i < t->n; i++)
		link_target(t, i);
	return t;
}

struct todo *todo_read(const char *target, bool quiet)
{
	return ask_make("-nk", target ? target : "all", quiet);
}

struct todo *todo_whole(bool quiet)
{
	return ask_make("-nkB", "all", quiet);
}

void todo_free(struct todo *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->n; i++)
		free(t->target[i].before);
	free(t->target);
	free(t->stage);
	string_free(&t->text);
	dict_free(t->index);
	free(t);
}

struct dict *todo_by_log(const struct todo *t)
{
	struct dict *d = dict_new();
	struct string name = {0};
	for (size_t i = 0; i < t->n; i++) {
		name.n = 0;
		tasklog_name(&name, t->target[i].name);
		*dict_at(d, name.text) = i + 1;
	}
	string_free(&name);
	return d;
}
