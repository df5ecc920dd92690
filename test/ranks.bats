#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evrun -e srun, evrun -e mpirun: ranks that share a plan. SLURM and MPI for real where they are at hand; else by a launcher of
# our own, which does what MPICH's does.
# shellcheck disable=SC2016 # what stands in single quotes is for evplan

bats_require_minimum_version 1.5.0
load common
load farm

setup_file() {
	cluster_started 2 2
	in_memory
	made_by_make "${memory:-$BATS_FILE_TMPDIR}" 24
	cd "$place" || return 1

	# launch -n N [-few] [-none] COMMAND...: N ranks, one too few, or ranks that do not know it; fails if one does
	cat >launch <<-'END'
		#!/bin/bash
		n=$2 started=$2 rank=PMI_RANK
		shift 2
		[ "$1" != -few ] || { n=$((n - 1)) started=$n; shift; }
		[ "$1" != -none ] || { rank=NOBODY; shift; }
		for ((i = 0; i < n; i++)); do
			env $rank=$i PMI_SIZE=$started "$@" &
		done
		status=0
		for ((i = 0; i < n; i++)); do
			wait -n || status=$?
		done
		exit $status
	END
	chmod +x launch
}

teardown_file() {
	cluster_stopped
	leave_memory
}

# as_make PLAN: its files are those that make has made, each task has run once, and nothing else is left
as_make() {
	same "$1"
	[ "$(awk -F '\t' '$9 == 0' "$1"/log/*.tsv | wc -l)" -eq "$(awk -F '\t' '$9 == 0' "$place"/reference/log/*.tsv | wc -l)" ]
	[ -z "$(find "$1/log" -name 'ranks*' -o -name 'job.*')" ]
}

# numbers N COMMAND: a plan, in p, of N tasks that run COMMAND, and of what merges them
numbers() {
	printf '%s\n' "n = range(0, $1)" "same = map(n) : $2" 'joined = merge(same) : cat {in}' >p.pipe
	evplan p.pipe -o p >/dev/null
}

# ranked N EVRUN'S WORDS...: with N ranks of the launcher of our own
ranked() {
	local n=$1
	shift
	evrun -e mpirun -j "$n" --launch "$place/launch" "$@"
}

# runs STAGE: how many of its tasks have succeeded
runs() {
	awk -F '\t' -v stage="$1" '$1 == stage && $9 == 0' p/log/*.tsv | wc -l
}

# -- SLURM and MPI -----------------------------------------------------------------------------------------------

@test "srun's ranks make the files that make makes" {
	slurm_needed
	planned plan
	run salloc -Q -n 4 evrun -q -e srun plan
	[ "$status" -eq 0 ] && [ -z "$output" ]
	as_make plan
	[ "$(cut -f 3 plan/log/*.tsv | sort -u)" = $'engine\nsrun' ]
}

@test "each of srun's ranks does its part, on both nodes" {
	slurm_needed
	numbers 20 'echo $SLURM_PROCID of $SLURM_NTASKS on $SLURMD_NODENAME'
	salloc -Q -n 4 evrun -q -e srun p
	[ "$(sort p/joined | uniq -c | awk '{ $1 = $1; print }')" = $'5 0 of 4 on n1\n5 1 of 4 on n1\n5 2 of 4 on n2\n5 3 of 4 on n2' ]
}

@test "stopped, srun's ranks end their tasks, leave nothing half written, and go on later" {
	slurm_needed
	numbers 12 "if [ {in} -ge 4 ]; then touch '$PWD/began'; until [ -e '$PWD/go' ]; do sleep 0.02; done; fi; echo {in}"
	salloc -Q -n 4 sh -c 'echo $$ >pid && exec evrun -q -e srun p' 2>/dev/null 3>&- &
	until [ -e began ] && [ "$(runs same)" -eq 4 ]; do sleep 0.02; done
	kill -TERM "$(cat pid)"
	wait $! || true
	[ "$(find p -name '.*' -type f | wc -l)" -eq 0 ]
	[ "$(find p/same -type f | wc -l)" -eq 4 ]
	touch go
	salloc -Q -n 3 evrun -q -e srun p
	[ "$(cat p/joined)" = "$(seq 0 11)" ]
	[ "$(runs same)" -eq 12 ]
}

@test "one of srun's ranks dies: the others do their part, exit 1, and the next run does the rest" {
	slurm_needed
	numbers 12 '[ {in} != 3 ] || [ -e ../died ] || { touch ../died; make=$(ps -o ppid= -p $PPID); kill -9 $(ps -o ppid= -p $make); sleep 20; }; echo {in}'
	run salloc -Q -n 4 evrun -e srun p
	fails 1 "srun ended with 4 tasks left to do"
	[ "$(runs same)" -eq 9 ]
	salloc -Q -n 4 evrun -q -e srun p
	[ "$(cat p/joined)" = "$(seq 0 11)" ]
	[ "$(runs same)" -eq 12 ]
}

@test "outside an allocation srun is not waited for" {
	mkdir with
	ln -s "$(type -P true)" with/srun
	numbers 1 'echo {in}'
	PATH=$PWD/with:$PATH run env -u SLURM_JOB_ID evrun -e srun p
	fails 1 "no SLURM allocation" "salloc -n 4 evrun -e srun"
	[ ! -e p/log/lock ]
}

@test "mpirun's ranks make the files that make makes, and each does its part" {
	command -v mpirun >/dev/null || skip "no mpirun: test/needs peers"
	mpirun --version | grep -q 'Open MPI' || skip "mpirun is not Open MPI's"
	export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
	planned plan
	evrun -q -e mpirun -j 3 --launch 'mpirun --oversubscribe' plan
	as_make plan
	numbers 6 'echo $OMPI_COMM_WORLD_RANK'
	evrun -q -e mpirun -j 3 --launch 'mpirun --oversubscribe' p
	[ "$(sort p/joined | xargs)" = "0 0 1 1 2 2" ]
}

# -- dealing out -------------------------------------------------------------------------------------------------

# dry WORDS...: what evrun would start
dry() {
	mkdir -p with
	ln -sf "$(type -P true)" with/mpirun
	PATH=$PWD/with:$PATH evrun --dry-run -e mpirun "$@"
}

@test "ranks of a launcher like MPICH's, in bunches by cost and of seven: the files that make makes" {
	planned plan
	ranked 3 -q plan
	as_make plan
	rm -r plan
	planned plan
	ranked 2 -q -b 7 plan
	as_make plan
}

@test "the costly tasks are dealt out first, so that ranks end together" {
	numbers 6 'echo {in}'
	mkdir -p p/log
	local i=0
	for cost in 2 9 7 3 5 4; do
		printf 'same\t%d\tmake\th\t1\t1\t100\t%d\t0\t0\t0\t0\t0\t0\n' "$i" $((100 + cost))
		i=$((i + 1))
	done >p/log/h.tsv
	run dry -j 2 p
	[ "$(grep -A 2 'ranks 2' <<<"$output" | tail -n 2)" = $'0 same/0/1 same/0/5 same/0/0\n1 same/0/2 same/0/4 same/0/3' ]
	[ "$(dry -j 2 -b 1 p | sed -n 's/^\([01]\) same.0./\1 /p' | xargs)" = "0 1 0 5 0 0 1 2 1 4 1 3" ]
	[[ $output == *"mpirun -n 2 env "*"evrun rank "*"mpirun -n 1 env "*$'ranks 1\n0 joined'* ]]
}

@test "shares that one command cannot name are several for each rank, and every task is in one" {
	numbers 20000 'echo {in}'
	dry -j 3 p | grep '^[0-9] same/' >shares
	[ "$(awk '{ n[$1] += NF - 1 } END { for (i in n) print i, int(n[i] / 100) }' shares | sort | xargs)" = "0 66 1 66 2 66" ]
	awk 'length > 60010 { exit 1 }' shares
	[ "$(cut -d ' ' -f 2- shares | tr ' ' '\n' | sort -u | wc -l)" -eq 20000 ]
	[ "$(cut -d ' ' -f 2- shares | tr ' ' '\n' | wc -l)" -eq 20000 ]
}

@test "the launcher's own words follow the number of ranks" {
	numbers 4 'echo {in}'
	run dry -k -j 3 --launch "mpirun --host a,b  --oversubscribe" p
	[[ $output == "mpirun -n 3 --host a,b --oversubscribe env "*PATH=*" evrun rank -k $PWD/p"$'\n'* ]]
	run evrun -e make --launch mpirun p
	fails 2 "--launch: -e make has no launcher"
	run evrun -e mpirun --launch "nowhere -x" p
	fails 1 "nowhere is not on PATH"
}

# -- what goes wrong ---------------------------------------------------------------------------------------------

@test "a failed task is exit 4, ranks end well, and without -k nothing more is begun" {
	numbers 12 'echo {in}; [ {in} != 3 ]'
	run ranked 3 -b 1 p
	fails 4 "same/0/3: exit 1"
	[ ! -e p/joined ]
	numbers 12 'echo {in} ; [ {in} != 3 ]'
	run ranked 3 -k p
	fails 4 "same/0/3: exit 1"
	[ "$(find p/same -type f | wc -l)" -eq 11 ]
	[ ! -e p/joined ]
}

@test "of one rank's many bunches none is begun after another rank's task has failed" {
	numbers 40 'if [ {in} = 0 ]; then exit 1; fi; until [ -e log/ranks.failed ]; do sleep 0.02; done; echo {in}'
	run ranked 2 -b 1 p
	fails 4 "same/0/0: exit 1"
	[ "$(find p/same -type f | wc -l)" -le 1 ] # none, if the other rank came late
}

@test "failed tasks are tried again by ranks" {
	numbers 4 '[ {in} != 2 ] || { echo x >>../tries; [ "$(wc -l <../tries)" -ge 2 ]; } && echo {in}'
	ranked 2 -q -r 1 p 2>/dev/null
	[ "$(cat p/joined)" = "$(seq 0 3)" ]
	[ "$(runs same)" -eq 4 ]
}

@test "too few ranks, and ranks that do not know it, do nothing: exit 1" {
	numbers 4 'echo {in}'
	run evrun -e mpirun -j 3 --launch "$place/launch -few" p
	fails 1 "of 2, but the work was dealt out to 3"
	run evrun -e mpirun -j 3 --launch "$place/launch -none" p
	fails 1 "does not tell which rank this is" "left to do"
	[ ! -e p/same ]
	run evrun rank p
	fails 2 "evrun -e srun"
}

@test "a launcher that is killed takes its ranks along, and so does evrun; the next run goes on" {
	local victim
	for victim in "/bin/bash $place/launch" "evrun -e mpirun -j 2 --launch $place/launch"; do
		rm -rf p go began
		numbers 6 "if [ {in} -ge 2 ]; then touch '$PWD/began'; until [ -e '$PWD/go' ]; do sleep 0.02; done; fi; echo {in}"
		ranked 2 -q p 2>err 3>&- &
		until [ -e began ] && [ "$(runs same)" -eq 2 ]; do sleep 0.02; done
		kill -KILL "$(pgrep -f "^$victim")"
		status=0
		wait $! || status=$?
		case $victim in
		evrun*) [ "$status" -eq 137 ] ;;
		*) [ "$status" -eq 1 ] ;;
		esac
		until ! pgrep -f "evrun rank $PWD/p" >/dev/null; do sleep 0.02; done
		[ "$(find p -name '.*' -type f | wc -l)" -eq 0 ]
		touch go
		ranked 3 -q p
		[ "$(cat p/joined)" = "$(seq 0 5)" ]
		[ "$(runs same)" -eq 6 ]
	done
}
