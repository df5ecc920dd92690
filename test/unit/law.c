// SPDX-License-Identifier: MIT
// law: fits recover the laws that made-up times follow, and their 95 % intervals hold the truth about as often as they say.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "draw.h"
#include "law.h"

enum { WORKERS = 7, RUNS = 4, TRIALS = 1000 };

static int bad;

static void check(bool good, const char *what, double x)
{
	if (good)
		return;
	printf("%s: %g\n", what, x);
	bad = 1;
}

static size_t make_up(struct timing *t, const struct law *truth, double noise, bool weak, uint64_t trial)
{
	struct draw d = draw_of_event(5, trial);
	size_t n = 0;
	for (int run = 0; run < RUNS; run++)
		for (int k = 0; k < WORKERS; k++) {
			const double workers = ldexp(1, k), size = weak ? workers : 1;
			t[n++] = (struct timing){workers, size, law_seconds(truth, workers, size) * (1 + noise * draw_normal(&d))};
		}
	return n;
}

static void exact(enum law_kind kind, const struct law *truth, bool weak)
{
	struct timing t[WORKERS * RUNS];
	const struct law l = law_fit(kind, t, make_up(t, truth, 0, weak, 0));
	check(l.fitted, "not fitted", kind);
	for (int i = 0; i < LAW_PARAMETERS; i++)
		check(fabs(l.value[i] - truth->value[i]) <= 1e-9 * truth->value[LAW_A], "not the truth", l.value[i]);
}

static void covers(enum law_kind kind, const struct law *truth, bool weak)
{
	struct timing t[WORKERS * RUNS];
	int held[LAW_PARAMETERS] = {0};
	double mean[LAW_PARAMETERS] = {0};
	for (int trial = 0; trial < TRIALS; trial++) {
		const struct law l = law_fit(kind, t, make_up(t, truth, 0.05, weak, (uint64_t)trial));
		for (int i = 0; i < LAW_PARAMETERS; i++) {
			held[i] += l.low[i] <= truth->value[i] && truth->value[i] <= l.high[i];
			mean[i] += l.value[i] / TRIALS;
			check(l.low[i] <= l.value[i] && l.value[i] <= l.high[i], "outside its interval", l.value[i]);
		}
	}
	for (int i = 0; i < (kind == LAW_USL ? 3 : 2); i++) {
		const double share = (double)held[i] / TRIALS;
		check(share > 0.93 && share < 0.97, "intervals hold the truth this often", share);
		check(fabs(mean[i] / truth->value[i] - 1) < 0.02, "biased by this factor", mean[i] / truth->value[i]);
	}
}

int main(void)
{
	const struct law usl = {true, {120, 0.03, 0.0004}, {0}, {0}}, amdahl = {true, {120, 0.03, 0}, {0}, {0}},
			 perfect = {true, {7, 0, 0}, {0}, {0}};
	struct timing t[] = {{1, 1, 5}, {2, 1, 3}, {2, 1, 3.1}};
	for (int weak = 0; weak < 2; weak++) {
		exact(LAW_USL, &usl, weak);
		exact(LAW_USL, &amdahl, weak);
		exact(LAW_AMDAHL, &amdahl, weak);
		exact(LAW_USL, &perfect, weak);
		covers(LAW_USL, &usl, weak);
		covers(LAW_AMDAHL, &amdahl, weak);
	}
	check(!law_fit(LAW_AMDAHL, t, 1).fitted, "fitted to this many runs", 1);
	check(isnan(law_fit(LAW_AMDAHL, t, 2).low[LAW_SIGMA]), "an interval from two runs", 2);
	check(law_fit(LAW_AMDAHL, t, 3).high[LAW_SIGMA] > 0.2, "an interval from three", 3);
	check(!law_fit(LAW_USL, t, 3).fitted, "fitted to this many numbers of workers", 2);
	t[1].seconds = t[2].seconds = 2; // faster than twice as fast: the bound holds
	check(law_fit(LAW_AMDAHL, t, 3).value[LAW_SIGMA] == 0, "a negative part", law_fit(LAW_AMDAHL, t, 3).value[LAW_SIGMA]);
	return bad;
}
