// SPDX-License-Identifier: MIT
// units: quantities as a reader likes them; units.h has the contract.

#include <math.h>
#include <stdio.h>
#include <time.h>

#include "units.h"

// Three digits, but whole numbers in full.
static struct units scaled(double x, const char *unit)
{
	struct units u;
	snprintf(u.text, sizeof u.text, "%.*f %s", x >= 99.95 ? 0 : x >= 9.995 ? 1 : 2, x, unit);
	return u;
}

struct units units_bytes(double bytes)
{
	static const char *const unit[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
	size_t i = 0;
	struct units u;
	for (; bytes >= 1023.5 && i + 1 < sizeof unit / sizeof *unit; i++)
		bytes /= 1024;
	if (i)
		return scaled(bytes, unit[i]);
	snprintf(u.text, sizeof u.text, "%.0f B", bytes);
	return u;
}

struct units units_seconds(double seconds)
{
	struct units u = {"0 s"};
	if (seconds < 5e-9)
		return u;
	if (seconds < 1e-3)
		return scaled(seconds * 1e6, "µs");
	if (seconds < 0.9995)
		return scaled(seconds * 1e3, "ms");
	if (seconds < 59.95)
		return scaled(seconds, "s");
	const long minutes = lround(floor(seconds / 60));
	if (minutes < 60)
		snprintf(u.text, sizeof u.text, "%ld min %02.0f s", minutes, floor(seconds - 60 * (double)minutes));
	else if (minutes < 48 * 60)
		snprintf(u.text, sizeof u.text, "%ld h %02ld min", minutes / 60, minutes % 60);
	else
		snprintf(u.text, sizeof u.text, "%ld d %02ld h", minutes / 1440, minutes / 60 % 24);
	return u;
}

struct units units_percent(double part)
{
	struct units u = {"-"};
	if (part > 0 && part < 0.001)
		return (struct units){"<0.1 %"};
	if (!isnan(part))
		snprintf(u.text, sizeof u.text, "%.1f %%", 100 * part);
	return u;
}

struct units units_date(double when)
{
	struct units u = {"-"};
	const time_t t = (time_t)floor(when);
	struct tm at;
	if (gmtime_r(&t, &at))
		strftime(u.text, sizeof u.text, "%Y-%m-%d %H:%M:%S UTC", &at);
	return u;
}

struct units units_count(double n)
{
	struct units u;
	char digits[32];
	if (!(fabs(n) < 1e15) || n != floor(n)) {
		snprintf(u.text, sizeof u.text, "%.7g", n);
		return u;
	}
	const int length = snprintf(digits, sizeof digits, "%.0f", fabs(n));
	size_t at = 0;
	if (n < 0)
		u.text[at++] = '-';
	for (int i = 0; i < length; i++) {
		if (i && length > 4 && (length - i) % 3 == 0)
			at += (size_t)snprintf(u.text + at, sizeof u.text - at, "\u202f");
		u.text[at++] = digits[i];
	}
	u.text[at] = '\0';
	return u;
}
