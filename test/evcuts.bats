#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evcuts: cuts from means, and the files that cuts are in.

bats_require_minimum_version 1.5.0
load common

# b lies below in x, above in y; k is a counter, z an odd name
events() {
	cat <<-END
		k,x,y,odd name,t
		1,4.5,1,7,1
		2,5.5,3,8.5,1
		3,1,6.5,1,0
		4,0,9.5,2,0
	END
}

@test "n cuts go from the signal's mean towards the background's: > where the signal lies higher, else <" {
	run --separate-stderr bash -c "$(declare -f events); events | evstat -s t | evcuts -n 4"
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "${lines[0]}" = "# evfarm cuts 1" ]
	[ "${lines[1]}" = "# signal t" ]
	[ "${lines[2]}" = "# columns column	op	cut0	cut1	cut2	cut3" ]
	[ "${lines[3]}" = "x	>	5	3.875	2.75	1.625" ]
	[ "${lines[4]}" = "y	<	2	3.5	5	6.5" ]
	[ "${lines[5]}" = '`odd name`	>	7.75	6.1875	4.625	3.0625' ]
	[[ ${lines[6]} =~ ^"# end 3 "[0-9a-f]{8}$ ]]
	[ "${#lines[@]}" -eq 7 ]
}

@test "cuts are s + j (b - s) / n in double precision, evaluated just so" {
	printf 'x,t\n0.1,1\n0.7,0\n' | evstat -s t | evcuts -n 7 | sed -n 's/^x	<	//p' | tr '\t' '\n' > cuts
	awk 'BEGIN { for (j = 0; j < 7; j++) printf "%.17g\n", 0.1 + j * (0.7 - 0.1) / 7 }' > expected
	awk '{ printf "%.17g\n", $1 }' cuts | diff expected -
}

@test "-c takes the columns named, counters too, in this order, and a column by its position" {
	events | evstat -s t > stat
	evcuts -n 1 -c 'y,k,odd name,_2' stat | sed '/^#/d' | cut -f 1,2 > rows
	printf 'y\t<\nk\t<\n`odd name`\t>\nx\t>\n' | diff - rows
}

@test "columns that the signal expression names are not cut on by themselves, however they are named there" {
	events | evstat -s 'y < 4 && "x" == "x" && `odd name` > 5' | evcuts -n 1 | sed '/^#/d' | cut -f 1 > rows
	echo x | diff - rows
	events | evstat -s '_3 < 4' | evcuts -n 1 | sed '/^#/d' | cut -f 1 > rows
	printf 'x\n`odd name`\n' | diff - rows
}

@test "a class without a value in a column is bad data, column and class named" {
	events | evstat -s 't == 2' > no-signal
	run evcuts -n 3 no-signal
	fails 3 "evcuts: no-signal: column x: no signal event"
	events | evstat -s 't < 2' > no-background
	run evcuts -n 3 no-background
	fails 3 "column x: no background event"
	events | sed 's/^\([34],\)[^,]*/\1/' | evstat -s t > missing
	run evcuts -n 3 missing
	fails 3 "column x: no background event"
	run evcuts -n 3 -c y missing
	[ "$status" -eq 0 ]
}

@test "a mean that is no number is bad data" {
	events | sed 's/5.5/inf/' | evstat -s t > stat
	run evcuts -n 3 stat
	fails 3 "stat: column x: the mean of the signal is inf"
}

@test "statistics without a signal expression are refused with a hint" {
	events | evstat > stat
	run evcuts -n 3 stat
	fails 3 "evcuts: stat: signal and background are not told apart: make it with evstat -s EXPR"
}

@test "no real-valued column: there is nothing to cut on" {
	printf 'k,t\n1,0\n2,1\n' | evstat -s t > stat
	run evcuts -n 3 stat
	fails 3 "no real-valued column to cut on: name some with -c"
}

@test "misuse is told: no -n, -n 0, an unknown column, two files, too many settings" {
	events | evstat -s t > stat
	run evcuts stat
	fails 2 "how many cuts a column? -n N"
	run evcuts -n 0 stat
	fails 2 "-n: 0 is outside 1 to"
	run evcuts -n 3 -c x,yy stat
	fails 2 "-c: stat has no column yy; the nearest is y"
	run evcuts -n 3 stat stat
	fails 2 "evmerge adds several"
	run evcuts -n 1000000 -c x,y,x,y stat
	fails 2 "more than 2^63 settings"
}

@test "what is not whole statistics is bad data, and a full disk a failure" {
	events | evstat -s t > stat
	head -n 5 stat > short
	run --separate-stderr evcuts -n 3 short
	[ "$status" -eq 3 ]
	[ -z "$output" ]
	run bash -c 'evcuts -n 3 stat > /dev/full'
	fails 1 "No space left"
	run evcuts -n 3 not-there
	fails 1 "not-there"
}

# -- files of cuts ----------------------------------------------------------------------------------------------------

@test "a file of cuts may be written by hand, with spaces, comments, line ends of other systems, and odd names" {
	events > e.csv
	printf '# two rows\r\n\r\n  x  >  3 0.5 # and why\r\n# end 1 bad\n# end 12345678901\n`odd name`\t<\t2e0\t+9' > cuts
	run eveval -s t -c cuts e.csv
	[ "$status" -eq 0 ]
	[ "$(ended <<<"$output")" = "setting	signal	background	accuracy
0	0	0	0.5
1	0	1	0.25
2	2	0	1
3	2	1	0.75" ]
}

@test "what is wrong in a file of cuts is told by its line" {
	events > e.csv
	wrong() {
		printf '# cuts\n%b' "$1" > cuts
		run --separate-stderr eveval -s t -c cuts e.csv
		[ -z "$output" ] || return 1
		output=$stderr
		shift
		fails "$@"
	}
	wrong 'x >= 3\n' 3 'cuts:2: column x: < or > must follow, not ">="'
	wrong 'x\n' 3 'cuts:2: column x: < or > must follow'
	wrong 'x >\n' 3 'cuts:2: column x: no value to cut at'
	wrong 'x > 3 4,5\n' 3 'cuts:2: column x: not a number to cut at: "4,5"'
	wrong 'x > 3 nan\n' 3 'cuts:2: column x: not a number to cut at: "nan"'
	wrong '`x > 3\n' 3 'cuts:2: column: no closing backquote'
	wrong '`` > 3\n' 3 'cuts:2: column: an empty name'
	wrong '' 3 'cuts: no cuts in it'
	wrong 'x > 3\0 4\n' 3 'cuts:2: not text'
	wrong 'x > 3\nyy < 3\n' 2 'cuts:3: the events have no column yy; the nearest is y'
	sed 's/$/,a/; 1s/,a$/,text/' e.csv > f.csv && mv f.csv e.csv
	wrong 'text < 3\n' 2 'cuts:2: column text is text and cannot be cut on'
	run eveval -s t -c not-there e.csv
	fails 1 "not-there: No such file"
}

@test "more settings than there are numbers are refused" {
	events > e.csv
	for _ in $(seq 64); do echo 'x > 1 2'; done > cuts
	run eveval -s t -c cuts -k 0 e.csv
	fails 3 "more than 2^63 settings"
	sed -i 1,2d cuts
	run eveval -s t -c cuts -k 0 e.csv
	[ "$status" -eq 0 ]
	run evcells -s t -c cuts e.csv
	fails 2 "4611686018427387904 settings; cells can tell 2^56 apart"
}

@test "cuts that evcuts made are refused when cut short, damaged or changed" {
	events > e.csv
	evstat -s t e.csv | evcuts -n 3 > cuts
	run eveval -s t -c cuts -k 0 e.csv
	[ "$status" -eq 0 ]
	for lines in 1 4 6; do
		head -n $lines cuts > bad
		run eveval -s t -c bad -k 0 e.csv
		fails 3 "bad: ends early"
	done
	sed 's/y	</y	>/' cuts > bad
	run eveval -s t -c bad -k 0 e.csv
	fails 3 "bad: damaged, or changed since evfarm made it"
	sed '1d;$d' bad > good
	run eveval -s t -c good -k 0 e.csv
	[ "$status" -eq 0 ]
	{ cat cuts; echo 'x > 1'; } > bad
	run eveval -s t -c bad -k 0 e.csv
	fails 3 "bad:8: more lines behind the end"
	evstat -s t e.csv > bad
	run eveval -s t -c bad -k 0 e.csv
	fails 3 "bad: not cuts but \"evfarm stat 1\""
}

@test "means too far apart for cuts between them, and a name that no file of cuts can hold, are bad data" {
	printf 'x,t\n1.7e308,1\n-1.7e308,0\n' | evstat -s t > stat
	run evcuts -n 2 stat
	fails 3 'evcuts: stat: column x: the means 1.7e+308 and -1.7e+308 are too far apart'
	printf 't,`b\n1,2.5\n0,4.5\n' | evstat -s t > stat
	run evcuts -n 2 -c _2 stat
	fails 3 'evcuts: column "`b" cannot stand in a cuts file: give it another name'
}
