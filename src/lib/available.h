/* SPDX-License-Identifier: MIT
 * available: how much memory this process may still take.
 */
#ifndef EVFARM_AVAILABLE_H
#define EVFARM_AVAILABLE_H

#include <stdint.h>

/* Bytes: the least of what the machine has free or can free, what its control group (a batch job's) leaves, and the
 * process's own limit; UINT64_MAX if none of these can be known. */
uint64_t memory_available(void);

#endif
