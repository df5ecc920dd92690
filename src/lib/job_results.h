/* SPDX-License-Identifier: MIT
 * job_results: looks at the results that were made by jobs which did not come to their end; a part of job.
 */
#ifndef EVFARM_JOB_RESULTS_H
#define EVFARM_JOB_RESULTS_H

/* When a job began, in seconds since 1970, by this machine's clock and by that of the file system, which may be another's. */
struct job_since {
	long long here, file;
};

/* Removes results that are not whole, and says so. A format without a mark must be as large as the log says. After a
 * kill the log says what is to be looked at; after a crash of the machine all results that are newer are looked at, and of
 * those without a mark none is trusted but another host's. */
void job_results_after_kill(struct job_since since);
void job_results_after_crash(struct job_since since);

#endif
