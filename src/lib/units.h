/* SPDX-License-Identifier: MIT
 * units: quantities as a reader likes them, three digits or so: "2.52 MiB", "1 h 04 min", "24 ms".
 */
#ifndef EVFARM_UNITS_H
#define EVFARM_UNITS_H

/* Text in a struct, so that several can stand in one call. */
struct units {
	char text[48];
};

struct units units_bytes(double bytes);     /* powers of 1024 */
struct units units_seconds(double seconds);
struct units units_percent(double part);    /* of 1: "99.4 %", "<0.1 %"; "-" for nan */
struct units units_date(double when);       /* seconds since 1970: "2026-11-21 11:43:03 UTC" */
struct units units_count(double n);         /* "249 871": thousands apart by narrow spaces; reals as %.7g */

#endif
