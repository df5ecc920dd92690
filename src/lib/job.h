/* SPDX-License-Identifier: MIT
 * job: a make that runs tasks of a plan; and what is done when one did not come to its end. All in the working folder.
 *
 * A job's first task leaves a marker, log/job.HOST.PID, which says under which boot of the machine it runs. At its end all
 * is brought to disk, once, and the marker goes. A marker whose process is gone tells of a job that was cut off: killed, which
 * leaves no torn file, or by a crash of the machine, which may. So before results are trusted then, those that were made since
 * the job began are read; what is not whole goes, and is made again.
 */
#ifndef EVFARM_JOB_H
#define EVFARM_JOB_H

#include <stdbool.h>

/* Before a task writes anything: the job is that of the parent process, make, or of the process that has made it its own. */
void job_begin(void);

/* Makes one job, of this process, of all makes that it starts on this host from now on (by EVFARM_JOB in their environment). They
 * look at nothing that others have left: job_recover is to come before. */
void job_own(void);
bool job_is_here(void);   /* the environment names a job of this host */
bool job_has_begun(void); /* one of its tasks has */

/* Before make decides what is to be done: looks at what the jobs of this machine that were cut off have left. The jobs of
 * other machines are left to them. Two at a time wait for each other. */
void job_recover(void);

/* Brings all to disk, and forgets the job and those of this boot that were no more. */
void job_end(void);

#endif
