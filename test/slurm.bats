#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# SLURM: a real one on this machine (slurm/cluster), what its jobs do (slurm/array.sbatch), and the site profiles.

bats_require_minimum_version 1.5.0
load common
load farm

setup_file() {
	cluster_started 3 8
	export skip_all=$no_slurm
}

# of a test that has a cluster of its own
teardown() {
	[ -z "${mine-}" ] || [ ! -e "$mine" ] || SLURM_CONF=$mine/slurm.conf "$root/slurm/cluster" stop
}

teardown_file() {
	cluster_stopped
}

# squares N: a plan with N tasks, and one that adds them up
squares() {
	plan squares <<-END
		n      = $1
		number = map(range(0, {n})) : echo {in}
		square = map(number)        : awk '{ print \$1 * \$1 }' {in}
		sum    = one(square)        : awk '{ s += \$1 } END { print s }' {in}
	END
}

# array LIST OPTIONS...: submits an array for LIST in the plan where we stand, and waits for its end
array() {
	local list=$1
	shift
	sbatch --quiet --wait --output=out.%a --array="0-$(($(wc -l <"$list") - 1))" "$@" "$root/slurm/array.sbatch" "$list" \
		"$(dirname "$(command -v evtask)")" ${site+"$site"}
}

# -- the cluster -------------------------------------------------------------------------------------------------

@test "the cluster has its nodes and the partitions of all sites, on the loopback interface alone" {
	[ "$(sinfo -h -N -p all -o %N | sort -u | xargs)" = "n1 n2 n3" ]
	for partition in $(sed -n 's/^partition=\([A-Za-z0-9_]\{1,\}\).*/\1/p' "$root"/slurm/sites/*); do
		[ "$(sinfo -h -p "$partition" -o %R)" = "$partition" ]
	done
	run "$root/slurm/cluster" status
	[ "$status" -eq 0 ]
	[[ $output == *"munged runs"*"n3 runs"*"slurmctld runs"* ]]
	port=$(sed -n 's/^SlurmctldPort=//p' "$SLURM_CONF")
	hex=$(printf %04X "$port")
	run awk -v port=":$hex" '$4 == "0A" && substr($2, 9) == port { print substr($2, 1, 8) }' /proc/net/tcp
	[ "$output" = 0100007F ]
}

@test "ranks of srun stand on all nodes, and know who they are" {
	run --separate-stderr srun -n 6 -N 3 sh -c 'echo $SLURM_PROCID of $SLURM_NTASKS on $SLURMD_NODENAME'
	[ "$status" -eq 0 ]
	[ "$(sort <<<"$output" | head -n 1)" = "0 of 6 on n1" ]
	[ "$(awk '{ print $NF }' <<<"$output" | sort -u | wc -l)" -eq 3 ]
}

@test "a second cluster beside it keeps a submit limit and its own MaxArraySize; stopped, it leaves no trace" {
	export TMPDIR=$PWD
	eval "$("$root/slurm/cluster" start -a 11 -l 8 1 2)"
	mine=$(dirname "$SLURM_CONF")
	run scontrol show config
	[[ $output == *"MaxArraySize            = 11"* ]]
	sbatch --hold --array=0-5%2 --wrap true
	run sbatch --hold --array=0-2 --wrap true
	[ "$status" -ne 0 ]
	[[ $output == *AssocMaxSubmitJobLimit* ]]
	sbatch --hold --array=1,3 --wrap true
	[ "$(cat "$mine/log/submitted")" = "$(printf '%s\t%s\t%s\n' 0 6 taken 6 3 refused 6 2 taken)" ]
	scancel 1
	sbatch --output=/dev/null --wrap "sleep 1000"
	pids=$(cat "$mine"/pid/*)
	"$root/slurm/cluster" stop
	[ ! -e "$mine" ]
	for pid in $pids; do
		! [ -e "/proc/$pid" ] || grep -q '^State:.Z' "/proc/$pid/status"
	done
}

@test "stop touches no cluster but its own, and misuse is told" {
	run env -u SLURM_CONF "$root/slurm/cluster" stop
	fails 1 "SLURM_CONF is not set"
	mkdir evfarm-slurm.mine
	echo ClusterName=theirs >evfarm-slurm.mine/slurm.conf
	SLURM_CONF=$PWD/evfarm-slurm.mine/slurm.conf run "$root/slurm/cluster" stop
	fails 1 "no cluster of ours"
	[ -e evfarm-slurm.mine/slurm.conf ]
	run "$root/slurm/cluster" start none
	fails 2 "NODES: not a number: 'none'"
	run "$root/slurm/cluster" daemon n4
	fails 2 "n1 n2 n3"
}

@test "each site's profile makes a job that SLURM would take" {
	for site in "$root"/slurm/sites/*; do
		account='' partition='' options='' max_time=''
		# shellcheck disable=SC1090
		. "$site"
		# shellcheck disable=SC2086
		sbatch --test-only --array=0-10 ${account:+--account="$account"} ${partition:+--partition="$partition"} \
			${max_time:+--time="$max_time"} $options "$root/slurm/array.sbatch" list bin "$site"
	done
	run sbatch --test-only --partition=modi_long "$root/slurm/array.sbatch" list bin
	[ "$status" -ne 0 ]
}

# -- what a job does ---------------------------------------------------------------------------------------------

@test "elements of an array make their targets, and nothing twice" {
	squares 12
	cd squares
	make -s number
	seq -f square/0/%g 0 11 | paste -d ' ' - - >list
	array list
	[ "$(cat square/0/* | sort -n | xargs)" = "0 1 4 9 16 25 36 49 64 81 100 121" ]
	[ "$(awk -F '\t' '$1 == "square" && $3 == "slurm"' log/*.tsv | wc -l)" -eq 12 ]
	[ -z "$(cat out.*)" ]
	array list
	[ "$(awk -F '\t' '$1 == "square"' log/*.tsv | wc -l)" -eq 12 ]
	make -s
	[ "$(cat sum)" = 506 ]
}

@test "an element makes nothing that is another's: if that is not there, it fails" {
	squares 3
	cd squares
	make -s square
	rm square/0/1
	printf 'sum\nsquare/0/1\n' >list
	run array list --array=0
	[ "$status" -ne 0 ]
	[ ! -e sum ] && [ ! -e square/0/1 ]
	grep -q "square/0/1: is not done, and is another job's to do" out.0
	array list --array=1
	array list --array=0
	[ "$(cat sum)" = 5 ]
}

@test "an element that is requeued in mid-run does the rest" {
	plan slow <<-'END'
		number = map(range(0, 4)) : if [ {in} -lt 2 ] || [ -e ../go ]; then echo {in}; else sleep 100; fi
	END
	cd slow
	seq -f number/0/%g 0 3 | xargs >list
	job=$(sbatch --parsable --output=/dev/null --array=0 "$root/slurm/array.sbatch" list "$(dirname "$(command -v evtask)")")
	for ((i = 0; i < 200; i++)); do
		[ -z "$(find number/0 -name '.2.*' 2>/dev/null)" ] || break # task 2 runs
		sleep 0.1
	done
	touch ../go
	scontrol requeue "${job}_0"
	for ((i = 0; i < 300; i++)); do
		[ -n "$(squeue -h -j "$job" 2>/dev/null)" ] || break
		sleep 0.1
	done
	[ "$(cat number/0/* | xargs)" = "0 1 2 3" ]
	[ "$(awk -F '\t' '$2 < 2' log/*.tsv | wc -l)" -eq 2 ]
	[ "$(awk -F '\t' '$2 == 3 && $6 == 2 && !$9' log/*.tsv | wc -l)" -eq 1 ] # the second attempt
}

@test "ranks share the lines of a list, whoever started them" {
	squares 10
	cd squares
	make -s number
	seq -f square/0/%g 0 9 >list
	srun -n 4 "$root/slurm/array.sbatch" list "$(dirname "$(command -v evtask)")"
	[ "$(awk -F '\t' '$1 == "square"' log/*.tsv | wc -l)" -eq 10 ]
	[ "$(cat square/0/* | wc -l)" -eq 10 ]
	rm square/0/*
	for rank in 0 1 2; do
		OMPI_COMM_WORLD_RANK=$rank OMPI_COMM_WORLD_SIZE=3 EVFARM_ENGINE=mpirun \
			"$root/slurm/array.sbatch" list "$(dirname "$(command -v evtask)")"
		seq -f square/0/%g 0 9 | while read -r file; do [ ! -e "$file" ] || echo x; done | wc -l
	done >counts
	[ "$(xargs <counts)" = "4 7 10" ]
	PMI_RANK=1 PMI_SIZE=2 EVFARM_ENGINE=mpirun "$root/slurm/array.sbatch" list "$(dirname "$(command -v evtask)")"
	[ "$(awk -F '\t' '$1 == "square" && $3 == "mpirun"' log/*.tsv | wc -l)" -eq 10 ]
}

@test "a site profile's modules and container are used" {
	squares 2
	cd squares
	make -s number
	echo square/0/1 >list
	cat >site <<-END
		modules="GCC/13.2.0 make"
		container="env INSIDE=yes $PWD/contain"
		module() { echo "\$*" >"$PWD/loaded"; }
	END
	printf '#!/bin/sh\necho $INSIDE >contained\nexec "$@"\n' >contain
	chmod +x contain
	site=$PWD/site array list
	[ "$(cat loaded)" = "load GCC/13.2.0 make" ]
	[ "$(cat contained)" = yes ]
	[ "$(cat square/0/1)" = 1 ]
}
