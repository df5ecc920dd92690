// SPDX-License-Identifier: MIT
// available: how much memory there is to take; available.h has the contract.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "available.h"
#include "mem.h"

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

// The number behind key ("MemAvailable:") at the beginning of a line of file, or of its first line if key is "".
static uint64_t number_in(const char *file, const char *key)
{
	char line[256];
	uint64_t x = UINT64_MAX;
	FILE *f = fopen(file, "r");
	while (f && fgets(line, sizeof line, f)) {
		if (strncmp(line, key, strlen(key)) == 0 && sscanf(line + strlen(key), "%" SCNu64, &x) == 1)
			break;
	}
	if (f)
		fclose(f);
	return x;
}

// What the control group and those above it leave (Linux's version 2: one line `0::/path`).
static uint64_t group_leaves(void)
{
	char line[4096];
	uint64_t left = UINT64_MAX;
	FILE *f = fopen("/proc/self/cgroup", "r");
	if (f && fgets(line, sizeof line, f) && strncmp(line, "0::/", 4) == 0) {
		line[strcspn(line, "\n")] = '\0';
		for (char *slash; (slash = strrchr(line + 3, '/')); *slash = '\0') {
			struct string most = {0}, used = {0};
			string_printf(&most, "/sys/fs/cgroup%s/memory.max", line + 3);
			string_printf(&used, "/sys/fs/cgroup%s/memory.current", line + 3);
			uint64_t m = number_in(most.text, ""), u = number_in(used.text, "");
			if (m != UINT64_MAX && u != UINT64_MAX)
				left = least(left, m > u ? m - u : 0);
			string_free(&most);
			string_free(&used);
		}
	}
	if (f)
		fclose(f);
	return left;
}

uint64_t memory_available(void)
{
	uint64_t free_kib = number_in("/proc/meminfo", "MemAvailable:");
	uint64_t machine = free_kib > UINT64_MAX / 1024 ? UINT64_MAX : free_kib * 1024;
	struct rlimit limit;
	uint64_t own = UINT64_MAX;
	if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
		own = limit.rlim_cur;
	return least(least(machine, own), group_leaves());
}
