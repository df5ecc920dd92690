#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evmerge: adding partial results, in any order and tree; and what it refuses.

bats_require_minimum_version 1.5.0
load common

# 3000 events whose sums round differently in every order, in all.csv and in eleven parts of uneven size.
events() {
	awk 'BEGIN { srand(11); print "x,y,w,k"
		for (i = 0; i < 3000; i++)
			printf "%.17g,%.17g,%.17g,%d\n", 12 * rand() - 1, rand(), (rand() - 0.3) * exp(60 * (rand() - 0.5)), 3 * rand()
	}' >all.csv
	awk 'NR == 1 { head = $0; srand(12); next }
		{ f = "part" int(11 * rand() ^ 2) ".csv"; if (!(f in seen)) print head >f; seen[f]; print >f }' all.csv
}

# in_all_ways NAME COMMAND...: COMMAND on all.csv, on the parts, and the parts merged in several orders and trees
in_all_ways() {
	local name=$1 part
	shift
	"$@" all.csv >"$name"
	for part in part*.csv; do
		"$@" "$part" >"$part.$name"
	done
	evmerge part*."$name" | cmp - "$name"
	for _ in 1 2 3; do
		ls part*."$name" | shuf | xargs evmerge | cmp - "$name"
	done
	chain part*."$name" | cmp - "$name"
	# shellcheck disable=SC2046
	tree "$name" $(ls part*."$name" | shuf) | cmp - "$name"
}

# one after the other onto the sum, through pipes
chain() {
	local file
	cp "$1" sum
	shift
	for file; do
		evmerge - "$file" <sum >next
		mv next sum
	done
	cat sum
}

# by twos, by threes
tree() {
	local name=$1
	shift
	if [ $# -le 3 ]; then
		evmerge "$@"
		return
	fi
	local level
	level=$(mktemp -d tree.XXXXXX)
	printf '%s\n' "$@" | xargs -n $((2 + $# % 2)) | while read -r files; do
		# shellcheck disable=SC2086
		evmerge $files >"$(mktemp "$level/XXXXXX")"
	done
	tree "$name" "$level"/*
}

@test "statistics: any order and tree of merging gives the bytes of all events at once" {
	events
	in_all_ways stat evstat
	in_all_ways signal.stat evstat -s 'k == 1' -e 'x > 0'
}

@test "weighted histograms: any order and tree gives the bytes of all events at once" {
	events
	in_all_ways hist evhist -x x -b 10,0,10 -w w
	in_all_ways signal.hist evhist -x x -b 10,0,10 -w w -s 'k == 1'
}

@test "histograms without weights, in two dimensions, and profiles likewise" {
	events
	in_all_ways plain evhist -x x -B 0,1,2,5.5
	in_all_ways two evhist -x x -b 5,0,10 -y y -b 3,0,1 -w w -s 'k == 1'
	in_all_ways profile evhist -x x -b 5,0,10 -y y -p -w w
}

@test "cutflows likewise" {
	events
	in_all_ways flow evselect -F -w 'w*1' -e 'x > 1' -e 'y < 0.5'
}

@test "cells likewise" {
	events
	printf 'x\t<\t1\t3\t5\ny\t>\t0.2\t0.1\n' >cuts
	in_all_ways cells evcells -s 'k == 1' -c cuts
}

@test "files with no events change nothing" {
	events
	head -1 all.csv >none.csv
	for command in evstat 'evhist -x x -b 3,0,9 -w w'; do
		$command all.csv >all.part
		$command none.csv >none.part
		evmerge none.part all.part none.part | cmp - all.part
	done
}

@test "a column of whole numbers in one file and of reals in another is one of reals" {
	printf 'a\n1\n' | evstat >whole
	printf 'a\n1.5\n' | evstat >real
	evmerge whole real | grep '^a' | cut -f3,4,10 | diff - <(printf 'float64\t2\t2.5\n')
	evmerge real whole | cmp - <(evmerge whole real)
}

@test "gzipped files and standard input are read too" {
	printf 'a\n1\n2\n' | evstat >a
	printf 'a\n3\n' | evstat >b
	evmerge a b >want
	gzip -k b
	evmerge a b.gz | cmp - want
	evmerge b.gz - <a | cmp - want
	evmerge <a | cmp - a
}

@test "another kind is refused by name" {
	printf 'a\n1\n' >in.csv
	evstat in.csv >a.stat
	evhist -x a -b 2,0,4 in.csv >a.hist
	run --separate-stderr evmerge a.stat a.hist
	[ "$status" -eq 3 ] && [ -z "$output" ]
	[ "$stderr" = 'evmerge: a.hist: this is a hist, not a stat as a.stat' ]
	run evmerge a.stat in.csv
	fails 3 'evmerge: in.csv: not a partial result of evfarm'
	run evmerge /dev/null
	fails 3 'empty, not a partial result'
	run evmerge <(echo '# evfarm cake 1')
	fails 3 'cake cannot be merged'
	run evmerge <(sed '1s/1$/2/' a.stat)
	fails 3 ':1: not the version of stat that this evfarm reads, 1'
}

# refused WORDS EVHIST-OPTIONS...: does not go with a.hist
refused() {
	local words=$1
	shift
	evhist "$@" in.csv >b.hist
	run --separate-stderr evmerge a.hist b.hist
	[ "$status" -eq 3 ] && [ -z "$output" ] && [ "$stderr" = "evmerge: b.hist: another $words" ] ||
		{ echo "exit $status, $stderr, not: another $words"; return 1; }
}

@test "another histogram is refused, with what is different" {
	printf 'a,c\n1,2\n' >in.csv
	evhist -x a -b 50,60,120 in.csv >a.hist
	refused 'binning: x 60,60,120, not 50,60,120' -x a -b 60,60,120
	refused 'binning: x edges 60,120, not 50,60,120' -x a -B 60,120
	refused 'x: c, not a' -x c -b 50,60,120
	refused 'weight: c, not none' -x a -b 50,60,120 -w c
	refused 'signal: c > 0, not none' -x a -b 50,60,120 -s 'c > 0'
	refused 'selection: c > 0, not none' -x a -b 50,60,120 -e 'c > 0'
	refused 'shape: profile, not histogram in one dimension' -x a -y c -p -b 50,60,120
	evhist -x a -y c -b 2,0,4 -b 2,0,4 in.csv >a.hist
	refused 'binning: y 3,0,4, not 2,0,4' -x a -y c -b 2,0,4 -b 3,0,4
	refused 'y: a, not c' -x a -y a -b 2,0,4 -b 2,0,4
}

@test "other statistics are refused, with what is different" {
	printf 'a,b\n1,2\n' >in.csv
	evstat in.csv >a.stat
	for case in 'column: none, not b/-c a' 'column: b, not a/-c b,a' 'signal: a, not none/-s a' 'selection: a, not none/-e a'; do
		# shellcheck disable=SC2086
		evstat ${case#*/} in.csv >b.stat
		run evmerge a.stat b.stat
		fails 3 "evmerge: b.stat: another ${case%/*}"
	done
	printf 'a,b,c\n1,2,3\n' | evstat >b.stat
	run evmerge a.stat b.stat
	fails 3 'evmerge: b.stat: another column: c, not none'
}

# that any cut and any changed bit is refused is in whole.bats
@test "a file that was cut or changed is refused by name" {
	printf 'a,w\n1,0.1\n3,0.7\n1,0.1\n1,0.2\n' | evhist -x a -b 2,0,4 -w w >a.hist
	for n in 20 100 "$(($(wc -c <a.hist) - 1))"; do
		head -c "$n" a.hist >cut.hist
		run evmerge cut.hist
		fails 3 'evmerge: cut.hist:' 'cut short, the end line is missing'
	done
	sed 's/^# weight w/# weight v/' a.hist >bad.hist
	run evmerge a.hist bad.hist
	fails 3 'evmerge: bad.hist: damaged: the checksum is'
}

@test "two files in one, and anything behind the end, are refused by name" {
	printf 'a\n1\n' | evstat >a.stat
	for tail in "$(cat a.stat)" x ''; do
		{ cat a.stat; echo "$tail"; } >b.stat
		run evmerge b.stat
		fails 3 'evmerge: b.stat:6: something stands behind the end line'
	done
}

# seal: a right end line behind what comes in, whatever that is
seal() {
	local text rows crc
	text=$(grep -v '^# end')
	rows=$(grep -vc '^#' <<<"$text")
	crc=$(printf '%s\n' "$text" | gzip -1c | tail -c8 | od -An -tx4 -N4 | tr -d ' ')
	printf '%s\n# end %d %s\n' "$text" "$rows" "$crc"
}

@test "what is wrong under a right checksum is refused with its line" {
	printf 'a,w\n1,0.1\n3,0.7\n1,0.1\n1,0.2\n' >in.csv
	evhist -x a -b 2,0,4 -w w in.csv >good
	seal <good | cmp - good
	while IFS='|' read -r edit words; do
		sed -E "$edit" good | seal >bad
		run evmerge bad
		fails 3 evmerge: "$words" || { echo "edit $edit"; return 1; }
	done <<-'END'
		s/^# x a/# x a\n# x b/|bad:3: a second line of x
		/^# x a/d|bad: no line of x
		s/^# bins.*/# bins 3,0,4/|bad: 4 rows, which are not those of its bins
		s/^# bins.*/# bins 99999999999,0,4/|too many bins
		s/^# bins.*/# bins 2,0,4.5/|is not the edge of a bin
		s/^0\t2/0\t3/|bad:9: xhigh is 3
		s/^0\t2\t/0\t2\tx/|bad:9: sumw is not a number: "x0.4"
		s/3$/-3/|entries is not a count: "-3"
		s/3$/4/|entries is not the sum of all bins'
		s/^0\t2\t/0\t2\t5\t/|bad:9: 6 fields, not 5
		s/^# rest 2 sumw2 /# rest 3 sumw2 /|a rest for row 3 behind row 2
		s/^# rest 2 sumw2 /# rest 2 sumx /|a rest for sumx
		s/^# rest 2 sumw2 .*/&\n&/|a rest for sumw2, out of turn
		s/^# rest 2 sumw2 .*/# rest 2 sumw2 1,x/|not the rest of a sum: "1,x"
		s/^# rest 2 sumw2 .*/# rest 2 sumw2 0x1p99999/|not the rest of a sum
		s/^# rest 2 sumw2 .*/# rest 2 sumw2 0x1g3p9/|not the rest of a sum: "0x1g3p9"
		s/^# rest 2 sumw2 .*/# rest 2 sumw2 0x12345678901234567p9/|not the rest of a sum
		s/^# rest 2 sumw2 .*/# rest 2 sumw2 0x123/|not the rest of a sum
		s/^# columns xlow/# columns xlou/|column 1 is not xlow
		s/^# missing 0/# missing many/|missing is not a count: "many"
		/^# bins/d|bad: no line of bins
		s/^# bins/# profile 1\n&/|y, ybins and profile do not go together
		s/^# columns .*/&\n&/|bad:8: a second line of columns
		s/^# columns .*/&\tmore/; s/^[^#].*/&\tmore/|bad: a column too many, more
		/^# columns/d|a row before the line of columns
		s/^# rest .*/# rest 2/|not a rest
		s/^# weight w/# y a/|y, ybins and profile do not go together
		/^# weight/d|no weight, but sumw is not the entries
		s/^# x a/# x a\\q/|bad:2: a backslash
	END
}

# far TERM: statistics of a column whose sum is TERM, which no double holds
far() {
	printf 'a\n1\n' | evstat | sed "s/^\(a.*\)\t1\t1$/\1\tinf\t1\n# rest 1 sum $1/" | seal
}

@test "a sum that could not be read back is not printed: the file that makes it one is refused" {
	far 0x1p2111 | evmerge >a
	evmerge a | cmp - a
	far 0x1p2112 >bad
	run evmerge bad
	fails 3 'evmerge: bad:5: not the rest of a sum'
	far -0x1p2111 | sed 's/\tinf\t/\t-inf\t/' | seal | evmerge >minus
	evmerge a minus a minus | cut -f10 | grep -x 0
	cp a b
	run --separate-stderr evmerge a minus a b
	[ "$status" -eq 3 ] && [ -z "$output" ]
	[ "$stderr" = 'evmerge: b: with it a sum becomes larger than that of any events' ]

	printf 'a,w\n1,0.1\n' | evhist -x a -b 1,0,2 -w w | sed '/^# rest/d; s/^0.*/0\t2\tinf\t1\t1\n# rest 2 sumw 0x1p2111/' | seal >h
	evmerge h | cmp - h
	run evmerge h h
	fails 3 'evmerge: h: with it a sum'
	printf 'a,w\n1,2\n' >in.csv
	evselect -e 'a > 0' -w w -f flow in.csv >/dev/null
	sed 's/^all.*/all\t1\tinf\t1\t1\n# rest 1 sumw 0x1p2111/; s/^\(a > 0\t1\t2\).*/\1\t0\t0/' flow | seal | evmerge >f
	evmerge f | cmp - f
	run evmerge f f
	fails 3 'evmerge: f: with it a sum'
}

# unfolding BEGINNING BYTE: gzip of some 6 GB, BEGINNING and then BYTE over and over
unfolding() {
	printf '%s' "$1" | gzip -1
	head -c 67108864 /dev/zero | tr '\0' "$2" | gzip -1 >piece
	yes piece | head -n 100 | xargs cat
}

@test "a file that memory has no room for is a failure of the system, by name" {
	unsanitized
	{ printf 'a\n1\n' | evstat; head -c 200000000 /dev/zero; } >large
	ulimit -v 100000
	run evmerge large
	fails 1 'evmerge: large: cannot map'
	fails 1 'Cannot allocate memory'
}

@test "gzip that unfolds without end behind a good beginning is refused, in little memory" {
	unfolding "$(printf 'a\n1\n' | evstat | sed '/^# end/,$d')" '\n' >bomb
	unfolding "$(printf '# evfarm cells 1\n# signal ')" a >cells
	[[ ${EVFARM_BIN-} == *asan* ]] || ulimit -v 400000
	run evmerge bomb
	fails 3 'evmerge: bomb: gzip that unfolds to more than 100 times its size'
	run evcuts -n 3 bomb
	fails 3 'evcuts: bomb: gzip that unfolds'
	run evmerge cells
	fails 3 'evmerge: cells: damaged head: longer than 64 MiB'
}

@test "odd characters in expressions and names come back as they were" {
	# shellcheck disable=SC2016
	printf '"a\tb","#c\\d",e\n1,2,x\n2,1,y\n' >in.csv
	evstat -s '`a	b` < 2
		&& e == "x"' in.csv >odd
	grep -x '# signal `a\\tb` < 2\\n\\t\\t&& e == "x"' odd
	[ "$(grep -c '^\\#c\\\\d	signal	' odd)" -eq 1 ]
	evmerge odd | cmp - odd
	[ "$(evmerge -n odd | wc -l)" -eq 6 ]
}

@test "-n shows what files hold, and adds nothing" {
	printf 'a,q\n1,1\n3,0\n' >in.csv
	evstat -s q in.csv >a.stat
	evhist -x a -b 2,0,4 -e 'a > 1' in.csv >a.hist
	evmerge -n a.stat a.hist | diff - <(tr ' ' '\t' <<-END | sed 's/a	>	1/a > 1/'
		a.stat kind stat
		a.stat signal q
		a.stat events 2
		a.stat events_signal 1
		a.stat events_background 1
		a.stat rows 4
		a.hist kind hist
		a.hist x a
		a.hist bins 2,0,4
		a.hist selection a > 1
		a.hist entries 1
		a.hist missing 0
		a.hist rows 4
	END
	)
	printf 'a\t<\t1\t3\n' >cuts
	evcells -s q -c cuts in.csv >cells
	evmerge -n cells | grep -P '^cells\t(kind\tcells|signal\tq|cut\ta < 1 3|settings\t2|events_signal\t1|events_background\t1|missing\t0)$' | wc -l | diff - <(echo 7)
	run evmerge -n <(head -c 60 a.stat)
	fails 3 'cut short'
}

@test "a key that this evfarm does not know is ignored" {
	printf 'a\n1\n' | evstat >a
	sed 's/^# events/# colour red\n&/' a | seal >b
	evmerge b | cmp - a
	evmerge -n b | grep -P '^b\tcolour\tred$'
}

@test "a thousand histograms are one with a thousand times the entries" {
	printf 'a\n1\n3\n' | evhist -x a -b 2,0,4 >a.hist
	seq 1000 | sed 's/.*/a.hist/' | xargs evmerge | grep -v '^#' | cut -f5 | xargs | diff - <(echo 0 1000 1000 0)
}

@test "a full disk and a file that is not there are failures of the system" {
	printf 'a\n1\n' | evstat >a
	run sh -c 'evmerge a >/dev/full'
	fails 1 'evmerge: standard output: No space left on device'
	run --separate-stderr evmerge a nothere
	[ "$status" -eq 1 ] && [ -z "$output" ] && [[ $stderr == 'evmerge: nothere: '* ]]
}

@test "statistics that cannot be, under a right checksum, are refused with their line" {
	printf 'a,w\n1,0.1\n3,0.7\n' >in.csv
	evstat -s 'a > 2' in.csv >good
	while IFS='|' read -r edit words; do
		sed -E "$edit" good | seal >bad
		run evmerge bad
		fails 3 evmerge: "$words" || { echo "edit $edit"; return 1; }
	done <<-'END'
		s/^a\tsignal/a\tsignals/|class is signals, not signal
		s/^a\tbackground/b\tbackground/|column is b, not a
		/^w\tback/d; /^# rest 4/d|the last column has no background
		s/^(a\tsignal\t)int64/\1int63/|no type of ours: int63
		s/^(a\tsignal\tint64\t)1/\10/|min and max are not those of 0 values
	END
}

@test "a partial result's end line is whole, and nothing in it is zero bytes" {
	printf 'a\n1\n' | evstat >good
	for end in '# end 1' '# end 1 0123456' '# end x 01234567' '# end 1 01234567x'; do
		{ grep -v '^# end' good; echo "$end"; } >bad
		run evmerge bad
		fails 3 'evmerge: bad:' 'damaged end line' || { echo "end line $end"; return 1; }
	done
	sed 's/^a\tall/a\tal\x00/' good >bad
	run evmerge bad
	fails 3 'evmerge: bad:4: damaged: a zero byte'
	seal <good | sed 's/# end 1/# end 2/' >bad
	run evmerge bad
	fails 3 'evmerge: bad: 1 rows, but its end line says 2'
}

@test "-n names weight and selection" {
	printf 'a,w\n1,0.1\n' | evhist -x a -w w -e 'a > 0' -b 2,0,4 >a.hist
	evmerge -n a.hist | grep -E '^a.hist	(weight|selection)	' | diff - /dev/fd/3 3<<-END
		a.hist	weight	w
		a.hist	selection	a > 0
	END
}
