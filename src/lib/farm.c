// SPDX-License-Identifier: MIT
// farm: the costs of a task farm; farm.h has the contract.

#include <math.h>
#include <string.h>

#include "bytes.h"
#include "elem.h"
#include "err.h"
#include "farm.h"
#include "mem.h"
#include "num.h"

#define NUMBER(name) #name, offsetof(struct farm, name)

const struct farm_number farm_numbers[] = {
	{NUMBER(time), 1e-9, 1e9, 1, "what the tasks' seconds are multiplied by"},
	{NUMBER(jitter), 0, 3, 0.1, "spread of a task's time about what is expected of it"},
	{NUMBER(start), 0, 1e9, 0.1, "seconds before the first task"},
	{NUMBER(wave), 0, 1e9, 0.1, "seconds before each wave of bunches"},
	{NUMBER(job), 0, 1e9, 1e-4, "seconds a bunch, on its worker"},
	{NUMBER(each), 0, 1e9, 1e-4, "seconds a task beside its own, on its worker"},
	{NUMBER(message), 0, 1e9, 1e-5, "dispatcher's seconds a message"},
	{NUMBER(task), 0, 1e9, 1e-5, "and for each task in it"},
	{NUMBER(left), 0, 1e9, 1e-9, "and for each task left"},
	{NUMBER(latency), 0, 1e9, 1e-5, "seconds that a message is on its way"},
	{NUMBER(bandwidth), 0, 1e15, 1e9, "bytes a second to a worker, 0: at once"},
	{NUMBER(slots), 0, 1e9, 64, "workers on a host, 0: all"},
	{NUMBER(clock), 0, 1e3, 0.1, "a full host is slower by this share"},
	{NUMBER(clock_half), 0, 1e6, 1, "half of that with so many busy beside one"},
	{NUMBER(memory), 0, 1e6, 16, "busy workers that use up a host's memory, 0: never"},
	{NUMBER(memory_edge), 0.5, 16, 2, "how sharp that limit is"},
	{NUMBER(failures), 0, 1, 0.01, "share of tries that fail"},
	{NUMBER(retries), 0, 100, 1, "how often a failed task is tried again"},
	{NULL, 0, 0, 0, 0, NULL},
};

const struct farm farm_free = {.time = 1, .clock_half = 1, .memory_edge = 2};

double *farm_at(struct farm *f, const struct farm_number *number)
{
	return (double *)(void *)((char *)f + number->offset);
}

static const struct farm_number *look(const char *name, size_t n)
{
	for (const struct farm_number *p = farm_numbers; p->name; p++)
		if (strlen(p->name) == n && !memcmp(p->name, name, n))
			return p;
	return NULL;
}

const struct farm_number *farm_find(const char *what, const char *name)
{
	const struct farm_number *p = look(name, strlen(name));
	if (!p)
		die(EXIT_USAGE, "%s: a farm has no %s; evsim -h lists what it has", what, name);
	return p;
}

int farm_seconds(const char *text, const char *end, double *x)
{
	static const struct {
		const char *name;
		double seconds;
	} unit[] = {{"us", 1e6}, {"ms", 1e3}, {"s", 1}, {"m", 1. / 60}, {"h", 1. / 3600}};
	const char *number = end;
	while (number > text && number[-1] >= 'a' && number[-1] <= 'z')
		number--;
	if (number == end)
		return num_real(text, end, x);
	for (size_t i = 0; i < sizeof unit / sizeof *unit; i++)
		if (strlen(unit[i].name) == (size_t)(end - number) && !memcmp(unit[i].name, number, (size_t)(end - number))) {
			if (!num_real(text, number, x))
				return 0;
			*x /= unit[i].seconds;
			return 1;
		}
	return 0;
}

// The reason why it cannot be set, in a text that lasts, or NULL.
static const char *set(struct farm *f, const char *name, size_t n, const char *value, const char *end)
{
	static struct string reason;
	const struct farm_number *p = look(name, n);
	double x;
	reason.n = 0;
	if (!p)
		string_printf(&reason, "a farm has no %.*s; evsim -h lists what it has", (int)n, name);
	else if (!farm_seconds(value, end, &x))
		string_printf(&reason, "%s: not a number: \"%.*s\"", p->name, (int)(end - value), value);
	else if (!(x >= p->least && x <= p->most))
		string_printf(&reason, "%s: %.*s is outside %g to %g", p->name, (int)(end - value), value, p->least, p->most);
	else
		*farm_at(f, p) = x;
	return reason.n ? reason.text : NULL;
}

void farm_set(struct farm *f, const char *what, const char *text)
{
	for (const char *p = text;;) {
		const char *end = p + strcspn(p, ","), *equals = memchr(p, '=', (size_t)(end - p));
		if (!equals)
			die(EXIT_USAGE, "%s: not NAME=VALUE: \"%.*s\"", what, (int)(end - p), p);
		const char *reason = set(f, p, (size_t)(equals - p), equals + 1, end);
		if (reason)
			die(EXIT_USAGE, "%s: %s", what, reason);
		if (!*end)
			return;
		p = end + 1;
	}
}

static void read_line(struct farm *f, const char *file, size_t line, const char *p, const char *end)
{
	static const char blanks[] = " \t\r";
	const char *comment = memchr(p, '#', (size_t)(end - p));
	if (comment)
		end = comment;
	while (end > p && strchr(blanks, end[-1]))
		end--;
	while (p < end && strchr(blanks, *p))
		p++;
	if (p == end)
		return;
	const char *name = p, *reason = "not NAME VALUE";
	while (p < end && !strchr(blanks, *p))
		p++;
	const size_t n = (size_t)(p - name);
	while (p < end && strchr(blanks, *p))
		p++;
	if (p < end)
		reason = set(f, name, n, p, end);
	if (reason)
		die(EXIT_DATA, "%s:%zu: %s", file, line, reason);
}

void farm_read(struct farm *f, const char *file)
{
	enum { MOST = 1 << 20 };
	struct bytes *b = bytes_open(file);
	const char *p, *end;
	const size_t n = bytes_need(b, MOST, &p);
	if (n >= MOST || memchr(p, '\0', n))
		die(EXIT_DATA, "%s: this is no list of a farm's numbers", bytes_name(b));
	end = p + n;
	for (size_t line = 1; p < end; line++) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		read_line(f, bytes_name(b), line, p, newline ? newline : end);
		p = newline ? newline + 1 : end;
	}
	bytes_close(b);
}

void farm_print(const struct farm *f, FILE *to)
{
	struct farm mine = *f, usual = farm_free;
	for (const struct farm_number *p = farm_numbers; p->name; p++) {
		const double x = *farm_at(&mine, p);
		if (x != *farm_at(&usual, p))
			fprintf(to, "%s\t%.6g\n", p->name, x);
	}
}

// Powers by functions that have the same bits everywhere.
static double power(double x, double y)
{
	return x > 0 ? elem_exp(y * elem_log(x)) : 0;
}

double farm_slowness(const struct farm *f, double k)
{
	double slow = 1;
	if (f->clock > 0 && k > 1)
		slow += f->clock * (k - 1) / (k - 1 + f->clock_half);
	if (f->memory > 0)
		slow *= power(1 + power(k / f->memory, f->memory_edge), 1 / f->memory_edge);
	return slow;
}
