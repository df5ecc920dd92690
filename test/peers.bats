#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# test/peers: what evfarm is measured against gives the same answers. Those that take seconds to start (dask, ipyparallel,
# DuckDB) are compared by make bench, which also brings them in.

bats_require_minimum_version 1.5.0
load common

# have COMMAND...: skips where one does not work
have() {
	"$@" >/dev/null 2>&1 || skip "$* does not work here; test/needs bench installs what it takes"
}

# the exercise by evfarm: events.csv and the answer
exercise() {
	evgen -n 900 >events.csv
	evstat -s 'p_truthType == 2' events.csv |
		evcuts -n 2 -c averageInteractionsPerCrossing,p_Rhad,p_Rhad1,p_TRTTrackOccupancy,p_topoetcone40,p_eTileGap3Cluster,p_phiModCalo,p_etaModCalo >cuts
	evcells -s 'p_truthType == 2' -c cuts events.csv | evscan >answer
}

# of_same COMMAND...: its answer is evfarm's
of_same() {
	"$@" events.csv 2 >found
	"$root/test/peers/agree" answer found
}

mpi() {
	env OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_btl_vader_single_copy_mechanism=none \
		timeout 60 mpirun --oversubscribe -n 3 "$@"
}

@test "an answer that differs in a setting, an accuracy or a cut is told from the right one" {
	exercise
	cp answer same
	"$root/test/peers/agree" answer same
	local change
	for change in 's/^# setting .*/# setting 7/' 's/^# accuracy 0/# accuracy 0.0/' 's/</>/' 's/^\(p_Rhad  <  .*\)[0-9]\{5\}$/\1/' '$d' 8d; do
		sed '$d' answer | sed "$change" >other
		run "$root/test/peers/agree" answer other
		[ "$status" -eq 1 ] || { echo "not seen: $change"; return 1; }
	done
}

@test "plain C++, in the manner of the course and leaving events early, finds what evscan finds" {
	have g++ --version
	exercise
	g++ -O1 -std=c++17 "$root/test/peers/cpp_serial.cpp" -o serial
	g++ -O1 -std=c++17 -DEARLY "$root/test/peers/cpp_serial.cpp" -o early
	of_same ./serial
	of_same ./early
}

@test "C++ with MPI finds what evscan finds" {
	have mpirun --version
	have mpicxx --version
	exercise
	mpicxx -O1 -std=c++17 "$root/test/peers/cpp_mpi.cpp" -o farm
	of_same mpi ./farm
}

@test "numpy by itself, by a Pool and by concurrent.futures finds what evscan finds" {
	have /usr/bin/python3 -c 'import numpy'
	exercise
	local peer
	for peer in numpy_serial numpy_rows multiprocessing_pool concurrent_futures; do
		of_same /usr/bin/python3 -B "$root/test/peers/$peer.py"
	done
}

@test "mpi4py's master and workers find what evscan finds" {
	have /usr/bin/python3 -c 'import numpy, mpi4py'
	have mpirun --version
	exercise
	of_same mpi /usr/bin/python3 -B "$root/test/peers/mpi4py_bunches.py"
}

@test "awk and Miller fill the histogram of the benchmark as evhist does" {
	have mawk -W version
	have mlr --version
	evgen -n 3000 >events.csv
	evhist -e 'p_Rhad < 0.05 && p_topoetcone40 < 5' -x p_eTileGap3Cluster -b 100,0,2 events.csv |
		awk -F '\t' '/^[^#-]/ && $1 < 2 && $5 { printf "%.0f\t%d\n", $1 * 50, $5 }' >expected
	[ "$(wc -l <expected)" -gt 50 ]
	mawk -f "$root/test/peers/histogram.awk" events.csv | diff expected -
	mlr --icsv --onidx --ofs tab put -q -f "$root/test/peers/histogram.mlr" events.csv | diff expected -
}

@test "a row of the benchmark has the median of the rounds, the least and the greatest, and whether the reach is met" {
	. "$root/test/bench/measure.bash"
	out=.
	clock=cpu
	rounds=$'0.5 2\n1 2\n4 2\n0.25 1\n'
	row case 'b / a' x '>= 3' 'b / a'
	row case 'b / a' x '<= 3' 'b / a'
	row case a s - a
	[ "$(cat results.tsv)" = "case	b / a	3	0.5	4	x	>= 3	yes	cpu	0.75 2
case	b / a	3	0.5	4	x	<= 3	yes	cpu	0.75 2
case	a	0.75	0.25	4	s	-	-	cpu	0.75 2" ]
	row case a s '<= 0.7' a
	[[ $(tail -n 1 results.tsv) == *"	<= 0.7	no	"* ]]
}
