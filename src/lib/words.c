// SPDX-License-Identifier: MIT
// words: a command without a shell; words.h has the contract.

#include <stdbool.h>
#include <string.h>

#include "mem.h"
#include "words.h"

// Outside quotes these mean something to a shell, or may.
static const char special[] = "|&;<>()$`*?[]{}~!#\n";

// Words that a shell runs by itself, and as first words only a shell knows. Anything not found as a program goes to
// the shell as well, so this lists those that exist as programs too, and behave differently there or take time.
static const char *const shell_words[] = {
	".", ":", "alias", "bg", "case", "cd", "command", "echo", "env", "eval", "exec", "exit", "export", "false", "fg", "for",
	"getopts", "hash", "if", "jobs", "kill", "printf", "pwd", "read", "return", "set", "shift", "test", "time", "times", "trap",
	"true", "type", "ulimit", "umask", "unalias", "unset", "until", "wait", "while",
};

static bool for_shell(const char *word)
{
	for (size_t i = 0; i < sizeof shell_words / sizeof *shell_words; i++)
		if (!strcmp(word, shell_words[i]))
			return true;
	return false;
}

// One word from *p on; false if it takes a shell to read it.
static bool word(const char **p, struct string *out)
{
	const char *s = *p;
	string_puts(out, "");
	while (*s && *s != ' ' && *s != '\t') {
		if (*s == '\'') {
			const char *end = strchr(s + 1, '\'');
			if (!end)
				return false;
			string_add(out, s + 1, (size_t)(end - s - 1));
			s = end + 1;
		} else if (*s == '"') {
			size_t n = strcspn(s + 1, "\"$`\\");
			if (s[1 + n] != '"')
				return false;
			string_add(out, s + 1, n);
			s += n + 2;
		} else if (*s == '\\' && s[1]) {
			string_add(out, s + 1, 1);
			s += 2;
		} else if (*s == '\\' || strchr(special, *s)) {
			return false;
		} else {
			string_add(out, s++, 1);
		}
	}
	*p = s;
	return true;
}

char **words_split(const char *command, char *const *args, size_t n)
{
	static const char all[] = "\"$@\"";
	char **list = NULL;
	size_t room = 0, count = 0;
	const char *p = command;
	for (;;) {
		p += strspn(p, " \t");
		if (!*p)
			break;
		size_t length = strlen(all);
		if (!strncmp(p, all, length) && strchr(" \t", p[length])) { // strchr finds the final '\0' too
			list = mem_grow(list, &room, count + n + 1, sizeof *list);
			for (size_t i = 0; i < n; i++)
				list[count++] = args[i];
			p += length;
			continue;
		}
		struct string w = {0};
		const char *begin = p;
		if (!word(&p, &w))
			return NULL;
		if (!count && (for_shell(w.text) || memchr(begin, '=', (size_t)(p - begin))))
			return NULL;
		list = mem_grow(list, &room, count + 2, sizeof *list);
		list[count++] = w.text;
	}
	if (!count)
		return NULL;
	list[count] = NULL;
	return list;
}
