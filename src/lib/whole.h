/* SPDX-License-Identifier: MIT
 * whole: whether files are whole, by the marks that evfarm's formats have.
 */
#ifndef EVFARM_WHOLE_H
#define EVFARM_WHOLE_H

#include <stddef.h>

enum whole {
	WHOLE_UNKNOWN, /* a format without a mark */
	WHOLE,
	WHOLE_NOT
};

/* Reads each file through: event streams to their end mark, partial results, cells, cuts and what evscan and eveval print with
 * their checksums, gzip with its own. state[i] is what file[i] is; of those that are not whole it is said why, on stderr. A
 * file that cannot be read ends the program (EXIT_SYSTEM). */
void whole_check(char *const *file, size_t n, enum whole *state);

#endif
