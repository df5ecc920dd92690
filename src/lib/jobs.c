// SPDX-License-Identifier: MIT
// jobs: the SLURM jobs of a plan; jobs.h has the contract.

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "jobs.h"

static const char folder[] = "log/slurm", file[] = "log/slurm/jobs";

void jobs_add(const char *job)
{
	FILE *f = fopen(file, "a");
	if (!f || fprintf(f, "%s\n", job) < 0 || fclose(f))
		die_errno("%s", file);
}

char **jobs_read(size_t *n)
{
	char **job = NULL, *line = NULL;
	size_t room = 0, length = 0;
	FILE *f = fopen(file, "r");
	*n = 0;
	if (!f && errno != ENOENT)
		die_errno("%s", file);
	while (f && getline(&line, &length, f) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (!*line)
			continue;
		job = mem_grow(job, &room, *n + 1, sizeof *job);
		job[(*n)++] = mem_copy(line);
	}
	if (f)
		fclose(f);
	free(line);
	return job;
}

void jobs_free(char **job, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(job[i]);
	free(job);
}

// Removes what is in the folder: all, or all but what jobs have printed, which goes if it is empty.
static void clear(bool all)
{
	DIR *dir = opendir(folder);
	if (!dir)
		return;
	for (struct dirent *e; (e = readdir(dir));) {
		struct stat s;
		const size_t n = strlen(e->d_name);
		const bool printed = n > 4 && !strcmp(e->d_name + n - 4, ".out");
		if (*e->d_name == '.' || (printed && !all && !fstatat(dirfd(dir), e->d_name, &s, 0) && s.st_size))
			continue;
		unlinkat(dirfd(dir), e->d_name, 0);
	}
	closedir(dir);
}

void jobs_forget(void)
{
	clear(false);
}

void jobs_begin(void)
{
	if (mkdir(folder, 0777) && errno != EEXIST) // log/ is there, with the lock
		die_errno("%s", folder);
	clear(true);
}

// -- what SLURM says of them -----------------------------------------------------------------------------------

static char *cluster_of(const char *job)
{
	const char *cluster = strchr(job, ';');
	return mem_copy(cluster ? cluster + 1 : "");
}

struct jobs_left jobs_left(void)
{
	struct jobs_left left = {0};
	size_t n;
	char **job = jobs_read(&n);
	string_puts(&left.names, "");
	left.noted = n;
	if (!n)
		return left;
	char *clusters = cluster_of(job[0]);
	struct slurm s = {.clusters = clusters};
	struct slurm_queue q = {0};
	slurm_queue_ask(&s);
	while (slurm_runs(&s, 1000))
		;
	if (s.process.status)
		left.unknown = mem_copy(slurm_reason(&s));
	else
		slurm_queue_take(&s, &q);
	for (size_t i = 0; i < n; i++) {
		const size_t there = slurm_queued(q.jobs, job[i]);
		if (there)
			string_printf(&left.names, "%s%.*s", left.elements ? " " : "", (int)strcspn(job[i], ";"), job[i]);
		left.elements += there;
		left.waiting += slurm_queued(q.waiting, job[i]);
	}
	slurm_queue_free(&q);
	slurm_free(&s);
	free(clusters);
	jobs_free(job, n);
	return left;
}

void jobs_left_free(struct jobs_left *l)
{
	string_free(&l->names);
	free(l->unknown);
}

void jobs_cancel(void)
{
	size_t n;
	char **job = jobs_read(&n);
	char *clusters = cluster_of(n ? job[0] : "");
	struct slurm s = {.clusters = clusters};
	slurm_cancel(&s, job, n, false);
	while (slurm_runs(&s, 1000))
		;
	if (s.process.status)
		die(EXIT_SYSTEM, "scancel: %s", slurm_reason(&s));
	slurm_free(&s);
	free(clusters);
	jobs_free(job, n);
	for (bool some = true; some;) {
		struct jobs_left left = jobs_left();
		some = left.elements || left.unknown;
		jobs_left_free(&left);
		if (some)
			sleep(1);
	}
	jobs_forget();
}
