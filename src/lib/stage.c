// SPDX-License-Identifier: MIT
// stage: the right-hand side of a stage; stage.h has the contract.

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "stage.h"

enum { MOST_MEMBERS = 1000 }; // of a list

static const struct {
	const char *name;
	enum stage_kind kind;
} kinds[] = {{"map", STAGE_MAP}, {"merge", STAGE_MERGE}, {"one", STAGE_ONE}};

static const char *skip_blanks(const char *s)
{
	return s + strspn(s, " \t");
}

// Behind the opening parenthesis, or NULL if text does not begin with word and one.
static const char *call(const char *text, const char *word)
{
	size_t n = strlen(word);
	if (strncmp(text, word, n))
		return NULL;
	text = skip_blanks(text + n);
	return *text == '(' ? text + 1 : NULL;
}

bool is_stage(const char *text)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (call(text, kinds[i].name))
			return true;
	return false;
}

static void add(char ***list, size_t *n, char *member)
{
	*list = mem_resize(*list, *n + 1, sizeof **list);
	(*list)[(*n)++] = member;
}

static char *trimmed(const char *begin, const char *end)
{
	begin = skip_blanks(begin);
	while (end > begin && strchr(" \t", end[-1]))
		end--;
	return mem_copy_n(begin, begin < end ? (size_t)(end - begin) : 0);
}

// The arguments from behind the parenthesis; gives the place behind the closing one.
static const char *arguments(const struct pipe *p, struct stage *s, const char *text)
{
	int depth = 0;
	const char *begin = text;
	for (; *text && s->n_args < MOST_MEMBERS && (depth || *text != ')'); text++) {
		depth += (*text == '(') - (*text == ')');
		if (*text == ',' && !depth) {
			add(&s->arg, &s->n_args, trimmed(begin, text));
			begin = text + 1;
		}
	}
	if (s->n_args == MOST_MEMBERS)
		pipe_die(p, s->line, "%s: more than %d inputs", s->name, MOST_MEMBERS);
	if (!*text)
		pipe_die(p, s->line, "%s: no ) behind its inputs", s->name);
	if (s->kind == STAGE_ONE && !s->n_args && skip_blanks(begin) == text)
		return skip_blanks(text + 1); // one() reads nothing
	add(&s->arg, &s->n_args, trimmed(begin, text));
	for (size_t i = 0; i < s->n_args; i++) {
		if (!is_name(s->arg[i]) && !call(s->arg[i], "range"))
			pipe_die(p, s->line, "%s: neither a name nor range(LO, HI): \"%s\"", s->name, s->arg[i]);
		for (size_t j = 0; j < i; j++)
			if (!strcmp(s->arg[i], s->arg[j]))
				pipe_die(p, s->line, "%s: %s stands twice among its inputs", s->name, s->arg[i]);
	}
	return skip_blanks(text + 1);
}

static const char *labels(const struct pipe *p, struct stage *s, const char *text)
{
	if (strncmp(text, "by", 2) || !strchr(" \t", text[2]))
		return text;
	if (s->kind != STAGE_MERGE)
		pipe_die(p, s->line, "%s: only a merge goes by labels", s->name);
	text += 2;
	do {
		text = skip_blanks(text + (*text == ','));
		size_t n = name_length(text);
		if (!n)
			pipe_die(p, s->line, "%s: by: no label's name: \"%.40s\"", s->name, text);
		if (s->n_by == MOST_MEMBERS)
			pipe_die(p, s->line, "%s: by: more than %d labels", s->name, MOST_MEMBERS);
		add(&s->by, &s->n_by, mem_copy_n(text, n));
		for (size_t j = 0; j + 1 < s->n_by; j++)
			if (!strcmp(s->by[j], s->by[s->n_by - 1]))
				pipe_die(p, s->line, "%s: by: %s stands twice", s->name, s->by[j]);
		text = skip_blanks(text + n);
	} while (*text == ',');
	return text;
}

// Digits with one of these units behind them: cpus=2, mem=1.5G, time=10m.
static bool amount(const char *text, const char *units, bool need_unit)
{
	size_t n = strspn(text, "0123456789");
	if (!n || strspn(text, "0.") == strlen(text))
		return false;
	if (need_unit && text[n] == '.' && text[n + 1])
		n += 1 + strspn(text + n + 1, "0123456789");
	if (!text[n])
		return !need_unit;
	return strchr(units, text[n]) && !text[n + 1];
}

static void check_need(const struct pipe *p, const struct stage *s, const char *need)
{
	static const struct {
		const char *key, *units;
		bool need_unit;
		const char *example;
	} known[] = {{"cpus", "", false, "cpus=2"}, {"mem", "KMGT", true, "mem=1G"}, {"time", "smhd", true, "time=10m"}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		size_t n = strlen(known[i].key);
		if (strncmp(need, known[i].key, n) || need[n] != '=')
			continue;
		if (!amount(need + n + 1, known[i].units, known[i].need_unit))
			pipe_die(p, s->line, "%s: not an amount such as %s: \"%s\"", s->name, known[i].example, need);
		return;
	}
	pipe_die(p, s->line, "%s: a need is one of cpus=2, mem=1G, time=10m, not \"%s\"", s->name, need);
}

static const char *needs(const struct pipe *p, struct stage *s, const char *text)
{
	if (*text != '[')
		return text;
	const char *end = strchr(text, ']');
	if (!end)
		pipe_die(p, s->line, "%s: no ] behind its needs", s->name);
	struct string all = {0};
	char *inside = mem_copy_n(text + 1, (size_t)(end - text - 1)), *rest = inside;
	for (char *need; (need = strtok_r(rest, " \t,", &rest));) {
		check_need(p, s, need);
		size_t key = strcspn(need, "=") + 1;
		for (const char *old = all.text; old; old = strchr(old, ' '))
			if (!strncmp(old += *old == ' ', need, key))
				pipe_die(p, s->line, "%s: two needs called %.*s", s->name, (int)key - 1, need);
		string_printf(&all, "%s%s", all.n ? " " : "", need);
	}
	free(inside);
	s->needs = all.text;
	return skip_blanks(end + 1);
}

void stage_parse(const struct pipe *p, struct stage *s, const char *text)
{
	const char *rest = NULL;
	for (size_t i = 0; !rest; i++) {
		rest = call(text, kinds[i].name);
		s->kind = kinds[i].kind;
	}
	rest = arguments(p, s, rest);
	rest = labels(p, s, rest);
	rest = needs(p, s, rest);
	if (*rest != ':')
		pipe_die(p, s->line, "%s: no \": COMMAND\" behind %s(...)%s", s->name, kinds[s->kind].name,
			 *rest ? ", but other text" : "");
	rest = skip_blanks(rest + 1);
	if (!*rest)
		pipe_die(p, s->line, "%s: no command", s->name);
	if (strchr("@+-", *rest))
		pipe_die(p, s->line, "%s: a command cannot begin with %c, which make takes for itself", s->name, *rest);
	if (rest[strlen(rest) - 1] == '\\')
		pipe_die(p, s->line, "%s: a command cannot end in a backslash", s->name);
	s->command = mem_copy(rest);
}

static bool bound(const char **text, long long *value)
{
	char *end;
	const char *digits = skip_blanks(*text);
	if (*digits < '0' || *digits > '9' || strspn(digits, "0123456789") > 15)
		return false;
	*value = strtoll(digits, &end, 10);
	*text = skip_blanks(end);
	return true;
}

bool parse_range(const char *text, long long *lo, long long *hi, const char **reason)
{
	*reason = NULL;
	text = call(skip_blanks(text), "range");
	if (!text)
		return false;
	if (!bound(&text, lo) || *text != ',' || (text++, !bound(&text, hi)) || *text != ')' || *skip_blanks(text + 1))
		*reason = "not range(LO, HI) of two whole numbers from zero on";
	else if (*lo >= *hi)
		*reason = "a range with nothing in it (HI is not part of it)";
	return true;
}
