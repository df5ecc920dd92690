/* SPDX-License-Identifier: MIT
 * command: a stage's command with its {names} filled in, as a recipe of a Makefile.
 *
 * A parameter's value is data: wherever it stands, bare, in '...', in "..." or inside $(...), it is quoted so that the
 * shell takes it as part of a word and never as code. Make's $ is doubled. {{ and, behind it, }} give plain braces;
 * braces that hold no plain name, and ${...}, stay as they are.
 */
#ifndef EVFARM_COMMAND_H
#define EVFARM_COMMAND_H

#include <stddef.h>

#include "mem.h"

enum hole {
	HOLE_UNKNOWN,
	HOLE_VALUE, /* text is a parameter's value */
	HOLE_SAFE,  /* text is make's way of saying something that needs no quotes: a target's name, a number */
	HOLE_FILES  /* the task's inputs, which are "$@" to the shell */
};

/* What a {name} stands for. text is fresh or NULL. */
typedef enum hole command_lookup(void *context, const char *name, char **text);

/* Writes the recipe. Returns NULL, or a fresh text that says what is wrong with the command. */
char *command_expand(const char *command, command_lookup *lookup, void *context, struct string *recipe)
	__attribute__((warn_unused_result));

/* Adds text as one word of a shell, quoted if it has to be. */
void shell_word(struct string *out, const char *text);

#endif
