#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evrun: a plan run on an engine, with progress, and looked at.
# shellcheck disable=SC2016 # what stands in single quotes is for evplan

bats_require_minimum_version 1.5.0
load common

# numbers N COMMAND: a plan, in p, of N tasks that run COMMAND, and of what merges them
numbers() {
	printf '%s\n' "n = range(0, $1)" "same = map(n) : $2" 'joined = merge(same) : cat {in}' >p.pipe
	evplan p.pipe -o p >/dev/null
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

@test "a failed task is exit 4, and is named with what it said and how to run it by hand" {
	numbers 5 'echo {in}; [ {in} != 3 ] || { echo first >&2; echo last >&2; exit 7; }'
	run evrun -k p
	fails 4 "same/0/3: exit 7" "make -C p same/0/3"
	[ "$(runs same)" -eq 4 ]
	[ ! -e p/joined ]
}
