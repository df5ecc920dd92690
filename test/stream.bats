#!/usr/bin/env bats
# The event stream: what is written reads back, and whatever is not a whole and correct stream is bad data.

bats_require_minimum_version 1.5.0
load common

stream() { "$units/stream" "$@"; }

# edit MESSAGE FIELD INDEX VALUE: z.arrows, with one field changed, read.
edit() {
	[ -e z.arrows ] || stream write 5 3 > z.arrows
	"$units/stream_edit" "$@" < z.arrows > edited.arrows || return 99
	run stream read edited.arrows
}

@test "a stream of every type reads back and copies to the same bytes, from a file, a pipe and gzip" {
	stream write 1000 300 > a.arrows
	run -0 stream read a.arrows
	[ "$output" = "4 batches, 1000 rows" ]
	stream copy a.arrows | cmp - a.arrows
	# shellcheck disable=SC2002 # it is to be a pipe
	cat a.arrows | stream copy | cmp - a.arrows
	gzip -c a.arrows > a.gz
	stream copy a.gz | cmp - a.arrows
}

@test "batches larger than a pipe arrive whole" {
	stream write 300000 150000 | stream copy | stream read > out
	[ "$(cat out)" = "2 batches, 300000 rows" ]
}

@test "a stream without rows is whole" {
	stream write 0 1 > a.arrows
	run -0 stream read a.arrows
	[ "$output" = "0 batches, 0 rows" ]
}

@test "a stream cut off anywhere is bad data, exit 3" {
	stream write 3 2 > a.arrows
	local n size
	size=$(wc -c < a.arrows)
	for ((n = 0; n < size; n++)); do
		head -c "$n" a.arrows > cut.arrows
		run stream read cut.arrows
		[ "$status" -eq 3 ] || { echo "$n of $size bytes: exit $status: $output"; return 1; }
	done
}

@test "a stream without its end mark says so, and after which batch" {
	stream write 5 3 > a.arrows
	head -c -8 a.arrows > cut.arrows
	run stream read cut.arrows
	[ "$output" = "stream: cut.arrows: batch 3: the event stream breaks off here, without its end mark" ]
	fails 3
}

@test "bytes behind the end mark are bad data" {
	{ stream write 5 3; echo; } > a.arrows
	run stream read a.arrows
	fails 3 "a.arrows" "bytes follow the end mark"
	{ stream write 5 3; stream write 5 3; } > a.arrows
	run stream read a.arrows
	fails 3 "bytes follow the end mark"
}

@test "a corrupt message is bad data: mark, lengths, version, kind" {
	edit 0 mark 0 0; fails 3 "no message begins here"
	edit 1 mark 0 1; fails 3 "batch 1" "no message begins here"
	edit 0 length 0 -8; fails 3 "length of a message's metadata"
	edit 1 length 0 2147483640; fails 3 "breaks off"
	edit 0 version 0 2; fails 3 "another version"
	edit 0 version 0 3; [ "$status" -eq 0 ]
	edit 0 kind 0 3; fails 3 "doesn't begin with a schema"
	edit 1 kind 0 1; fails 3 "neither a batch nor a dictionary"
	edit 1 body 0 -8; fails 3 "length of a message's body"
	edit 2 body 0 0; fails 3 "batch 2"
}

@test "a schema that is not ours is bad data that names the column and the type" {
	edit 0 endianness 0 1; fails 3 "big-endian"
	edit 0 bits 2 7; fails 3 "column n: an integer of neither"
	edit 0 type 0 10; fails 3 "column x: timestamp; evfarm reads numbers, bool and utf8: cast it"
	edit 0 type 1 12; fails 3 "column f: list"
	edit 0 type 5 24; fails 3 "column t: utf8 view" "compat_level"
	edit 0 type 5 77; fails 3 "column t: of an unknown type"
	edit 0 type 5 -1; fails 3 "column t: of an unknown type"
}

@test "numbers of rows that do not fit are bad data" {
	local n
	for n in -1 4611686018427387904; do
		edit 1 rows 0 $n; fails 3 "batch 1: the number of rows is impossible"
	done
	edit 2 rows 0 3; fails 3 "batch 2: column x: it has another number of rows"
	edit 1 node_rows 2 4; fails 3 "batch 1: column n: it has another number of rows"
}

@test "counts of missing values that are wrong are bad data" {
	edit 1 node_missing 3 -1; fails 3 "batch 1: column i: the count of missing values is impossible"
	edit 1 node_missing 3 4; fails 3 "column i: the count of missing values is impossible"
	edit 1 node_missing 3 2; fails 3 "column i: the count of missing values is not that of the validity bits"
	edit 1 node_missing 0 1; fails 3 "column x: values are missing, but which is not said"
}

@test "buffers outside the body, or too short, are bad data" {
	local n
	for n in -8 1048576 9223372036854775807; do
		edit 1 buffer_at 1 $n; fails 3 "batch 1: column x: a buffer lies outside the message"
		edit 1 buffer_length 1 $n; fails 3 "batch 1: column x: a buffer lies outside the message"
	done
	edit 2 buffer_length 1 15; fails 3 "batch 2: column x: the values are too few"
	edit 2 buffer_length 9 0; fails 3 "batch 2: column b: the values are too few"
	edit 1 buffer_length 11 15; fails 3 "batch 1: column t: the offsets of the text are too few"
	edit 1 buffer_length 12 5; fails 3 "batch 1: column t: the offsets of the text lead outside it"
}

@test "offsets of text that are out of order or lead outside are bad data" {
	# batch 1: x 24 bytes, f 16, n 8 and 24, i 8 and 16, b 8 and 8; then the offsets of t, words 28 to 31
	edit 1 word 29 -4; fails 3 "column t: the offsets of the text are out of order"
	edit 1 word 29 100; fails 3 "column t: the offsets of the text are out of order"
	edit 1 word 31 9; fails 3 "column t: the offsets of the text lead outside it"
	edit 1 word 28 -1; fails 3 "column t: the offsets of the text lead outside it"
}

@test "a buffer at an odd place is read all the same" {
	edit 2 buffer_at 1 4; [ "$status" -eq 0 ]
	edit 2 buffer_at 1 3; [ "$status" -eq 0 ]
}

@test "a message that promises terabytes takes no memory" {
	unsanitized
	stream write 5 3 > a.arrows
	"$units/stream_edit" 1 body 0 4398046511104 < a.arrows > b.arrows
	ulimit -v 200000
	run stream read b.arrows
	fails 3 "breaks off"
	run stream read < <(cat b.arrows)
	fails 3 "breaks off"
}

@test "every byte and word of a stream, changed to what might hurt, ends in exit 0 or 3" {
	stream write 2 2 > a.arrows
	run -0 "$units/stream_hostile" a.arrows
	[[ $output == *", 0 failures" ]]
}

@test "an Arrow file is told from a stream" {
	printf 'ARROW1\0\0' > a.arrow
	run stream read a.arrow
	fails 3 "Arrow file"
}

@test "a full disk is exit 1" {
	run bash -c '"$1" write 10 10 > /dev/full' - "$units/stream"
	fails 1 "standard output: No space left on device"
}
