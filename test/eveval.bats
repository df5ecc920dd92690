#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# eveval: settings by brute force. That it agrees with evscan is in grid.bats.

bats_require_minimum_version 1.5.0
load common

make_files() {
	printf 'x,y,t\n1,4,1\n2,3,1\n3,2,0\n,1,0\n4,nan,1\n' > e.csv
	printf 'x > 2.5 0.5 1\ny < 3.5 9\n' > cuts
}

@test "settings are numbered with the first row fastest" {
	make_files
	run eveval -s t -c cuts e.csv
	[ "$status" -eq 0 ]
	[ "$(ended <<<"$output")" = "setting	signal	background	accuracy
0	0	1	0.2
1	1	1	0.4
2	1	1	0.4
3	0	1	0.2
4	2	1	0.6
5	1	1	0.4" ]
}

@test "-k lists settings and ranges, which come in the order asked for" {
	make_files
	eveval -s t -c cuts e.csv > all
	eveval -s t -c cuts -k 4-5,0,2-2,4 e.csv | ended > some
	for line in 1 6 7 2 4 6; do sed -n ${line}p all; done | diff - some
}

@test "a list that is none, or names a setting that is not there, is misuse" {
	make_files
	for list in '' ',' '1,' '1-,' -1 a 1-b 1.5 +1 ' 1' 99999999999999999999; do
		run eveval -s t -c cuts -k "$list" e.csv
		fails 2 "eveval: -k: not a list such as 0-99,200: '$list'"
	done
	run eveval -s t -c cuts -k 0-6 e.csv
	fails 2 "there is no setting 6: the last of cuts is 5"
	run eveval -s t -c cuts -k 3-2 e.csv
	fails 2 "3-2 is upside down"
}

@test "more settings than can be listed are refused, not attempted" {
	make_files
	for _ in $(seq 62); do echo 'x > 1 2'; done > cuts
	run eveval -s t -c cuts e.csv
	fails 1 "settings are too many at a time: list some with -k"
	run eveval -s t -c cuts -k 4611686018427387903 e.csv
	[ "${lines[1]}" = "4611686018427387903	1	1	0.4" ]
}

@test "-e takes part of the events" {
	make_files
	run eveval -s t -c cuts -k 4 -e 'x < 4' -e 'y > 2' e.csv
	[ "${lines[1]}" = "4	2	0	1" ]
}

@test "events of several files and formats are one" {
	make_files
	eveval -s t -c cuts e.csv e.csv > two
	evread e.csv | gzip > e.gz
	eveval -s t -c cuts e.gz e.csv | diff two -
	cat e.csv | eveval -s t -c cuts > one
	eveval -s t -c cuts e.csv | diff one -
}

@test "blocks of events of every fill are counted whole" {
	echo 'x > 0.5' > cuts
	for n in 1 63 64 65 1023 1024 1025 4095 4096 4097 9000; do
		awk -v n=$n 'BEGIN { print "x,t"; for (i = 0; i < n; i++) print 1 "," i % 2 }' > e.csv
		eveval -s t -c cuts e.csv | ended | tail -n 1 | cut -f 2,3 > counts
		printf '%d\t%d\n' $((n / 2)) $((n - n / 2)) | diff - counts
	done
}

@test "blocks are filled by files of any size" {
	echo 'x > 0.5' > cuts
	printf 'x,t\n1,0\n' > one.csv
	awk 'BEGIN { print "x,t"; for (i = 0; i < 4096; i++) print 1 "," 1 }' > many.csv
	eveval -s t -c cuts one.csv many.csv one.csv | ended | tail -n 1 | cut -f 2,3 | diff - <(printf '4096\t2\n')
}

@test "what is not given is misuse, and a full disk a failure" {
	make_files
	run eveval -c cuts e.csv
	fails 2 "what is signal? -s EXPR"
	run eveval -s t e.csv
	fails 2 "no cuts: -c CUTS"
	run eveval -s t -c cuts -m best e.csv
	fails 2 "-m: no figure of merit 'best'"
	run bash -c 'eveval -s t -c cuts e.csv > /dev/full'
	fails 1 "No space left"
}
