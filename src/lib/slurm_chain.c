// SPDX-License-Identifier: MIT
// slurm_chain: a plan as SLURM jobs that nobody attends; slurm_chain.h has the contract.

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h" // shell_word
#include "err.h"
#include "jobs.h"
#include "slurm_chain.h"
#include "slurm_setup.h"

enum { TRIES = 20, PAUSE = 3 }; // if SLURM does not answer; seconds

struct chain {
	struct slurm_setup s;
	struct bunches *level;
	size_t n_levels, levels_room;
	struct array *array;
	size_t n, room, elements;
};

static void form(struct chain *c, struct run *r)
{
	slurm_setup(&c->s, r);
	for (struct bunches b; (b = levels_next(c->s.levels)).n;) {
		c->level = mem_grow(c->level, &c->levels_room, c->n_levels + 1, sizeof *c->level);
		c->level[c->n_levels] = b;
		for (size_t i = 0; i < b.n; i += c->array[c->n - 1].n) {
			c->array = mem_grow(c->array, &c->room, c->n + 1, sizeof *c->array);
			c->array[c->n] = array_form(r->todo, c->s.levels, b.bunch + i, b.n - i, c->s.rule.most, c->n + 1);
			c->array[c->n++].level = c->n_levels;
		}
		c->n_levels++;
		c->elements += b.n;
	}
}

static void chain_free(struct chain *c)
{
	for (size_t i = 0; i < c->n; i++)
		array_free(&c->array[i]);
	for (size_t i = 0; i < c->n_levels; i++)
		bunches_free(&c->level[i]);
	free(c->array);
	free(c->level);
	slurm_setup_free(&c->s);
}

// -- submitted ---------------------------------------------------------------------------------------------------

static _Noreturn void give_up(const struct array *a, const struct slurm *s)
{
	char *why = mem_copy(slurm_reason(s));
	jobs_cancel();
	die(EXIT_SYSTEM, "sbatch for %s: %s; what was submitted is cancelled", a->name, why);
}

// The job of this name in this folder, if an sbatch whose answer was lost has done its work.
static char *find_doubtful(struct slurm *s, const struct array *a, const char *place)
{
	struct slurm_queue q = {0};
	struct string key = {0}, job = {0};
	slurm_queue_ask(s);
	while (slurm_runs(s, 1000))
		;
	if (!s->process.status) {
		slurm_queue_take(s, &q);
		string_printf(&key, "%s %s", a->name, place);
		const uint64_t id = *dict_at(q.named, key.text);
		if (id)
			string_printf(&job, "%llu%s%s", (unsigned long long)id, *s->clusters ? ";" : "", s->clusters);
	}
	string_free(&key);
	slurm_queue_free(&q);
	return job.text;
}

static void submit(struct chain *c, struct array *a, const char *dependency, const char *place)
{
	char **words = array_words(&c->s.rule, a, dependency);
	struct slurm *s = &c->s.slurm;
	for (int i = 0; !a->job && i < TRIES; i++) {
		if (i)
			sleep(PAUSE);
		if (i && (a->job = find_doubtful(s, a, place)))
			break;
		if (slurm_do(s, words))
			a->job = slurm_job(s);
		else if (slurm_failure(s) != SLURM_SILENT)
			break;
	}
	words_free(words);
	if (!a->job)
		give_up(a, s);
	jobs_add(a->job);
}

// "afterany:12:13": the arrays of the level before, each as add has it; nothing for the first level.
static struct string dependency(const struct chain *c, const struct array *a, void (*add)(struct string *s, const struct array *of))
{
	struct string s = {0};
	for (size_t i = 0; i < c->n; i++)
		if (c->array[i].level + 1 == a->level) {
			string_puts(&s, s.n ? "" : "afterany");
			add(&s, &c->array[i]);
		}
	return s;
}

static void add_job(struct string *s, const struct array *of)
{
	string_printf(s, ":%.*s", (int)strcspn(of->job, ";"), of->job);
}

static void check_limit(const struct chain *c)
{
	struct slurm s = c->s.slurm;
	struct slurm_queue q = {0};
	if (c->s.limit == SIZE_MAX)
		return;
	slurm_queue_ask(&s);
	while (slurm_runs(&s, 1000))
		;
	if (s.process.status)
		die(EXIT_SYSTEM, "SLURM does not answer: squeue: %s", slurm_reason(&s));
	slurm_queue_take(&s, &q);
	if (q.all + c->elements > c->s.limit)
		die(EXIT_SYSTEM, "%zu elements of arrays, with %zu jobs submitted already, are more than the limit of %zu: give larger bunches "
		    "(-b), or leave out --detach, and evrun will feed them in", c->elements, q.all, c->s.limit);
	slurm_queue_free(&q);
	slurm_free(&s);
}

size_t slurm_chain_submit(struct run *r, size_t *elements)
{
	struct chain c = {0};
	form(&c, r);
	check_limit(&c);
	jobs_begin();
	for (size_t i = 0; i < c.n; i++) {
		struct string behind = dependency(&c, &c.array[i], add_job);
		array_write(r->todo, &c.array[i]);
		submit(&c, &c.array[i], behind.text, r->place);
		string_free(&behind);
	}
	const size_t n = c.n;
	*elements = c.elements;
	chain_free(&c);
	return n;
}

// -- printed -----------------------------------------------------------------------------------------------------

static void add_variable(struct string *s, const struct array *of)
{
	string_printf(s, ":${job%zu%%%%;*}", of->number);
}

static void print_command(const struct chain *c, const struct array *a)
{
	char **words = array_words(&c->s.rule, a, NULL);
	struct string line = {0}, behind = dependency(c, a, add_variable);
	for (size_t i = 0; words[i]; i++) {
		string_puts(&line, i ? " " : "");
		shell_word(&line, words[i]);
		if (!i && behind.n)
			string_printf(&line, " --dependency \"%s\"", behind.text);
	}
	printf("job%zu=$(%s) && echo \"$job%zu\" >>log/slurm/jobs\n", a->number, line.text, a->number);
	words_free(words);
	string_free(&line);
	string_free(&behind);
}

// No target is called "end of list".
void slurm_chain_print(struct run *r)
{
	struct chain c = {0};
	struct string place = {0};
	form(&c, r);
	shell_word(&place, r->place);
	printf("cd %s && mkdir -p log/slurm\n", place.text);
	for (size_t i = 0; i < c.n; i++) {
		printf("\ncat >log/slurm/%zu.list <<'end of list'\n", c.array[i].number);
		array_print(r->todo, &c.array[i], stdout);
		printf("end of list\n");
		print_command(&c, &c.array[i]);
	}
	string_free(&place);
	chain_free(&c);
}
