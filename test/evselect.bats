#!/usr/bin/env bats
# evselect: cuts and the cutflow.

bats_require_minimum_version 1.5.0
load common

events() {
	printf 'pt,eta,q,w\n30,0.5,1,0.5\n20,1.5,-1,2\n40,,1,0.25\n50,2.5,-1,0.1\n' >in.csv
}

@test "the first operand is the cut, and the others are files" {
	events
	run evcat <(evselect 'pt > 25' in.csv)
	[ "$output" = $'pt,eta,q,w\n30,0.5,1,0.5\n40,,1,0.25\n50,2.5,-1,0.1' ]
	evselect 'pt > 25' <in.csv | evcat | diff - <(echo "$output")
	evread in.csv | evselect 'pt > 25' | evcat | diff - <(echo "$output")
}

@test "cuts given with -e apply together, and then all operands are files" {
	events
	evselect -e 'pt > 25' -e 'q > 0' in.csv in.csv | evcat -H | diff - <(printf '30,0.5,1,0.5\n40,,1,0.25\n30,0.5,1,0.5\n40,,1,0.25\n')
}

@test "a comparison with a missing value is false" {
	events
	evselect 'eta < 100' in.csv | evcat -c pt -H | diff - <(printf '30\n20\n50\n')
	evselect 'eta != 100' in.csv | evcat -c pt -H | diff - <(printf '30\n20\n50\n')
	evselect 'isnan(eta)' in.csv | evcat -c pt -H | diff - <(echo 40)
}

@test "-c writes only these columns, and the cut may use others" {
	events
	evselect -c q,pt 'eta > 1' in.csv | evcat | diff - <(printf 'q,pt\n-1,20\n-1,50\n')
	run evselect -c q,ptt 'eta > 1' in.csv
	fails 2 '-c: no column ptt, did you mean pt'
}

@test "the cutflow has cut, events, sum of weights, relative and total efficiency" {
	events
	evselect -f flow -e 'pt > 25' -e 'q > 0' -e 'eta > 9' -e 'pt > 0' in.csv | evcat -H | diff - /dev/null
	grep -v '^#' flow | diff - <(printf 'all\t4\t4\t1\t1\npt > 25\t3\t3\t0.75\t0.75\nq > 0\t2\t2\t0.6666666666666666\t0.5\neta > 9\t0\t0\t0\t0\npt > 0\t0\t0\tnan\t0\n')
	grep -q $'^# columns\tcut\tevents\tsumw\trelative\ttotal$' flow || grep -q '^# columns cut' flow
}

@test "-F prints the cutflow alone" {
	events
	evselect -f flow 'pt > 25' in.csv >/dev/null
	evselect -F 'pt > 25' in.csv | cmp - flow
	run evselect -F -f flow 'pt > 25' in.csv
	fails 2 'exclude each other'
}

@test "the cutflow's weights add exactly, whatever their order" {
	printf 'w\n1e100\n1\n-1e100\n' >a.csv
	printf 'w\n1\n-1e100\n1e100\n' >b.csv
	for f in a b; do evselect -F -w w 'w < 1e200' $f.csv | grep -v '^#'; done >got
	diff got <(printf 'all\t3\t1\t1\t1\nw < 1e200\t3\t1\t1\t1\nall\t3\t1\t1\t1\nw < 1e200\t3\t1\t1\t1\n')
}

@test "a weight that is missing or not finite is bad data" {
	printf 'x,w\n1,1\n2,\n' >in.csv
	run evselect -F -w w 'x > 0' in.csv
	fails 3 'in.csv: event 2: the weight w is missing or not finite'
	printf 'x,w\n1,1\n2,inf\n' >in.csv
	run evselect -F -w w 'x > 0' in.csv
	fails 3 'event 2'
	run evselect -w w 'x > 0' in.csv
	fails 2 '-w is for the cutflow'
}

@test "cutflows merge to the cutflow of all, and only with those of the same cuts" {
	events
	head -n 3 in.csv >a.csv
	{ head -n 1 in.csv; tail -n +4 in.csv; } >b.csv
	for f in in a b; do evselect -F -w w -e 'pt > 25' -e 'q > 0' $f.csv >$f.flow; done
	evmerge a.flow b.flow | cmp - in.flow
	evmerge b.flow a.flow | cmp - in.flow
	evselect -F -w w -e 'pt > 25' -e 'q > 1' b.csv >other.flow
	run evmerge a.flow other.flow
	fails 3 'other.flow:' 'another cut: q > 1, not q > 0'
	evselect -F -e 'pt > 25' -e 'q > 0' b.csv >other.flow
	run evmerge a.flow other.flow
	fails 3 'other.flow:' 'another weight: 1, not w'
}

@test "text columns compare with == and !=" {
	printf 'ch,n\n4mu,1\n"4e",2\n,3\n' >in.csv
	evselect 'ch == "4mu"' in.csv | evcat -H | diff - <(echo 4mu,1)
	evselect 'ch != "4mu"' in.csv | evcat -H | diff - <(echo 4e,2)
}

@test "integers beyond 2^53 compare exactly" {
	printf 'id\n9007199254740992\n9007199254740993\n' >in.csv
	evselect 'id == 9007199254740993' in.csv | evcat -H | diff - <(echo 9007199254740993)
}

@test "a column that is not there is wrong usage, and the nearest is named" {
	events
	run evselect 'ptt > 25' in.csv
	fails 2 "'ptt > 25'" 'no column ptt' 'pt'
	run evselect 'pt >' in.csv
	fails 2 "'pt >'"
	run evselect
	fails 2 'no cut is given' 'usage: evselect'
}

@test "bad data end it, and the stream so far has no end mark" {
	{ echo a,b; yes 1,2 | head -n 300000; echo 3; } >in.csv
	run bash -c 'evselect "a > 0" in.csv 2>msg >out'
	[ "$status" -eq 3 ]
	grep -x 'evselect: in.csv:300002: 1 field where the header has 2' msg
	run evcat out
	[ "$status" -eq 3 ]
	run evselect -f flow 'a > 0' in.csv
	[ "$status" -eq 3 ]
	[ ! -e flow ]
}

@test "a cutflow that cannot be written is exit 1 and leaves no file" {
	events
	run bash -c "evselect -f /dev/full 'pt > 25' in.csv >/dev/null"
	fails 1 'evselect: /dev/full: No space left on device'
	[ -e /dev/full ]
	run bash -c "evselect -F 'pt > 25' in.csv >/dev/full"
	fails 1 'standard output: No space left'
	run bash -c "evselect -f nodir/flow 'pt > 25' in.csv >/dev/null"
	fails 1 'nodir/flow: No such file'
}

@test "the Z peak's selection keeps 7288 events" {
	real zpeak/Zmumu_Run2011A.csv
	evcalc 'm = sqrt(2*pt1*pt2*(cosh(eta1-eta2)-cos(phi1-phi2)))' "$real" >m
	run bash -c "evselect -e 'm >= 80 && m < 100' -e 'Q1 * Q2 < 0' -e 'min(pt1, pt2) > 25' -F m | grep -v '^#' | tail -n 1 | cut -f 2"
	[ "$output" -eq 7288 ]
}

@test "a terminal shows the events that pass, and none other" {
	printf 'a\n1\n2\n3\n' > a.csv
	script -qec 'evselect "a != 2" a.csv' /dev/null < /dev/null | tr -d '\r' | awk '{ print $1 }' | paste -sd , > out
	[ "$(cat out)" = a,1,3 ]
}

@test "values are missing where they are, also when a file without missing values comes after one with" {
	printf 'a,b\n1,\n2,5\n' > 1.csv
	printf 'a,b\n3,6\n4,7\n' > 2.csv
	[ "$(evselect 'a != 2' 1.csv 2.csv | evcat | tail -n +2 | paste -sd ' ')" = '1, 3,6 4,7' ]
	[ "$(evselect 'a != 2' 2.csv 1.csv | evcat | tail -n +2 | paste -sd ' ')" = '3,6 4,7 1,' ]
}

@test "cutflows that cannot be added are bad data" {
	printf 'a\n1\n2\n3\n' > a.csv
	evselect -e 'a > 1' -f one a.csv > ev
	evselect -e 'a > 1' -e 'a > 2' -f two a.csv > ev
	run evmerge one two
	fails 3 'evmerge: two' '2 cuts, not 1'
}

@test "the cuts of a file are those that it would take by hand, in the order of the options" {
	printf 'a,b b,_c\n1,5,0\n2,6,0\n3,7,1\n4,8,0\n' > a.csv
	printf 'a  >  1.5\n`b b`  <  7.5\n' > cuts
	evselect -F -e '_c == 0' --cuts cuts -e 'a < inf' a.csv > theirs
	evselect -F -e '_c == 0' -e 'a > 1.5' -e '`b b` < 7.5' -e 'a < inf' a.csv | diff - theirs
	[ "$(evselect --cuts cuts a.csv | evcat -H)" = "$(printf '2,6,0\n3,7,1')" ]
}

@test "what evscan finds is what evselect keeps" {
	evgen -n 3000 > e.csv
	evstat -s 'p_truthType == 2' -c p_Rhad,p_TRTTrackOccupancy e.csv | evcuts -n 4 - > cuts
	evcells -s 'p_truthType == 2' -c cuts e.csv > cells
	evscan -m 's/sqrt(b)' cells > best
	[ "$(evselect -F -w 'p_truthType == 2' --cuts best e.csv | grep -v '^#' | tail -n 1 | awk -F '\t' '{ print $3, $2 - $3 }')" = \
		"$(evscan -m 's/sqrt(b)' -k 1 cells | awk -F '\t' '/^[0-9]/ { print $2, $3 }')" ]
}

@test "a file of cuts with several on a row, or none, is bad data" {
	printf 'a\n1\n' > a.csv
	printf 'a  >  1 2\n' > two
	run evselect --cuts two a.csv
	fails 3 'two:1: 2 cuts on a'
	: > none
	run evselect --cuts none a.csv
	fails 3 'none'
}
