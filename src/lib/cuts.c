// SPDX-License-Identifier: MIT
// cuts: cuts files and the numbering of settings; cuts.h has the contract.

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "cuts.h"
#include "err.h"
#include "frame.h"
#include "num.h"

// -- rows ----------------------------------------------------------------------------------------------------------

struct placed {
	double tight; // smaller is tighter
	uint32_t j;
};

static int by_tightness(const void *a, const void *b)
{
	const struct placed *p = a, *q = b;
	if (p->tight != q->tight)
		return p->tight < q->tight ? -1 : 1;
	return p->j < q->j ? -1 : p->j > q->j;
}

static uint32_t *order_cuts(const double *value, size_t n, bool above)
{
	struct placed *p = mem_new(n, sizeof *p);
	for (size_t j = 0; j < n; j++)
		p[j] = (struct placed){above ? -value[j] : value[j], (uint32_t)j};
	qsort(p, n, sizeof *p, by_tightness);
	uint32_t *order = mem_new(n, sizeof *order);
	for (size_t j = 0; j < n; j++)
		order[j] = p[j].j;
	free(p);
	return order;
}

struct cuts *cuts_new(const char *file)
{
	struct cuts *c = mem_new(1, sizeof *c);
	c->settings = 1;
	c->file = mem_copy(file);
	return c;
}

void cuts_add(struct cuts *c, const char *column, bool above, const double *value, size_t n)
{
	if (n > UINT32_MAX || c->settings > INT64_MAX / n)
		die(EXIT_DATA, "%s: column %s: more than 2^63 settings", c->file, column);
	c->cut = mem_resize(c->cut, c->n + 1, sizeof *c->cut);
	struct cut *cut = &c->cut[c->n++];
	*cut = (struct cut){.column = mem_copy(column), .above = above, .n = n, .stride = c->settings};
	cut->value = mem_new(n, sizeof *cut->value);
	memcpy(cut->value, value, n * sizeof *value);
	cut->order = order_cuts(value, n, above);
	c->settings *= n;
}

void cuts_free(struct cuts *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->cut[i].column);
		free(c->cut[i].value);
		free(c->cut[i].order);
	}
	free(c->cut);
	free(c->file);
	free(c->missing_tasks);
	free(c);
}

// -- reading -------------------------------------------------------------------------------------------------------

// The next word of *p, which it ends with '\0'; NULL at the line's end or a comment. Backquotes make anything a word.
static char *next_word(char **p)
{
	char *word = *p + strspn(*p, " \t\r\n");
	if (!*word || *word == '#')
		return NULL;
	bool quoted = *word == '`';
	size_t n = quoted ? strcspn(++word, "`") : strcspn(word, " \t\r\n");
	*p = word + n;
	if (**p)
		*(*p)++ = '\0';
	else if (quoted)
		return word - 1; // not closed: stays a word with a backquote, which no name has
	return word;
}

static double *parse_values(struct cuts *c, char **p, const char *column, size_t line, size_t *n)
{
	double *value = NULL;
	size_t room = 0;
	*n = 0;
	for (char *word; (word = next_word(p));) {
		value = mem_grow(value, &room, *n + 1, sizeof *value);
		if (!num_real(word, word + strlen(word), &value[*n]) || isnan(value[*n]))
			die(EXIT_DATA, "%s:%zu: column %s: not a number to cut at: \"%s\"", c->file, line, column, word);
		(*n)++;
	}
	if (!*n)
		die(EXIT_DATA, "%s:%zu: column %s: no value to cut at", c->file, line, column);
	return value;
}

void cuts_parse(struct cuts *c, char *line, size_t number)
{
	char *p = line, *column = next_word(&p);
	if (!column)
		return;
	if (!*column || strchr(column, '`'))
		die(EXIT_DATA, "%s:%zu: column: %s", c->file, number,
		    !*column ? "an empty name" : *column == '`' ? "no closing backquote" : "a backquote inside a name");
	char *op = next_word(&p);
	if (!op || (strcmp(op, "<") != 0 && strcmp(op, ">") != 0))
		die(EXIT_DATA, "%s:%zu: column %s: < or > must follow, not \"%s\"", c->file, number, column, op ? op : "");
	size_t n;
	double *value = parse_values(c, &p, column, number, &n);
	cuts_add(c, column, *op == '>', value, n);
	c->cut[c->n - 1].line = number;
	free(value);
}

// A file that begins like evcuts' own or evscan's must end like it; any that ends so must be as it was written.
struct reading {
	bool framed, ended;
	uLong crc;
	size_t number; // of the line
};

static void check_first(struct reading *r, const struct cuts *c, const char *line)
{
	bool ours = strncmp(line, "# evfarm ", 9) == 0;
	if (ours && strcmp(line, "# evfarm cuts 1\n") != 0)
		die(EXIT_DATA, "%s: not cuts but \"%.*s\"", c->file, (int)strcspn(line + 2, "\r\n"), line + 2);
	r->framed = ours || strncmp(line, "# settings ", 11) == 0;
}

static void check_frame(struct reading *r, const struct cuts *c, const char *line, size_t n)
{
	if (r->number == 1)
		check_first(r, c, line);
	if (r->ended)
		die(EXIT_DATA, "%s:%zu: more lines behind the end", c->file, r->number);
	r->ended = frame_is_end(line, n, c->n, r->crc);
	if (!r->ended && frame_like_end(line, n))
		die(EXIT_DATA, "%s: damaged, or changed since evfarm made it (then take out its first line and "
		    "its last, \"# end\")", c->file);
	r->crc = crc32(r->crc, (const Bytef *)line, (uInt)n);
}

// Of the head only what evscan and evcuts say about tasks that were not there.
static void read_head(struct cuts *c, const char *line)
{
	static const char key[] = "# missing_tasks ";
	size_t n = sizeof key - 1;
	if (!c->missing_tasks && strncmp(line, key, n) == 0)
		c->missing_tasks = mem_copy_n(line + n, strcspn(line + n, "\r\n"));
}

struct cuts *cuts_read(const char *file)
{
	bool standard = strcmp(file, "-") == 0;
	FILE *f = standard ? stdin : fopen(file, "r");
	if (!f)
		die_errno("%s", file);
	struct cuts *c = cuts_new(standard ? "standard input" : file);
	struct reading r = {0};
	char *line = NULL;
	size_t room = 0;
	for (ssize_t n; (n = getline(&line, &room, f)) >= 0;) {
		r.number++;
		if (memchr(line, '\0', (size_t)n))
			die(EXIT_DATA, "%s:%zu: not text", c->file, r.number);
		check_frame(&r, c, line, (size_t)n);
		if (r.framed)
			read_head(c, line);
		cuts_parse(c, line, r.number);
	}
	if (ferror(f))
		die_errno("%s", c->file);
	if (r.framed && !r.ended)
		die(EXIT_DATA, "%s: ends early: its last line is not there", c->file);
	if (!c->n)
		die(EXIT_DATA, "%s: no cuts in it", c->file);
	free(line);
	if (!standard)
		fclose(f);
	return c;
}

// -- writing -------------------------------------------------------------------------------------------------------

void cuts_write_name(struct string *to, const char *name)
{
	if (strpbrk(name, "`\n") || !*name)
		die(EXIT_DATA, "column \"%s\" cannot stand in a cuts file: give it another name", name);
	bool odd = *name == '#' || strpbrk(name, " \t\r");
	string_printf(to, odd ? "`%s`" : "%s", name);
}

void cuts_write_row(struct string *to, const struct cuts *c, size_t i)
{
	const struct cut *cut = &c->cut[i];
	cuts_write_name(to, cut->column);
	string_puts(to, cut->above ? "\t>" : "\t<");
	for (size_t j = 0; j < cut->n; j++) {
		char number[NUM_MAX];
		string_puts(to, "\t");
		string_add(to, number, num_write(number, cut->value[j]));
	}
}

static bool differ(const struct cut *a, const struct cut *b, struct string *why)
{
	if (strcmp(a->column, b->column) != 0)
		string_printf(why, "column %s in place of %s", b->column, a->column);
	else if (a->above != b->above)
		string_printf(why, "column %s: %c in place of %c", b->column, "<>"[b->above], "<>"[a->above]);
	else if (a->n != b->n)
		string_printf(why, "column %s: %zu in place of %zu", b->column, b->n, a->n);
	else {
		size_t j = 0;
		while (j < a->n && a->value[j] == b->value[j])
			j++;
		if (j == a->n)
			return false;
		string_printf(why, "column %s: %.17g in place of %.17g", b->column, b->value[j], a->value[j]);
	}
	return true;
}

bool cuts_differ(const struct cuts *a, const struct cuts *b, struct string *why)
{
	for (size_t i = 0; i < a->n && i < b->n; i++) {
		if (differ(&a->cut[i], &b->cut[i], why))
			return true;
	}
	if (a->n != b->n)
		string_printf(why, "%zu columns in place of %zu", b->n, a->n);
	return a->n != b->n;
}
