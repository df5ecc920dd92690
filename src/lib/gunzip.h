/* SPDX-License-Identifier: MIT
 * gunzip: gzip data, any number of members, as a stream of plain bytes.
 */
#ifndef EVFARM_GUNZIP_H
#define EVFARM_GUNZIP_H

#include <stddef.h>
#include <stdint.h>

struct gunzip;

/* Reads gzip from fd, of which n <= GUNZIP_ALREADY bytes have been read already (copied). name is for messages. */
enum { GUNZIP_ALREADY = 1 << 19, GUNZIP_MOST = 1 << 30 };
struct gunzip *gunzip_open(int fd, const char *name, const char *already, size_t n);
/* Up to n bytes of text; 0 at the end of the last member. Truncated or corrupt data end the program (EXIT_DATA), read
 * errors too (EXIT_SYSTEM). Zeros behind the last member are padding and are ignored, as gzip does. Of a long stream, a second
 * thread inflates what comes next, on at most a megabyte of memory. */
size_t gunzip_read(struct gunzip *g, char *out, size_t n);
uint64_t gunzip_taken(const struct gunzip *g); /* how many bytes of gzip have been read */
void gunzip_close(struct gunzip *g);

/* read(2) that goes on after a signal; dies of errors. 0 at the end. */
size_t read_some(int fd, const char *name, char *out, size_t n);

#endif
