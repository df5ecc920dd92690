// SPDX-License-Identifier: MIT
// cpp_serial FILE N [STEP]: the exercise, one setting after the other.
#include "exercise.hpp"

int main(int argc, char **argv)
{
	Arguments a(argc, argv);
	Data data = read(a.file);
	Cuts cuts = make_cuts(data, a.n);
	Best best;
	for (long k = 0; k < cuts.settings(); k += a.step)
		best.take(correct(data, cuts.of(k)), k);
	print(data, cuts, best);
}
