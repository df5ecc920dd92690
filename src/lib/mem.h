/* SPDX-License-Identifier: MIT
 * mem: memory that is there or ends the program (EXIT_SYSTEM), and a string that grows.
 */
#ifndef EVFARM_MEM_H
#define EVFARM_MEM_H

#include <stddef.h>

/* Never NULL; n members of size bytes each, checked against overflow. mem_new zeroes. Free with free(). */
void *mem_new(size_t n, size_t size) __attribute__((malloc, warn_unused_result));
void *mem_resize(void *old, size_t n, size_t size) __attribute__((warn_unused_result));
char *mem_copy(const char *text) __attribute__((malloc, warn_unused_result));
char *mem_copy_n(const char *text, size_t n) __attribute__((malloc, warn_unused_result)); /* adds the '\0' */

/* Makes room for at least need members in an array that has *room, by doubling. Returns the array's new place. */
void *mem_grow(void *old, size_t *room, size_t need, size_t size) __attribute__((warn_unused_result));

/* A string that grows; {0} is an empty one. text is '\0'-terminated once anything was added. */
struct string {
	char *text;
	size_t n, room;
};
void string_add(struct string *s, const char *bytes, size_t n);
void string_puts(struct string *s, const char *text);
void string_printf(struct string *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
void string_free(struct string *s); /* and leaves an empty one */

#endif
