// SPDX-License-Identifier: MIT
// list: lists in a Makefile; list.h has the contract.

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "list.h"

enum { WIDTH = 110, LONG_RUN = 100 };

const char list_variables[] = "0-9   := 0 1 2 3 4 5 6 7 8 9\n"
			      "00-99 := $(foreach i,$(0-9),$(addprefix $i,$(0-9)))\n";

static void put(struct list *l, const char *format, va_list args)
{
	int n = vfprintf(l->f, format, args);
	l->column += n > 0 ? (size_t)n : 0;
	char last = *format ? format[strlen(format) - 1] : 0;
	l->first = last == ',' || last == '\n';
	if (last == '\n')
		l->column = 0;
}

void list_text(struct list *l, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	put(l, format, args);
	va_end(args);
}

void list_word(struct list *l, const char *format, ...)
{
	if (l->column > WIDTH) {
		fputs(" \\\n\t", l->f);
		l->column = 8;
	} else if (!l->first) {
		putc(' ', l->f);
		l->column++;
	}
	va_list args;
	va_start(args, format);
	put(l, format, args);
	va_end(args);
}

void list_end(struct list *l)
{
	putc('\n', l->f);
	l->column = 0;
}

// [from,to), the largest blocks first that begin with the same digits: 300 to 399 is $(addprefix 3,$(00-99)).
static void run(struct list *l, uint64_t from, uint64_t to)
{
	while (from < to) {
		if (from && from % 100 == 0 && to - from >= 100) {
			list_word(l, "$(addprefix %" PRIu64 ",$(00-99))", from / 100);
			from += 100;
		} else if (from && from % 10 == 0 && to - from >= 10) {
			list_word(l, "$(addprefix %" PRIu64 ",$(0-9))", from / 10);
			from += 10;
		} else {
			list_word(l, "%" PRIu64, from++);
		}
	}
}

void list_numbers(struct list *l, const uint64_t *number, size_t n)
{
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && number[end] == number[end - 1] + 1; end++)
			;
		if (end - i > LONG_RUN)
			run(l, number[i], number[i] + (end - i));
		else
			for (size_t j = i; j < end; j++)
				list_word(l, "%" PRIu64, number[j]);
	}
}
