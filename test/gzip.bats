#!/usr/bin/env bats
# Reading gzip: by zlib and by ISA-L, with a thread that reads ahead and without.

bats_require_minimum_version 1.5.0
load common

@test "zlib and ISA-L give the text back, in steps of any size, and take no damaged member for another text" {
	"$units/inflate" 150
}

@test "events that a second thread inflates are those of the plain file, on one processor too" {
	evgen -n 60000 >in.csv
	gzip -1k in.csv
	evread in.csv >plain
	evread in.csv.gz | cmp - plain
	evread <in.csv.gz | cmp - plain
	cat in.csv.gz | evread | cmp - plain
	taskset -c "$(taskset -cp $$ | sed 's/.*[ ,-]//')" evread in.csv.gz | cmp - plain
}

@test "a reader that has seen enough ends, though no more comes" {
	evgen -n 40000 | gzip -1 >in.gz
	mkfifo pipe
	{ head -c 1900000 in.gz; exec sleep 60; } >pipe &
	local writer=$!
	run timeout 20 evcat -n 30000 pipe
	kill $writer 2>/dev/null || true # it may have met the closed pipe
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 30001 ]
}

@test "what only looks like gzip by its second byte is text" {
	printf 'Ë,b\n1,2\n' >in.csv # UTF-8: c3 8b
	evread in.csv | evcat | cmp - in.csv
	evread <in.csv | evcat | cmp - in.csv
	printf '\037\n1\n' >in.csv
	[ "$(evread in.csv | evcat | tail -n 1)" = 1 ]
}

@test "damage far behind, where a second thread reads, is bad data, named" {
	evgen -n 60000 | gzip -1 >in.gz
	head -c 2500000 in.gz >cut.gz
	run --separate-stderr evread cut.gz
	[ "$status" -eq 3 ]
	[ "$stderr" = 'evread: cut.gz: truncated gzip data' ]
	cp in.gz sum.gz
	printf 'X' | dd of=sum.gz bs=1 seek=$(($(stat -c %s in.gz) - 6)) conv=notrunc status=none
	run --separate-stderr evread sum.gz
	[ "$status" -eq 3 ]
	[ "$stderr" = 'evread: sum.gz: corrupt gzip data (incorrect data check)' ]
	{ cat in.gz; echo behind; } >more.gz
	run evread more.gz
	fails 3 'more.gz: bytes that are not gzip behind the gzip data'
}
