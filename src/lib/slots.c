// SPDX-License-Identifier: MIT
// slots: how many tasks may run at once under a bare `make -j`; slots.h has the contract.
//
// Slot k is byte k of a file that is never written: who holds a lock on the byte has the slot. A lock goes when its process
// does, however that ends.

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "slots.h"
#include "tasklog.h"

// make says in MAKEFLAGS how it was called: a limit stands as -j4, none as a bare -j.
static bool unlimited(void)
{
	const char *flags = getenv("MAKEFLAGS");
	for (const char *p = flags; p && (p = strstr(p, "-j")); p += 2) {
		if ((p == flags || p[-1] == ' ') && (p[2] == ' ' || p[2] == '\0'))
			return true;
	}
	return false;
}

void slots_wait(void)
{
	if (!unlimited() || !tasklog_file())
		return;
	struct string file = {0};
	string_printf(&file, "log/.slots.%s", host_name());
	int fd = open(file.text, O_RDWR | O_CREAT | O_CLOEXEC, 0666); // stays open, for a lock ends with it
	string_free(&file);
	if (fd < 0)
		return;
	long cpus = sysconf(_SC_NPROCESSORS_ONLN), n = (cpus > 0 ? cpus : 1) * SLOTS_PER_CPU;
	struct flock slot = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
	for (slot.l_start = 0; slot.l_start < n; slot.l_start++) {
		if (fcntl(fd, F_SETLK, &slot) == 0)
			return;
	}
	slot.l_start = getpid() % n;
	fcntl(fd, F_SETLKW, &slot);
}
