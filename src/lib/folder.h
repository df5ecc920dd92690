/* SPDX-License-Identifier: MIT
 * folder: a plan's folder, evplan(5): its links, commands and record, and what is removed from it when a plan is made anew.
 */
#ifndef EVFARM_FOLDER_H
#define EVFARM_FOLDER_H

#include <stdbool.h>

#include "plan.h"

/* Dies (EXIT_USAGE) if the folder is there and holds anything but a plan of the pipeline file, finished or not. */
void folder_check(const char *folder, const char *pipeline);

/* The record of the plan that is there, or NULL. */
struct record *folder_record(const char *folder);

/* Makes the folder if need be, and makes it the working folder. */
void folder_enter(const char *folder);

/* Brings the folder to what the plan says, all but the Makefile: removes results of tasks that are no more and of stages
 * that mean something else now, and what was merged from them; makes the links in data/; writes cmd/STAGE where a command
 * changed, and data.tsv last. kept is as tasks_form left it; old may be NULL. */
void folder_update(const struct plan *p, const struct record *old, const bool *kept, const char *chunk, char *const *recipe);

/* Writes a file by a temporary name. */
FILE *folder_create(const char *file);
void folder_commit(FILE *f, const char *file);

#endif
