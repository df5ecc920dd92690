/* SPDX-License-Identifier: MIT
 * look: what evrun tells of a plan without running it. All print to standard output, of the plan in the working folder.
 */
#ifndef EVFARM_LOOK_H
#define EVFARM_LOOK_H

/* Stage by stage: results done, running, failed and missing, what tasks have used, and what the stage asks for; then the
 * failed tasks. folder is the plan as the user calls it. */
void look_status(const char *folder);

enum missing_form { MISSING_TARGETS, MISSING_PARALLEL, MISSING_ARRAY };

/* What is to be made: all targets, a line each, in an order in which they can be made; those of them that can be made at once,
 * side by side; or the numbers of a stage's tasks (NULL: of the first that has some missing) as --array=3,17-20. */
void look_missing(enum missing_form form, const char *stage);

/* Why a target is to be made, down to what is new, gone or changed. Dies (EXIT_USAGE) if there is no such target. */
void look_why(const char *target);

#endif
