/* SPDX-License-Identifier: MIT
 * stage: the right-hand side of a stage, KIND(ARG, ...) by LABEL, ... [NEEDS] : COMMAND.
 */
#ifndef EVFARM_STAGE_H
#define EVFARM_STAGE_H

#include "pipe.h"

/* Whether text has a stage's beginning: map, merge or one, and a parenthesis. */
bool is_stage(const char *text);

/* Fills in s, whose name and line stand, from text. Dies by pipe_die. */
void stage_parse(const struct pipe *p, struct stage *s, const char *text);

/* A range's bounds out of "range(LO, HI)", HI exclusive. False if text is something else; *reason is set (static) if
 * it is a range but a wrong one. */
bool parse_range(const char *text, long long *lo, long long *hi, const char **reason);

#endif
