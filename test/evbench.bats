#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evbench: runs of copies of a plan, and the laws that fit.

bats_require_minimum_version 1.5.0
load common

# a plan over files and a range, with a parameter and a file that all tasks read; all.txt says what it has worked on
plan() {
	mkdir -p data
	printf 'x\n1\n' >'data/a 1,one.csv'
	printf 'x\n2\n' >"data/b' \$(touch gotcha),two.csv"
	echo 7 >extra
	cat >p.pipe <<-'END'
		word = none
		n    = range(0, 2)
		one  = map(data, more) : tail -n +2 {in}; cat {more}; echo {word}
		kind = merge(one) by label : cat {in}
		two  = map(n) : echo {in}
		all  = merge(two) : cat {in}
	END
	sed -i 's/^all  /all_n/' p.pipe
	evplan p.pipe 'data=data/*,{label}.csv' more=extra "word=it's {x} \$(touch gotcha)" -o plan >/dev/null
}

# value KEY FIELD: of the table in out
value() {
	sed -n "s/^# $1 //p" out | cut -d' ' -f"$2"
}

near() {
	awk -v x="$1" -v y="$2" -v far="$3" 'BEGIN { exit !(x >= y - far && x <= y + far) }' || { echo "$1 is not $2"; return 1; }
}

# times by the law with a = 100, s = 0.02, k = 0.0003
law() {
	awk -v runs="$1" -v noise="$2" 'BEGIN {
		srand(1)
		print "workers\tseconds"
		for (r = 0; r < runs; r++)
			for (n = 1; n <= 64; n *= 2)
				printf "%d\t%.9g\n", n, 100 * (1 + 0.02 * (n - 1) + 0.0003 * n * (n - 1)) / n * (1 + noise * (rand() - 0.5))
	}'
}

@test "the laws' parameters are found again, and intervals hold what made-up times follow" {
	"$units/law"
	law 1 0 | evbench -f >out
	near "$(value usl:strong:auto 1)" 100 0.001
	near "$(value usl:strong:auto 4)" 0.02 0.00001
	near "$(value usl:strong:auto 7)" 0.0003 0.0000001
	law 5 0.1 | evbench -f >out
	awk '/^# usl/ { exit !($4 < 100 && 100 < $5 && $7 < 0.02 && 0.02 < $8 && $10 < 0.0003 && 0.0003 < $11 && $8 - $7 < 0.01) }' out
	printf 'workers\tseconds\n1\t10\n2\t6\n4\t4\n' | evbench -f >out
	near "$(value amdahl:strong:auto 4)" 0.2 0.00001
}

@test "the table has medians, spreads, speed-ups and efficiencies, and what the laws say" {
	printf 'mode\tworkers\tbunch\trun\tseconds\nstrong\t2\tauto\t1\t6\nstrong\t1\tauto\t1\t11\nstrong\t1\tauto\t2\t10\n' >runs
	printf 'strong\t1\tauto\t3\t10\nstrong\t2\tauto\t2\t4\nweak\t1\tauto\t1\t10\nweak\t4\tauto\t1\t20\nstrong\t1\t10\t1\t12\n' >>runs
	evbench -f runs >out
	grep -v '^#' out | cut -f 1-9 | diff - <(printf '%s\n' 'strong	10	1	1	12	12	12	1	1' \
		'strong	auto	1	3	10	10	11	1	1' 'strong	auto	2	2	5	4	6	2	1' \
		'weak	auto	1	1	10	10	10	1	1' 'weak	auto	4	1	20	20	20	2	0.5')
	[ "$(value usl:weak:auto 1)" = none ]
	near "$(grep -P '^weak\tauto\t4' out | cut -f 10)" 20 0.001
	ended <out >/dev/null
	evbench -f - <runs | cmp - out
}

@test "one number of workers is no fit, two make no interval, and one worker may be missing" {
	printf 'workers\tseconds\n1\t3\n1\t4\n' | evbench -f >out
	[ "$(value amdahl:strong:auto 1)$(value usl:strong:auto 1)" = nonenone ]
	printf 'workers\tseconds\n1\t3\n2\t2\n' | evbench -f >out
	[ "$(value amdahl:strong:auto 2)" = nan ] && [ "$(value usl:strong:auto 1)" = none ]
	printf 'workers\tseconds\n2\t6\n4\t4\n' | evbench -f >out
	grep -v '^#' out | cut -f 8 | xargs | diff - <(echo '1.66667 2.5')
}

@test "bad measurements are named, and exit 3" {
	printf 'workers\n1\n' >in
	run evbench -f in
	fails 3 'in: no column seconds'
	for row in '0 1' '-1 1' '1.5 1' 'x 1' '1 0' '1 -1' '1 nan' '1 inf' '1 x' '1 1 1' '1'; do
		printf 'workers\tseconds\n2\t3\n%s\n' "${row// /$'\t'}" >in
		run evbench -f in
		fails 3 'in:3: '
	done
	printf 'workers\tseconds\tmode\n2\t3\tbig\n' >in
	run evbench -f in
	fails 3 'in:2: mode is strong or weak, not "big"'
	printf 'workers\tseconds\n' >in
	run evbench -f in
	fails 3 'no measurements'
	: >in
	run evbench -f in
	fails 3 'in: no line of column names'
	run evbench -f none
	fails 1 'none'
}

@test "runs of a plan are made on copies: the plan stays as it is, and nothing else is left" {
	plan
	find plan -printf '%p %T@ %l\n' | sort >before
	run --separate-stderr evbench -w 1,2 -r 2 -m strong,weak -k kept plan
	[ "$status" -eq 0 ]
	find plan -printf '%p %T@ %l\n' | sort | diff before -
	rm -f separate-stderr-* # bats's own
	[ "$(ls)" = "$(printf '%s\n' before data extra kept p.pipe plan)" ]
	grep -v '^#' <<<"$output" | cut -f 1-4 | diff - <(printf '%s\n' 'strong	auto	1	2' 'strong	auto	2	2' 'weak	auto	1	2' 'weak	auto	2	2')
	[ "$(grep -c 'weak scaling, 2 workers, bunch auto, run [12] of 2: [0-9.]* s' <<<"$stderr")" = 2 ]
	[ "$(grep -vc '^[#m]' kept)" = 8 ]
	[ ! -e gotcha ]
}

@test "a copy has the plan's data, parameters and chunks; in weak scaling so many times the data" {
	plan
	# an evrun that runs, and shows what it was to run
	mkdir bin
	cat >bin/evrun <<-END
		#!/bin/sh
		for plan; do :; done
		make -s -C "\$plan" && cat "\$plan"/kind/* "\$plan/all_n" >"$PWD/seen" && sed -n 's/^# chunk //p' "\$plan/data.tsv" >>"$PWD/seen"
	END
	chmod +x bin/evrun
	PATH=$PWD/bin:$PATH evbench -q -w 1 -r 1 plan >/dev/null
	diff seen - <<-'END'
		1
		7
		it's {x} $(touch gotcha)
		2
		7
		it's {x} $(touch gotcha)
		0
		1

	END
	PATH=$PWD/bin:$PATH evbench -q -w 3 -r 1 -m weak plan >/dev/null
	sort seen | uniq -c | awk '{ printf "%s %s, ", $1, $2 }' | diff - <(printf "1 , 1 0, 4 1, 4 2, 1 3, 1 4, 1 5, 6 7, 6 it's, ")
	evgen -n 2000 -s 1 >big.csv
	printf 'rows = map(data) : evcat {in}\nall_rows = merge(rows) : cat {in}\n' >q.pipe
	evplan q.pipe data=big.csv -c 20K -o chunks >/dev/null
	sed -i 's/make -s.*/cp "$plan\/data.tsv" seen/' bin/evrun
	PATH=$PWD/bin:$PATH evbench -q -w 1 -r 1 chunks >/dev/null
	[ "$(grep -c + seen)" = "$(grep -c + chunks/data.tsv)" ] && [ "$(grep -c + seen)" -gt 3 ]
}

@test "measurements that are kept are not made again" {
	plan
	printf '# plan plan\n# engine make\nmode\tworkers\tbunch\trun\tseconds\nstrong\t1\tauto\t1\t5\nstrong\t2\tauto\t1\t3\n' >kept
	run --separate-stderr evbench -w 1,2 -r 1 -k kept plan
	[ "$status" -eq 0 ] && [ -z "$stderr" ]
	evbench -f kept | diff - <(echo "$output")
	run --separate-stderr evbench -w 1,2 -r 2 -k kept plan
	[ "$(grep -c 'run 2 of 2' <<<"$stderr")" = 2 ] && [ "$(grep -c '^strong' kept)" = 4 ]
	evbench -f kept | diff - <(echo "$output")
	run evbench -e parallel -k kept plan
	fails 2 'kept: has measurements of plan plan on make'
}

@test "a plan that is found where it was planned, from anywhere" {
	plan
	mkdir -p elsewhere
	(cd elsewhere && evbench -q -w 1 -r 1 -d . ../plan/ >out && [ "$(ls)" = out ])
	mv p.pipe moved.pipe
	run evbench -w 1 plan
	fails 1 'its pipeline, p.pipe'
}

@test "a failing task, a missing engine and an input that cannot grow end it, and leave nothing" {
	printf 'one = map(range(0, 2)) : test {in} != 1\n' >p.pipe
	evplan p.pipe -o plan >/dev/null
	run evbench -w 1 -r 1 plan
	fails 4 'failed on a copy of the plan'
	run evbench -e nothing -w 1 -r 1 plan
	fails 2 'nothing'
	run evbench -m weak -w 2 -r 1 plan
	fails 2 'range(0, 2) has no name'
	[ "$(ls)" = "$(printf '%s\n' p.pipe plan)" ]
}

@test "stopped, it ends by that signal, with its tasks, and leaves nothing" {
	printf 'one = map(range(0, 2)) : echo $$ >>'"$PWD"'/pids; exec sleep 600\n' >p.pipe
	evplan p.pipe -o plan >/dev/null
	evbench -w 2 -r 1 plan 3>&- &
	local pid=$! code=0 task
	for _ in {1..200}; do
		[ "$(cat pids 2>/dev/null | wc -l)" -lt 2 ] || break
		sleep 0.1
	done
	kill -TERM $pid
	wait $pid || code=$?
	[ $code -eq 143 ]
	[ "$(ls)" = "$(printf '%s\n' p.pipe pids plan)" ]
	while read -r task; do
		! kill -0 "$task" 2>/dev/null || [ "$(ps -o comm= "$task")" != sleep ]
	done <pids
}

@test "wrong usage is told, and exits 2" {
	plan
	run evbench
	fails 2 'which plan?'
	run evbench plan plan
	fails 2 'one plan at a time'
	run evbench .
	fails 2 'holds no plan'
	for options in '-w 0' '-w 1,x' '-w 1,,2' '-b 0' '-b much' '-r 0' '-m both' '-m strong,'; do
		# shellcheck disable=SC2086
		run evbench $options plan
		fails 2 "${options% *}"
	done
	run sh -c "printf 'workers\tseconds\n1\t3\n' | evbench -f >/dev/full"
	fails 1 'standard output: No space left on device'
}
