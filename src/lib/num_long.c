// SPDX-License-Identifier: MIT
// num: whole numbers, and reals of any length, from text; num.h has the contract.
//
// Up to 19 digits are gathered, with the exponent and whether there were more. What that cannot decide exactly (more digits
// that lie within a hair of halfway between two doubles) is left to strtod.

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "num.h"
#include "num_near.h"
#include "num_word.h"

// A decimal: m * 10^e, or a bit more: less than (m+1) * 10^e.
struct decimal {
	uint64_t m;
	int64_t e;
	int kept; // digits in m, without zeros in front
	bool more;
};

enum { MOST_KEPT = 19 };

// the digits at p into d; where they end
static const char *digits(const char *p, const char *end, struct decimal *d)
{
	if (!d->kept)
		while (p < end && *p == '0')
			p++;
	for (; d->kept <= MOST_KEPT - 8 && end - p >= 8; p += 8, d->kept += 8) {
		uint64_t eight = word_8(p) ^ word_zeros;
		if (word_nondigits(eight))
			break;
		d->m = d->m * 100000000 + word_digits(eight);
	}
	for (; p < end && *p >= '0' && *p <= '9'; p++) {
		if (d->kept < MOST_KEPT) {
			d->m = d->m * 10 + (uint64_t)(*p - '0');
			d->kept++;
		} else {
			d->e++;
			d->more |= *p != '0';
		}
	}
	return p;
}

// [eE] [+-] digits, added to *e; NULL if the digits are missing. Sticks at 10^17, far beyond what any digits outweigh.
static const char *exponent(const char *p, const char *end, int64_t *e)
{
	bool negative = ++p < end && *p == '-';
	p += p < end && (*p == '-' || *p == '+');
	if (p == end)
		return NULL;
	int64_t x = 0;
	for (; p < end && *p >= '0' && *p <= '9'; p++)
		if (x < 10000000000000000)
			x = x * 10 + (*p - '0');
	*e += negative ? -x : x;
	return p;
}

static bool gather(const char *p, const char *end, struct decimal *d)
{
	*d = (struct decimal){0};
	const char *after = digits(p, end, d);
	int64_t n = after - p;
	p = after;
	if (p < end && *p == '.') {
		after = digits(++p, end, d);
		d->e -= after - p;
		n += after - p;
		p = after;
	}
	if (!n)
		return false;
	if (p < end && (*p == 'e' || *p == 'E'))
		p = exponent(p, end, &d->e);
	return p == end;
}

static bool word(const char *p, const char *end, double *x)
{
	size_t n = (size_t)(end - p);
	if (n == 3 && !strncasecmp(p, "nan", n))
		*x = NAN;
	else if ((n == 3 && !strncasecmp(p, "inf", n)) || (n == 8 && !strncasecmp(p, "infinity", n)))
		*x = INFINITY;
	else
		return false;
	return true;
}

double num_by_library(const char *p, const char *end, bool single)
{
	char small[128];
	size_t n = (size_t)(end - p);
	char *text = n < sizeof small ? small : mem_resize(NULL, n + 1, 1);
	memcpy(text, p, n);
	text[n] = '\0';
	locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0), old = uselocale(c);
	double x = single ? (double)strtof(text, NULL) : strtod(text, NULL);
	uselocale(old);
	freelocale(c);
	if (text != small)
		free(text);
	return x;
}

bool num_real_long(const char *p, const char *end, double *x)
{
	struct decimal d;
	double above;
	bool negative = p < end && *p == '-';
	p += p < end && (*p == '-' || *p == '+');
	if (gather(p, end, &d)) {
		if (!num_near(d.m, d.e, x) || (d.more && (!num_near(d.m + 1, d.e, &above) || *x != above)))
			*x = num_by_library(p, end, false);
	} else if (!word(p, end, x)) {
		return false;
	}
	*x = num_signed(*x, negative);
	return true;
}

bool num_int(const char *p, const char *end, int64_t *x)
{
	bool negative = p < end && *p == '-';
	p += p < end && (*p == '-' || *p == '+');
	size_t n = (size_t)(end - p);
	if (n - 1 < 8) {
		uint64_t d = word_right(p, n);
		*x = negative ? -(int64_t)word_digits(d) : (int64_t)word_digits(d);
		return !word_nondigits(d);
	}
	struct decimal d = {0};
	if (!n || digits(p, end, &d) != end || d.e || d.m > (uint64_t)INT64_MAX + negative)
		return false;
	*x = (int64_t)(negative ? -d.m : d.m);
	return true;
}
