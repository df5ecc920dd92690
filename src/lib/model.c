// SPDX-License-Identifier: MIT
// model: the table of models, and how their fields are written; model.h has the contract.

#include <math.h>

#include "model.h"
#include "num.h"
#include "num_near.h"

const struct model models[] = {
	{"zee", "electron candidates, signal or not, in the columns of the course's file",
	 ",averageInteractionsPerCrossing,NvtxReco,p_nTracks,p_Rhad,p_Rhad1,p_TRTTrackOccupancy,p_topoetcone40,"
	 "p_eTileGap3Cluster,p_phiModCalo,p_etaModCalo,p_truthType",
	 249871, zee_write},
	{"zmumu", "pairs of muons about the Z, in the columns of the CMS open data",
	 "Run,Event,pt1,eta1,phi1,Q1,dxy1,iso1,pt2,eta2,phi2,Q2,dxy2,iso2", 10583, zmumu_write},
	{"higgs4l", "four leptons from Higgs bosons, pairs of Zs and single Zs, in the columns of the CMS open data",
	 "Run,Event,PID1,E1,px1,py1,pz1,pt1,eta1,phi1,Q1,PID2,E2,px2,py2,pz2,pt2,eta2,phi2,Q2,"
	 "PID3,E3,px3,py3,pz3,pt3,eta3,phi3,Q3,PID4,E4,px4,py4,pz4,pt4,eta4,phi4,Q4,mZ1,mZ2,M",
	 278, higgs4l_write},
	{"uniform", "plain numbers: event, x y z in [0,1), integer k in [0,100), weight w, signal (1 in 4)",
	 "event,x,y,z,k,w,signal", 10000, uniform_write},
	{NULL, NULL, NULL, 0, NULL},
};

char *put_int(char *out, int64_t x)
{
	out += num_write_int(out, x);
	*out++ = ',';
	return out;
}

char *put_float(char *out, double x)
{
	out += num_write_float(out, (float)x);
	*out++ = ',';
	return out;
}

// An integer below 10^6 times or over an exact power of ten: correctly rounded, so it prints in six digits.
static double six_digits(double x)
{
	double a = fabs(x);
	int k = 0;
	if (a >= 1e6) {
		while (k < 22 && a / num_tens[k] >= 1e6)
			k++;
		a = floor(a / num_tens[k] + 0.5) * num_tens[k];
	} else if (a > 0) {
		while (k < 22 && a * num_tens[k] < 1e5)
			k++;
		a = floor(a * num_tens[k] + 0.5) / num_tens[k];
	}
	return x < 0 ? -a : a;
}

char *put_real(char *out, double x)
{
	out += num_write(out, six_digits(x));
	*out++ = ',';
	return out;
}

char *uniform_write(char *out, const struct dataset *s, uint64_t i)
{
	struct draw d = draw_of_event(s->seed, i);
	out = put_int(out, (int64_t)i);
	for (int column = 0; column < 3; column++)
		out = put_real(out, draw_uniform(&d));
	out = put_int(out, (int64_t)(draw_uniform(&d) * 100));
	out = put_real(out, 0.5 + draw_uniform(&d));
	out = put_int(out, draw_picked(s->seed, i, s->events, s->events / 4));
	out[-1] = '\n';
	return out;
}
