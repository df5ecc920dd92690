/* SPDX-License-Identifier: MIT
 * report_log: the plan's log for a report: who ran what when, on which worker, and the longest way
 * through the tree.
 */
#ifndef EVFARM_REPORT_LOG_H
#define EVFARM_REPORT_LOG_H

#include "report.h"

/* Fills in entries, hosts, engines, spells and failures; marks in left what has failed. */
void report_read_log(struct report *r);

/* Seconds from the first start to when, without the gaps between spells. */
double report_time(const struct report *r, double when);
/* How long the spells are together. */
double report_busy(const struct report *r);

#endif
