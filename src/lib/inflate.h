/* SPDX-License-Identifier: MIT
 * inflate: one gzip member after another, by zlib or by ISA-L, which is four times as fast on numbers as text and is there if
 * the build found it. Both give the same bytes, and both check the member's checksum and length.
 */
#ifndef EVFARM_INFLATE_H
#define EVFARM_INFLATE_H

#include <stddef.h>

enum inflate_end {
	INFLATE_GOES_ON,
	INFLATE_MEMBER_ENDS,
	INFLATE_CORRUPT /* why says how */
};

struct inflate {
	const unsigned char *in; /* what is left to read; moved on */
	size_t n_in;
	unsigned char *out;      /* where to write; moved on */
	size_t n_out;
	const char *why;
};

struct inflater {
	const char *name;
	void *(*open)(void); /* dies without memory */
	/* Reads and writes until either side is used up, or the member ends. At most 1 GiB a side. */
	enum inflate_end (*run)(void *own, struct inflate *i);
	void (*next)(void *own); /* another member begins */
	void (*close)(void *own);
};

extern const struct inflater inflater_zlib;
/* Absent (its address is NULL) unless the program was linked with it: see the Makefile. */
extern const struct inflater inflater_isal __attribute__((weak));

#endif
