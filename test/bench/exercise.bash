# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Cases of test/bench: the exercise, from CSV to the best setting, and the parts of it.

columns=averageInteractionsPerCrossing,p_Rhad,p_Rhad1,p_TRTTrackOccupancy,p_topoetcone40,p_eTileGap3Cluster,p_phiModCalo,p_etaModCalo
truth='p_truthType == 2'
exercise_events=110000

export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
export OMPI_MCA_btl_vader_single_copy_mechanism=none OMPI_MCA_mpi_yield_when_idle=1 # ranks that wait leave the core

# exercise N DATA [MAKE'S OPTION...]: from nothing to the best setting
exercise() {
	evplan pipelines/zee-cuts.pipe data="$2" ncuts="$1" -o "$plan"
	make -s -C "$plan" "${@:3}"
}

# grid N: the cuts and the cells of the exercise's events
grid() {
	made "$exercise_events"
	cuts=$data/cuts-$exercise_events-$1
	cells=$data/cells-$exercise_events-$1
	[ -e "$cuts" ] || evstat -s "$truth" "$made" | evcuts -n "$1" -c "$columns" >"$cuts"
	make_once "$cells" evcells -s "$truth" -c "$cuts" "$made"
}

# the plain C++ program as the course has it, and leaving events early; with only the first setting they but read
cpp() {
	peer C++ g++ --version || return
	built "$out/peers/taught" test/peers/cpp_serial.cpp g++ -O3 -std=c++17
	built "$out/peers/early" test/peers/cpp_serial.cpp g++ -O3 -std=c++17 -DEARLY
}

numpy() {
	peer numpy /usr/bin/python3 -c 'import numpy'
}

python() {
	/usr/bin/python3 -B "test/peers/$1.py" "${@:2}"
}

# A peer that would take minutes tries every so many of the settings; what it takes beyond reading grows with their number.
# sampled N STEP: awk for the seconds of all n^8 settings, from b: every STEP-th one, and c: the first one alone
sampled() {
	local all=$(($1 ** 8))
	echo "(c + (b - c) * ($all - 1) / ($(((all + $2 - 1) / $2)) - 1))"
}

# compared N STEP NAME REACH COMMAND...: evplan and make from CSV against a program
compared() {
	local n=$1 step=$2 name=$3 reach=$4 command=("${@:5}")
	before_ours() { fresh_plan; }
	ours() { exercise "$n" "$made"; }
	theirs() { "${command[@]}" "$made" "$n" "$step"; }
	reading() { "${command[@]}" "$made" "$n" $((n ** 8)); }
	rounds ours theirs reading
	row exercise "$name / evplan and make, n=$n" x "$reach" "$(sampled "$n" "$step") / a"
}

case_exercise() {
	local n
	made "$exercise_events"
	for n in 3 5; do
		before_ours() { fresh_plan; }
		ours() { exercise "$n" "$made"; }
		rounds ours
		row exercise "evplan and make, $exercise_events events in CSV, n=$n" s - a
	done
	if cpp; then
		compared 3 7 'C++ as taught, 1 setting of 7' '>= 200' "$out/peers/taught"
		compared 3 7 'C++ leaving early, 1 setting of 7' - "$out/peers/early"
		compared 5 331 'C++ as taught, 1 setting of 331' '>= 10000' "$out/peers/taught"
		compared 5 331 'C++ leaving early, 1 of 331' - "$out/peers/early"
	fi
}

case_scan() {
	local n
	for n in 5 8 10; do
		grid "$n"
		ours() { evscan -M 4G "$cells"; }
		rounds ours
		row scan "evscan of $((n ** 8)) settings, n=$n" s "$(case $n in 8) echo '<= 0.3' ;; 10) echo '<= 4' ;; *) echo - ;; esac)" a
	done
}

# a setting's time on all events: what more settings take more
case_eval() {
	local all=$((5 ** 8)) one='(a - b) / '$((5 ** 8 - 1))
	grid 5
	ours() { eveval -s "$truth" -c "$cuts" "$made"; }
	ours_first() { eveval -s "$truth" -c "$cuts" -k 0 "$made"; }
	rounds ours ours_first
	row eval "eveval, a setting on $exercise_events events" us '<= 4' "1e6 * $one"
	against_eval() { # NAME REACH STEP COMMAND...
		local step=$3 command=("${@:4}")
		theirs() { "${command[@]}" "$made" 5 "$step"; }
		theirs_first() { "${command[@]}" "$made" 5 "$all"; }
		rounds ours ours_first theirs theirs_first
		row eval "$1 / eveval, a setting" x "$2" "(c - d) / ($(((all + step - 1) / step)) - 1) / ($one)"
	}
	if cpp; then
		against_eval 'C++ as taught' '>= 300' 331 "$out/peers/taught"
		against_eval 'C++ leaving early' - 331 "$out/peers/early"
	fi
	if numpy; then
		against_eval 'numpy by rows, as taught' '>= 200' 331 python numpy_rows
		against_eval 'numpy by columns' - 331 python numpy_serial
	fi
}

# the exercise on all cores: seconds of each farm with two workers, next to evfarm's with two
case_farms() {
	local n=3
	made "$exercise_events"
	fresh_plan
	exercise $n "$made" >/dev/null
	cp "$plan/best" "$out/best"
	all_cores
	before_ours() { fresh_plan; }
	ours() { exercise $n "$made" -j 2; }
	farm() { # NAME COMMAND...
		local name=$1 command=("${@:2}")
		"${command[@]}" "$made" $n >"$out/theirs" 2>"$out/stderr" || fail "$name: $(tail -n 3 "$out/stderr")"
		test/peers/agree "$out/best" "$out/theirs"
		theirs() { "${command[@]}" "$made" $n; }
		rounds_only=3 rounds ours theirs
		row farms "$name / evplan and make -j2, n=$n" x - 'b / a'
	}
	if numpy; then
		farm 'multiprocessing Pool of 2' python multiprocessing_pool
		farm 'concurrent.futures, 2 processes' python concurrent_futures
		! peer mpi4py /usr/bin/python3 -c 'import mpi4py' || farm 'mpi4py, 2 workers' mpirun -n 3 /usr/bin/python3 -B test/peers/mpi4py_bunches.py
		! peer dask /usr/bin/python3 -c 'import dask, distributed' || {
			farm 'dask futures, 2 workers' python dask_futures
			farm 'dask arrays, 2 workers' python dask_arrays
		}
		! peer ipyparallel /usr/bin/python3 -c 'import ipyparallel' || farm 'ipyparallel, 2 engines' python ipyparallel_views
	fi
	if peer MPI mpicxx --version; then
		built "$out/peers/mpi" test/peers/cpp_mpi.cpp mpicxx -O3 -std=c++17
		farm 'C++ with MPI, 2 workers' mpirun -n 3 "$out/peers/mpi"
	fi
	one_core
}
