/* SPDX-License-Identifier: MIT
 * law: laws of scaling, fitted to measured times.
 *
 * N workers take T(N) = S a (1 + σ (N - 1) + κ N (N - 1)) / N for work of size S: a is the time of one worker for work of size 1,
 * σ the part of it that cannot be shared, κ what each pair of workers costs. Strong scaling has S = 1, weak scaling S = N.
 * This is the universal scalability law (Gunther, Guerrilla Capacity Planning, 2007); with κ = 0 it is Amdahl's (1967), and for
 * S = N what Gustafson (1988) looks at. Speed-up, S T(1) / T(N) with T(1) = a, is N / (1 + σ (N - 1) + κ N (N - 1)).
 */
#ifndef EVFARM_LAW_H
#define EVFARM_LAW_H

#include <stdbool.h>
#include <stddef.h>

/* A run: workers >= 1, size > 0, seconds > 0. */
struct timing {
	double workers, size, seconds;
};

enum law_kind { LAW_AMDAHL, LAW_USL, LAW_KINDS };
enum law_parameter { LAW_A, LAW_SIGMA, LAW_KAPPA, LAW_PARAMETERS };
extern const char *const law_names[LAW_KINDS]; /* "amdahl", "usl" */

struct law {
	bool fitted; /* false if there were too few different numbers of workers: two, or three for the universal law */
	double value[LAW_PARAMETERS];
	/* The ends of 95 % confidence intervals; nan where there are no more runs than parameters. */
	double low[LAW_PARAMETERS], high[LAW_PARAMETERS];
};

/* Fits by least squares of relative errors, all runs alike, with a > 0, σ >= 0 and κ >= 0. T N / S is linear in a, aσ and aκ, so that
 * the minimum is found, not searched. Intervals come from the linearised covariance of the fit without these bounds, the
 * scatter that is left about it, and Student's t; then they are cut at zero, and extended to what the bounds have made of the value. */
struct law law_fit(enum law_kind kind, const struct timing *run, size_t n);

double law_seconds(const struct law *l, double workers, double size);

#endif
