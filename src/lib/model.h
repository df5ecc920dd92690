/* SPDX-License-Identifier: MIT
 * model: what evgen makes: tables of synthetic events, each a function from the seed and the event's number to a line.
 */
#ifndef EVFARM_MODEL_H
#define EVFARM_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "draw.h"

struct dataset {
	uint64_t seed, events; /* of the whole sample, whichever part of it is made */
};

enum { MODEL_LINE = 1024 }; /* bytes: no line is longer */

struct model {
	const char *name, *what;
	const char *header;  /* the names of the columns, with commas between */
	int64_t events;      /* the usual number */
	/* Writes event i of the sample, with the newline, and returns where it ends. Depends on nothing but these. */
	char *(*write)(char *out, const struct dataset *s, uint64_t i);
};

/* The table, ended by a name that is NULL; the first one is evgen's default. */
extern const struct model models[];

/* A field and a comma behind it. Six significant digits, as C++ streams print; or as many as a float needs. */
char *put_int(char *out, int64_t x);
char *put_real(char *out, double x);
char *put_float(char *out, double x);

/* The models, each in its file. */
char *zee_write(char *out, const struct dataset *s, uint64_t i);
char *zmumu_write(char *out, const struct dataset *s, uint64_t i);
char *higgs4l_write(char *out, const struct dataset *s, uint64_t i);
char *uniform_write(char *out, const struct dataset *s, uint64_t i);

#endif
