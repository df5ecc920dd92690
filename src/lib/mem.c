// SPDX-License-Identifier: MIT
// mem: memory that is there or ends the program; mem.h has the contract.

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

static void *checked(void *p, size_t n, size_t size)
{
	if (!p)
		die(EXIT_SYSTEM, "out of memory (%zu times %zu bytes)", n, size);
	return p;
}

void *mem_new(size_t n, size_t size)
{
	return checked(calloc(n ? n : 1, size ? size : 1), n, size);
}

void *mem_resize(void *old, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		return checked(NULL, n, size);
	return checked(realloc(old, n && size ? n * size : 1), n, size);
}

char *mem_copy_n(const char *text, size_t n)
{
	char *copy = mem_resize(NULL, n + 1, 1);
	if (n)
		memcpy(copy, text, n);
	copy[n] = '\0';
	return copy;
}

char *mem_copy(const char *text)
{
	return mem_copy_n(text, strlen(text));
}

void *mem_grow(void *old, size_t *room, size_t need, size_t size)
{
	if (need <= *room)
		return old;
	size_t want = *room < 8 ? 8 : *room;
	while (want < need)
		want = want > SIZE_MAX / 2 ? need : want * 2;
	*room = want;
	return mem_resize(old, want, size);
}

void string_add(struct string *s, const char *bytes, size_t n)
{
	s->text = mem_grow(s->text, &s->room, s->n + n + 1, 1);
	if (n)
		memcpy(s->text + s->n, bytes, n);
	s->n += n;
	s->text[s->n] = '\0';
}

void string_puts(struct string *s, const char *text)
{
	string_add(s, text, strlen(text));
}

void string_printf(struct string *s, const char *format, ...)
{
	char most[256]; // nearly all texts are shorter, and need no second time
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(most, sizeof most, format, args);
	if (n < 0)
		die(EXIT_SYSTEM, "cannot format text");
	if ((size_t)n < sizeof most) {
		string_add(s, most, (size_t)n);
	} else {
		s->text = mem_grow(s->text, &s->room, s->n + (size_t)n + 1, 1);
		vsnprintf(s->text + s->n, (size_t)n + 1, format, again);
		s->n += (size_t)n;
	}
	va_end(again);
	va_end(args);
}

void string_free(struct string *s)
{
	free(s->text);
	*s = (struct string){0};
}
