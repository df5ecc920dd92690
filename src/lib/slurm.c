// SPDX-License-Identifier: MIT
// slurm: SLURM's commands; slurm.h has the contract.

#define _GNU_SOURCE // strcasestr
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "slurm.h"

enum { DIGITS = 24, STATES = 16 }; // STATES: as many ways to end are told apart

static void keep(void *context, const char *line)
{
	struct slurm *s = context;
	string_printf(&s->said, "%s\n", line);
}

void slurm_start(struct slurm *s, char *const *argv)
{
	size_t n = 0;
	while (argv[n])
		n++;
	char **words = mem_new(n + 3, sizeof *words), **w = words;
	*w++ = argv[0];
	if (s->clusters && *s->clusters) {
		*w++ = "-M";
		*w++ = (char *)(size_t)s->clusters;
	}
	memcpy(w, argv + 1, n * sizeof *argv);
	string_free(&s->said);
	string_puts(&s->said, "");
	process_start(&s->process, words, -1);
	free(words);
}

bool slurm_runs(struct slurm *s, int wait_ms)
{
	return process_step(&s->process, wait_ms, keep, s);
}

bool slurm_do(struct slurm *s, char *const *argv)
{
	slurm_start(s, argv);
	while (slurm_runs(s, 1000))
		;
	return !s->process.status;
}

void slurm_free(struct slurm *s)
{
	string_free(&s->said);
}

const char *slurm_reason(const struct slurm *s)
{
	char *text = s->said.text;
	size_t n = s->said.n;
	while (n && text[n - 1] == '\n')
		text[--n] = '\0';
	const char *last = strrchr(text, '\n');
	return !n ? "it says nothing" : last ? last + 1 : text;
}

static bool says(const struct slurm *s, const char *const *words)
{
	for (; *words; words++)
		if (strcasestr(s->said.text, *words))
			return true;
	return false;
}

enum slurm_failure slurm_failure(const struct slurm *s)
{
	static const char *const silent[] = {"timed out", "unable to contact", "temporarily", "connection refused", "communication",
					     "try again", "zero bytes were transmitted", NULL};
	static const char *const full[] = {"MaxSubmit", "submit limit", NULL};
	return says(s, full) ? SLURM_FULL : says(s, silent) ? SLURM_SILENT : SLURM_REFUSED;
}

char *slurm_job(const struct slurm *s)
{
	for (const char *line = s->said.text; line && *line; line = strchr(line, '\n'), line += line != NULL) {
		const size_t n = strcspn(line, "\n"), digits = strspn(line, "0123456789");
		if (digits && (digits == n || line[digits] == ';'))
			return mem_copy_n(line, n);
	}
	return NULL;
}

// -- the queue -------------------------------------------------------------------------------------------------

void slurm_queue_ask(struct slurm *s)
{
	char user[DIGITS];
	snprintf(user, sizeof user, "%ld", (long)getuid());
	slurm_start(s, (char *[]){"squeue", "-h", "-r", "-u", user, "-o", "%F %t %j %Z", NULL});
}

void slurm_queue_take(const struct slurm *s, struct slurm_queue *q)
{
	char *text = mem_copy(s->said.text), *rest = text;
	slurm_queue_free(q);
	*q = (struct slurm_queue){.jobs = dict_new(), .waiting = dict_new(), .named = dict_new()};
	for (char *line; (line = strsep(&rest, "\n"));) {
		char *name = line;
		const char *id = strsep(&name, " "), *state = name ? strsep(&name, " ") : NULL;
		if (!*id || id[strspn(id, "0123456789")] || !name)
			continue;
		q->all++;
		++*dict_at(q->jobs, id);
		*dict_at(q->waiting, id) += !strcmp(state, "PD");
		*dict_at(q->named, name) = strtoull(id, NULL, 10);
	}
	free(text);
}

size_t slurm_queued(struct dict *jobs, const char *job)
{
	if (!jobs)
		return 0;
	char *id = mem_copy_n(job, strcspn(job, ";"));
	const size_t n = *dict_at(jobs, id);
	free(id);
	return n;
}

void slurm_queue_free(struct slurm_queue *q)
{
	if (q->jobs) {
		dict_free(q->jobs);
		dict_free(q->waiting);
		dict_free(q->named);
	}
	*q = (struct slurm_queue){0};
}

void slurm_states_ask(struct slurm *s, char *const *job, size_t n)
{
	struct string jobs = {0};
	for (size_t i = 0; i < n; i++)
		string_printf(&jobs, "%s%.*s", i ? "," : "", (int)strcspn(job[i], ";"), job[i]);
	slurm_start(s, (char *[]){"squeue", "-h", "-r", "-t", "all", "-j", jobs.text, "-o", "%T", NULL});
	string_free(&jobs);
}

// Lines are states, one an element; whatever else was said has a blank or a sign in it.
char *slurm_states(const struct slurm *s)
{
	static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_";
	struct { const char *name; size_t n; } state[STATES];
	size_t n = 0;
	struct string text = {0};
	char *lines = mem_copy(s->said.text), *rest = lines;
	for (char *line; (line = strsep(&rest, "\n"));) {
		size_t i = 0;
		if (!*line || line[strspn(line, capitals)] || !strcmp(line, "COMPLETED"))
			continue;
		while (i < n && strcmp(state[i].name, line) != 0)
			i++;
		if (i == STATES)
			continue;
		if (i == n)
			state[n++].n = 0;
		state[i].name = line;
		state[i].n++;
	}
	string_puts(&text, "");
	for (size_t i = 0; i < n; i++)
		string_printf(&text, "%s%zu %s", i ? ", " : "", state[i].n, state[i].name);
	free(lines);
	return text.text;
}

void slurm_cancel(struct slurm *s, char *const *job, size_t n, bool waiting_only)
{
	char **argv = mem_new(n + 4, sizeof *argv), **a = argv;
	*a++ = "scancel";
	*a++ = "--quiet";
	if (waiting_only)
		*a++ = "--state=PENDING";
	for (size_t i = 0; i < n; i++)
		*a++ = mem_copy_n(job[i], strcspn(job[i], ";"));
	slurm_start(s, argv);
	for (size_t i = 0; i < n; i++)
		free(*--a);
	free(argv);
}

// -- the cluster -----------------------------------------------------------------------------------------------

static void ask(struct slurm *s, char *const *argv)
{
	if (!slurm_do(s, argv))
		die(EXIT_SYSTEM, "SLURM does not answer: %s: %s", argv[0], slurm_reason(s));
}

size_t slurm_max_array(struct slurm *s)
{
	static const char key[] = "MaxArraySize";
	ask(s, (char *[]){"scontrol", "show", "config", NULL});
	const char *at = strstr(s->said.text, key);
	const size_t most = at ? strtoull(at + strlen(key) + strspn(at + strlen(key), " ="), NULL, 10) : 0;
	if (!most)
		die(EXIT_SYSTEM, "SLURM here has no job arrays: scontrol show config: MaxArraySize is 0 or not there");
	return most;
}

// Lines are "PARTITION ALLOCATED/IDLE/OTHER/TOTAL", with * behind the default partition.
size_t slurm_processors(struct slurm *s, const char *partition)
{
	size_t total = 1;
	ask(s, (char *[]){"sinfo", "-h", "-o", "%P %C", NULL});
	char *rest = s->said.text;
	for (char *line; (line = strsep(&rest, "\n"));) {
		const size_t n = strcspn(line, "* ");
		const char *last = strrchr(line, '/');
		const bool ours = *partition ? strlen(partition) == n && !strncmp(line, partition, n) : line[n] == '*';
		if (ours && last && atol(last + 1) > 0)
			total = (size_t)atol(last + 1);
	}
	return total;
}
