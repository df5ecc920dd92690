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
	[ "$(spans -w 1 -p bandwidth=500,each=0,message=0 l.tsv)" = 9 ]
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
	[ "$(starts -w 1 -p each=0,message=0 p)" = "0:1:0-1 1:1:1-3 2:1:3-6 3:1:6-10 4:1:10-15 -:1:15-25" ]
	[ "$(starts -w 2 -p each=0,message=0 p)" = "0:1:0-1 1:2:0-2 2:1:1-4 3:2:2-6 4:1:4-9 -:1:9-19" ]
	run evsim -w 1,5,9 -p each=0,message=0 p
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
	[ "$(starts -w 2 -p each=0,message=0 l.tsv)" = "0:1:0-4 1:2:0-1 2:2:1-2 3:2:2-3 1:1:4-6 0:2:4-6" ]
	printf 'a\t%d\tmake\th\t1\t1\t%s\t%s\t0\t0\t0\t0\t0\t0\n' 0 10 11 1 11.25 12 2 12.75 14 3 90 91 >l.tsv
	[ "$(evsim -w 1 -p message=0 l.tsv | key each)" = 0.5 ]
	[ "$(evsim -w 1 l.tsv | key log)" = 81 ]
}

@test "the last task of a log counts, wherever its line ends" {
	log_of a 4 1 >l.tsv
	for size in 65536 65537; do
		{ printf '%*s\n' $((size - 1 - $(wc -c <l.tsv))) ''; cat l.tsv; } >"$size.tsv"
		[ "$(wc -c <"$size.tsv")" -eq "$size" ]
		[ "$(evsim -w 1 "$size.tsv" | key tasks)" -eq 2 ]
	done
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
	[ "$(spans -n 2 -t 0 -w 1 -p failures=1,retries=1,left=1)" = 7 ] # 2, 2, 2 and 1 are left: what failed is, again
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
	free=each=0,message=0
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

@test "an engine is a strategy and an order: ranks have their tasks dealt out, jobs come for them, make takes one at a time" {
	free=wave=0,job=0,each=0,message=0
	log_of a 1 2 3 4 5 6 >l.tsv
	[ "$(starts -e mpirun -w 2 -p $free l.tsv)" = "$(starts --balance weighted -w 2 -p $free l.tsv)" ]
	[ "$(starts -e slurm -w 2 -p $free l.tsv)" = "$(starts --balance guided -w 2 -p $free l.tsv)" ]
	plan
	[ "$(spans -e make -w 2 -p $free p)" = 19 ]
	[ "$(spans -e srun -w 2 -p $free p)" = 18 ]
	[ "$(spans -e parallel -w 2 -p $free,wave=100 p)" = 218 ]
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
	check "three things" -n 3 p
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
	check "-t is for imagined tasks" -t 1 p
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

@test "ten million tasks on 100,000 workers: the makespan that the manual has" {
	unsanitized
	[ "$(spans -n 10000000 -t lognormal:1:0.5 -w 100000 -p message=32us -b formula)" = 109.119 ]
	grep -q '^ 100000 .* 324.2    4     109.1 ' "$root/src/evfarm.7"
}

@test "every one of many tasks is done on many workers" {
	run evsim -n 300000 -t lognormal:1:0.5 -w 20000 -p message=1us,jitter=0.1
	fails 0
	[ "$(column failed <<<"$output")" = 0 ]
	[ "$(column messages <<<"$output")" = 320000 ]
}

@test "from the log of a real run by one worker: its makespan, and that of a run by two, within 5 %" {
	cd "$BATS_TEST_TMPDIR"
	for name in waits events; do
		evplan "$fixtures/evsim/$name.pipe" -o $name >/dev/null
		mkdir -p $name/log
		cp "$fixtures/evsim/$name.tsv" $name/log
		run evsim -w 1,2 $name
		[ "$(key measured <<<"$output")" = "$(key tasks <<<"$output")" ]
		paste <(column workers <<<"$output") <(column makespan <<<"$output") |
			awk -F '\t' -v name=$name 'NR == FNR { measured[$1, $2] = $3; next }
				{ n++; r = $2 / measured[name, $1]; if (!(r >= 0.95 && r <= 1.05)) { print name, $0, r; bad = 1 } }
				END { exit bad || n != 2 }' "$fixtures/evsim/measured.tsv" -
	done
}

# the rows of a table of measurements, or of a prediction, with blanks between
rows() {
	grep -v -e '^#' -e tasks | tr '\t' ' '
}

@test "models of the published farms that know n = 4 alone predict n = 5: the table of the manual, its median error below 20 %" {
	for farm in cpp mpi4py; do
		for n in 4 5; do
			evsim -m "$root/data/farms/$farm.model" --against "$root/data/farms/$farm-n$n.tsv" >predicted
			rows <predicted | sed "s/^/$farm /"
			[ "$n" = 4 ] || key median_error <predicted >>errors
		done
	done >all
	sed -n '/^farm	/,/^\.Ed/p' "$root/src/evsim.1" | sed '1d; $d' | tr -s '\t ' ' ' | diff - all
	[ "$(grep -c . all)" -eq 59 ]
	for error in $(cat errors); do
		awk -v e="$error" 'BEGIN { exit !(e < 0.2) }'
	done
	awk '$2 == 390625 { n++; e[n] = $7 > 1 ? $7 - 1 : 1 - $7 } END { exit !(n == 28) }' all
}

@test "the models in data/ are told to be those of n = 4: no number of theirs, changed by a tenth, fits it better" {
	model=$root/data/farms/cpp.model
	off() {
		evsim -m "$model" -p "$1" --against "$root/data/farms/cpp-n4.tsv" | rows | awk '{ x = log($6); s += x * x } END { print s }'
	}
	least=$(off slots=64)
	while read -r name value; do
		for factor in 0.9 1.1; do
			awk -v a="$least" -v b="$(off "$name=$(awk -v v="$value" -v f=$factor 'BEGIN { print v * f }')")" 'BEGIN { exit !(b > a) }'
		done
	done < <(grep -v -e '^#' -e '^slots' "$model")
}

@test "--fit finds the numbers that a table was made with" {
	{
		printf 'tasks\tworkers\tbunch\tseconds\n'
		for w in 1 4 16; do
			for b in 1 8; do
				printf '2000\t%s\t%s\t%s\n' $w $b "$(spans -n 2000 -w $w -b $b -p time=20ms,message=1ms,job=3ms)"
			done
		done
	} >t.tsv
	evsim --against t.tsv --fit time,message,job -p time=50ms,message=5ms >m
	while read -r name value; do
		awk -v v="$value" -v name="$name" 'BEGIN { split("time 0.02 message 0.001 job 0.003", t)
			for (i = 1; i < 6; i += 2) if (t[i] == name) exit !(v / t[i + 1] > 0.99 && v / t[i + 1] < 1.01); exit 1 }'
	done < <(grep -v '^#' m)
	[ "$(grep -vc '^#' m)" -eq 3 ]
	[ "$(evsim -m m --against t.tsv | key largest_error | cut -c -4)" = 0.00 ]
}

@test "of several bunches in a table of measurements the best counts" {
	printf '# a comment\nwho\tseconds\tbunch\tworkers\ttasks\nme\t100\t1,4,5\t2\t10 # here\n' >t.tsv
	evsim --against t.tsv -p job=1 | rows | diff - <(echo "10 2 1,4,5 100 6 0.060")
}

@test "tables of measurements that are none are bad data" {
	check() {
		printf '%b' "$1" >t.tsv
		shift
		run evsim --against t.tsv
		fails 3 "$@"
	}
	head='tasks\tworkers\tbunch\tseconds\n'
	check "" "t.tsv: no measurements"
	check "$head" "t.tsv: no measurements"
	check 'tasks\tworkers\tseconds\n1\t1\t1\n' "t.tsv:1: no column bunch"
	check "${head}1\t1\t1\n" "t.tsv:2: no seconds"
	check "${head}0\t1\t1\t1\n" 't.tsv:2: not a number of 1 to'
	check "${head}9\t1\t1,x\t1\n" 'not a number of 1 to 1000000000: "x"'
	check "${head}9\t1\t1\t0\n" 'not seconds: "0"'
	check '\0\n' "no table"
	run evsim --against nowhere
	fails 1 nowhere
	printf '%b' "${head}9\t1\t1\t1\n" >t.tsv
	run evsim --against t.tsv --fit speed
	fails 2 "--fit: a farm has no speed"
	run evsim --fit time -n 3
	fails 2 "--fit: against what?"
	run evsim --against t.tsv -n 3
	fails 2 "three things"
}

@test "the formula's bunch is about as good as the best: the table of the manual" {
	sed -n '/^tasks	seconds/,/^\.Ed/p' "$root/src/evsim.1" | sed '1d; $d' >table
	[ "$(grep -c . table)" -eq 9 ]
	while IFS=$'\t' read -r n t w p formula span best least ratio; do
		run evsim -n "$n" -t "$t" -w "$w" -p "$p" -b formula,best
		[ "$(column bunch <<<"$output" | paste -sd ' ')" = "$formula $best" ]
		[ "$(column makespan <<<"$output" | awk '{ printf "%.4g ", $1 }')" = "$span $least " ]
		[ "$(awk -v a="$span" -v b="$least" 'BEGIN { printf "%.3f", a / b }')" = "$ratio" ]
		awk -v r="$ratio" 'BEGIN { exit !(r < 1.15) }'
	done <table
}
