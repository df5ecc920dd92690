// SPDX-License-Identifier: MIT
// cover: which tasks partial results cover, and whether any are counted twice or missing; cover.h has the contract.
//
// A merge that has all that is expected of it says so by its own name, "all" or its group, and not by the tasks'
// numbers: so its result does not depend on how the data were cut into tasks.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cover.h"
#include "err.h"

// -- adding parts ------------------------------------------------------------------------------------------------------

// Groups of other labels may have tasks in common: "channel=4mu" and "year=2011" cannot be told apart.
static bool same_labels(const char *a, const char *b)
{
	while (*a && *b) {
		size_t n = strcspn(a, "="), m = strcspn(b, "=");
		if (n != m || strncmp(a, b, n) != 0)
			return false;
		a += strcspn(a, ",");
		b += strcspn(b, ",");
		a += *a == ',';
		b += *b == ',';
	}
	return *a == *b;
}

static void refuse_mixtures(const struct cover *c, const char *file, const struct cover_set *next)
{
	const struct cover_set *s = &c->covers;
	const char *first = c->part[0];
	if (s->n && next->n && !same_labels(s->group[0].name, next->group[0].name))
		die(EXIT_DATA, "%s: covers %s, and %s covers %s: whether they have events in common is not known", file,
		    next->group[0].name, c->part[s->group[0].of], s->group[0].name);
	if ((s->n && next->tasks.n) || (s->tasks.n && next->n))
		die(EXIT_DATA, "%s: covers %s, and %s covers %s: whether they have events in common is not known", file,
		    next->n ? "groups" : "tasks", first, s->n ? "groups" : "tasks");
}

// What is in next and in an earlier part as well.
static void refuse_twice(const struct cover *c, const char *file, const struct cover_set *next)
{
	struct cover_set twice = {0};
	for (size_t i = 0; i < next->tasks.n && !twice.tasks.n; i++)
		if (idset_meets(&c->covers.tasks, next->tasks.run[i].lo, next->tasks.run[i].hi))
			twice.tasks = idset_both(&c->covers.tasks, &next->tasks);
	for (size_t i = 0; i < c->covers.n; i++)
		if (cover_set_has(next, c->covers.group[i].name, strlen(c->covers.group[i].name)))
			cover_set_add(&twice, c->covers.group[i].name, strlen(c->covers.group[i].name), c->covers.group[i].of);
	if (cover_set_empty(&twice))
		return;
	size_t other = twice.tasks.n ? twice.tasks.run[0].of : twice.group[0].of;
	for (size_t i = 0; i < twice.tasks.n; i++) // of that other part only
		if (twice.tasks.run[i].of != other)
			twice.tasks.n = i;
	for (size_t i = 1; i < twice.n; i++)
		if (twice.group[i].of != other)
			twice.n = i;
	die(EXIT_DATA, "%s %s in %s and in %s", cover_set_named(&twice), cover_set_count(&twice) > 1 ? "are" : "is", c->part[other], file);
}

// Within a task of a map, parts are parts of that task.
static const char *own_task(void)
{
	const char *own = getenv("EVFARM_COVERS");
	return own && *own && !getenv("EVFARM_EXPECT") ? own : NULL;
}

// SET, or SET/N with N the number of all tasks.
static void read_covers(struct cover *c, const char *file, const char *text, struct cover_set *next)
{
	const char *slash = strrchr(text, '/');
	struct idset number = {0};
	if (slash && !idset_parse(&number, slash + 1, strlen(slash + 1)))
		die(EXIT_DATA, "%s: covers is not a set of tasks: \"%s\"", file, text);
	idset_free(&number);
	if (!slash)
		c->uncounted = true;
	if (!cover_set_parse(next, text, slash ? (size_t)(slash - text) : strlen(text)))
		die(EXIT_DATA, "%s: covers is not a set of tasks: \"%s\"", file, text);
}

static void refuse_unsaid(const struct cover *c, const char *file, bool said, bool said_before)
{
	if (c->n && said != said_before)
		die(EXIT_DATA, "%s does not say which tasks it covers, but %s does (--ignore-covers adds them all the same)",
		    said ? c->part[0] : file, said ? file : c->part[0]);
}

void cover_add(struct cover *c, const char *file, const char *covers, const char *missing)
{
	const char *own = own_task();
	struct cover_set next = {0};
	bool said_before = c->all || !cover_set_empty(&c->covers);
	if (own) {
		if (covers && strcmp(covers, own) != 0)
			die(EXIT_DATA, "%s: covers %s, but this is task %s", file, covers, own);
	} else {
		refuse_unsaid(c, file, covers, said_before);
		bool all = covers && strcmp(covers, "all") == 0;
		if (covers && !all)
			read_covers(c, file, covers, &next);
		if (said_before && (c->all || all))
			die(EXIT_DATA, "%s covers all tasks, and %s some or all of them too (--ignore-covers adds them all the same)",
			    c->all ? c->part[0] : file, c->all ? file : c->part[0]);
		c->all = c->all || all;
		if (!cover_set_empty(&next) && !cover_set_empty(&c->covers)) {
			refuse_mixtures(c, file, &next);
			refuse_twice(c, file, &next);
		}
	}
	c->part = mem_grow(c->part, &c->room, c->n + 1, sizeof *c->part);
	for (size_t i = 0; i < next.tasks.n; i++)
		next.tasks.run[i].of = c->n;
	for (size_t i = 0; i < next.n; i++)
		next.group[i].of = c->n;
	c->part[c->n++] = mem_copy(file);
	cover_set_unite(&c->covers, &next);
	cover_set_free(&next);
	if (missing && !cover_set_parse(&next, missing, strlen(missing)))
		die(EXIT_DATA, "%s: missing_tasks is not a set of tasks: \"%s\"", file, missing);
	cover_set_unite(&c->missing, &next);
	cover_set_free(&next);
}

// -- the result --------------------------------------------------------------------------------------------------------

static const struct cover *result; // of the last cover_end

static void refuse_unexpected(const struct cover *c, const struct cover_set *expected)
{
	struct cover_set odd = cover_set_minus(&c->covers, expected);
	if (cover_set_empty(&odd))
		return;
	struct string text = {0};
	cover_set_write(&text, expected);
	size_t of = odd.tasks.n ? odd.tasks.run[0].of : odd.group[0].of;
	die(EXIT_DATA, "%s: %s %s not among what is expected, %.200s", c->part[of], cover_set_named(&odd), cover_set_count(&odd) > 1 ? "are" : "is",
	    text.text);
}

static void check(struct cover *c, const char *expect, bool allow_missing)
{
	struct cover_set expected = {0};
	if (!cover_set_parse(&expected, expect, strlen(expect)))
		die(EXIT_USAGE, "what is to be complete is not a set of tasks such as 0-41,43-99: \"%s\"", expect);
	if (c->all)
		die(EXIT_DATA, "%s covers all tasks; it cannot be a part", c->part[0]);
	if (cover_set_empty(&c->covers))
		die(EXIT_DATA, "%s does not say which tasks it covers, but %s are expected (--ignore-covers adds all the same)",
		    c->part[0], expect);
	refuse_unexpected(c, &expected);
	struct cover_set gap = cover_set_minus(&expected, &c->covers);
	if (!cover_set_empty(&gap) && !allow_missing)
		die(EXIT_DATA, "%s of %" PRIu64 " %s missing (--allow-missing does without)", cover_set_named(&gap), cover_set_count(&expected),
		    cover_set_count(&gap) > 1 ? "are" : "is");
	cover_set_unite(&c->missing, &gap);
	c->uncounted = false;
	cover_set_free(&gap);
	cover_set_free(&expected);
}

static char *said(const struct cover *c)
{
	struct string text = {0};
	cover_set_write(&text, &c->covers);
	if (!c->uncounted)
		string_printf(&text, "/%" PRIu64, cover_set_count(&c->covers) + cover_set_count(&c->missing));
	return text.text;
}

// EVFARM_EXPECT, or what stands in the file that it names, "@FILE".
static const char *expected_by_plan(void)
{
	static char *text;
	const char *expect = getenv("EVFARM_EXPECT");
	if (!expect || *expect != '@')
		return expect;
	size_t room = 0;
	FILE *f = fopen(expect + 1, "r");
	if (!f || getline(&text, &room, f) < 0)
		die_errno("EVFARM_EXPECT: %s", expect + 1);
	fclose(f);
	return text;
}

void cover_end(struct cover *c, const char *complete, bool allow_missing)
{
	const char *expect = complete ? complete : expected_by_plan(), *name = complete ? NULL : getenv("EVFARM_COVERS");
	const bool own = own_task(), checked = expect && *expect && c->n;
	if (checked)
		check(c, expect, allow_missing);
	struct cover_set missing = cover_set_minus(&c->missing, &c->covers);
	cover_set_free(&c->missing);
	c->missing = missing;
	if (name && *name && (own || (checked && (cover_set_empty(&c->missing) || strcmp(name, "all") != 0))))
		c->said = mem_copy(name);
	else if (c->all)
		c->said = mem_copy("all");
	else if (!cover_set_empty(&c->covers))
		c->said = said(c);
	struct string lacks = {0};
	cover_set_write(&lacks, &c->missing);
	c->lacks = lacks.text;
	result = c;
}

void cover_head(struct string *head)
{
	const char *covers = result ? result->said : getenv("EVFARM_COVERS");
	if (covers && strpbrk(covers, "\\\t\r\n"))
		die(EXIT_USAGE, "EVFARM_COVERS in the environment is no set of tasks: \"%s\"", covers);
	if (covers && *covers)
		string_printf(head, "# covers %s\n", covers);
	if (result && result->lacks)
		string_printf(head, "# missing_tasks %s\n", result->lacks);
}

void cover_free(struct cover *c)
{
	if (result == c)
		result = NULL;
	cover_set_free(&c->covers);
	cover_set_free(&c->missing);
	for (size_t i = 0; i < c->n; i++)
		free(c->part[i]);
	free(c->part);
	free(c->said);
	free(c->lacks);
	*c = (struct cover){0};
}
