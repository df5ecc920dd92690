/* SPDX-License-Identifier: MIT
 * dataset: an input of a pipeline: the files of a glob or a manifest with their labels, or a range of numbers.
 */
#ifndef EVFARM_DATASET_H
#define EVFARM_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct file {
	char *path; /* absolute */
	uint64_t size;
	struct timespec mtime;
	char **label; /* a value for each of the dataset's labels */
};

struct dataset {
	char *name;
	bool range; /* the numbers [lo,hi), and no files */
	long long lo, hi;
	struct file *file; /* in order: of the manifest, or of the names' bytes */
	size_t n, room;
	char **label; /* their names */
	size_t n_labels;
};

/* What value stands for:
 *   range(LO, HI)   the numbers from LO up to, and without, HI
 *   @MANIFEST       a table: a line "path", then names of labels, separated by tabs; then a line a file, its path seen
 *                   from the manifest's folder
 *   FILE            if there is a file of this very name
 *   GLOB            as in a shell; {name} in it is like * without slashes, and what it matches is the label name
 * Dies of whatever is wrong: EXIT_DATA with file and line inside a manifest, else EXIT_USAGE. */
struct dataset *dataset_read(const char *name, const char *value);

void dataset_free(struct dataset *d);

/* The index of a label, SIZE_MAX if there is none. */
size_t dataset_label(const struct dataset *d, const char *label);

/* "channel=4mu,year=2011": the labels of file i, fresh. */
char *dataset_labels(const struct dataset *d, size_t i);

#endif
