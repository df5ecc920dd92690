#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evrun: a plan run on an engine, with progress, and looked at.
# shellcheck disable=SC2016 # what stands in single quotes is for evplan

bats_require_minimum_version 1.5.0
load common

setup_file() {
	in_memory
}

teardown_file() {
	leave_memory
}

# numbers N COMMAND: a plan, in p, of N tasks that run COMMAND, and of what merges them
numbers() {
	printf '%s\n' "n = range(0, $1)" "same = map(n) : $2" 'joined = merge(same) : cat {in}' >p.pipe
	evplan p.pipe -o p >/dev/null
}

# blocking N: one in which the tasks from 2 on wait until there is a file go
blocking() {
	numbers "$1" "if [ {in} -ge 2 ]; then touch '$PWD/began'; while [ ! -e '$PWD/go' ]; do sleep 0.02; done; fi; echo {in}"
}

# in_background EVRUN'S WORDS...: runs it, in $pid, and waits until a task is blocked
in_background() {
	evrun "$@" 2>err 3>&- &
	pid=$!
	until [ -e began ]; do sleep 0.02; done
}

# ended: waits for it; its exit code in $status
ended() {
	status=0
	wait "$pid" || status=$?
}

# runs STAGE [TASK]: how many tasks have succeeded, by the log
runs() {
	awk -F '\t' -v stage="$1" -v task="${2-}" '$1 == stage && (task == "" || $2 == task) && $9 == 0' p/log/*.tsv | wc -l
}

@test "a plan is run to its end, nothing on standard output, and then there is nothing to do" {
	numbers 30 'echo {in}'
	run --separate-stderr evrun -j 2 p
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[[ $stderr == *"p: done, 31 tasks"* ]]
	[ "$(cat p/joined)" = "$(seq 0 29)" ]
	run evrun p
	fails 0 "0 tasks"
	[ "$(runs same)" -eq 30 ]
	[ ! -e p/log/lock ]
}

@test "-q says nothing of a good run" {
	numbers 3 'echo {in}'
	run evrun -q p
	fails 0
	[ -z "$output" ]
}

@test "only what is missing or out of date is made, whoever made the rest" {
	numbers 5 'echo {in}'
	make -s -C p
	rm p/same/0/3
	run evrun p
	fails 0 "2 tasks"
	[ "$(runs same)" -eq 6 ]
	[ "$(runs same 3)" -eq 2 ]
}

@test "a failed task is exit 4, and is named with what it said and how to run it by hand" {
	numbers 5 'echo {in}; [ {in} != 3 ] || { seq 10 >&2; exit 7; }'
	run evrun -k p
	fails 4 "same/0/3: exit 7" "make -C p same/0/3" "    | 6" "    | 10"
	[[ $output != *"    | 5"* ]]
	[ "$(runs same)" -eq 4 ]
	[ ! -e p/joined ]
	[ "$(cat p/log/failed/same/0/3)" = "$(seq 10)" ]
}

@test "what a task says is kept until it succeeds" {
	numbers 1 'cat ../file'
	run evrun p
	fails 4 "../file"
	grep -q "../file" p/log/failed/same/0/0
	echo x >file
	run evrun p
	fails 0
	[ ! -e p/log/failed/same/0/0 ]
}

@test "without -k nothing is started after a failure, with it all that does not depend on it" {
	numbers 40 'echo {in}; [ {in} != 0 ]'
	run evrun -j 1 p
	fails 4
	[ "$(runs same)" -eq 0 ]
	run evrun -j 1 -k p
	fails 4
	[ "$(runs same)" -eq 39 ]
}

@test "failed tasks are tried again, as often as -r says, and the log has which attempt it was" {
	numbers 4 '[ {in} != 2 ] || { echo x >>../tries; [ "$(wc -l <../tries)" -ge 3 ]; } && echo {in}'
	run evrun -r 1 p
	fails 4 "attempt 2"
	[ "$(wc -l <tries)" -eq 2 ]
	rm tries
	run evrun -r 2 p
	fails 0
	[ "$(awk -F '\t' '$1 == "same" && $2 == 2 && $9 == 0 { print $6 }' p/log/*.tsv)" = 3 ]
}

@test "--max-failures ends a run that fails too often" {
	numbers 200 'sleep 0.01; exit 1'
	run evrun -j 2 --max-failures 3 p
	fails 4 "--max-failures"
	[ "$(grep -c '^same' p/log/*.tsv)" -lt 150 ]
}

@test "an engine that there is none of is wrong usage, and the engines are named; one that is not installed is exit 1" {
	numbers 1 'echo'
	run evrun -e nothing p
	fails 2 nothing make parallel
	mkdir only
	ln -s "$(command -v evrun)" "$(command -v make)" "$(command -v evtask)" only
	PATH=$PWD/only run evrun -e parallel p
	fails 1 "parallel is not on PATH"
}

@test "a result that is not to be seen yet, as on NFS, is waited for" {
	cat >hide <<-'END'
		until [ -e p/n/0/1 ]; do sleep 0.01; done
		mv p/n/0/1 hidden
		sleep 1
		mv hidden p/n/0/1
	END
	printf '%s\n' 'n = map(range(0, 3)) : while [ {in} -eq 2 ] && [ ! -e ../hidden ]; do sleep 0.01; done; echo {in}' >p.pipe
	evplan p.pipe -o p >/dev/null
	sh hide 3>&- &
	pid=$!
	run evrun -j 3 p
	fails 0 "done, 3 tasks"
	wait "$pid"
}

@test "an engine that dies is exit 1, not a failed task" {
	numbers 2 'kill -9 $(ps -o ppid= -p $PPID)'
	run evrun -j 1 p
	fails 1 "left to do"
}

@test "a folder without a plan, no plan, and two are wrong usage" {
	mkdir empty
	run evrun empty
	fails 2 "no plan"
	run evrun
	fails 2 usage
	run evrun empty empty
	fails 2 usage
	run evrun nowhere
	fails 1 nowhere
}

@test "SIGTERM ends all tasks, leaves nothing half written, and the next run repeats only what was not done" {
	blocking 6
	in_background -j 4 p
	until [ "$(runs same)" -eq 2 ]; do sleep 0.02; done
	kill -TERM "$pid"
	ended
	[ "$status" -eq 143 ]
	grep -q 'stopped, with 2 tasks' err
	[ "$(find p -name '.*' -type f | wc -l)" -eq 0 ]
	[ "$(find p/same -type f | wc -l)" -eq 2 ]
	touch go
	evrun -q p
	[ "$(cat p/joined)" = "$(seq 0 5)" ]
	[ "$(runs same)" -eq 6 ]
}

@test "evrun killed hard takes its tasks along, and its lock is taken over" {
	blocking 6
	in_background -j 2 p
	kill -KILL "$pid"
	ended
	[ "$status" -eq 137 ]
	[ -e p/log/lock ]
	touch go
	run evrun p
	fails 0
	[ "$(cat p/joined)" = "$(seq 0 5)" ]
	[ ! -e p/log/lock ]
}

@test "a second evrun on a plan says who runs it, and does no harm" {
	blocking 3
	in_background p
	run evrun p
	fails 1 "$(uname -n)" "process $pid"
	if [ -r "/proc/$pid/stat" ]; then # the lock has when the process began, for its number may be another's one day
		cut -d ' ' -f 1-3 p/log/lock | diff - <(echo "$(uname -n) $pid $(sed 's/.*) //' "/proc/$pid/stat" | cut -d ' ' -f 20)")
	fi
	[ -e p/log/lock ]
	touch go
	ended
	[ "$status" -eq 0 ]
	[ "$(runs same)" -eq 3 ]
}

@test "a lock of another host stands; one of a process that is dead, or began at another time, is taken over" {
	numbers 1 'echo {in}'
	echo 'elsewhere 1 5 2026-01-01 00:00:00' >p/log/lock
	run evrun p
	fails 1 elsewhere "remove log/lock"
	echo "$(uname -n) $$ 5 2026-01-01 00:00:00" >p/log/lock
	run evrun p
	fails 0
}

@test "of many that find a dead lock one takes it over" {
	numbers 1 'echo x >>../ran; sleep 0.5; echo {in}'
	for _ in 1 2 3; do
		rm -rf p/same ran
		echo "$(uname -n) 999999999 5 2026-01-01 00:00:00" >p/log/lock
		pids=()
		for _ in 1 2 3 4; do
			evrun -q p 2>/dev/null 3>&- &
			pids+=($!)
		done
		wait "${pids[@]}" || true
		[ "$(wc -l <ran)" -eq 1 ]
	done
}

@test "evrun cancel ends the run; with none it says so" {
	blocking 3
	in_background p
	evrun cancel p
	ended
	[ "$status" -eq 143 ]
	run evrun cancel p
	fails 1 "no evrun"
}

@test "an evrun on another host is asked to end by a file" {
	blocking 3
	in_background p
	touch p/log/cancel
	ended
	[ "$status" -eq 143 ]
	[ ! -e p/log/cancel ]
	echo 'elsewhere 1 5 2026-01-01 00:00:00' >p/log/lock
	run evrun cancel p
	fails 0 elsewhere
	[ -e p/log/cancel ]
}

@test "status counts results by stage, and has what they used and what their stage asks for" {
	printf '%s\n' 'n = range(0, 4)' 'same = map(n) [cpus=2 mem=1G] : [ {in} != 3 ]' 'joined = merge(same) : cat {in}' >p.pipe
	evplan p.pipe -o p >/dev/null
	run evrun -qk p
	run evrun status p
	fails 0 "same/0/3: exit 1" "cpus=2 mem=1G"
	[[ $(awk '$1 == "same" { print $2, $3, $4, $5, $6 }' <<<"$output") == "4 3 0 1 0" ]]
	[[ $(awk '$1 == "joined" { print $2, $3, $4, $5, $6 }' <<<"$output") == "1 0 0 0 1" ]]
	[[ $(awk '$1 == "all" { print $2, $3 }' <<<"$output") == "5 3" ]]
	awk '$1 == "same" { exit !($7 != "-" && $10 > 0.1) }' <<<"$output"
}

@test "status counts the tasks that run, and names who runs them" {
	blocking 4
	in_background -j 2 p
	until [ "$(runs same)" -eq 2 ]; do sleep 0.02; done
	until [[ $(evrun status p | awk '$1 == "same" { print $3, $4, $6 }') == "2 2 0" ]]; do sleep 0.02; done
	evrun status p | grep -q "process $pid"
	evrun cancel p
	ended
	[[ $(evrun status p | awk '$1 == "same" { print $3, $4, $5, $6 }') == "2 0 0 2" ]]
}

@test "missing lists targets in the order of their making, those that can be made now, or numbers" {
	numbers 30 'echo {in}'
	evrun -q p
	run evrun missing p
	[ -z "$output" ]
	rm p/same/0/3 p/same/0/1[7-9]
	run evrun missing p
	[ "$(head -n 4 <<<"$output" | sort)" = $'same/0/17\nsame/0/18\nsame/0/19\nsame/0/3' ]
	[ "${lines[4]}" = joined ]
	[ "$(evrun missing --parallel p | sort)" = $'same/0/17\nsame/0/18\nsame/0/19\nsame/0/3' ]
	[ "$(evrun missing --array p)" = --array=3,17-19 ]
	run evrun missing --array p joined
	fails 2 "no numbers"
	run evrun missing --array p nothing
	fails 2 nothing
	make -s -C p "$(evrun missing p | head -n 1)"
	[ "$(runs same)" -eq 31 ]
}

@test "why goes from a target to what has changed, by the names of the user's files" {
	mkdir data
	echo a >'data/a b'
	echo b >data/b
	printf '%s\n' 'copy = map(data) : cat {in}' 'all_of_it = merge(copy) : cat {in}' >p.pipe
	evplan p.pipe data='data/*' -o p >/dev/null
	run evrun why p all_of_it
	fails 0 "all_of_it is not there" "copy/0/0 is not there"
	evrun -q p
	run evrun why p all_of_it
	[ "$output" = "all_of_it is up to date" ]
	touch -d '+1 hour' data/b
	run evrun why p all
	[ "$output" = "all_of_it
  copy/0/1
    $PWD/data/b is newer" ]
	touch -d '-1 hour' data/b
	sed -i 's/cat {in}$/cat -- {in}/; s/^all.*/all_of_it = merge(copy) : cat {in}/' p.pipe
	evplan p.pipe data='data/*' -o p >/dev/null
	run evrun why p all_of_it
	[[ $output == *"  copy/0/0"*"    the command of copy has changed"* ]]
	[[ $output != *"all_of_it has changed"* ]]
	run evrun why p none_such
	fails 2 none_such
}

@test "--dry-run prints what would be started, and starts nothing" {
	numbers 3 'echo {in}'
	run evrun --dry-run -j 3 -k p
	[ "$output" = "cd $PWD/p && make --no-print-directory -j3 -k" ]
	[ ! -e p/same ]
	[ ! -e p/log/lock ]
	run sh -c 'evrun --dry-run p >/dev/full'
	fails 1 "standard output"
}

@test "GNU Parallel is given the tasks with the largest inputs first" {
	command -v parallel >/dev/null || skip "GNU Parallel is not installed"
	for i in 1 2 3; do truncate -s $((20 * i * i))M "f$i"; done
	echo 'size = map(data) : wc -c <{in}' >p.pipe
	evplan p.pipe data='f?' --chunk 1 -o p >/dev/null
	[ "$(evrun --dry-run -e parallel -j 2 p | grep -o 'size/0/.' | tr '\n' ' ')" = 'size/0/2 size/0/1 size/0/0 ' ]
}

@test "a progress line on a terminal, and none where there is no terminal" {
	command -v script >/dev/null || skip "no script(1)"
	numbers 30 'sleep 0.05; echo {in}'
	TERM=xterm run script -qec 'evrun -j 2 p' /dev/null
	[[ $output =~ p:\ same\ [0-9]+/30,\ all\ [0-9]+/31,\ [0-9.]+/s,\ [0-9]+\ running,\ [0-9:]+\ left ]]
	rm p/same/0/1
	run evrun p
	[[ $output != *running* ]]
}
