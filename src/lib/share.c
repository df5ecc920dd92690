// SPDX-License-Identifier: MIT
// share: where shared files are; share.h has the contract.

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"
#include "share.h"

// From the program's folder: installed, in the tree's bin/, in build/asan/bin/.
static const char *const places[] = {"/../share/evfarm/", "/../", "/../../../"};

static char *there(const char *folder, const char *between, const char *name)
{
	struct string path = {0};
	string_printf(&path, "%s%s%s", folder, between, name);
	if (!access(path.text, R_OK))
		return path.text;
	string_free(&path);
	return NULL;
}

char *share_find(const char *name)
{
	const char *set = getenv("EVFARM_SHARE");
	char program[PATH_MAX] = "", *found = NULL;
	if (set && *set) {
		if (!(found = there(set, "/", name)))
			die_errno("%s/%s", set, name);
		return found;
	}
	const ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
	program[n > 0 ? n : 0] = '\0';
	char *slash = strrchr(program, '/');
	if (slash)
		*slash = '\0';
	for (size_t i = 0; slash && i < sizeof places / sizeof *places && !found; i++)
		found = there(program, places[i], name);
	if (!found)
		die(EXIT_SYSTEM, "%s is not there: install evfarm again, or set EVFARM_SHARE to the folder that has it", name);
	return found;
}
