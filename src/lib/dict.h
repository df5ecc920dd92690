/* SPDX-License-Identifier: MIT
 * dict: from text to a number.
 */
#ifndef EVFARM_DICT_H
#define EVFARM_DICT_H

#include <stddef.h>
#include <stdint.h>

struct dict;

struct dict *dict_new(void);
/* The number of key, which is 0 before it is set. The place lasts until the next call. key is copied. */
uint64_t *dict_at(struct dict *d, const char *key);
void dict_free(struct dict *d);

#endif
