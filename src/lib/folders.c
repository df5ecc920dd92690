// SPDX-License-Identifier: MIT
// folders: the folders above a file; folders.h has the contract.

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "folders.h"
#include "mem.h"

int make_folders(const char *path, char **which)
{
	char *folder = mem_copy(path);
	for (char *p = folder + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		if (mkdir(folder, 0777) && errno != EEXIST) {
			int error = errno;
			if (which)
				*which = folder;
			else
				free(folder);
			errno = error;
			return -1;
		}
		*p = '/';
	}
	free(folder);
	return 0;
}
