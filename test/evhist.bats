#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evhist: histograms, in one and two dimensions, and profiles.

bats_require_minimum_version 1.5.0
load common

# rows of a partial result, the fields with blanks between
rows() {
	grep -v '^#' "$@" | tr '\t' ' '
}

# a column of x, one value a line
column() {
	printf '%s\n' x "$@"
}

mass='sqrt(2*pt1*pt2*(cosh(eta1-eta2)-cos(phi1-phi2)))'

@test "low edges belong to a bin, high edges do not; what is outside comes first and last" {
	column -1 0 0.999 1 1.5 2 7 inf -inf | evhist -x x -b 2,0,2 | rows | diff - <(cat <<-END
		-inf 0 2 2 2
		0 1 2 2 2
		1 2 2 2 2
		2 inf 3 3 3
	END
	)
}

@test "the header says what the histogram was made with" {
	printf 'x,w,q\n1,2,0\n2,,1\n,1,1\n3,1,1\n0,1,1\n' | evhist -x 'x + 1' -b 3,0,30.0 -w w -s 'q > 0' -e 'x != 0' -e 'x<9' | grep '^#' | grep -v '# end' >header
	diff header - <<-END
		# evfarm hist 1
		# x x + 1
		# bins 3,0,30
		# weight w
		# signal q > 0
		# selection (x != 0) && (x<9)
		# entries 2
		# missing 1
		# columns $(printf '%s\t' xlow xhigh sumw_signal sumw2_signal entries_signal sumw_background sumw2_background)entries_background
	END
}

@test "events whose x, y or weight is missing or nan are in no bin, and are counted" {
	printf 'x,y,w\n1,1,1\n,1,1\n1,,1\n1,1,\nnan,1,1\n1,nan,1\n1,1,nan\n,,\n' >in.csv
	evhist -x x -y y -w w -b 1,0,2 -b 1,0,2 in.csv >out
	grep -x '# entries 1' out
	grep -x '# missing 7' out
	evhist -x x -b 1,0,2 in.csv | grep -x '# missing 3'
	evhist -x x -b 1,0,2 -e 'y > 0' in.csv | grep -x '# missing 2'
	evhist -x x -y y -p -b 1,0,2 in.csv | grep -x '# missing 5'
}

@test "-B takes edges of any width" {
	column -5 0 0.05 0.1 9.99 10 20 | evhist -x x -B 0,0.1,10 >out
	rows out | diff - <(printf '%s\n' '-inf 0 1 1 1' '0 0.1 2 2 2' '0.1 10 2 2 2' '10 inf 2 2 2')
	grep -x '# edges 0,0.1,10' out
}

@test "weights add to sumw, their squares to sumw2, and entries count events" {
	printf 'x,w\n0,0.5\n0,-2\n1,3\n5,0.1\n' | evhist -x x -b 2,0,2 -w w | rows |
		diff - <(printf '%s\n' '-inf 0 0 0 0' '0 1 -1.5 4.25 2' '1 2 3 9 1' '2 inf 0.1 0.010000000000000002 1')
}

@test "-s gives signal's three fields, then background's" {
	printf 'x,q,w\n0,1,2\n0,0,3\n1,0,5\n1,,7\n' >in.csv
	evhist -x x -b 2,0,2 -s 'q == 1' in.csv | rows |
		diff - <(printf '%s\n' '-inf 0 0 0 0 0 0 0' '0 1 1 1 1 1 1 1' '1 2 0 0 0 2 2 2' '2 inf 0 0 0 0 0 0')
	evhist -x x -b 2,0,2 -s 'q == 1' -w w in.csv | rows |
		diff - <(printf '%s\n' '-inf 0 0 0 0 0 0 0' '0 1 2 4 1 3 9 1' '1 2 0 0 0 12 74 2' '2 inf 0 0 0 0 0 0')
}

@test "two dimensions: all bins below and above, y fastest, an empty line behind each x" {
	printf 'x,y\n0,10\n0,30\n9,10\n-1,-1\n' | evhist -x x -b 1,0,1 -y y -B 0,20,40 >out
	grep -x '# ybins .*' out && return 1
	grep -x '# yedges 0,20,40' out
	rows out | diff - <(cat <<-END
		-inf 0 -inf 0 1 1 1
		-inf 0 0 20 0 0 0
		-inf 0 20 40 0 0 0
		-inf 0 40 inf 0 0 0

		0 1 -inf 0 0 0 0
		0 1 0 20 1 1 1
		0 1 20 40 1 1 1
		0 1 40 inf 0 0 0

		1 inf -inf 0 0 0 0
		1 inf 0 20 1 1 1
		1 inf 20 40 0 0 0
		1 inf 40 inf 0 0 0

	END
	)
}

@test "a profile has the mean of y and its standard error" {
	printf 'x,y,w\n0,1,1\n0,2,1\n0,6,2\n1,5,3\n' >in.csv
	evhist -x x -b 2,0,2 -y y -p in.csv | rows | sed 's/1.24721912[0-9]*$/1.24721912/' | diff - <(printf '%s\n' \
		'-inf 0 0 0 0 0 0 nan nan' '0 1 3 3 3 9 41 3 1.24721912' '1 2 1 1 1 5 25 5 0' '2 inf 0 0 0 0 0 nan nan')
	# mean 15 / 4, variance 77 / 4 - 225 / 16, effective entries 16 / 6
	evhist -x x -b 1,0,1 -y y -p -w w in.csv | rows | sed -n 2p | tr ' ' '\n' | tail -4 |
		awk 'NR == 4 { $1 = sprintf("%.6f", $1) } 1' | xargs | diff - <(echo '15 77 3.75 1.394745')
	evhist -x x -b 1,0,1 -y y -p in.csv | grep -x '# profile mean'
}

# (2^27 + 1)^3, which has more digits than a double, as has (2^27 + 1)^2
@test "a profile's sums are exact" {
	printf 'x,y,w\n0,134217729,134217729\n' | evhist -x x -b 1,0,1 -y y -p -w w >out
	rows out | sed -n 2p | cut -d' ' -f6,7 | diff - <(echo '18014398777917440 2.4178516932724544e+24')
	grep '^# rest 2' out | diff - <(printf '# rest 2 sumw2 1\n# rest 2 sumwy 1\n# rest 2 sumwy2 -134217727\n')
}

# Edges that no double holds exactly; an event at each edge, and one just below it.
@test "an event on a printed edge is in the bin above, one a hair below in the bin below" {
	for bins in 1000,0.1,0.7 997,-3.3,1e3 60,60,120 3,1e-300,1e-299 999,1e15,1000000000001000; do
		column 0 | evhist -x x -b "$bins" | rows | awk 'NR > 1 { print $1 }' >edges
		{ echo x; cat edges; } | evhist -x x -b "$bins" | rows | awk '$5 != (NR > 1)' | diff - /dev/null
		{ echo x; cat edges; } | evcalc 'b = x * (1 - 2**-53) * (x > 0) + x * (1 + 2**-52) * (x < 0)' |
			evhist -x b -b "$bins" | rows | awk '{ n[NR] = $5 } END { for (i = 1; i < NR; i++) if (n[i] != 1) print i, n[i] }' >below
		[ ! -s below ]
	done
}

@test "even bins are the same as their edges written out" {
	awk 'BEGIN { srand(2); print "x"; for (i = 0; i < 20000; i++) print int(rand() * 3000) / 1000 - 0.5 }' >in.csv
	evhist -x x -b 20,0,2 in.csv | grep -v '^# end' >even
	edges=$(rows even | awk 'NR > 1 { printf "%s%s", (NR > 2 ? "," : ""), $1 }')
	evhist -x x -B "$edges" in.csv | grep -v '^# e[nd][dg]' | diff - <(grep -v '^# bins' even)
}

@test "the order of weighted events changes no byte" {
	awk 'BEGIN { srand(7); print "x,y,w"; for (i = 0; i < 4000; i++) printf "%.17g,%.17g,%.17g\n", rand() * 12 - 1, rand(), rand() * exp(20 * (rand() - 0.5)) }' >in.csv
	{ head -1 in.csv; tail -n +2 in.csv | sort -t, -k3 -g; } >sorted.csv
	for options in '-b 10,0,10' '-b 10,0,10 -y y -b 3,0,1' '-b 10,0,10 -y y -p' '-b 4,0,8 -s y>0.3'; do
		# shellcheck disable=SC2086
		evhist -x x -w w $options in.csv >want
		# shellcheck disable=SC2086
		evhist -x x -w w $options sorted.csv | cmp - want
	done
}

@test "weights that cancel leave what is left" {
	printf 'x,w\n0,1e300\n0,1\n0,-1e300\n' | evhist -x x -b 1,0,1 -w w | rows | sed -n 2p | cut -d' ' -f3,5 | diff - <(echo '1 3')
}

@test "wrong usage is told, and exits 2" {
	column 1 >in.csv
	run evhist -b 1,0,1 in.csv
	fails 2 '-x is missing'
	run evhist -x x in.csv
	fails 2 '-b or -B is missing: the bins of x'
	run evhist -x x -y x -b 1,0,1 in.csv
	fails 2 '-b or -B is missing: the bins of y'
	run evhist -x x -b 1,0,1 -B 0,1 in.csv
	fails 2 'bins for y, but no -y'
	run evhist -x x -y x -p -b 1,0,1 -B 0,1 in.csv
	fails 2 'a profile has bins of x only'
	run evhist -x x -p -b 1,0,1 in.csv
	fails 2 'a profile needs -y'
	run evhist -x x -b 1,0,1 -b 1,0,1 -b 1,0,1 in.csv
	fails 2 'bins for x and y already'
	run evhist -x xx -b 1,0,1 in.csv
	fails 2 'evhist: -x' 'xx'
	run evhist -x x -w w -b 1,0,1 in.csv
	fails 2 'evhist: -w'
}

@test "bins that are none are told, and exit 2" {
	column 1 >in.csv
	for bins in 0,0,1 -1,0,1 1.5,0,1 2,1,0 2,1,1 2,0 2,0,1,2 2,0,x 2,0,inf nan,0,1 '' 3,1,1.0000000000000002 99999999,0,1 2,-1e308,1e308; do
		run evhist -x x -b "$bins" in.csv
		fails 2 'evhist: -b: ' "\"$bins\""
	done
	for edges in 1 0,0 1,0 0,1,1 0,x 0,inf 0,nan ''; do
		run evhist -x x -B "$edges" in.csv
		fails 2 'evhist: -B: ' "\"$edges\""
	done
	run evhist -x x -y x -b 5000,0,1 -b 5000,0,1 in.csv
	fails 2 'more than 16777216 bins'
}

@test "bad data and a full disk leave no result" {
	run --separate-stderr evhist -x x -b 1,0,1 <(printf 'x,y\n1,2\n3\n')
	[ "$status" -eq 3 ] && [ -z "$output" ]
	column 1 >in.csv
	run sh -c 'evhist -x x -b 1,0,1 in.csv >/dev/full'
	fails 1 'evhist: standard output: No space left on device'
}

@test "the muons' mass is in the bins that it should be in" {
	real zpeak/Zmumu_Run2011A.csv
	evhist -x "$mass" -b 60,60,120 "$real" | rows | awk '{ print $5 }' | xargs | diff - <(echo 0 89 92 84 78 92 86 78 75 65 48 59 62 75 72 60 86 73 72 89 81 120 97 130 142 165 215 305 446 703 1091 1420 1418 1027 566 320 207 139 81 78 50 46 36 32 33 23 26 22 13 17 16 13 13 9 6 8 7 8 7 7 5 0)
	evhist -x "$mass" -b 1,80,100 -e 'Q1 * Q2 < 0' -e 'pt1 > 25 && pt2 > 25' "$real" | rows | sed -n 2p | cut -d' ' -f5 | diff - <(echo 7288)
}

@test "the four-lepton masses are in the bins that they should be in" {
	real higgs4l
	evhist -x M -b 36,70,181 "$real"/*.csv | rows | sed '1d;$d' | awk '{ print $5 }' | xargs | diff - <(echo 0 0 0 1 2 8 18 10 9 1 2 0 2 0 1 2 4 4 4 1 0 1 2 1 6 2 0 3 2 3 3 0 1 3 3 3)
	for year in 2011 2012; do
		for channel in 2e2mu 4mu 4e; do
			evhist -x M -b 1,121.5,130.5 "$real/${channel}_$year.csv" | rows | sed -n 2p | cut -d' ' -f5
		done
	done | xargs | diff - <(echo 0 0 1 6 3 2)
}

@test "even bins hold what a search among their edges finds, on random axes and however close to an edge" {
	for seed in 1 2 3; do
		run "$units/axis" $seed
		[ "$status" -eq 0 ] && [ "$output" = good ]
	done
}

@test "few bins, which are counted four at a time, and many, which are not, count alike" {
	evgen -n 5000 > e.csv
	evhist -x p_topoetcone40 -b 400,-5,35 -e 'p_truthType == 2' e.csv | rows | cut -d' ' -f1,5 > few
	evhist -x p_topoetcone40 -b 400,-5,35 -s 'p_truthType == 2' e.csv | rows | cut -d' ' -f1,5 | diff few -
	[ "$(awk '{ n += $2 } END { print n }' few)" -gt 1200 ]
}
