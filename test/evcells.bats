#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evcells: events into cells. That the counts are right is in grid.bats.

bats_require_minimum_version 1.5.0
load common

events() {
	cat <<-END
		x,y,w,t
		1,4,0.5,1
		2,3,,1
		3,2,-1.5,0
		,1,2,0
		4,nan,1,1
	END
}

cuts() {
	printf 'x\t>\t2.5\t0.5\ny\t<\t3.5\t9\n'
}

@test "the head of a file of cells says what is in it" {
	events > e.csv
	cuts > cuts
	evcells -s 't == 1' -c cuts -w '2 * w' -e 'y > 0 || isnan(y)' -e 'w < 9 || isnan(w)' e.csv > cells
	sed -n '/^# data$/q; p' cells > top
	diff - top <<-END
		# evfarm cells 1
		# signal t == 1
		# weight 2 * w
		# selection y > 0 || isnan(y)
		# selection w < 9 || isnan(w)
		# cut x	>	2.5	0.5
		# cut y	<	3.5	9
		# events_signal 2
		# events_background 2
		# missing 1
	END
	[[ $(tail -n 1 cells) =~ ^"# end "[0-9]+" "[0-9a-f]{8}$ ]]
}

@test "an event is in the cell of the tightest cuts that it passes, and one that passes none counts in the totals" {
	events > e.csv
	cuts > cuts
	evcells -s t -c cuts e.csv | evscan -t | ended > table
	diff - table <<-END
		setting	signal	background	accuracy
		0	0	1	0.2
		1	1	1	0.4
		2	0	1	0.2
		3	2	1	0.6
	END
}

@test "selections leave events out of all counts" {
	events > e.csv
	cuts > cuts
	evcells -s t -c cuts -e 'x < 4' e.csv | evscan | head -n 3 > top
	printf '# settings 4\n# events 3\n# signal 2\n' | diff - top
}

@test "an event whose weight is missing is left out; a weight that is no finite number is bad data" {
	events > e.csv
	cuts > cuts
	evcells -s t -c cuts -w w e.csv | evscan | sed -n 2,3p > top
	printf '# events 2\n# signal 1.5\n' | diff - top
	run --separate-stderr evcells -s t -c cuts -w '1 / (x - 3)' e.csv
	[ "$status" -eq 3 ]
	[ -z "$output" ]
	[[ $stderr == *"evcells: e.csv: event 3: weight '1 / (x - 3)' is inf"* ]]
	run evcells -s t -c cuts -w 'sqrt(y - 3.5)' e.csv
	fails 3 "event 2: weight 'sqrt(y - 3.5)' is"
	run evcells -s t -c cuts -w '"a"' e.csv
	fails 2 "a text is no weight"
}

@test "what is not there or not given is misuse" {
	events > e.csv
	cuts > cuts
	run evcells -c cuts e.csv
	fails 2 "what is signal? -s EXPR"
	run evcells -s t e.csv
	fails 2 "no cuts: -c CUTS"
	run evcells -s 'tt == 1' -c cuts e.csv
	fails 2 "-s: 'tt == 1': column 1: no column tt, did you mean t?"
	run evcells -s t -c cuts -e 'y <' e.csv
	fails 2 "-e: 'y <'"
	echo 'z > 1' > other
	run evcells -s t -c other e.csv
	fails 2 "other:1: the events have no column z"
}

@test "bad events are bad data and leave no result" {
	{ events; echo '1,2'; } > e.csv
	cuts > cuts
	run --separate-stderr evcells -s t -c cuts e.csv
	[ "$status" -eq 3 ]
	[ -z "$output" ]
	[[ $stderr == *"evcells: e.csv:7"* ]]
}

@test "a full disk is a failure" {
	events > e.csv
	cuts > cuts
	run bash -c 'evcells -s t -c cuts e.csv > /dev/full'
	fails 1 "No space left"
}

@test "a file of cells cut short anywhere is bad data, and so is every byte changed" {
	events > e.csv
	cuts > cuts
	evcells -s t -c cuts e.csv > cells
	size=$(stat -c %s cells)
	for ((n = 0; n < size; n++)); do
		head -c $n cells > bad
		run --separate-stderr evscan bad
		[ "$status" -eq 3 ] && [ -z "$output" ] || { echo "$n bytes: exit $status $output"; return 1; }
		[[ $stderr == "evscan: bad"* ]]

		{ head -c $n cells; tail -c +$((n + 1)) cells | head -c 1 | tr '\000-\377' '\001-\377\000'; tail -c +$((n + 2)) cells; } > bad
		run --separate-stderr evscan bad
		[ "$status" -eq 3 ] && [ -z "$output" ] || { echo "byte $n changed: exit $status $output"; return 1; }
	done
	{ cat cells; echo; } > bad
	run evscan bad
	fails 3 "bad: something stands behind its end mark"
}

@test "cells of other cuts, signal, weight or selection are not added, and what differs is named" {
	events > e.csv
	cuts > cuts
	evcells -s t -c cuts e.csv > a.cells
	refused() {
		evcells "${@:2}" e.csv > b.cells
		run --separate-stderr evscan a.cells b.cells
		[ -z "$output" ] || return 1
		output=$stderr
		fails 3 "evscan: b.cells: $1"
		run evmerge a.cells b.cells
		fails 3 "evmerge: b.cells: $1"
	}
	refused "another signal than a.cells: 't == 1' in place of 't'" -s 't == 1' -c cuts
	refused "another weight than a.cells: 'w' in place of ''" -s t -w w -c cuts
	refused "another selection than a.cells: 'x > 0' in place of ''" -s t -e 'x > 0' -c cuts
	sed 's/9/8/' cuts > other
	refused "other cuts than a.cells: column y: 8 in place of 9" -s t -c other
	sed 's/	9//' cuts > other
	refused "other cuts than a.cells: column y: 1 in place of 2" -s t -c other
	sed 's/</>/' cuts > other
	refused "other cuts than a.cells: column y: > in place of <" -s t -c other
	sed 's/^x/w/' cuts > other
	refused "other cuts than a.cells: column w in place of x" -s t -c other
	head -n 1 cuts > other
	refused "other cuts than a.cells: 1 columns in place of 2" -s t -c other
	echo "not cells" > b.cells
	run evscan a.cells b.cells
	fails 3 "b.cells: not a file of cells"
}

# few: cells as they come in, said to be of one event
few() {
	LC_ALL=C sed -e '1,/^# data$/s/^# events_signal .*/# events_signal 1/' -e '$d' >body
	cat body
	echo "# end 1 $(gzip -1c body | tail -c8 | od -An -tx4 -N4 | tr -d ' ')"
}

@test "a sum of cells that could not be read back is not printed: the file that makes it one is refused" {
	printf 'x,t\n1,1\n' > e.csv
	echo 'x > 0' > cuts
	evcells -s t -c cuts e.csv > sum
	few < sum | cmp - sum
	for ((bits = 0; bits < 62; bits++)); do # twice as much each time
		evmerge sum sum | few > next
		mv next sum
	done
	evmerge sum > four
	evmerge sum sum | few > eight
	evmerge eight > again
	run --separate-stderr evmerge eight four four
	[ "$status" -eq 3 ] && [ -z "$output" ]
	[ "$stderr" = "evmerge: four: with it a sum becomes larger than that of any events" ]
}

@test "columns of every type are cut on alike" {
	printf 'x,y,z,t\n1,4,0,1\n2,3,1,1\n3,2,1,0\n,1,0,0\n4,,1,1\n' > e.csv
	printf 'x\t>\t2.5\t0.5\ny\t<\t3.5\t9\nz\t>\t-1\t0.5\n' > cuts
	evcells -s t -c cuts e.csv > want
	for type in float64 float32 int64 int32; do
		evread -t x=$type -t y=$type -t z=bool e.csv | evcells -s t -c cuts | cmp - want
	done
}

@test "memory stays flat however many events and cells there are" {
	unsanitized
	awk 'BEGIN { srand(2); print "a,b,c,t"; for (i = 0; i < 400000; i++) print rand() "," rand() "," rand() "," 0 }' > e.csv
	for c in a b c; do
		echo "$c > $(seq 0.99 -0.01 -0.01 | tr '\n' ' ')"
	done > cuts
	(
		ulimit -v 98304 # 64 MiB, and 32 for code and libraries, which are shared
		evcells -s t -c cuts e.csv e.csv e.csv > cells
	)
	[ "$(tail -n 1 cells | cut -d ' ' -f 3)" -gt 300000 ]
}
