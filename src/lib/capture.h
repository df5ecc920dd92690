/* SPDX-License-Identifier: MIT
 * capture: globs with {name} in them, which is like * without slashes and remembers what it matched.
 */
#ifndef EVFARM_CAPTURE_H
#define EVFARM_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

/* The names in braces into fresh strings *names, and the pattern with * in their places, fresh. */
char *capture_names(const char *pattern, char ***names, size_t *n);

/* Matches path, giving what each {name} matched, the shortest first, as fresh strings. */
bool capture_match(const char *pattern, const char *path, char **values);

#endif
