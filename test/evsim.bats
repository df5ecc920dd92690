#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evsim: schedules that are known by hand, then what they add up to.

bats_require_minimum_version 1.5.0
load common

# column NAME: that column of the table that comes in, a value a line
column() {
	awk -F '\t' -v name="$1" '
		sub(/^# columns /, "") { for (i = 1; i <= NF; i++) at[$i] = i; next }
		/^#/ { next }
		{ print $at[name] }'
}

# key NAME: the value of a key
key() {
	sed -n "s/^# $1 //p"
}

# spans WORDS...: the makespans that evsim prints, in a line
spans() {
	evsim "$@" | column makespan | paste -sd ' '
}

# starts WORDS...: task, worker, start and end of each, in order of the start
starts() {
	evsim --log "$@" | awk -F '\t' 'NR > 1 { printf "%s:%s:%g-%g\n", $2, $5, $7, $8 }' | sort -t: -k3n -k2n | paste -sd ' '
}

# log_of STAGE SECONDS...: a log of such tasks, run one after the other, the first at $from
from=100
log_of() {
	local stage=$1 start=$from i=0 seconds
	shift
	for seconds; do
		awk -v s="$stage" -v i=$((i++)) -v t="$start" -v d="$seconds" 'BEGIN {
			printf "%s\t%d\tmake\there\t1\t1\t%.6f\t%.6f\t0\t0\t0\t0\t1000\t0\n", s, i, t, t + d }'
		start=$(awk -v a="$start" -v b="$seconds" 'BEGIN { print a + b }')
	done
}

# a plan, in p: five tasks, of which 0 and 1 are joined; and a log in which task i took i + 1 seconds, and what joins 10
plan() {
	printf '%s\n' 'n = range(0, 5)' 'same = map(n) : echo {in}' 'joined = merge(same) : cat {in}' >p.pipe
	evplan p.pipe -o p >/dev/null
	mkdir -p p/log
	{
		log_of same 1 2 3 4 5
		log_of joined 10 | sed 's/joined\t0/joined\t-/'
	} >p/log/h.tsv
}

@test "equal tasks without costs take as many rounds as there are tasks a worker" {
	[ "$(spans -n 10 -w 1,2,3,4,9,10,11)" = "10 5 4 3 2 1 1" ]
	run evsim -n 10 -t 2 -w 4
	[ "$(column speedup <<<"$output")" = 3.33333 ]
	[ "$(column efficiency <<<"$output")" = 0.833333 ]
	[ "$(column idle <<<"$output")" = 0.166667 ]
	[ "$(column bound <<<"$output")" = 5 ]
	[ "$(key work <<<"$output")" = 20 ]
}

@test "a schedule by hand: who runs what when, with a dispatcher, a latency, and a start-up of bunches" {
	# the dispatcher is busy 0-1 for worker 1, 1-2 for worker 2; a bunch takes 1 to get there, 2 to begin, 2 x 3, and 1 back
	[ "$(starts -n 6 -t 3 -b 2 -w 2 -p message=1,latency=1,job=2)" = \
		"0:1:4-7 2:2:5-8 1:1:7-10 3:2:8-11 4:1:15-18 5:1:18-21" ]
	run evsim -n 6 -t 3 -b 2 -w 2 -p message=1,latency=1,job=2
	[ "$(column makespan <<<"$output")" = 23 ] # 22 and the last message
	[ "$(column messages <<<"$output")" = 5 ]
	[ "$(column dispatcher <<<"$output")" = 0.217391 ]
	[ "$(column idle <<<"$output")" = 0.478261 ] # 3 bunches of 8 seconds in 2 x 23
}

@test "the dispatcher's cost goes with the tasks in a message and those left" {
	# 4 + 2 at 1 a message, 10 a task, 100 a task left: 1 + 40 + 600, 1 + 20 + 200, then 1
	[ "$(spans -n 6 -t 0 -b 4 -w 1 -p message=1,task=10,left=100)" = 863 ]
}

@test "start-up, time and the bandwidth are added where they belong" {
	[ "$(spans -n 4 -t 3 -w 2 -p start=100,time=2)" = 112 ]
	log_of a 1 1 1 >l.tsv
	[ "$(spans -w 1 -p bandwidth=500,job=0,message=0 l.tsv)" = 9 ]
}

@test "a host that is full of busy workers is slow, and with more hosts none is full" {
	# each begins with one more that is busy beside it: 1 + 0, 1 + 1/2, 1 + 2/3, 1 + 3/4
	[ "$(starts -n 4 -w 4 -p clock=1)" = "0:1:0-1 1:2:0-1.5 2:3:0-1.66667 3:4:0-1.75" ]
	run evsim -n 4 -w 4 -p clock=1,slots=2
	[ "$(column makespan <<<"$output")" = 1.5 ]
	[ "$(column hosts <<<"$output")" = 2 ]
	# (1 + (k / 2)**1)**1: 1.5 and 2
	[ "$(spans -n 2 -w 2 -p memory=2,memory_edge=1)" = 2 ]
}

@test "a plan's tasks take what they took, and wait for what they depend on" {
	plan
	[ "$(starts -w 1 -p job=0,message=0 p)" = "0:1:0-1 1:1:1-3 2:1:3-6 3:1:6-10 4:1:10-15 -:1:15-25" ]
	[ "$(starts -w 2 -p job=0,message=0 p)" = "0:1:0-1 1:2:0-2 2:1:1-4 3:2:2-6 4:1:4-9 -:1:9-19" ]
	run evsim -w 1,5,9 -p job=0,message=0 p
	[ "$(column makespan <<<"$output" | paste -sd ' ')" = "25 15 15" ]
	[ "$(column bound <<<"$output" | paste -sd ' ')" = "25 15 15" ]
	[ "$(key longest <<<"$output")" = 15 ]
	[ "$(key measured <<<"$output")" = 6 ]
	[ "$(key tasks <<<"$output")" = 6 ]
}

@test "a plan that was made is simulated whole, and is left as it is; one that never ran is guessed" {
	plan
	rm -r p/log/h.tsv
	run evsim p
	[ "$(key measured <<<"$output")" = 0 ]
	[ "$(key tasks <<<"$output")" = 6 ]
	make -s -C p
	find p -type f -exec md5sum {} + >before
	run evsim p
	[ "$(key measured <<<"$output")" = 6 ]
	[ "$(key tasks <<<"$output")" = 6 ]
	find p -type f -exec md5sum {} + | diff before -
}

@test "make goes through the list in passes: what could be started behind its back comes in the next one" {
	# g of 2 tasks 0-3, 4-7, then both: while 3 runs, make waits for a place for 4, and does not look back at the first merge
	printf '%s\n' 'n = range(0, 250)' 'same = map(n) : echo {in}' 'joined = merge(same) : cat {in}' >p.pipe
	evplan p.pipe -o p >/dev/null
	mkdir -p p/log
	{
		# shellcheck disable=SC2046 # a word each
		log_of same $(yes 1 | head -n 250)
		log_of joined 1 1 1 | sed 's/joined\t/joined\t100\//'
		log_of joined 1 | sed 's/joined\t0/joined\t-/'
	} >p/log/h.tsv
	[ "$(evsim --log -w 1 p | cut -f 1,2 | sed -n 101,104p | tr '\t\n' ': ')" = "same:99 joined:100/0 same:100 same:101 " ]
	[ "$(evsim --log -w 2 p | cut -f 1,2 | sed -n 101,104p | tr '\t\n' ': ')" = "same:99 same:100 same:101 same:102 " ]
	[ "$(evsim --log -w 2 p | cut -f 1,2 | sed -n 252,256p | tr '\t\n' ': ')" = "joined:100/0 joined:100/1 joined:100/2 joined:- " ]
}

@test "logs are taken stage by stage, and the time between their tasks is what a task costs more" {
	{
		log_of a 4 1 1 1
		from=200 log_of b 2 2
	} >l.tsv
	[ "$(starts -w 2 -p job=0,message=0 l.tsv)" = "0:1:0-4 1:2:0-1 2:2:1-2 3:2:2-3 1:1:4-6 0:2:4-6" ]
	printf 'a\t%d\tmake\th\t1\t1\t%d\t%d\t0\t0\t0\t0\t0\t0\n' 0 10 11 1 13 14 2 16 20 3 25 26 >l.tsv
	[ "$(evsim -w 1 -p message=0 l.tsv | key job)" = 2 ]
	[ "$(evsim -w 1 l.tsv | key log)" = 16 ]
}

@test "failed tries are repeated behind the others, and tasks whose tries are used up have failed" {
	run evsim -n 1000 -w 1 -p failures=0.1,retries=100
	[ "$(column failed <<<"$output")" = 0 ]
	spans=$(column makespan <<<"$output")
	[ "$spans" -gt 1080 ]
	[ "$spans" -lt 1145 ]
	run evsim -n 1000 -w 1 -p failures=0.1
	[ "$(column makespan <<<"$output")" = 1000 ]
	[ "$(column failed <<<"$output")" -gt 75 ]
	[ "$(spans -n 3 -w 2 -p failures=1,retries=2)" = 5 ]
	evsim --log -n 3 -w 1 -p failures=1,retries=1 | cut -f 2,6,9 | tail -n +2 | diff - <(printf '%s\t%s\t1\n' 0 1 1 1 2 1 0 2 1 2 2 2)
}

@test "what waits for a task that failed for good is not made, in passes and in waves" {
	plan
	for balance in queue blocks; do
		run evsim --balance "$balance" -w 2 -p failures=1 p
		[ "$(column failed <<<"$output")" = 6 ]
		[ "$(evsim --log --balance "$balance" -w 2 -p failures=1 p | grep -c joined)" = 0 ]
	done
}

@test "strategies share tasks out as their names say" {
	{
		log_of a 1 2 3 4 5 6
	} >l.tsv
	free=job=0,message=0
	[ "$(starts --balance queue -w 2 -p $free l.tsv)" = "0:1:0-1 1:2:0-2 2:1:1-4 3:2:2-6 4:1:4-9 5:2:6-12" ]
	[ "$(starts --balance blocks -w 2 -p $free l.tsv)" = "0:1:0-1 3:2:0-4 1:1:1-3 2:1:3-6 4:2:4-9 5:2:9-15" ]
	[ "$(starts --balance round-robin -w 2 -p $free l.tsv)" = "0:1:0-1 1:2:0-2 2:1:1-4 3:2:2-6 4:1:4-9 5:2:6-12" ]
	[ "$(starts --balance least-load -w 2 -p $free l.tsv)" = "0:1:0-1 1:2:0-2 2:1:1-4 3:2:2-6 4:1:4-9 5:2:6-12" ]
	[ "$(starts --balance weighted -w 2 -p $free l.tsv)" = "5:1:0-6 4:2:0-5 3:2:5-9 2:1:6-9 1:1:9-11 0:2:9-10" ]
	[ "$(starts --balance guided -w 2 -p $free l.tsv)" = "5:1:0-6 4:2:0-5 3:2:5-9 2:1:6-9 1:1:9-11 0:2:9-10" ]
	run evsim -n 1000 -t lognormal:1:1 -w 10 --balance all
	[ "$(column balance <<<"$output" | wc -l)" -eq 8 ]
	least=$(column makespan <<<"$output" | sort -g | head -n 1)
	[ "$(awk -F '\t' -v least="$least" '$5 == least { print $4 }' <<<"$output")" = guided ]
	two=$(awk -F '\t' '$4 == "two-random" { print $5 }' <<<"$output")
	one=$(awk -F '\t' '$4 == "random" { print $5 }' <<<"$output")
	awk -v two="$two" -v one="$one" 'BEGIN { exit !(two < one) }'
}

@test "every strategy runs every task once" {
	for s in guided queue blocks round-robin random two-random least-load weighted; do
		for b in 1 7 best; do
			evsim --log -n 500 -t exponential:1 -w 9 --balance $s -b $b | tail -n +2 | cut -f 2 | sort -n | diff - <(seq 0 499)
		done
		evsim --log -n 500 -t exponential:1 -w 9 --balance $s | tail -n +2 | cut -f 2 | sort -n | diff - <(seq 0 499)
	done
}

@test "-b best is about the best of all, and what it says that it is" {
	few=(-n 300 -t lognormal:1:0.3 -w 7 -p 'message=0.2,job=0.5')
	run evsim "${few[@]}" -b best
	best=$(column bunch <<<"$output")
	span=$(column makespan <<<"$output")
	[ "$(evsim "${few[@]}" -b "$best" | column makespan)" = "$span" ]
	least=$(evsim "${few[@]}" -b "$(seq -s , 1 43)" | column makespan | sort -g | head -n 1)
	awk -v span="$span" -v least="$least" 'BEGIN { exit !(span >= least && span <= 1.02 * least) }'
}

@test "the same command prints the same, another seed other numbers, and a task is the same on any workers" {
	some=(-n 2000 -t '0.9*uniform:1:2+0.1*exponential:30' -p 'jitter=0.3,failures=0.05,retries=3' --balance all)
	cmp <(evsim "${some[@]}") <(evsim "${some[@]}")
	run ! cmp -s <(evsim "${some[@]}") <(evsim "${some[@]}" -s 2)
	diff <(evsim --log -n 100 -t exponential:1 -w 1 | cut -f 2,10 | sort -n) <(evsim --log -n 100 -t exponential:1 -w 5 | cut -f 2,10 | sort -n)
	[ "$(evsim -n 1000 -t lognormal:20ms:0.8 -w 8 -p jitter=0.5 | column makespan)" = 2.60492 ]
}

@test "times are drawn as they are asked for" {
	mean() { awk -v x="$(evsim -n 20000 -t "$1" -w 1 | key work)" 'BEGIN { printf "%.2f\n", x / 20000 }'; }
	[ "$(mean 2)" = 2.00 ]
	[ "$(mean 20ms)" = 0.02 ]
	[ "$(mean 1.5m)" = 90.00 ]
	[[ $(mean exponential:2) =~ ^(1.9[89]|2.0[012])$ ]]
	[[ $(mean uniform:1:3) =~ ^(1.99|2.0[01])$ ]]
	[[ $(mean lognormal:2:0.5) =~ ^(1.9[89]|2.0[012])$ ]]
	[[ $(mean 3*1+1*5) =~ ^(1.9[89]|2.0[012])$ ]]
	[ "$(mean 1e+1)" = 10.00 ]
}

@test "numbers of the model come from files, later ones win, and the table has what differs" {
	printf '# a farm\nmessage 2ms\n\n latency\t1e-3 # one way\n' >m
	run evsim -n 5 -w 1 -m m -p latency=3
	[ "$(key message <<<"$output")" = 0.002 ]
	[ "$(key latency <<<"$output")" = 3 ]
	[[ $output != *"# jitter"* ]]
	run evsim -n 5 -w 1 -p latency=3 -m m
	[ "$(key latency <<<"$output")" = 0.001 ]
}

@test "wrong usage is told, exit 2" {
	check() {
		local words=$1
		shift
		run evsim "$@"
		fails 2 "$words"
	}
	check "what is to be simulated"
	check "two things" -n 3 p
	check "not an integer" -n x
	check "outside" -n 0
	check "outside" -n 3 -w 0
	check "empty name" -n 3 -w 1,,2
	check "not a time such as" -n 3 -t fast
	check "not a time such as" -n 3 -t -1
	check "not a time such as" -n 3 -t uniform:1
	check "not a time such as" -n 3 -t uniform:3:1
	check "not a time such as" -n 3 -t 1:2
	check "not a time such as" -n 3 -t 1+
	check "-t is for the tasks of -n" -t 1 p
	check "a farm has no speed" -n 3 -p speed=1
	check "not NAME=VALUE" -n 3 -p latency
	check "not a number" -n 3 -p latency=x
	check "outside 0 to 1" -n 3 -p failures=2
	check "no strategy best; there are guided" -n 3 --balance best
	check "no engine x; there are farm, make" -n 3 -e x
	check "one task at a time" -n 3 -e make -b 2
	check "one simulation" -n 3 --log
	mkdir a
	check "holds no plan" a
	run evsim nowhere.tsv
	fails 1 nowhere.tsv
}

@test "bad data are told, exit 3" {
	echo hello >l.tsv
	run evsim l.tsv
	fails 3 "l.tsv: no task has ended well there"
	log_of a 1 | sed 's/\t0\t0\t0\t0\t1000/\t1\t0\t0\t0\t1000/' >l.tsv
	run evsim l.tsv
	fails 3 "no task has ended well"
	printf 'latency 1\nlatency\n' >m
	run evsim -n 3 -m m
	fails 3 "m:2: not NAME VALUE"
	printf 'latency -1\n' >m
	run evsim -n 3 -m m
	fails 3 "m:1: latency: -1 is outside"
	head -c 2000 /dev/zero >m
	run evsim -n 3 -m m
	fails 3 "no list"
}

@test "many tasks on many workers take seconds, and the order of their sums does not show" {
	run evsim -n 300000 -t lognormal:1:0.5 -w 20000 -p message=1us,jitter=0.1
	fails 0
	[ "$(column failed <<<"$output")" = 0 ]
	[ "$(column messages <<<"$output")" = 320000 ]
}
