// SPDX-License-Identifier: MIT
// csv_scan: compares the scans that this machine can run with a reader of one byte at a time, on random text full of separators and quotes.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv_scan.h"

enum { MOST = 3000 };

static uint64_t state = 88172645463325252u;

static uint32_t draw(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 33) % below;
}

static struct scan slowly(const char *p, size_t n, char delimiter, uint32_t *at, bool inside)
{
	struct scan s = {.inside = inside};
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '"') {
			s.inside = !s.inside;
			s.quotes++;
		} else if (!s.inside && (p[i] == delimiter || p[i] == '\n')) {
			at[s.separators++] = (uint32_t)i;
			s.newlines += p[i] == '\n';
		}
	}
	return s;
}

static bool same(struct scan a, struct scan b, const uint32_t *at, const uint32_t *bt)
{
	return a.separators == b.separators && a.newlines == b.newlines && a.inside == b.inside && a.quotes == b.quotes &&
	       memcmp(at, bt, a.separators * sizeof *at) == 0;
}

int main(void)
{
	static const char letters[] = "0123456789.,,\n;\t\"\xff\x80\x8a\xac-e ab";
	static uint32_t good[MOST], at[MOST + SCAN_SLACK];
	for (int round = 0; round < 20000; round++) {
		size_t n = draw(MOST), kinds = draw(2) ? sizeof letters - 1 : 12 + draw(5);
		bool inside = draw(4) == 0;
		char *text = malloc(n + SCAN_SLACK);
		if (!text)
			return 1;
		for (size_t i = 0; i < n + SCAN_SLACK; i++)
			text[i] = letters[draw((uint32_t)kinds)];
		char delimiter = ",;\t"[draw(3)];
		struct scan expected = slowly(text, n, delimiter, good, inside);
		for (enum scanner kind = 0; kind <= SCANNERS; kind++) { // the last is the one chosen
			csv_scanner *scan = kind < SCANNERS ? csv_scanner_of(kind) : csv_scan;
			struct scan found = {.inside = inside};
			if (!scan)
				continue;
			scan(text, n, delimiter, at, &found);
			if (!same(expected, found, good, at)) {
				printf("round %d: scan %d differs\n", round, kind);
				return 1;
			}
		}
		free(text);
	}
	puts("20000 texts scanned alike");
	return 0;
}
