#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evrun -e slurm, on a real SLURM of two nodes: arrays of 6 elements at most, 12 jobs submitted at most.

bats_require_minimum_version 1.5.0
load common
load farm

setup_file() {
	cluster_started -a 6 -l 12 2 2
	export skip_all=$no_slurm
	[ -n "$skip_all" ] || made_by_make "$BATS_FILE_TMPDIR" 8
}

teardown_file() {
	cluster_stopped
}

# by_then COMMAND...: waits until it is true, for 30 s at most
by_then() {
	local i
	for ((i = 0; i < 300; i++)); do
		! "$@" || return 0
		sleep 0.1
	done
	echo "not in 30 s: $*"
	return 1
}

no_jobs() {
	[ -z "$(squeue -h)" ]
}

@test "arrays of SLURM, in bunches of 1, of 7 and by cost: the files are make's, each task is done once" {
	for bunch in 1 7 auto; do
		planned "$bunch"
		evrun -q -e slurm -b "$bunch" "$bunch"
		same "$bunch"
		once "$bunch"
		[ "$(cut -f 3 "$bunch"/log/*.tsv | sort -u | xargs)" = "engine slurm" ]
		[ -z "$(find "$bunch"/log/slurm -type f)" ] && no_jobs
	done
}

@test "--max-submit is held to" {
	plan p <<<'number = map(range(0, 20)) : echo {in}'
	: >"$cluster/log/submitted"
	evrun -q -e slurm -b 4 --max-submit 3 p
	[ "$(awk '$1 + $2 > 3' "$cluster/log/submitted")" = "" ]
	[ "$(cat p/number/0/* | wc -l)" -eq 20 ]
}

@test "a limit that nobody has told of is met, and makes it wait, not fail" {
	plan p <<<'number = map(range(0, 6)) : echo {in}'
	sbatch --quiet --hold --array=0-5 --wrap true
	sbatch --quiet --hold --array=0-3 --wrap true
	sleep 1.1 # the limit's plugin takes notice of jobs by the second, when another comes
	sbatch --quiet --hold --wrap true
	: >"$cluster/log/submitted"
	run evrun -q -e slurm -b 2 p
	scancel --user="$(id -un)" --state=PENDING
	[ "$status" -eq 0 ]
	grep -q refused "$cluster/log/submitted"
	[ "$(cat p/number/0/* | wc -l)" -eq 6 ]
	once p
}

@test "cancelled from elsewhere, its jobs end with it, and make goes on where it was" {
	plan p <<-'END'
		number = map(range(0, 6)) : if [ {in} -lt 2 ] || [ -e ../go ]; then echo {in}; else sleep 100; fi
		sum    = one(number)      : cat {in}
	END
	evrun -e slurm -b 3 p 2>said 3>&- &
	pid=$!
	by_then test -e p/number/0/1
	run evrun -e slurm p
	fails 1 "runs it since"
	evrun cancel p
	status=0
	wait "$pid" || status=$?
	[ "$status" -eq 143 ]
	no_jobs
	touch go
	evrun -q p
	[ "$(xargs <p/sum)" = "0 1 2 3 4 5" ]
	once p
}

@test "elements that are killed leave tasks undone, which is told, and the next run does them" {
	plan p <<-'END'
		number = map(range(0, 6)) : if [ {in} -ne 2 ] || [ -e ../go ]; then echo {in}; else echo $$ >../pid; sleep 100; fi
		sum    = one(number)      : cat {in}
	END
	evrun -e slurm -b 3 p 2>said 3>&- &
	pid=$!
	by_then test -s pid
	scancel "$(squeue -h -o %i | head -n 1)"
	status=0
	wait "$pid" || status=$?
	[ "$status" -eq 1 ]
	grep -q "did not come to an end; elements by SLURM's state: 1 CANCELLED" said
	grep -q "2 tasks left to do" said
	touch go
	evrun -q -e slurm p
	[ "$(xargs <p/sum)" = "0 1 2 3 4 5" ]
	once p
	no_jobs
}

@test "--detach submits all levels and leaves; another run says so; status, cancel and the next run know of the jobs" {
	planned p
	run evrun -e slurm --detach -b 4 p
	fails 0 "7 arrays with 10 elements are submitted"
	run evrun p
	fails 1 "SLURM has" "evrun cancel"
	run evrun status p
	fails 0 "SLURM has"
	by_then test -e p/best
	by_then no_jobs
	same p
	once p
	run evrun p
	fails 0 "0 tasks"
	planned other
	run evrun -e slurm --detach -b 1 --max-submit 12 other
	fails 1 "more than" "-b"
	evrun -q -e slurm --detach -b 4 other
	evrun cancel other
	no_jobs
	[ ! -e other/best ]
	run evrun cancel other
	fails 1 "no evrun runs it"
}

@test "a level that fails leaves those behind it without results, not without an end" {
	plan p <<-'END'
		number = map(range(0, 3)) : [ {in} != 1 ] && echo {in}
		again  = map(number)      : cat {in}
		sum    = merge(again)     : cat {in}
	END
	EVFARM_PATIENCE=0 evrun -q -e slurm --detach -b 1 p
	by_then no_jobs
	[ -e p/again/0/2 ] && [ ! -e p/again/0/1 ] && [ ! -e p/sum ]
	run evrun -e slurm p
	fails 4 "number/0/1: exit 1"
}

@test "--dry-run prints commands that a shell takes, whatever the folder is called" {
	name="a plan's \"folder\" \$(x)"
	planned "$name"
	evrun --dry-run -e slurm -b 4 "$name" >script
	[ "$(grep -c '^job[0-9]*=$(sbatch' script)" -eq 7 ]
	sh -e script
	by_then test -e "$name/best"
	by_then no_jobs
	same "$name"
}

@test "what stages ask for is asked of SLURM, in arrays of their own; host labels, too" {
	printf 'path\thost\n1\tn1\n2\tn2\n3\tn2\n' >files.tsv
	touch 1 2 3
	printf '%s\n' 'a = map(data) [cpus=2 mem=1.5G time=90s] : echo "$SLURMD_NODENAME $SLURM_CPUS_PER_TASK"' \
		'b = map(data) [time=2h] : echo "$SLURMD_NODENAME"' >p.pipe
	evplan p.pipe data=@files.tsv -o p >/dev/null
	evrun --dry-run -e slurm -b 2 p >script
	[ "$(sed -n 's/.*--array [^ ]* \(.*\) \/.*array.sbatch.*/\1/p' script | sort)" = "$(printf '%s\n' \
		"--cpus-per-task 2 --mem 1536M --time 2 --nodelist n1" "--cpus-per-task 2 --mem 1536M --time 3 --nodelist n2" \
		"--time 120 --nodelist n1" "--time 240 --nodelist n2" | sort)" ]
	evrun -q -e slurm -b 2 p
	[ "$(cat p/a/0/* | xargs -n 2)" = $'n1 2\nn2 2\nn2 2' ]
	[ "$(cat p/b/0/* | xargs)" = "n1 n2 n2" ]
}

@test "a site's profile gives its words and limits" {
	plan p <<<'number = map(range(0, 6)) [time=10m] : echo {in}'
	printf '%s\n' 'account=mine partition="all"' 'options="--nice=5  --threads-per-core=1"' max_array=2 max_time=20 >site
	evrun --dry-run -e slurm --site ./site -b 6 p >script
	[ "$(grep -c "array 0-0 --account mine --partition all '--nice=5' '--threads-per-core=1' --time 20 .* $PWD/site" script)" -eq 1 ]
	grep -q "array 0-1 " script
	run evrun -e slurm --site lzr p
	fails 2 'no profile "lzr"; there are default, hpc2n, lrz'
	echo max_submit=many >site
	run evrun -e slurm --site ./site p
	fails 3 'max_submit: not a number: "many"'
}

@test "without SLURM, or without an answer of it, one message and exit 1" {
	plan p <<<'number = map(range(0, 6)) : echo {in}'
	PATH=${EVFARM_BIN:-$root/bin} run evrun -e slurm p
	fails 1 "sbatch is not on PATH"
	mkdir bin
	printf '#!/bin/sh\necho "slurm_load_ctl_conf error: Unable to contact slurm controller" >&2\nexit 1\n' >bin/scontrol
	chmod +x bin/scontrol
	PATH=$PWD/bin:$PATH run evrun -e slurm p
	fails 1 "SLURM does not answer: scontrol: slurm_load_ctl_conf error: Unable to contact"
	[ "${#lines[@]}" -eq 1 ]
	evrun -q p
	run evrun -e make --detach p
	fails 2 "goes with -e slurm"
}
