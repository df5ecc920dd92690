#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evscan: what it prints. That its numbers are right is in grid.bats.

bats_require_minimum_version 1.5.0
load common

# 3 signal and 4 background events, 6 settings; the yields of settings 0..5 are (1 1) (3 2) (2 1) (1 0) (2 1) (1 0)
make_cells() {
	printf 'x,y z,t\n3,1,1\n2,2,1\n0.7,1.2,1\n3,2,0\n0.7,1,0\n0.1,0,0\n9,9,0\n' > e.csv
	printf 'x > 2.5 0.5 1\n`y z` < 3 1.5\n' > cuts
	evcells -s t -c cuts e.csv > cells
}

@test "the best setting is printed as a head and its cuts" {
	make_cells
	run --separate-stderr evscan cells
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "$(ended <<<"$output")" = '# settings 6
# events 7
# signal 3
# accuracy 0.7142857142857143
# setting 1
x  >  0.5
`y z`  <  3' ]
	evscan < cells > again
	[ "$(cat again)" = "$output" ]
}

@test "of equal settings the one with the lowest number is best, in tables as well" {
	make_cells
	evscan -k 4 cells > top
	ended <top | diff - /dev/fd/3 3<<-END
		setting	signal	background	accuracy
		1	3	2	0.7142857142857143
		2	2	1	0.7142857142857143
		3	1	0	0.7142857142857143
		4	2	1	0.7142857142857143
	END
	evscan -k 1000 cells | ended | tail -n +2 > all
	evscan -t cells | ended | tail -n +2 | sort -t '	' -k 4,4gr -k 1,1n | diff - all
}

@test "another figure of merit stands in accuracy's place, under its own name" {
	make_cells
	evscan -m 's/sqrt(b)' cells | sed -n 4,5p > best
	printf '# s/sqrt(b) 2.1213203435596424\n# setting 1\n' | diff - best # 3 / sqrt(2); no b: no figure
	evscan -m 's/sqrt(s+b)' cells | sed -n 4,5p > best
	printf '# s/sqrt(s+b) 1.3416407864998738\n# setting 1\n' | diff - best # 3 / sqrt(5)
	evscan -m ams cells | awk '{ print $2, sprintf("%.9g", $3) }' | sed -n 4,5p > best
	awk 'BEGIN { printf "ams %.9g\nsetting 1\n", sqrt(2 * ((3 + 2 + 10) * log(1 + 3 / (2 + 10)) - 3)) }' | diff - best
	evscan -m punzi cells | awk '{ print $2, sprintf("%.9g", $3) }' | sed -n 4,5p > best
	awk 'BEGIN { printf "punzi %.9g\nsetting 1\n", 1 / (1.5 + sqrt(2)) }' | diff - best
	evscan -m punzi:0.5 cells | sed -n 5p > best
	echo '# setting 3' | diff - best # 1/3 / 0.25: a clean selection counts for more
	evscan -t -m punzi cells | head -n 1 > names
	printf 'setting\tsignal\tbackground\tpunzi\n' | diff - names
}

@test "a figure that is not defined is nan and never best; where it never is, evscan says so" {
	make_cells
	evscan -t -m 's/sqrt(b)' cells | sed -n 5p > row
	printf '3\t1\t0\tnan\n' | diff - row
	evscan -k 9 -m 's/sqrt(b)' cells | grep -c nan && return 1
	evcells -s t -c cuts -e t e.csv > signal.cells
	run --separate-stderr evscan -m 's/sqrt(b)' signal.cells
	[ "$status" -eq 0 ]
	[ "${lines[3]}" = "# s/sqrt(b) nan" ]
	[ "${lines[4]}" = "# setting none" ]
	[[ ${lines[5]} == "# end 0 "* ]]
	[ "${#lines[@]}" -eq 6 ]
	[ "$stderr" = "evscan: s/sqrt(b) is not defined for any setting" ]
	head -n 1 e.csv | evcells -s t -c cuts > none.cells
	run evscan none.cells
	[ "$status" -eq 0 ]
	[[ $output == *"# events 0"*"# signal 0"*"# accuracy nan"*"# setting none"* ]]
}

@test "a figure that is unknown or has a wrong parameter is misuse" {
	make_cells
	run evscan -m accurazy cells
	fails 2 "no figure of merit 'accurazy' (the nearest is accuracy)"
	run evscan -m accuracy:3 cells
	fails 2 "accuracy has no parameter"
	run evscan -m ams:-1 cells
	fails 2 "the term r of ams is not a number from 0: '-1'"
	run evscan -m punzi: cells
	fails 2 "of punzi is not a number"
	run evscan -t -k 3 cells
	fails 2 "-t and -k are two tables"
	run evscan -k 0 cells
	fails 2 "-k: 0 is outside"
}

@test "-r prints the settings that no other one beats" {
	make_cells
	evscan -r cells > roc
	ended <roc | diff - /dev/fd/3 3<<-END
		setting	signal	background	signal_efficiency	background_efficiency
		3	1	0	0.3333333333333333	0
		2	2	1	0.6666666666666666	0.25
		1	3	2	1	0.5
	END
}

@test "-r is what a look at every pair of settings finds" {
	awk 'BEGIN { srand(9); print "a,b,c,t"; for (i = 0; i < 2000; i++) { t = rand() < 0.4
		print rand() + t / 3 "," rand() - t / 4 "," rand() + t / 9 "," t + 0 } }' > e.csv
	evstat -s t e.csv | evcuts -n 8 > cuts
	evcells -s t -c cuts e.csv > cells
	evscan -t cells | ended | awk 'NR > 1 { s[NR - 2] = $2; b[NR - 2] = $3 } END { n = NR - 1
		for (k = 0; k < n; k++) {
			beaten = 0
			for (j = 0; j < n && !beaten; j++)
				beaten = s[j] >= s[k] && b[j] <= b[k] && (s[j] > s[k] || b[j] < b[k] || j < k)
			if (!beaten) print k, s[k], b[k]
		} }' | sort -k 3,3n > expected
	[ "$(wc -l < expected)" -gt 20 ]
	evscan -r cells | ended | awk 'NR > 1 { print $1, $2, $3 }' | diff expected -
}

@test "the best setting that is printed can be evaluated as cuts" {
	make_cells
	evscan cells > best
	run eveval -s t -c best e.csv
	[ "${lines[1]}" = "0	3	2	0.7142857142857143" ]
	[ "${#lines[@]}" -eq 3 ]
	for n in 1 50 "$(($(wc -c <best) - 1))"; do
		head -c "$n" best >short
		run eveval -s t -c short e.csv
		fails 3 'eveval: short'
	done
	sed 's/0.5$/0.6/' best >changed
	run eveval -s t -c changed e.csv
	fails 3 'eveval: changed: damaged, or changed since evfarm made it'
}

@test "a large grid is announced, and one that does not fit is refused before it is taken" {
	make_cells
	seq 1 6500 | tr '\n' ' ' | sed 's/^/x > /' > wide
	seq 1 6500 | tr '\n' ' ' | sed 's/^/\n`y z` < /' >> wide
	evcells -s t -c wide e.csv > wide.cells
	run --separate-stderr evscan wide.cells
	[ "$status" -eq 0 ]
	[ "$stderr" = "evscan: 42250000 settings take 323 MiB" ]
	run --separate-stderr evscan -M 300M wide.cells
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[ "$stderr" = "evscan: 42250000 settings take 323 MiB, 300 MiB are allowed: take fewer cuts or columns, or raise -M" ]
	run --separate-stderr evscan -M 47 cells
	[ "$status" -eq 1 ]
	run evscan -M 48 cells
	[ "$status" -eq 0 ]

	{ cat wide; echo; cat wide; } > vast
	evcells -s t -c vast e.csv > vast.cells
	run --separate-stderr evscan vast.cells
	[ "$status" -eq 1 ]
	[[ $stderr == "evscan: "*" settings take "*" are available: take fewer cuts or columns, a larger machine, or allow more with -M" ]]
}

@test "what is not cells, or not there, is told; a full disk is a failure" {
	make_cells
	run evscan e.csv
	fails 3 "e.csv: not a file of cells"
	run evscan not-there
	fails 1 "not-there: No such file"
	evstat -s t e.csv > stat
	run evscan stat
	fails 3 "stat: not cells as this evfarm reads them but 'evfarm stat 1'"
	for option in '' -t -r '-k 2'; do
		# shellcheck disable=SC2086
		run bash -c "evscan $option cells > /dev/full"
		fails 1 "No space left"
	done
}

@test "-k keeps the best of many settings, in order, the lowest number first among equals" {
	evgen -n 1000 | evstat -s 'p_truthType == 2' | evcuts -n 4 -c p_Rhad,p_Rhad1,p_topoetcone40 > many
	evgen -n 2000 | evcells -s 'p_truthType == 2' -c many > many.cells
	evscan -t many.cells | ended | tail -n +2 | sort -t '	' -k 4,4gr -k 1,1n > all
	[ "$(wc -l < all)" -eq 64 ]
	for k in 1 5 20 63; do
		evscan -k $k many.cells | ended | tail -n +2 | diff - <(head -n $k all)
	done
}

@test "counts beyond what 32 bits hold are counts all the same" {
	make_cells
	cp cells sum
	for _ in {1..33}; do
		evmerge sum sum > twice
		mv twice sum
	done
	evscan -t sum | ended > large
	evscan -t cells | ended | awk 'BEGIN { FS = OFS = "\t" } NR > 1 { $2 *= 2 ^ 33; $3 *= 2 ^ 33 } { print }' OFMT=%.0f CONVFMT=%.0f |
		diff - large
	evscan sum | grep -x "# events $((7 << 33))"
}
