/* SPDX-License-Identifier: MIT
 * share: files that programs need beside themselves, wherever they were installed or built.
 */
#ifndef EVFARM_SHARE_H
#define EVFARM_SHARE_H

/* The path of a shared file, "plots/hist.gp", fresh: below share/evfarm of where this program is installed, or in the source tree
 * that it was built in; or below the environment's EVFARM_SHARE, where that is set. Ends the program (EXIT_SYSTEM) if
 * it is not there. */
char *share_find(const char *name);

#endif
