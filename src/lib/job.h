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

/* Before a task writes anything: the job is that of the parent process. */
void job_begin(void);

/* Before make decides what is to be done: looks at what the jobs of this machine that were cut off have left. The jobs of
 * other machines are left to them. Two at a time wait for each other. */
void job_recover(void);

/* Brings all to disk, and forgets the parent's job and those of this boot that are no more. */
void job_end(void);

#endif
