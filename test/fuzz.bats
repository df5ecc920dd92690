#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Hostile input: the inputs kept in test/fuzz/corpus, all that ever did harm among them. Make asan test meets them under the
# sanitizers, make fuzz goes on from them.

bats_require_minimum_version 1.5.0
load common

@test "every kept input is met without harm" {
	local folder parser
	for folder in "$root"/test/fuzz/corpus/*/; do
		parser=$(basename "$folder")
		run --separate-stderr timeout 120 "$units/../fuzz/$parser" "$folder"*
		[ "$status" -eq 0 ] || { echo "$parser: $output $stderr"; return 1; }
		[[ $output == *" inputs met, 0 with harm" ]]
	done
}

@test "every parser has kept inputs, and every kept input a parser" {
	diff <(cd "$root/test/fuzz" && ls -- *.c | sed 's/\.c$//') <(ls "$root/test/fuzz/corpus")
}

@test "a header of hundreds of thousands of columns is refused at once, in little memory" {
	{ head -c 1048000 /dev/zero | tr '\0' , && echo; } > wide.csv
	run timeout 20 evread wide.csv
	fails 3 "wide.csv:1: more than 32768 columns"
}

@test "a table of twenty thousand columns takes memory for its values, not for batches of them" {
	[[ ${EVFARM_BIN-} != *asan* ]] || skip "the sanitizers take memory of their own"
	awk 'BEGIN { for (r = 0; r < 20; r++) { for (c = 1; c < 20000; c++) printf "%s%d,", r ? "" : "x", c; print r ? "1" : "last" } }' > t.csv
	(
		ulimit -v 262144
		evread t.csv > t.arrows
		[ "$(evstat t.arrows | grep -c '^last')" -eq 1 ]
	)
}

@test "a large file that is no partial result is refused by its beginning, without reading all of it" {
	truncate -s 1T huge.csv
	run timeout 20 evmerge huge.csv
	fails 3 "huge.csv"
	run timeout 20 bash -c "yes 1,2,3 | evcuts -n 3 -"
	fails 3 "not a partial result"
}

@test "parameters that multiply end a plan in time, in exit 3" {
	{
		echo 'a = map(data) : echo {p0}'
		for i in {0..14}; do echo "p$i = $(for _ in {1..50}; do printf '{p%d}' $((i + 1)); done)"; done
		echo 'p15 = x'
	} > laughs.pipe
	run timeout 20 evplan laughs.pipe data='range(0, 3)' -o out
	fails 3 "laughs.pipe:" "too long"
	[ ! -e out ]
}

@test "a glob of more names than a file name can fill is matched in time" {
	touch "$(printf '%030d' 0)"
	printf 'a = map(data) : cat {in}\n' > p.pipe
	run timeout 20 evplan p.pipe data="$(printf '{n%d}' {1..31})" -o out
	fails 2 "no file matches"
}

@test "a partial of more keys than anybody writes is refused in time" {
	{
		echo '# evfarm stat 1'
		seq -f '# key%.0f 1' 100000
		printf '# columns a\n'
	} > part
	printf '# end 0 %s\n' "$(gzip -c part | tail -c 8 | od -An -tx4 -N4 | tr -d ' ')" >> part
	run timeout 20 evmerge part
	fails 3 "more than 10000 lines before the columns"
}
