/* SPDX-License-Identifier: MIT
 * costs: what tasks may take, in seconds: what they took before; else what their stage's took, by the size of their inputs;
 * else a guess from that size.
 */
#ifndef EVFARM_COSTS_H
#define EVFARM_COSTS_H

#include <stdbool.h>

#include "logs.h"
#include "todo.h"

struct costs;

struct costs *costs_open(void); /* of the plan in the working folder */
void costs_close(struct costs *c);

/* Reads what the logs have since the last time. */
void costs_learn(struct costs *c);

/* Sets target.seconds and guessed; its inputs should be there. False if that is a guess: nothing is known of its stage. */
bool costs_estimate(struct costs *c, struct todo *t, size_t target);

#endif
