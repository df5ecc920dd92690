// SPDX-License-Identifier: MIT
// arrays: bunches as job arrays; arrays.h has the contract.

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "arrays.h"
#include "err.h"

struct array array_form(const struct todo *t, const struct levels *l, const struct bunch *b, size_t n, size_t most, size_t number)
{
	struct array a = {.number = number, .bunch = b, .need = *levels_need(l, b)};
	struct string name = {0};
	while (a.n < n && a.n < most && levels_need(l, b + a.n) == levels_need(l, b))
		a.n++;
	string_printf(&name, "%s.%zu", t->stage[t->target[b->target[0]].stage].name, number);
	a.name = name.text;
	return a;
}

void array_free(struct array *a)
{
	free(a->name);
	free(a->job);
}

void array_print(const struct todo *t, const struct array *a, FILE *f)
{
	for (size_t i = 0; i < a->n; i++) {
		bunch_print(t, &a->bunch[i], f);
		fputc('\n', f);
	}
}

static struct string list_file(const struct array *a)
{
	struct string s = {0};
	string_printf(&s, "log/slurm/%zu.list", a->number);
	return s;
}

void array_write(const struct todo *t, const struct array *a)
{
	struct string file = list_file(a);
	FILE *f = fopen(file.text, "w");
	if (!f)
		die_errno("%s", file.text);
	array_print(t, a, f);
	if (ferror(f) || fclose(f))
		die_errno("%s", file.text);
	string_free(&file);
}

// -- sbatch ----------------------------------------------------------------------------------------------------

// [time=] is a task's. A bunch of n may take n times as long; but where it is known what tasks take, one that takes all its
// time beside others that take twice theirs is enough: SLURM starts short jobs sooner.
static double bunch_time(const struct todo *t, const struct bunch *b, double one)
{
	double all = (double)b->n * one;
	for (size_t i = 0; i < b->n; i++)
		if (t->target[b->target[i]].guessed)
			return all;
	return fmin(all, one + 2 * b->seconds);
}

static double array_time(const struct todo *t, const struct array *a, double most)
{
	double seconds = 0;
	for (size_t i = 0; i < a->n; i++)
		seconds = fmax(seconds, bunch_time(t, &a->bunch[i], a->need.seconds));
	return most > 0 && a->need.seconds < most ? fmin(seconds, most) : seconds;
}

struct words {
	char **word;
	size_t n, room;
};

static void add(struct words *w, const char *word)
{
	w->word = mem_grow(w->word, &w->room, w->n + 2, sizeof *w->word);
	w->word[w->n++] = mem_copy(word);
	w->word[w->n] = NULL;
}

// An option and its value, as two words.
static void add_option(struct words *w, const char *option, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void add_option(struct words *w, const char *option, const char *format, ...)
{
	char value[PATH_MAX + 64];
	va_list list;
	va_start(list, format);
	vsnprintf(value, sizeof value, format, list);
	va_end(list);
	add(w, option);
	add(w, value);
}

static void add_site(struct words *w, const struct site *site)
{
	if (*site->account)
		add_option(w, "--account", "%s", site->account);
	if (*site->partition)
		add_option(w, "--partition", "%s", site->partition);
	char *options = mem_copy(site->options), *rest = options;
	for (char *word; (word = strsep(&rest, " \t"));)
		if (*word)
			add(w, word);
	free(options);
}

static void add_needs(struct words *w, const struct arrays_rule *rule, const struct array *a)
{
	const struct need *need = &a->need;
	if (need->cpus)
		add_option(w, "--cpus-per-task", "%llu", (unsigned long long)need->cpus);
	if (need->mem_mib)
		add_option(w, "--mem", "%lluM", (unsigned long long)need->mem_mib);
	if (need->seconds > 0)
		add_option(w, "--time", "%.0f", ceil(array_time(rule->r->todo, a, rule->site->max_time) / 60));
	if (need->host)
		add_option(w, "--nodelist", "%s", need->host);
}

char **array_words(const struct arrays_rule *rule, const struct array *a, const char *dependency)
{
	struct words w = {0};
	struct string list = list_file(a);
	add(&w, "sbatch");
	add(&w, "--parsable");
	if (*rule->site->clusters)
		add_option(&w, "--clusters", "%s", rule->site->clusters);
	add_option(&w, "--chdir", "%s", rule->r->place);
	add_option(&w, "--job-name", "%s", a->name);
	add_option(&w, "--output", "log/slurm/%%A.out");
	if (rule->at_once && rule->at_once < a->n)
		add_option(&w, "--array", "0-%zu%%%zu", a->n - 1, rule->at_once);
	else
		add_option(&w, "--array", "0-%zu", a->n - 1);
	add_site(&w, rule->site);
	add_needs(&w, rule, a);
	if (dependency) {
		add(&w, "--dependency");
		add(&w, dependency);
	}
	add(&w, rule->script);
	add(&w, list.text);
	add(&w, rule->programs);
	if (rule->site->file)
		add(&w, rule->site->file);
	string_free(&list);
	return w.word;
}

void words_free(char **words)
{
	for (size_t i = 0; words[i]; i++)
		free(words[i]);
	free(words);
}
