// SPDX-License-Identifier: MIT
// alive: processes that were noted down; alive.h has the contract.

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "alive.h"

// Field 22 of /proc/PID/stat, counted behind the name in parentheses.
void start_of_process(long pid, char start[START_MAX])
{
	char file[64], line[1024] = "";
	snprintf(start, START_MAX, "-");
	snprintf(file, sizeof file, "/proc/%ld/stat", pid);
	FILE *f = fopen(file, "r");
	if (!f)
		return;
	char *p = fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL;
	fclose(f);
	for (int i = 2; p && i < 22; i++)
		p = strchr(p + 1, ' ');
	if (p)
		snprintf(start, START_MAX, "%.*s", (int)strcspn(p + 1, " "), p + 1);
}

bool process_is_dead(long pid, const char *start)
{
	char now[START_MAX];
	if (kill((pid_t)pid, 0) && errno == ESRCH)
		return true;
	start_of_process(pid, now);
	return strcmp(now, start) && strcmp(start, "-") && strcmp(now, "-");
}
