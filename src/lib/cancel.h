/* SPDX-License-Identifier: MIT
 * cancel: ends what runs a plan from elsewhere: another evrun, or SLURM jobs that were left alone.
 */
#ifndef EVFARM_CANCEL_H
#define EVFARM_CANCEL_H

/* Of the plan in the working folder, which the user calls folder. Returns when it has ended; an evrun on another host is asked
 * only. Dies (EXIT_SYSTEM) if nothing runs it. */
void cancel_plan(const char *folder);

#endif
