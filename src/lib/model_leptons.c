// SPDX-License-Identifier: MIT
// model: leptons from decays of Z and Higgs bosons, with the kinematics right: zmumu and higgs4l; model.h has the
// contract. Decays are isotropic in the rest frame, momenta are in GeV, and an event whose leptons the detector would
// not see is drawn again.

#include <math.h>

#include "elem.h"
#include "model.h"

struct momentum {
	double e, x, y, z;
};

struct lepton {
	struct momentum p;
	double pt, eta, phi;
	int pid, charge;
};

static const double z_mass = 91.1876, z_width = 2.4952, most_eta = 2.4;
static const double muon_mass = 0.1056583745, electron_mass = 0.000510998950;
static const double pi = 3.14159265358979323846;

static double between(struct draw *d, double lo, double hi)
{
	return lo + (hi - lo) * draw_uniform(d);
}

// p, in the rest frame of a body that has the momentum of and the mass m, as the laboratory sees it
static struct momentum boosted(struct momentum p, struct momentum of, double m)
{
	double along = p.x * of.x + p.y * of.y + p.z * of.z, shift = (p.e + along / (of.e + m)) / m;
	return (struct momentum){(of.e * p.e + along) / m, p.x + shift * of.x, p.y + shift * of.y, p.z + shift * of.z};
}

static void decay(struct draw *d, struct momentum of, double m, double m1, double m2, struct momentum *p1,
		  struct momentum *p2)
{
	double q = sqrt((m * m - (m1 + m2) * (m1 + m2)) * (m * m - (m1 - m2) * (m1 - m2))) / (2 * m);
	double cosine = between(d, -1, 1), across = q * sqrt(1 - cosine * cosine), s, c;
	elem_sincos(between(d, -pi, pi), &s, &c);
	struct momentum p = {sqrt(q * q + m1 * m1), across * c, across * s, q * cosine};
	*p1 = boosted(p, of, m);
	*p2 = boosted((struct momentum){sqrt(q * q + m2 * m2), -p.x, -p.y, -p.z}, of, m);
}

// a body of mass m as the proton's partons make it: transverse momentum about 10 GeV, rapidity within 2.5
static struct momentum produced(struct draw *d, double m)
{
	double pt = 2 + 10 * draw_exponential(d), y = between(d, -2.5, 2.5), transverse = sqrt(m * m + pt * pt), s, c;
	elem_sincos(between(d, -pi, pi), &s, &c);
	double pz = transverse * elem_sinh(y);
	return (struct momentum){sqrt(transverse * transverse + pz * pz), pt * c, pt * s, pz};
}

static double mass_of(const struct momentum *p, int n)
{
	struct momentum sum = {0, 0, 0, 0};
	for (int i = 0; i < n; i++)
		sum = (struct momentum){sum.e + p[i].e, sum.x + p[i].x, sum.y + p[i].y, sum.z + p[i].z};
	return sqrt(sum.e * sum.e - sum.x * sum.x - sum.y * sum.y - sum.z * sum.z);
}

// asinh without cancellation on the negative side
static double pseudorapidity(struct momentum p, double pt)
{
	double t = fabs(p.z) / pt, eta = elem_log(t + sqrt(1 + t * t));
	return p.z < 0 ? -eta : eta;
}

static struct lepton lepton(struct momentum p, int pid)
{
	double pt = sqrt(p.x * p.x + p.y * p.y);
	return (struct lepton){p, pt, pseudorapidity(p, pt), elem_atan2(p.y, p.x), pid, pid < 0 ? 1 : -1};
}

static bool seen(struct lepton l, double least_pt)
{
	return l.pt > least_pt && fabs(l.eta) < most_eta;
}

static char *put_run(char *out, struct draw *d, int64_t lo, int64_t hi)
{
	out = put_int(out, lo + (int64_t)(draw_uniform(d) * (double)(hi - lo)));
	return put_int(out, 1 + (int64_t)(draw_uniform(d) * 1.5e9));
}

static double smeared(struct draw *d, double mass, double resolution)
{
	return mass + resolution * draw_normal(d);
}

static double smeared_z_or_continuum(struct draw *d)
{
	for (;;) {
		double m = draw_uniform(d) < 0.86 ? smeared(d, draw_resonance(d, z_mass, z_width, 55, 125), 1.3)
						  : 60 * elem_exp(between(d, 0, 0.7)); // falls as 1/m
		if (m >= 60 && m < 120)
			return m;
	}
}

static char *put_muon(char *out, struct draw *d, struct lepton l)
{
	out = put_real(out, l.pt);
	out = put_real(out, l.eta);
	out = put_real(out, l.phi);
	out = put_int(out, l.charge);
	out = put_real(out, 0.05 * draw_normal(d));
	return put_real(out, draw_uniform(d) < 0.45 ? 0 : 1.5 * draw_exponential(d));
}

char *zmumu_write(char *out, const struct dataset *s, uint64_t i)
{
	struct draw d = draw_of_event(s->seed, i);
	out = put_run(out, &d, 160431, 173693);
	struct lepton l[2];
	do {
		struct momentum p[2];
		double m = smeared_z_or_continuum(&d);
		decay(&d, produced(&d, m), m, muon_mass, muon_mass, &p[0], &p[1]);
		int pid = draw_uniform(&d) < 0.5 ? 13 : -13;
		l[0] = lepton(p[0], pid);
		l[1] = lepton(p[1], draw_uniform(&d) < 0.98 ? -pid : pid); // a few charges are measured wrongly
	} while (!seen(l[0], 15) || !seen(l[1], 15));
	out = put_muon(out, &d, l[0]);
	out = put_muon(out, &d, l[1]);
	out[-1] = '\n';
	return out;
}

// the masses of the four leptons and of the two Zs, which may be off their shell
static void draw_masses(struct draw *d, double *m, double *z1, double *z2)
{
	double kind = draw_uniform(d);
	if (kind < 0.1)
		*m = smeared(d, 125, 1.7); // the Higgs boson, as wide as it is measured
	else if (kind < 0.3)
		*m = smeared(d, draw_resonance(d, z_mass, z_width, 82, 102), 1.3);
	else if (kind < 0.4)
		*m = between(d, 105, 180);
	else
		*m = 182 + 70 * draw_exponential(d);
	double most = *m - 13;
	*z1 = *m > 105 ? draw_resonance(d, z_mass, z_width, 50, most < 115 ? most : 115) : between(d, 40, most);
	most = *m - *z1 - 0.5;
	*z2 = most > 95 ? draw_resonance(d, z_mass, z_width, 60, most < 115 ? most : 115) : between(d, 12, most);
}

static char *put_lepton(char *out, struct lepton l)
{
	out = put_int(out, l.pid);
	const double reals[] = {l.p.e, l.p.x, l.p.y, l.p.z, l.pt, l.eta, l.phi};
	for (size_t i = 0; i < sizeof reals / sizeof *reals; i++)
		out = put_real(out, reals[i]);
	return put_int(out, l.charge);
}

char *higgs4l_write(char *out, const struct dataset *s, uint64_t i)
{
	struct draw d = draw_of_event(s->seed, i);
	out = put_run(out, &d, 190645, 208687);
	double channel = draw_uniform(&d); // 2e2mu, 4mu, 4e
	int pid1 = channel < 0.33 ? 13 : 11, pid2 = channel < 0.72 ? 13 : 11;
	double lepton_mass[2] = {pid1 == 13 ? muon_mass : electron_mass, pid2 == 13 ? muon_mass : electron_mass};
	struct momentum z[2], p[4];
	struct lepton l[4];
	bool all;
	do {
		double m, m1, m2;
		draw_masses(&d, &m, &m1, &m2);
		decay(&d, produced(&d, m), m, m1, m2, &z[0], &z[1]);
		decay(&d, z[0], m1, lepton_mass[0], lepton_mass[0], &p[0], &p[1]);
		decay(&d, z[1], m2, lepton_mass[1], lepton_mass[1], &p[2], &p[3]);
		all = true;
		for (int k = 0; k < 4; k++) {
			int pid = k < 2 ? pid1 : pid2;
			l[k] = lepton(p[k], k % 2 ? pid : -pid);
			all &= seen(l[k], pid == 13 ? 5 : 7);
		}
	} while (!all);
	for (int k = 0; k < 4; k++)
		out = put_lepton(out, l[k]);
	out = put_real(out, mass_of(p, 2));
	out = put_real(out, mass_of(p + 2, 2));
	out = put_real(out, mass_of(p, 4));
	out[-1] = '\n';
	return out;
}
