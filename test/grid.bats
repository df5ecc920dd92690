#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The grid is right: what evscan says of every setting is what brute force finds, by two other ways.

bats_require_minimum_version 1.5.0
load common

# events ROWS COLUMNS: made-up events with ties, missing values, nan and infinities; x0.. and the truth t
events() {
	awk -v rows="$1" -v columns="$2" 'BEGIN {
		srand(7)
		for (c = 0; c < columns; c++)
			printf "x%d,", c
		print "t"
		for (i = 0; i < rows; i++) {
			t = rand() < 0.3
			for (c = 0; c < columns; c++) {
				x = rand() + rand() + (c % 2 ? -0.3 : 0.3) * t
				if (c % 3 == 0) # whole eighths: many ties, also with cuts
					x = int(x * 8) / 8
				odd = rand()
				printf "%s,", odd < 0.01 ? "" : odd < 0.02 ? "nan" : x
			}
			print t + 0
		}
	}'
}

# agree CUTS FILE...: evscan's table and eveval's are the same bytes, and evscan's best is the first best of the table
agree() {
	local cuts=$1
	shift
	evcells -s t -c "$cuts" "$@" > cells
	evscan -t cells > table
	eveval -s t -c "$cuts" "$@" | cmp - table || return 1
	ended <table | awk -F '\t' 'NR > 1 && (best == "" || $4 > best) { best = $4 + 0; k = $1; text = $4 }
		END { print "# accuracy " text; print "# setting " k }' > first
	evscan cells | sed -n 4,5p | diff first - || return 1
}

@test "evscan and eveval agree on every setting for 1 to 10 columns and n from 1 to 8" {
	events 1500 10 > all.csv
	grids=0
	for columns in 1 2 3 4 5 6 7 8 9 10; do
		names=$(seq -s , -f 'x%.0f' 0 $((columns - 1)))
		for n in 1 2 3 4 5 6 7 8; do
			[ $((n ** columns)) -le 66000 ] || continue
			evstat -s t all.csv | evcuts -n "$n" -c "$names" > cuts
			agree cuts all.csv || { echo "n = $n, $columns columns"; return 1; }
			grids=$((grids + 1))
		done
	done
	[ "$grids" -eq 60 ]
}

# The exercise to the letter: the table from the events alone. The values are eighths, so that sums are exact.
brute_force='
	NR > 1 {
		for (c = 1; c <= 3; c++) {
			x[NR, c] = $c
			if ($c != "" && $c != "nan") { sum[$4, c] += $c; count[$4, c]++ }
		}
		t[NR] = $4; all[$4]++
	}
	function passes(i, c, cut) {
		if (x[i, c] == "" || x[i, c] == "nan")
			return 0
		return above[c] ? x[i, c] + 0 > cut : x[i, c] + 0 < cut
	}
	END {
		for (c = 1; c <= 3; c++) {
			s = sum[1, c] / count[1, c]; b = sum[0, c] / count[0, c]
			above[c] = b < s
			for (j = 0; j < n; j++)
				cut[c, j] = s + j * (b - s) / n
		}
		for (k = 0; k < n * n * n; k++) {
			use[1] = k % n; use[2] = int(k / n) % n; use[3] = int(k / (n * n)) % n
			pass[0] = pass[1] = 0
			for (i = 2; i <= NR; i++)
				if (passes(i, 1, cut[1, use[1]]) && passes(i, 2, cut[2, use[2]]) && passes(i, 3, cut[3, use[3]]))
					pass[t[i]]++
			printf "%d %d %d %.12g\n", k, pass[1], pass[0], (pass[1] + all[0] - pass[0]) / (all[0] + all[1])
		}
	}'

eighths() {
	awk 'BEGIN {
		srand(11)
		print "a,b,c,t"
		for (i = 0; i < 400; i++) {
			t = rand() < 0.4
			a = int(rand() * 16 + 3 * t) / 8; b = int(rand() * 16 - 2 * t) / 8; c = int(rand() * 9) / 8 + 0.125 * t
			odd = rand()
			print (odd < 0.02 ? "" : odd < 0.04 ? "nan" : a) "," b "," c "," t + 0
		}
	}'
}

@test "an awk program that follows the recipe to the letter finds the same yields, numbers and accuracies" {
	eighths > e.csv
	for n in 1 3 4; do
		awk -F , -v n="$n" "$brute_force" e.csv > expected
		evstat -s t e.csv | evcuts -n "$n" -c a,b,c > cuts
		evcells -s t -c cuts e.csv | evscan -t | ended | awk 'NR > 1 { printf "%s %s %s %.12g\n", $1, $2, $3, $4 }' |
			diff expected - || return 1
		[ "$(wc -l < expected)" -eq $((n * n * n)) ]
	done
}

@test "rows of different lengths, windows, cuts in any order, ties and infinities agree" {
	events 3000 4 > e.csv
	cat > cuts <<-END
		x0 > 1.0 0.75 0.75 1.25 0.5
		x1 < 2 0.3 0.8
		x0 < 1.75 1.5
		x3 > -inf 0.25 1 inf 0.5 0.125 0.5
		x2 < inf
	END
	agree cuts e.csv
	[ "$(wc -l < table)" -eq 212 ]
}

@test "more cuts than are compared one by one agree too" {
	events 3000 2 > e.csv
	{
		seq 0.02 0.0625 2 | tr '\n' ' ' | sed 's/^/x0 > /'
		echo
		seq 2 -0.05 0.01 | tr '\n' ' ' | sed 's/^/x1 < /'
		echo
	} > cuts
	agree cuts e.csv
	[ "$(wc -l < table)" -eq $((32 * 40 + 2)) ]
}

@test "equal means of signal and background: n equal cuts x < s, and the first of the equal settings is best" {
	printf 'x,y,t\n1,1,1\n3,5,1\n0.5,2,0\n3.5,4.5,0\n' > e.csv
	evstat -s t e.csv | evcuts -n 3 -c x > cuts
	grep -qx "x	<	2	2	2" cuts
	agree cuts e.csv
	run evscan -t cells
	[ "$(sed -n 2,4p <<< "$output" | cut -f 2- | sort -u | wc -l)" -eq 1 ]
	run evscan cells
	[[ $output == *"# setting 0"* ]]
}

@test "a class without events: all of the other is counted" {
	events 500 3 | awk -F , 'NR == 1 || $NF == 0' > background.csv
	events 500 3 | awk -F , 'NR == 1 || $NF == 1' > signal.csv
	events 500 3 | head -n 1 > none.csv
	printf 'x0 > 0.5 0.25 1\nx1 < 1 0.5\n' > cuts
	agree cuts background.csv
	evscan cells | grep -qx '# signal 0'
	agree cuts signal.csv
	evscan cells | grep -qx "# signal $(($(wc -l < signal.csv) - 1))"
	evcells -s t -c cuts none.csv > cells
	eveval -s t -c cuts none.csv > table
	evscan -t cells | cmp - table
	[ "$(ended <table | awk 'NR > 1' | cut -f 2- | sort -u)" = "0	0	nan" ]
}

@test "every figure of merit is the same in evscan and in eveval" {
	events 2000 3 > e.csv
	evstat -s t e.csv | evcuts -n 4 -c x0,x1,x2 > cuts
	evcells -s t -c cuts e.csv > cells
	for m in accuracy 's/sqrt(b)' 's/sqrt(s+b)' ams ams:0 punzi punzi:5; do
		evscan -t -m "$m" cells > table
		eveval -s t -c cuts -m "$m" e.csv | cmp - table
	done
}

@test "one file, ten files, byte ranges of any size and selections together give the same cells" {
	events 5000 4 > e.csv
	evstat -s t e.csv | evcuts -n 5 -c x0,x1,x2,x3 > cuts
	evcells -s t -c cuts e.csv > one.cells
	for i in 0 1 2 3 4 5 6 7 8 9; do
		awk -v i=$i 'NR == 1 || NR % 10 == i' e.csv > part$i.csv
		evcells -s t -c cuts part$i.csv > part$i.cells
	done
	evcells -s t -c cuts part*.csv | cmp - one.cells
	evmerge part*.cells | cmp - one.cells
	evmerge part[5-9].cells > upper.cells
	evmerge upper.cells part[0-4].cells | cmp - one.cells
	size=$(stat -c %s e.csv)
	for step in 997 65536; do
		ranges=()
		for ((at = 0; at < size; at += step)); do
			ranges+=("e.csv@$at+$step")
		done
		evcells -s t -c cuts "${ranges[@]}" | cmp - one.cells
	done
	evscan one.cells > best
	evscan part*.cells | cmp - best
}

@test "weights are summed exactly: any order of events and files gives the same cells, and the right sums" {
	awk 'BEGIN { srand(3); print "x,w,t"; for (i = 0; i < 3000; i++)
		printf "%.17g,%.17g,%d\n", rand(), (rand() - 0.3) * 10 ^ int(rand() * 40 - 20), rand() < 0.5 }' > e.csv
	{ head -n 1 e.csv; tail -n +2 e.csv | tac; } > backwards.csv
	echo 'x > 0.75 0.5 0.25' > cuts
	evcells -s t -w w -c cuts e.csv > e.cells
	evcells -s t -w w -c cuts backwards.csv | cmp - e.cells
	for part in 0 1 2; do
		awk -v p=$part 'NR == 1 || NR % 3 == p' e.csv > p$part.csv
		evcells -s t -w w -c cuts p$part.csv > p$part.cells
	done
	evmerge p2.cells p0.cells p1.cells | cmp - e.cells
	evscan e.cells > best
	evscan p1.cells p2.cells p0.cells | cmp - best

	# halves are exact in awk too
	awk -F , 'NR > 1 { $2 = int($1 * 1e6) % 101 / 2 - 9 } { print }' OFS=, e.csv > halves.csv
	awk -F , 'NR > 1 { w[$3] += $2; for (j = 1; j <= 3; j++) if ($1 > 1 - j / 4) pass[j, $3] += $2 }
		END { for (j = 1; j <= 3; j++) printf "%d %.17g %.17g\n", j - 1, pass[j, 1], pass[j, 0] }' halves.csv > expected
	evcells -s t -w w -c cuts halves.csv | evscan -t | ended |
		awk 'NR > 1 { printf "%d %.17g %.17g\n", $1, $2, $3 }' | diff expected -
}

@test "weights that are whole numbers give the yields of so many events" {
	events 800 3 > e.csv
	evstat -s t e.csv | evcuts -n 3 -c x0,x1,x2 > cuts
	awk 'NR == 1 || 1 { print } NR > 1 && NR % 3 == 0 { print; print }' e.csv > thrice.csv
	awk 'NR == 1 { print $0 ",w" } NR > 1 { print $0 "," (NR % 3 ? 1 : 3) }' e.csv > weighted.csv
	evcells -s t -c cuts thrice.csv | evscan -t > expected
	evcells -s t -w w -c cuts weighted.csv | evscan -t | diff expected -
}

@test "more cells than memory holds at a time are merged on disk: every way to divide the events gives the same" {
	awk 'BEGIN { srand(5); print "a,b,c,d,t"; for (i = 0; i < 450000; i++)
		print rand() "," rand() "," rand() "," rand() "," (rand() < 0.5) + 0 }' > e.csv
	for c in a b c d; do
		echo "$c > $(seq 0.98 -0.02 -0.01 | tr '\n' ' ')"
	done > cuts
	mkdir scratch
	TMPDIR=$PWD/scratch evcells -s t -c cuts e.csv > whole.cells
	[ -z "$(ls scratch)" ]
	awk 'NR == 1 || NR % 2' e.csv > odd.csv
	awk 'NR == 1 || NR % 2 == 0' e.csv > even.csv
	evcells -s t -c cuts odd.csv > odd.cells
	evcells -s t -c cuts even.csv > even.cells
	evmerge even.cells odd.cells | cmp - whole.cells
	[ "$(tail -n 1 whole.cells | cut -d ' ' -f 3)" -gt 393216 ] # what is held in memory
	best=$(evscan whole.cells 2>/dev/null | sed -n 's/# setting //p')
	evscan -t whole.cells 2>/dev/null | grep -P "^($best|0|1234567|6249999)\t" | sort -n > expected
	eveval -s t -c cuts -k "0,1234567,$best,6249999" e.csv | ended | tail -n +2 | sort -n | diff expected -
	TMPDIR=$PWD/not-there run --separate-stderr evcells -s t -c cuts e.csv
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[[ $stderr == "evcells: $PWD/not-there/evfarm-"*": No such file or directory" ]]
}

@test "any number of runs on disk, merged as they gather, holds the right sums" {
	for shape in "1 1 1" "15 100 50" "16 100 50" "17 100 5000" "300 40 1000" "3 5000 10"; do
		# shellcheck disable=SC2086
		run "$units/runs" $shape
		[ "$output" = "${shape##* } sums are right" ] || { echo "$shape: $output"; return 1; }
	done
}

@test "sums of weights are rounded once, whatever is lost in a plain sum" {
	echo 'x > 0' > cuts
	total() { # WEIGHT...: what evscan says of the sum of weights
		printf 'x,w,t\n' > e.csv
		printf '1,%s,1\n' "$@" >> e.csv
		evcells -s t -c cuts -w w e.csv | evscan -t | sed -n 's/^0	\(.*\)	0	.*/\1/p'
		evcells -s t -c cuts -w w e.csv | evscan -m 's/sqrt(s+b)' | sed -n 's/^# signal //p'
	}
	same() { # EXPECTED WEIGHT...
		[ "$(total "${@:2}" | sort -u)" = "$1" ] || { total "${@:2}"; return 1; }
	}
	same 1 1e300 1 -1e300 5e-324
	same 5e-324 1e300 1.5 -1e300 5e-324 -1.5
	same -5e-324 5e-324 -1e-323
	same 1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1
	same 0 1e308 -3 -1e308 3
	same 1.7976931348623157e+308 1.7976931348623157e308 1.7976931348623157e308 -1.7976931348623157e308
	same inf 1.7976931348623157e308 1.7976931348623157e308
	same -3.6893488147419103e+19 -36893488147419103232 0.25 -0.25
	same 9007199254740992 9007199254740992 1
	same 9007199254740994 9007199254740992 1 1e-300
}

@test "the exercise has one answer from one file, from ten, and from byte ranges" {
	signal='p_truthType == 2'
	evgen -n 20000 > one.csv
	for k in 1 2 3 4 5 6 7 8 9 10; do
		evgen -n 20000 --part $k/10 > "part$k.csv"
		evstat -s "$signal" "part$k.csv" > "part$k.stat"
	done
	evstat -s "$signal" one.csv | evcuts -n 3 > cuts
	evmerge part*.stat | evcuts -n 3 | diff cuts -
	[ "$(grep -vc '^#' cuts)" -eq 8 ] # the counters and the truth are not cut on
	for k in 1 2 3 4 5 6 7 8 9 10; do
		evcells -s "$signal" -c cuts "part$k.csv" > "part$k.cells"
	done
	evcells -s "$signal" -c cuts one.csv | evscan > best
	evmerge part*.cells | evscan | diff best -
	evcells -s "$signal" -c cuts one.csv@0+700000 one.csv@700000+99999999 | evscan | diff best -
	grep -qx '# settings 6561' best
	k=$(sed -n 's/^# setting //p' best)
	eveval -s "$signal" -c cuts -k "$k" one.csv | ended | tail -n 1 | cut -f 4 | sed 's/^/# accuracy /' | diff <(sed -n 4p best) -
}
