#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Coverage: partial results say which tasks they cover; nothing is counted twice, and nothing is missing unseen.

bats_require_minimum_version 1.5.0
load common

kinds='stat hist profile flow cells'

# part_of KIND EVENTS: a partial result of the kind
part_of() {
	case $1 in
	stat) evstat -s k "$2" ;;
	hist) evhist -x x -b 4,0,1 -w w "$2" ;;
	profile) evhist -x x -b 4,0,1 -y w -p "$2" ;;
	flow) evselect -F -w 'w*1' 'x > 0.5' "$2" ;;
	cells) evcells -s k -c cuts "$2" ;;
	esac
}

# parts KIND: twelve of them, 0.KIND to 11.KIND, of tasks 0 to 11, and all.KIND of all events, which says nothing
parts() {
	printf 'x > 0.5 0.25\n' >cuts
	awk 'BEGIN { srand(3); for (i = 0; i < 12; i++) { print "x,w,k" >(i ".csv"); for (j = 0; j < 20; j++)
		printf "%.17g,%.17g,%d\n", rand(), rand() * exp(40 * (rand() - 0.5)), 2 * rand() >(i ".csv") } }'
	local i
	for i in 0 1 2 3 4 5 6 7 8 9 10 11; do
		EVFARM_COVERS=$i part_of "$1" "$i.csv" >"$i.$1"
	done
	part_of "$1" "$(echo [0-9].csv 1?.csv | tr ' ' '\n' | head -n 1)" >/dev/null
	evread [0-9].csv 1?.csv >all.events
	part_of "$1" all.events >"all.$1"
}

covers() {
	evmerge -n "$1" | awk -F '\t' '$2 == "covers" || $2 == "missing_tasks" { print $3 }' | paste -sd ' '
}

@test "sets of tasks" {
	run "$units/idset"
	[ "$status" -eq 0 ] && [ "$output" = 'all right' ]
}

@test "merging in any tree unites what is covered and gives the same bytes, of every kind" {
	for kind in $kinds; do
		parts "$kind"
		evmerge ./*[0-9]."$kind" >once
		[ "$(covers once)" = 0-11 ]
		for _ in 1 2; do
			# shellcheck disable=SC2046
			set -- $(printf '%s\n' ./*[0-9]."$kind" | shuf)
			evmerge "$1" "$2" "$3" >a
			evmerge "$4" a >b
			evmerge "$5" "$6" "$7" "$8" >c
			evmerge c "$9" "${10}" b "${11}" "${12}" | cmp - once
		done
		evmerge once | cmp - once
		evmerge --ignore-covers once | cmp - "all.$kind"
	done
}

@test "without a plan partial results say nothing, and merge as ever, even one with itself" {
	for kind in $kinds; do
		parts "$kind"
		[ -z "$(covers "all.$kind")" ]
		evmerge "all.$kind" "all.$kind" >twice
		[ -z "$(covers twice)" ]
	done
}

@test "a task that is in two parts is refused by name, of every kind" {
	for kind in $kinds; do
		parts "$kind"
		run --separate-stderr evmerge "1.$kind" "2.$kind" "1.$kind"
		[ "$status" -eq 3 ] && [ -z "$output" ]
		[ "$stderr" = "evmerge: task 1 is in 1.$kind and in 1.$kind" ]
		evmerge {3,4,5,7}."$kind" >a
		evmerge {1,5,6,7}."$kind" >b
		run --separate-stderr evmerge "2.$kind" a b
		[ "$status" -eq 3 ] && [ -z "$output" ]
		[ "$stderr" = 'evmerge: tasks 5,7 are in a and in b' ]
		run evmerge 5."$kind" 7."$kind" b
		fails 3 "evmerge: task 5 is in 5.$kind and in b"
		evmerge --ignore-covers a b >c
		[ -z "$(covers c)" ]
	done
	run evscan 1.cells 2.cells 1.cells
	fails 3 'evscan: task 1 is in 1.cells and in 1.cells'
}

@test "parts that say what they cover do not go with parts that do not" {
	parts hist
	run evmerge 1.hist 2.hist all.hist
	fails 3 'evmerge: all.hist does not say which tasks it covers, but 1.hist does'
	run evmerge all.hist 2.hist
	fails 3 'evmerge: all.hist does not say which tasks it covers, but 2.hist does'
	evmerge --ignore-covers all.hist 2.hist >sum
	[ -z "$(covers sum)" ]
}

@test "what is to be complete and is not is refused, naming what is missing; --allow-missing says so in the result" {
	for kind in $kinds; do
		parts "$kind"
		run --separate-stderr evmerge --complete 0-11 {0,1,2,4,6,7,8,9}."$kind" 10."$kind"
		[ "$status" -eq 3 ] && [ -z "$output" ]
		[ "$stderr" = 'evmerge: tasks 3,5,11 of 12 are missing (--allow-missing does without)' ]
		evmerge --complete 0-11 --allow-missing {0,1,2,4,6,7,8,9}."$kind" 10."$kind" >less
		[ "$(covers less)" = '0-2,4,6-10/12 3,5,11' ]
		evmerge less | cmp - less
		evmerge less {3,11}."$kind" >fuller # what is there now is not missing
		[ "$(covers fuller)" = '0-4,6-11 5' ]
		evmerge --complete 0-11 less {3,5,11}."$kind" >whole
		[ "$(covers whole)" = 0-11/12 ]
		evmerge --complete 0-11 {11,2,4,6,8,10,1,3,5,7,9,0}."$kind" | cmp - whole
	done
}

@test "a part of a task that is not expected is refused by name" {
	parts hist
	run evmerge --complete 0-3 --allow-missing {0,1,2,3,7}.hist
	fails 3 'evmerge: 7.hist: task 7 is not among what is expected, 0-3'
	run evmerge --complete 0-3 all.hist
	fails 3 'evmerge: all.hist does not say which tasks it covers, but 0-3 are expected'
	run evmerge --complete 3-0 0.hist
	fails 2 'not a set of tasks such as 0-41,43-99: "3-0"'
	run evmerge --complete 0 --ignore-covers 0.hist
	fails 2 '--ignore-covers and --complete exclude each other'
	run evmerge --allow-missing --ignore-covers 0.hist
	fails 2 '--ignore-covers and --allow-missing exclude each other'
}

@test "a result from less than all stays marked: in cuts, in cells made with them, and in what evscan and eveval print" {
	parts stat
	evmerge --complete 0-12 --allow-missing {0,1,2,3,4,5,6,7,8,9,10,11}.stat >less
	evcuts -n 2 less >cuts
	grep -qx '# missing_tasks 12' cuts
	evcells -s k -c cuts all.events >a.cells
	evmerge -n a.cells | grep -qx 'a.cells	cuts_missing_tasks	12'
	evmerge a.cells | cmp - a.cells
	[ "$(evscan a.cells | sed -n 2p)" = '# cuts_missing_tasks 12' ]
	evscan -t a.cells >table
	[ "$(sed -n 1p table)" = '# cuts_missing_tasks 12' ]
	eveval -s k -c cuts all.events | cmp - table
	EVFARM_COVERS=3 evcells -s k -c cuts all.events >3.cells
	evmerge --complete 2-3 --allow-missing 3.cells >b.cells
	evscan b.cells >best
	[ "$(sed -n 2,3p best)" = $'# missing_tasks 2\n# cuts_missing_tasks 12' ]
	evcells -s k -c best all.events >c.cells # the best setting is a file of cuts too
	[ "$(evmerge -n c.cells | grep -c 'missing_tasks	2$')" -eq 1 ]
	sed '/missing_tasks/d; 1d; $d' cuts >byhand
	evcells -s k -c byhand all.events >d.cells
	run evmerge a.cells d.cells
	fails 3 'd.cells: another cuts_missing_tasks than a.cells'
}

@test "in a task of a map, parts of that task add up to it" {
	parts hist
	EVFARM_COVERS=4 evmerge 4.hist 4.hist all.hist >sum
	[ "$(covers sum)" = 4 ]
	EVFARM_COVERS=4 run evmerge 4.hist 5.hist
	fails 3 'evmerge: 5.hist: covers 5, but this is task 4'
}

@test "groups are covered by name, and groups of other labels do not go together" {
	parts hist
	EVFARM_COVERS=c=4mu,y=1 EVFARM_EXPECT=0-2 evmerge {0,1,2}.hist >a
	[ "$(covers a)" = c=4mu,y=1 ]
	EVFARM_COVERS=c=4mu,y=2 EVFARM_EXPECT=3,5 evmerge --allow-missing 3.hist >b
	[ "$(covers b)" = 'c=4mu,y=2 5' ]
	EVFARM_COVERS=c=4mu EVFARM_EXPECT='c=4mu,y=1 c=4mu,y=2' evmerge b a >c
	[ "$(covers c)" = 'c=4mu 5' ]
	EVFARM_COVERS=all EVFARM_EXPECT='c=4e c=4mu' run evmerge c
	fails 3 'evmerge: c=4e of 2 is missing'
	EVFARM_COVERS=all EVFARM_EXPECT='c=4e c=4mu' evmerge --allow-missing c >d
	[ "$(covers d)" = 'c=4mu/3 5 c=4e' ]
	run evmerge a a
	fails 3 'evmerge: c=4mu,y=1 is in a and in a'
	EVFARM_COVERS=y=1 part_of hist 0.csv >e
	run evmerge c e
	fails 3 'e: covers y=1, and c covers c=4mu: whether they have events in common is not known'
	run evmerge a c
	fails 3 'c: covers c=4mu, and a covers c=4mu,y=1: whether they have events in common is not known'
	run evmerge c a
	fails 3 'a: covers c=4mu,y=1, and c covers c=4mu: whether they have events in common is not known'
	evmerge a b >ab
	EVFARM_COVERS=c=4mu,y=3 part_of hist 0.csv >a3
	evmerge ab a3 >ab3
	run evmerge a b ab3
	fails 3 'evmerge: c=4mu,y=1 is in a and in ab3'
	run evmerge a 5.hist
	fails 3 '5.hist: covers tasks, and a covers groups'
	EVFARM_COVERS=all part_of hist all.events >f
	run evmerge f f
	fails 3 'f covers all tasks'
	run evmerge 1.hist f
	fails 3 'f covers all tasks, and 1.hist some'
	EVFARM_EXPECT=0 run evmerge f
	fails 3 'f covers all tasks; it cannot be a part'
}

# seal: a right end line behind what comes in, whatever that is
seal() {
	local text rows crc
	text=$(grep -v '^# end')
	rows=$(grep -vc '^#' <<<"$text")
	crc=$(printf '%s\n' "$text" | gzip -1c | tail -c8 | od -An -tx4 -N4 | tr -d ' ')
	printf '%s\n# end %d %s\n' "$text" "$rows" "$crc"
}

@test "what is no set of tasks under a right checksum is bad data" {
	parts hist
	for set in '' x 3-1 1,1 1/x 1/ ' ' '1 2' 'c=1 c=1' 0-99999999999999999999; do
		sed "s|^# covers 1|# covers $set|" 1.hist | seal >bad
		run evmerge bad 2.hist
		fails 3 'bad: covers is not a set of tasks' || { echo "set '$set'"; return 1; }
	done
	sed 's/^# covers 1/&\n# missing_tasks -/' 1.hist | seal >bad
	run evmerge bad
	fails 3 'bad: missing_tasks is not a set of tasks: "-"'
	EVFARM_COVERS=$'1\n# x' run evstat 1.csv
	fails 2 'EVFARM_COVERS in the environment is no set of tasks'
}

# -- in a plan ---------------------------------------------------------------------------------------------------------

# plan: six files, and a histogram of them
plan() {
	mkdir -p in
	for k in 0 1 2 3 4 5; do
		printf 'x\n%s\n%s\n' "$k" "$k.5" >"in/$k.csv"
	done
	cat >h.pipe <<-'END'
		hist = map(data) : evhist -x x -b 10,0,10 {in}
		sum  = merge(hist) : evmerge {in}
	END
	evplan h.pipe data='in/*.csv' -o out >/dev/null
}

@test "in a plan each part says which task it is, and the sum that it is all; covers.tsv has what it must have" {
	plan
	make -s -C out
	for k in 0 1 2 3 4 5; do [ "$(covers "out/hist/0/$k")" = "$k" ]; done
	[ "$(covers out/sum)" = all ]
	[ "$(sed -n 3p out/covers.tsv)" = $'sum\tall\t0-5' ]
	sed -i '$d' out/covers.tsv
	rm out/sum
	run make -s -C out
	fails 2 'covers.tsv: damaged; plan anew'
}

@test "in a plan a doubled part, one of another plan, and one that has other tasks are refused by name" {
	plan
	make -s -C out hist
	cp out/hist/0/2 out/hist/0/3
	run make -s -C out
	fails 2 'evmerge: task 2 is in hist/0/2 and in hist/0/3'
	[ ! -e out/sum ]
	rm out/hist/0/3
	make -s -C out hist
	evhist -x x -b 9,0,10 in/3.csv >out/hist/0/3 # foreign
	run make -s -C out
	fails 2 'evmerge: hist/0/3: another binning: x 9,0,10, not 10,0,10'
	evhist -x x -b 10,0,10 in/3.csv >out/hist/0/3
	run make -s -C out
	fails 2 'evmerge: hist/0/3 does not say which tasks it covers, but hist/0/0 does'
	EVFARM_COVERS=17 evhist -x x -b 10,0,10 in/3.csv >out/hist/0/3 # stale
	run make -s -C out
	fails 2 'evmerge: hist/0/3: task 17 is not among what is expected, 0-5'
	rm out/hist/0/3
	make -s -C out
	[ "$(covers out/sum)" = all ]
}

@test "in a plan a part that is lost on the way to the merge is missed" {
	plan
	make -s -C out hist
	cd out
	run evtask sum cmd/sum hist/0/0 hist/0/1 hist/0/2 hist/0/4 'evmerge "$@"'
	fails 3 'evmerge: tasks 3,5 of 6 are missing'
	[ ! -e sum ]
	evtask sum cmd/sum hist/0/0 hist/0/1 hist/0/2 hist/0/4 'evmerge --allow-missing "$@"'
	[ "$(covers sum)" = '0-2,4/6 3,5' ]
}

@test "a file that comes and one that goes: only their branch reruns, and earlier parts are good in the new plan" {
	plan
	make -s -C out
	printf 'x\n7\n' >in/7.csv
	evplan h.pipe data='in/*.csv' -o out >/dev/null
	make -s -C out
	[ "$(cut -f 1,2 out/log/*.tsv | sed -n '9,$p' | sort)" = $'hist\t6\nsum\t-' ]
	rm in/2.csv
	evplan h.pipe data='in/*.csv' -o out >/dev/null
	make -s -C out
	[ "$(cut -f 1,2 out/log/*.tsv | sed -n '11,$p')" = $'sum\t-' ]
	[ "$(sed -n 3p out/covers.tsv)" = $'sum\tall\t0-1,3-6' ]
	evhist -x x -b 10,0,10 in/*.csv >byhand
	evmerge --ignore-covers out/sum | cmp - byhand
}

@test "a set too long for the environment reaches the merge" {
	mkdir -p cmd
	printf 'x\n1\n' | EVFARM_COVERS=1 evhist -x x -b 1,0,2 >1.hist
	printf 'sum\tall\t%s\n' "$(seq 1 2 60000 | paste -sd ,)" | seal >covers.tsv
	touch cmd/sum
	run evtask sum cmd/sum 1.hist 'evmerge "$@"'
	fails 3 'of 30000 are missing'
	[ "${#output}" -gt 150000 ]
}
