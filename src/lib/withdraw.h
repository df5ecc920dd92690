/* SPDX-License-Identifier: MIT
 * withdraw: what must go from a plan's folder because it was made from, or for, what is there no longer. Make sees by itself
 * what is new or newer; that something is gone it does not see.
 */
#ifndef EVFARM_WITHDRAW_H
#define EVFARM_WITHDRAW_H

#include <stdbool.h>

#include "plan.h"

/* Removes the results of the step that no task has now, and those merged from results that are no more. */
void withdraw_results(const struct plan *p, const struct step *s, const struct record *old, const bool *kept);

/* Removes all results of a stage. */
void withdraw_stage(const char *stage);

/* Removes the links of tasks that are no more. */
void withdraw_links(const struct record *old, const bool *kept);

#endif
