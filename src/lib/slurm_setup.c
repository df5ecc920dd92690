// SPDX-License-Identifier: MIT
// slurm_setup: what running a plan on SLURM begins with; slurm_setup.h has the contract.

#include <stdint.h>
#include <stdlib.h>

#include "slurm_setup.h"

static const double overhead = 1; // seconds that an element takes beside its tasks: SLURM's, a shell's

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

// A few tasks tried first would stand in the queue for as long as all the others.
void slurm_setup(struct slurm_setup *s, struct run *r)
{
	*s = (struct slurm_setup){.site = site_read(r->site)};
	s->slurm.clusters = s->site.clusters;
	s->limit = r->max_submit ? r->max_submit : s->site.max_submit ? s->site.max_submit : SIZE_MAX;
	s->rule = (struct arrays_rule){.r = r, .site = &s->site, .script = site_script("array.sbatch"), .programs = site_programs()};
	s->rule.most = slurm_max_array(&s->slurm);
	if (s->site.max_array)
		s->rule.most = least(s->rule.most, s->site.max_array);
	s->rule.at_once = r->jobs_given ? r->jobs : 0;
	size_t workers = least(slurm_processors(&s->slurm, s->site.partition), s->limit);
	if (r->jobs_given)
		workers = least(workers, r->jobs);
	s->levels = levels_open(r, &(struct levels_rule){.workers = workers, .overhead = overhead, .longest = s->site.max_time});
}

void slurm_setup_free(struct slurm_setup *s)
{
	levels_close(s->levels);
	slurm_free(&s->slurm);
	site_free(&s->site);
	free(s->rule.script);
	free(s->rule.programs);
}
