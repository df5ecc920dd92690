/* SPDX-License-Identifier: MIT
 * queue: which tasks a dispatcher gives out next; a part of sim.
 */
#ifndef EVFARM_QUEUE_H
#define EVFARM_QUEUE_H

#include <stdbool.h>

#include "heap.h"
#include "sim.h"

struct queue;

struct queue *queue_open(const struct work *w, const struct farm *f, const struct sim *s);
void queue_close(struct queue *q);

/* The tasks of the next bunch that can be started now go behind those given before; how many. 0: none can be. */
size_t queue_take(struct queue *q);
/* Task number i of those given, in the order in which they were. */
uint32_t queue_given(const struct queue *q, size_t i);

/* It has ended; it is tried again after all that can be started now, unless its tries are used up. */
void queue_done(struct queue *q, uint32_t task);
void queue_failed(struct queue *q, uint32_t task);

/* Whether there is more in the next wave, which begins with this call: to be asked when nothing can be started and all that
 * was given has ended. */
bool queue_next_wave(struct queue *q);

size_t queue_left(const struct queue *q);           /* tasks that were not given out yet */
unsigned queue_try(const struct queue *q, uint32_t task); /* which try of it is the present one, from 1 */

#endif
