/* SPDX-License-Identifier: MIT
 * num: numbers from text and back, exactly.
 *
 * Reading gives the double nearest to the decimal (ties to even), the one that strtod gives in the C locale;
 * writing gives the shortest decimal that reads back as the same number. Neither looks at the locale.
 */
#ifndef EVFARM_NUM_H
#define EVFARM_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The whole of [p,end) as a number: [+-] digits [. digits] [e|E [+-] digits], at least one digit before the
 * exponent; or nan, inf, infinity in any case, signed. No spaces, no hexadecimal. Too large gives an infinity,
 * too small a zero, as strtod does. Reads nothing outside [p,end). False if it is anything else. */
bool num_real(const char *p, const char *end, double *x);

/* The same, rounded once to a float. */
bool num_float(const char *p, const char *end, float *x);

/* [+-] digits, within int64; "1.0" and "1e3" are not integers. False if it is anything else. */
bool num_int(const char *p, const char *end, int64_t *x);

/* Writes x at out without a '\0' and returns the length, at most NUM_MAX. Fixed notation for decimal exponents
 * -4 to 16 ("41.3766", "0.0001", "3", "120000"), else "1.51669e-05", "1e+300"; "nan", "inf", "-inf", "-0". */
enum { NUM_MAX = 32 };
size_t num_write(char *out, double x);
size_t num_write_float(char *out, float x); /* the shortest that reads back as the same float */
size_t num_write_int(char *out, int64_t x);

#endif
