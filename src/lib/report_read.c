// SPDX-License-Identifier: MIT
// report_read: the plan, its files and its log, for a report; report.h has the contract.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "err.h"
#include "makefile.h"
#include "report.h"
#include "report_log.h"
#include "running.h"

// -- the Makefile and cmd/ --------------------------------------------------------------------------------------

static bool begins(const char *line, const char *with, const char **rest)
{
	const size_t n = strlen(with);
	if (strncmp(line, with, n) != 0)
		return false;
	*rest = line + n;
	return true;
}

// "zee-cuts.pipe, written by evplan 0.1.0: change ..."
static void read_mark(struct report *r, const char *text)
{
	static const char by[] = ", written by evplan ";
	const char *at = strstr(text, by);
	if (!at)
		die(EXIT_DATA, "Makefile: its first line is not evplan's; plan again");
	r->pipeline = mem_copy_n(text, (size_t)(at - text));
	r->version = mem_copy_n(at + sizeof by - 1, strcspn(at + sizeof by - 1, ":"));
}

// Of "# NAME = ..." the stage, or SIZE_MAX.
static size_t stage_of_line(const struct report *r, const char *text)
{
	const size_t n = strcspn(text, " =");
	for (size_t i = 0; i < r->all->n_stages; i++)
		if (strlen(r->all->stage[i].name) == n && !strncmp(r->all->stage[i].name, text, n))
			return text[n + strspn(text + n, " ")] == '=' ? i : SIZE_MAX;
	return SIZE_MAX;
}

static void read_line(struct report *r, const char *line)
{
	const char *rest;
	if (begins(line, makefile_mark, &rest)) {
		read_mark(r, rest);
	} else if (begins(line, "# planned by: ", &rest)) {
		r->planned_by = mem_copy(rest);
	} else if (begins(line, "# run by: ", &rest)) {
		r->run_by = mem_copy(rest);
	} else if (begins(line, "# with: ", &rest)) {
		r->param = mem_resize(r->param, r->n_params + 1, sizeof *r->param);
		r->param[r->n_params++] = mem_copy(rest);
	} else if (begins(line, "# ", &rest)) {
		const size_t stage = stage_of_line(r, rest);
		if (stage != SIZE_MAX && !r->stage[stage].text)
			r->stage[stage].text = mem_copy(rest);
	}
}

static void read_makefile(struct report *r)
{
	char *line = NULL;
	size_t room = 0;
	FILE *f = fopen("Makefile", "r");
	if (!f)
		die_errno("Makefile");
	for (ssize_t n; (n = getline(&line, &room, f)) > 0;) {
		line[n - (line[n - 1] == '\n')] = '\0';
		if (*line == '#')
			read_line(r, line);
	}
	free(line);
	fclose(f);
	if (!r->pipeline || !r->planned_by || !r->run_by)
		die(EXIT_DATA, "Makefile: its head is not evplan's; plan again");
}

// A recipe as it was before it became make's: "$$@" are the inputs, $$ is $.
static char *plain_command(const char *recipe)
{
	static const char inputs[] = "\"$$@\"";
	struct string s = {0};
	string_puts(&s, "");
	for (size_t n; *recipe; recipe += n)
		if (!strncmp(recipe, inputs, n = sizeof inputs - 1))
			string_puts(&s, "{in}");
		else
			string_add(&s, recipe, !strncmp(recipe, "$$", 2) && (n = 2) ? 1 : (n = 1));
	while (s.n && s.text[s.n - 1] == '\n')
		s.text[--s.n] = '\0';
	return s.text;
}

static void add_source(struct report *r, struct report_stage *p, const char *name, size_t n)
{
	for (size_t i = 0; i < r->all->n_stages; i++)
		if (strlen(r->all->stage[i].name) == n && !strncmp(r->all->stage[i].name, name, n)) {
			p->from = mem_resize(p->from, p->n_from + 1, sizeof *p->from);
			p->from[p->n_from++] = i;
			r->stage[i].read = true;
			return;
		}
	p->input = mem_resize(p->input, p->n_inputs + 1, sizeof *p->input);
	p->input[p->n_inputs++] = mem_copy_n(name, n);
}

// "map(events, range(0, 9))": what stands between the commas outside inner parentheses.
static void read_sources(struct report *r, struct report_stage *p, const char *text)
{
	const char *at = strchr(text, '(');
	if (!at)
		return;
	const char *begin = ++at;
	for (int depth = 1; *at && depth; at++) {
		depth += (*at == '(') - (*at == ')');
		if ((*at != ',' || depth != 1) && depth)
			continue;
		begin += strspn(begin, " ");
		if (at > begin) // one() reads nothing
			add_source(r, p, begin, (size_t)(at - begin));
		begin = at + 1;
	}
}

// cmd/STAGE: its kind and sources in the first line, then its command.
static void read_stage(struct report *r, size_t stage)
{
	struct report_stage *p = &r->stage[stage];
	struct string path = {0}, text = {0};
	char piece[4096];
	string_printf(&path, "cmd/%s", r->all->stage[stage].name);
	FILE *f = fopen(path.text, "r");
	if (!f)
		die_errno("%s", path.text);
	for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
		string_add(&text, piece, n);
	fclose(f);
	char *line = text.n ? strchr(text.text, '\n') : NULL;
	if (!line)
		die(EXIT_DATA, "%s: is not evplan's; plan again", path.text);
	*line = '\0';
	p->merges = strncmp(text.text, "map", 3) != 0;
	p->command = plain_command(line + 1);
	read_sources(r, p, text.text);
	if (!p->text) {
		struct string s = {0};
		string_printf(&s, "%s = %s : %s", r->all->stage[stage].name, text.text, p->command);
		p->text = s.text;
	}
	string_free(&path);
	string_free(&text);
}

// -- what state everything is in ----------------------------------------------------------------------------------

size_t report_count(const struct report *r, enum task_state state)
{
	size_t n = 0;
	for (size_t i = 0; i < r->all->n_stages; i++)
		n += r->count[i][state];
	return n;
}

size_t report_total(const struct report *r)
{
	size_t n = 0;
	for (size_t i = 0; i < r->all->n_stages; i++)
		n += r->all->stage[i].total;
	return n;
}

// What make cannot even plan, because a file is not there, is missing.
static void count_states(struct report *r)
{
	for (size_t i = 0; i < r->all->n; i++)
		r->count[r->all->target[i].stage][r->state[i]]++;
	for (size_t i = 0; i < r->all->n_stages; i++) {
		size_t known = 0, *count = r->count[i];
		for (int s = 0; s < TASK_STATES; s++)
			known += count[s];
		if (known < r->all->stage[i].total)
			count[TASK_MISSING] += r->all->stage[i].total - known;
	}
}

static void read_states(struct report *r)
{
	bool *runs = mem_new(r->left->n + 1, sizeof *runs);
	running_mark(r->left, runs);
	for (size_t i = 0; i < r->all->n; i++) {
		const size_t j = todo_find(r->left, r->all->target[i].name);
		r->state[i] = j == SIZE_MAX ? TASK_DONE : runs[j] ? TASK_RUNS : r->left->target[j].state == TARGET_FAILED ? TASK_FAILED
														   : TASK_MISSING;
	}
	free(runs);
	count_states(r);
}

// -- all of it ------------------------------------------------------------------------------------------------------

struct report *report_read(const char *folder)
{
	struct report *r = mem_new(1, sizeof *r);
	struct timeval now;
	plan_enter(folder);
	gettimeofday(&now, NULL);
	r->folder = folder;
	r->place = getcwd(NULL, 0);
	if (!r->place)
		die_errno("%s", folder);
	r->now = (double)now.tv_sec + (double)now.tv_usec / 1e6;
	r->all = todo_whole(true);
	r->left = todo_read(NULL, true);
	r->stage = mem_new(r->all->n_stages, sizeof *r->stage);
	r->count = mem_new(r->all->n_stages, sizeof *r->count);
	r->state = mem_new(r->all->n + 1, sizeof *r->state);
	read_makefile(r);
	for (size_t i = 0; i < r->all->n_stages; i++)
		read_stage(r, i);
	report_read_log(r);
	read_states(r);
	return r;
}

static void free_list(char **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(list[i]);
	free(list);
}

void report_free(struct report *r)
{
	for (size_t i = 0; i < r->all->n_stages; i++) {
		free(r->stage[i].text);
		free(r->stage[i].command);
		free(r->stage[i].from);
		free_list(r->stage[i].input, r->stage[i].n_inputs);
	}
	free_list(r->param, r->n_params);
	free_list(r->host, r->n_hosts);
	free_list(r->engine, r->n_engines);
	failures_free(&r->failures);
	todo_free(r->all);
	todo_free(r->left);
	free(r->pipeline);
	free(r->version);
	free(r->planned_by);
	free(r->run_by);
	free(r->place);
	free(r->stage);
	free(r->state);
	free(r->count);
	free(r->entry);
	free(r->spell);
	free(r->lanes);
	free(r);
}
