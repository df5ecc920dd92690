/* SPDX-License-Identifier: MIT
 * pipe: a pipeline file, evpipe(5), read into parameters and stages. What is wrong with it ends the program (EXIT_DATA) by
 * one message, `prog: FILE:LINE: reason`.
 */
#ifndef EVFARM_PIPE_H
#define EVFARM_PIPE_H

#include <stdbool.h>
#include <stddef.h>

/* NAME = TEXT, from the file or from the command line (line 0, which goes first). */
struct param {
	char *name, *value;
	size_t line;
	bool used;
};

enum stage_kind { STAGE_MAP, STAGE_MERGE, STAGE_ONE };

/* NAME = KIND(ARG, ...) by LABEL, ... [NEEDS] : COMMAND */
struct stage {
	char *name;
	size_t line;
	enum stage_kind kind;
	char **arg;  /* names of stages or inputs, or range(...) as written; one() has none */
	size_t n_args;
	char **by;   /* labels */
	size_t n_by;
	char *needs; /* "cpus=2 mem=1G time=10m", checked; NULL if none are given */
	char *command;
	char *text;  /* all of it on one line, as written */
};

struct pipe {
	char *file;
	struct param *param;
	size_t n_params, param_room;
	struct stage *stage;
	size_t n_stages, stage_room;
};

struct pipe *pipe_read(const char *file);
void pipe_free(struct pipe *p);

/* Takes "NAME=VALUE" of the command line, in place of what the file says or as an input. The value is taken as it is, and
 * is one line. Dies (EXIT_USAGE) if it has no name, a name given before, or the name of a stage. */
void pipe_set(struct pipe *p, const char *assignment);

/* NULL if there is none. */
struct param *pipe_param(const struct pipe *p, const char *name);
struct stage *pipe_stage(const struct pipe *p, const char *name);

/* The parameter's or a range's text with {name} replaced by that parameter's value, which then counts as used, again
 * and again; other braces stay. Fresh. */
char *pipe_text(const struct pipe *p, const char *text, size_t line);

/* The name of a stage, parameter, or input nearest to a mistyped one, or NULL. */
const char *pipe_nearest(const struct pipe *p, const char *name);

/* Letters, digits and _, not beginning with a digit. name_length: how many bytes at text are such a name. */
size_t name_length(const char *text);
bool is_name(const char *text);

/* `prog: FILE:LINE: reason`, EXIT_DATA. */
_Noreturn void pipe_die(const struct pipe *p, size_t line, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
