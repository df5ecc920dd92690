#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Engines: whichever runs a plan, in whatever bunches, with however many workers, the files are the same.

bats_require_minimum_version 1.5.0
load common
load farm

setup_file() {
	in_memory
	made_by_make "${memory:-$BATS_FILE_TMPDIR}" 40
}

teardown_file() {
	leave_memory
}

# an sshd goes with its test, however that ends
teardown() {
	[ -z "${sshd_pid-}" ] || stop_serving
}

parallel_needed() {
	command -v parallel >/dev/null || skip "GNU Parallel is not installed"
}

# with WORDS...: runs a fresh plan so, and looks at what comes of it
with() {
	rm -rf plan
	planned plan
	evrun -q "$@" plan || { echo "evrun $*: exit $?"; return 1; }
	same plan && once plan || { echo "evrun $*"; return 1; }
}

# jobs WORDS...: the tasks of each job that evrun would start, of eight equal ones
jobs() {
	[ -e eight ] || printf '%s\n' 'n = range(0, 8)' 'same = map(n) : echo {in}' >eight.pipe
	[ -e eight ] || evplan eight.pipe -o eight >/dev/null
	evrun --dry-run -e parallel -j 2 "$@" eight | sed -n 's|same/0/||gp' | paste -sd ,
}

@test "--balance shares a level's tasks out among jobs, and finds the same whatever the strategy" {
	parallel_needed
	[ "$(jobs --balance blocks)" = "0 1 2 3,4 5 6 7" ]
	[ "$(jobs --balance blocks -b 3)" = "0 1 2,3 4 5,6 7" ]
	[ "$(jobs --balance round-robin)" = "0 2 4 6,1 3 5 7" ]
	[ "$(jobs --balance least-load)" = "0 2 4 6,1 3 5 7" ]
	[ "$(jobs --balance queue)" = "0,1,2,3,4,5,6,7" ]
	[ "$(jobs --balance queue -b 5)" = "0 1 2 3 4,5 6 7" ]
	[ "$(jobs --balance guided -b 5)" = "0 1 2 3 4,5 6 7" ]
	with -e parallel -j 2 --balance round-robin
	with -e parallel -j 2 --balance two-random -b 7
	run evrun --balance none plan
	fails 2 "no strategy none; there are guided, queue"
}

@test "make, with 1 to 4 workers" {
	for jobs in 1 2 3 4; do
		with -j "$jobs"
	done
}

@test "GNU Parallel, in bunches of 1, of 7 and by cost, with 1 to 4 workers" {
	parallel_needed
	with -e parallel -j 4 -b 1
	with -e parallel -j 1 -b 7
	with -e parallel -j 3 -b 7
	for jobs in 1 2 4; do
		with -e parallel -j "$jobs"
	done
}

@test "what took some jobs of parallel is in its own log, beside ours" {
	parallel_needed
	with -e parallel -j 2 -b 20
	[ "$(grep -c 'events/0/' plan/log/parallel.joblog)" -eq 2 ]
	[ "$(cut -f 3 plan/log/*.tsv | sort -u)" = $'engine\nparallel' ]
}

@test "of tasks of which nothing is known some are tried first, up to eight a worker" {
	parallel_needed
	for n in 16 17 400; do
		printf '%s\n' "n = range(0, $n)" 'a = map(n) : echo {in}' >p.pipe
		evplan p.pipe -o p >/dev/null
		evrun --dry-run -e parallel -j 2 p >dry
		first=$(sed -n 's/^# //p' dry | head -n 1)
		case $n in
		16) [ "$(grep -c '^#' dry)" -eq 1 ] ;;
		17) [ "$first" = "4 jobs:" ] ;;
		400) [ "$first" = "16 jobs:" ] && [ "$(grep -c '^a/' dry)" -lt 60 ] ;;
		esac || { echo "$n"; cat dry; return 1; }
		[ "$(grep '^a/' dry | tr ' ' '\n' | sort -u | wc -l)" -eq "$n" ]
	done
}

# half_way PLAN: waits until some tasks are done, but not all
half_way() {
	until [ "$(cat "$1"/log/*.tsv 2>/dev/null | wc -l)" -gt 20 ]; do sleep 0.01; done
}

@test "started with parallel, killed, finished with make: the same files, only what was not done is done" {
	parallel_needed
	planned plan
	evrun -q -e parallel -b 5 -j 2 plan 3>&- &
	pid=$!
	half_way plan
	kill -KILL "$pid"
	wait "$pid" || true
	until [ -z "$(find plan -name '.*.*.*' -type f)" ] || sleep 0.5; do :; done
	done=$(awk -F '\t' '$9 == 0' plan/log/*.tsv | wc -l)
	[ "$done" -lt 124 ]
	evrun -q -j 3 plan
	same plan
	once plan
}

@test "started with make, stopped, finished with parallel: likewise" {
	parallel_needed
	planned plan
	evrun -q -j 2 plan 2>/dev/null 3>&- &
	pid=$!
	half_way plan
	kill -TERM "$pid"
	wait "$pid" || true
	evrun -q -e parallel -j 3 plan
	same plan
	once plan
}

@test "parallel goes on with -k after a failure, with what does not depend on it, and makes nothing twice" {
	parallel_needed
	printf '%s\n' 'n = range(0, 20)' 'a = map(n) : [ {in} != 7 ] && echo {in}' 'b = map(a) : cat {in}' \
		'all_b = merge(b) : cat {in}' >p.pipe
	evplan p.pipe -o p >/dev/null
	run evrun -e parallel -b 3 -j 2 -k p
	fails 4 "a/0/7: exit 1"
	[[ $output != *"another job's to do"* ]] # b/0/7 is not even tried
	[ "$(find p/b -type f | wc -l)" -eq 19 ]
	[ "$(awk -F '\t' '$1 == "a" && $2 == 7' p/log/*.tsv | wc -l)" -eq 1 ]
}

@test "a job makes its own targets only, and not what another's failed to make" {
	printf '%s\n' 'n = range(0, 2)' 'a = map(n) : echo {in}' 'b = map(a) : cat {in}' >p.pipe
	evplan p.pipe -o p >/dev/null
	EVFARM_ONLY='b/0/10 b/0/1' run make -C p b/0/1
	fails 2 "a/0/1: is not done"
	[ ! -e p/a ]
	EVFARM_ONLY='a/0/1 b/0/1' make -s -C p b/0/1
	[ "$(cat p/b/0/1)" = 1 ]
}

# serve: an sshd of our own on a port that is free, in $sshd_pid, with keys made for it; ssh to it is in $PARALLEL_SSH
serve() {
	local sshd
	sshd=$(PATH=$PATH:/usr/sbin command -v sshd) || skip "no sshd: openssh-server is not installed"
	command -v ssh >/dev/null || skip "no ssh: openssh-client is not installed"
	ssh-keygen -q -t ed25519 -N '' -f host
	ssh-keygen -q -t ed25519 -N '' -f user
	if [ "$(id -u)" -eq 0 ] && [ ! -d /run/sshd ]; then
		mkdir /run/sshd
		made_run_sshd=yes
	fi
	for _ in 1 2 3 4 5; do
		port=$((20000 + RANDOM % 20000))
		"$sshd" -D -e -f /dev/null -p "$port" -h "$PWD/host" -o ListenAddress=127.0.0.1 -o ListenAddress=::1 -o PidFile=none \
			-o StrictModes=no -o UsePAM=no -o PermitRootLogin=yes -o AuthorizedKeysFile="$PWD/user.pub" 2>sshd.log 3>&- &
		sshd_pid=$!
		PARALLEL_SSH="ssh -F none -p $port -i $PWD/user -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
		export PARALLEL_SSH
		for _ in $(seq 50); do
			$PARALLEL_SSH 127.0.0.1 true 2>/dev/null && return
			kill -0 "$sshd_pid" 2>/dev/null || break
			sleep 0.1
		done
		stop_serving
	done
	skip "sshd does not serve: $(tail -n 1 sshd.log)"
}

stop_serving() {
	kill "$sshd_pid" 2>/dev/null || true
	wait "$sshd_pid" 2>/dev/null || true
	sshd_pid=
	[ -z "${made_run_sshd-}" ] || rmdir /run/sshd 2>/dev/null || true
	made_run_sshd=
}

@test "parallel on two hosts by ssh: the same files" {
	parallel_needed
	serve
	status=0
	with -e parallel -j 2 -b 4 --sshlogin 127.0.0.1,localhost || status=$?
	stop_serving
	[ "$status" -eq 0 ]
	[ "$(awk '$1 != "Seq" { print $2 }' plan/log/parallel.joblog | sort -u)" = $'127.0.0.1\nlocalhost' ]
}

@test "tasks run on the host where their input lies, as the label host says" {
	parallel_needed
	serve
	printf 'path\thost\n' >files.tsv
	for i in 1 2 3 4 5 6; do
		echo "$i" >"$i.txt"
		printf '%s\t%s\n' "$i.txt" "$([ $((i % 3)) -eq 0 ] && echo localhost || echo 127.0.0.1)" >>files.tsv
	done
	printf '%s\n' 'a = map(data) : cat {in}' 'b = map(a) : cat {in}' >p.pipe
	evplan p.pipe data=@files.tsv -o p >/dev/null
	status=0
	evrun -q -e parallel -b 2 --sshlogin 2/127.0.0.1,root@localhost p || status=$?
	stop_serving
	[ "$status" -eq 0 ]
	[ "$(sed -n "s|^[0-9]*\t\([^\t]*\).*EVFARM_ONLY='\(a/[^']*\)'.*|\1 \2|p" p/log/parallel.joblog | sort)" = "127.0.0.1 a/0/0 a/0/1
127.0.0.1 a/0/3 a/0/4
root@localhost a/0/2 a/0/5" ]
	[ "$(cat p/b/0/* | sort | xargs)" = "1 2 3 4 5 6" ]
}

@test "a host that cannot be reached is the engine's failure, exit 1" {
	parallel_needed
	command -v ssh >/dev/null || skip "no ssh: openssh-client is not installed"
	planned plan
	PARALLEL_SSH=false run evrun -e parallel --sshlogin nowhere plan
	fails 1 "left to do"
}
