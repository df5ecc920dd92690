// SPDX-License-Identifier: MIT
// law: laws of scaling fitted to times; law.h has the contract.
//
// With y = T N / S, u = N - 1 and v = N (N - 1) the model is y = a + b u + c v, where σ = b / a and κ = c / a. Errors of times grow
// with the times, so each run has the weight 1 / y², with y of the model: the fit is repeated with the weights that it gives.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "law.h"
#include "mem.h"

enum { P = LAW_PARAMETERS, ROUNDS = 12 };

const char *const law_names[LAW_KINDS] = {"amdahl", "usl"};

struct row {
	double x[P], y, weight;
};

// A linear fit of those parameters that are in use; the others are zero.
struct fit {
	bool used[P], good;
	double value[P], covariance[P][P]; // the latter still without the factor of the scatter
	double chi2;                       // sum of squared relative errors
};

// Solves the normal equations by elimination with pivots on the diagonal, inverting their matrix. False if it is singular.
static bool invert(double m[P][P], const bool *used, double inverse[P][P])
{
	double size[P];
	for (int i = 0; i < P; i++) {
		size[i] = m[i][i];
		for (int j = 0; j < P; j++)
			inverse[i][j] = i == j && used[i];
	}
	for (int k = 0; k < P; k++) {
		if (!used[k])
			continue;
		if (!(m[k][k] > 1e-12 * size[k]))
			return false;
		const double pivot = m[k][k];
		for (int j = 0; j < P; j++) {
			m[k][j] /= pivot;
			inverse[k][j] /= pivot;
		}
		for (int i = 0; i < P; i++) {
			const double factor = m[i][k];
			if (i == k || !used[i])
				continue;
			for (int j = 0; j < P; j++) {
				m[i][j] -= factor * m[k][j];
				inverse[i][j] -= factor * inverse[k][j];
			}
		}
	}
	return true;
}

static double model(const struct fit *f, const struct row *r)
{
	double y = 0;
	for (int i = 0; i < P; i++)
		y += f->value[i] * r->x[i];
	return y;
}

static bool solve(struct fit *f, const struct row *row, size_t n)
{
	double m[P][P] = {{0}}, right[P] = {0};
	for (size_t k = 0; k < n; k++)
		for (int i = 0; i < P; i++) {
			if (!f->used[i])
				continue;
			right[i] += row[k].weight * row[k].x[i] * row[k].y;
			for (int j = 0; j < P; j++)
				if (f->used[j])
					m[i][j] += row[k].weight * row[k].x[i] * row[k].x[j];
		}
	if (!invert(m, f->used, f->covariance))
		return false;
	for (int i = 0; i < P; i++) {
		f->value[i] = 0;
		for (int j = 0; j < P; j++)
			f->value[i] += f->covariance[i][j] * right[j];
	}
	return true;
}

static struct fit fit_with(bool sigma, bool kappa, struct row *row, size_t n)
{
	struct fit f = {.used = {true, sigma, kappa}};
	for (size_t k = 0; k < n; k++)
		row[k].weight = 1 / (row[k].y * row[k].y);
	for (int round = 0; round < ROUNDS; round++) {
		if (!solve(&f, row, n))
			return f;
		f.chi2 = 0;
		for (size_t k = 0; k < n; k++) {
			const double y = model(&f, &row[k]);
			if (!(y > 0)) // weights of a wild extrapolation are of no use: keep those before
				continue;
			row[k].weight = 1 / (y * y);
			f.chi2 += (row[k].y / y - 1) * (row[k].y / y - 1);
		}
	}
	f.good = true;
	return f;
}

static bool within_bounds(const struct fit *f)
{
	return f->good && f->value[LAW_A] > 0 && f->value[LAW_SIGMA] >= 0 && f->value[LAW_KAPPA] >= 0;
}

// The 0.975 quantile of Student's t: exact for one and two degrees of freedom, else by Cornish and Fisher's expansion, within 0.2 %.
static double student(size_t freedom)
{
	const double z = 1.959963984540054, n = (double)freedom, z2 = z * z;
	if (freedom == 1)
		return 12.706204736174698;
	if (freedom == 2)
		return 4.302652729749464;
	return z * (1 + (z2 + 1) / (4 * n) + ((5 * z2 + 16) * z2 + 3) / (96 * n * n)
		    + (((3 * z2 + 19) * z2 + 17) * z2 - 15) / (384 * n * n * n)
		    + ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / (92160 * n * n * n * n));
}

// Of the fit without bounds f: σ = b / a and κ = c / a by the first order of their errors.
static void find_intervals(struct law *l, const struct fit *f, size_t n, size_t parameters)
{
	const double a = f->value[LAW_A], scatter = n > parameters ? f->chi2 / (double)(n - parameters) : NAN;
	for (int i = 0; i < P; i++) {
		const double r = i == LAW_A ? a : f->value[i] / a, (*v)[P] = f->covariance;
		const double variance = i == LAW_A ? v[LAW_A][LAW_A]
						   : (v[i][i] - 2 * r * v[LAW_A][i] + r * r * v[LAW_A][LAW_A]) / (a * a);
		const double reach = n > parameters ? student(n - parameters) * sqrt(fmax(variance, 0) * scatter) : NAN;
		const double low = f->used[i] ? r - reach : 0, high = f->used[i] ? r + reach : 0, value = l->value[i];
		l->low[i] = low > value ? value : low < 0 ? 0 : low; // a nan stays
		l->high[i] = high < value ? value : high;
	}
}

static size_t different_workers(const struct timing *run, size_t n)
{
	size_t different = 0;
	for (size_t i = 0; i < n; i++) {
		size_t j = 0;
		while (run[j].workers != run[i].workers)
			j++;
		different += j == i;
	}
	return different;
}

struct law law_fit(enum law_kind kind, const struct timing *run, size_t n)
{
	const size_t parameters = kind == LAW_USL ? 3 : 2;
	struct law l = {0};
	if (different_workers(run, n) < parameters)
		return l;
	struct row *row = mem_new(n, sizeof *row);
	for (size_t k = 0; k < n; k++) {
		const double w = run[k].workers;
		row[k] = (struct row){.x = {1, w - 1, w * (w - 1)}, .y = run[k].seconds * w / run[k].size};
	}
	const struct fit free_fit = fit_with(true, kind == LAW_USL, row, n);
	struct fit best = {.chi2 = INFINITY};
	for (int set = kind == LAW_USL ? 3 : 1; set >= 0; set--) { // the bounds that hold: all sets of them
		const struct fit f = fit_with(set & 1, set & 2, row, n);
		if (within_bounds(&f) && f.chi2 < best.chi2)
			best = f;
	}
	free(row);
	if (!best.good || !free_fit.good || !(free_fit.value[LAW_A] > 0))
		return l;
	l.fitted = true;
	l.value[LAW_A] = best.value[LAW_A];
	for (int i = LAW_SIGMA; i < P; i++)
		l.value[i] = best.value[i] / best.value[LAW_A];
	find_intervals(&l, &free_fit, n, parameters);
	return l;
}

double law_seconds(const struct law *l, double workers, double size)
{
	return size * l->value[LAW_A] * (1 + l->value[LAW_SIGMA] * (workers - 1) + l->value[LAW_KAPPA] * workers * (workers - 1)) / workers;
}
