/* SPDX-License-Identifier: MIT
 * words: a command that needs no shell, cut into its words; so that a task can do without a shell's start-up.
 */
#ifndef EVFARM_WORDS_H
#define EVFARM_WORDS_H

#include <stddef.h>

/* The argument vector (NULL-terminated) of a command made of plain words, 'quoted' and "quoted" ones, backslashes outside
 * quotes, and the word "$@", which stands for args[0..n). NULL if anything in it calls for a shell: operators,
 * expansions, an assignment, a word that shells treat in their own way (echo, cd, if, ...). The words are fresh or members
 * of args, and are meant to live until exec. */
char **words_split(const char *command, char *const *args, size_t n);

#endif
