#!/usr/bin/env bats
# evcat: events as text.

bats_require_minimum_version 1.5.0
load common

table() {
	cat <<-'END'
		id,pt,hit,name
		1,41.3766,true,"a,b"
		9007199254740993,,false,"say ""hi"""
		-3,1e-300,,
		4,nan,true,""
		5,-inf,false,plain
	END
}

@test "a CSV comes out as it went in, also by way of a stream" {
	table > a.csv
	evcat a.csv | diff a.csv -
	evread a.csv | evcat | diff a.csv -
}

@test "numbers print so that they read back exactly" {
	printf 'x\n0.1\n2.2250738585072014e-308\n1.7976931348623157e+308\n-0.30000000000000004\n' > a.csv
	evcat a.csv | diff a.csv -
	printf 'x\n0.1\n16777216\n' | evread -t x=float32 | evcat > b.csv
	[ "$(paste -sd ' ' b.csv)" = "x 0.1 16777216" ]
}

@test "a missing value is an empty field, an empty text is two quotes" {
	printf 'a,t\n1,""\n,\n' > a.csv
	evcat a.csv | diff a.csv -
}

@test "a missing value alone on its line is quoted, so that the row remains" {
	printf 'a,b\n1,1\n,2\n3,3\n' | evcat -c a > a.csv
	[ "$(paste -sd ' ' a.csv)" = 'a 1 "" 3' ]
	[ "$(evcat -H a.csv | wc -l)" -eq 3 ]
	evcat a.csv | diff a.csv -
}

@test "quotes stand only where a text needs them" {
	printf 't,u\n"a",b\n"x;y","x,y"\n" z","l\nm"\n' | evcat > out
	printf 't,u\na,b\nx;y,"x,y"\n" z","l\nm"\n' | diff - out
}

@test "-d sets the delimiter, and what needs quotes" {
	table | evcat -d ';' -c name,pt > out
	printf 'name;pt\na,b;41.3766\n"say ""hi""";\n;1e-300\n"";nan\nplain;-inf\n' | diff - out
	table | evcat -d tab -c id,hit -n 1 > out
	printf 'id\thit\n1\ttrue\n' | diff - out
	run evcat -d ab
	fails 2 "-d: not one character"
	run evcat -d '"'
	fails 2 "-d: not one character"
}

@test "-c picks columns by name or position, in the order given" {
	table | evcat -n 1 -c _3,id > out
	printf 'hit,id\ntrue,1\n' | diff - out
	run evcat -c ptt <(table)
	fails 2 "evcat: -c: no column ptt" "pt"
}

@test "-H prints no names" {
	table | evcat -H -n 1 > out
	printf '1,41.3766,true,"a,b"\n' | diff - out
}

@test "-n stops after so many rows, and reads no further" {
	yes 1,2 | evcat -n 3 > out
	[ "$(wc -l < out)" -eq 4 ]
	{ table; echo 'one field too few'; } > bad.csv
	run -0 evcat -n 0 bad.csv
	[ "$output" = "id,pt,hit,name" ]
	"$units/stream" write 10 2 | head -c 1500 > cut.arrows
	run -0 evcat -n 2 cut.arrows
	run evcat cut.arrows
	fails 3 "cut.arrows: batch" "breaks off"
}

@test "-n counts across batches and files" {
	"$units/stream" write 10 4 > a.arrows
	[ "$(evcat -H -n 6 a.arrows | wc -l)" -eq 6 ]
	[ "$(evcat -H -n 16 a.arrows a.arrows | wc -l)" -eq 16 ]
	[ "$(evcat -H a.arrows a.arrows | wc -l)" -eq 20 ]
}

@test "-p aligns: numbers to the right, text to the left, missing as -" {
	table | evcat -p > out
	diff - out <<-'END'
		              id       pt    hit  name
		               1  41.3766   true  a,b
		9007199254740993        -  false  say "hi"
		              -3   1e-300      -  -
		               4      nan   true  
		               5     -inf  false  plain
	END
}

@test "-p lets nothing through that a terminal obeys, and counts letters, not bytes" {
	printf 't,x\n"\033[31mred",1\ndéjà,2\n' | evcat -p > out
	printf 't         x\n?[31mred  1\ndéjà      2\n' | diff - out
}

@test "-p prints every row in blocks whose widths only grow" {
	seq 1 5000 | sed 1i\\x | evcat -p > out
	[ "$(wc -l < out)" -eq 5001 ]
	[ "$(awk 'length < last {bad = 1} {last = length} END {print bad + 0}' out)" -eq 0 ]
	[ "$(tail -n 1 out)" = 5000 ]
}

@test "--schema prints names and types" {
	run -0 evcat --schema <(table)
	[ "$output" = $'id\tint64\npt\tfloat64\nhit\tbool\nname\tutf8' ]
	run -0 evcat --schema -c name <(table)
	[ "$output" = $'name\tutf8' ]
	run evcat --schema < <("$units/stream" write 1 1)
	[ "$output" = $'x\tfloat64\nf\tfloat32\nn\tint64\ni\tint32\nb\tbool\nt\tutf8' ]
}

@test "on a terminal a program's events are aligned text, in a pipe a stream" {
	command -v script > /dev/null || skip "script(1) is not installed"
	table > a.csv
	script -qec 'evread a.csv' /dev/null < /dev/null | tr -d '\r' > out
	evcat -p a.csv | diff - out
	[ "$(evread a.csv | head -c 4 | od -An -tx1)" = " ff ff ff ff" ]
}

@test "kept rows come out whole and in order, whatever the batches" {
	"$units/stream" write 30000 7 > small.arrows
	"$units/stream" write 30000 10000 > large.arrows
	evcat large.arrows > all.csv
	"$units/output" all small.arrows | evcat | cmp - all.csv
	"$units/output" all large.arrows | evcat | cmp - all.csv
	for files in small.arrows large.arrows; do
		"$units/output" third "$files" | evcat -H > out
		evcat -H large.arrows | awk 'NR % 3 == 1' | cmp - out
		[ "$("$units/output" none "$files" | evcat)" = x,f,n,i,b,t ]
	done
}

@test "a full disk is exit 1, with CSV, aligned and for a stream" {
	local command
	table > a.csv
	for command in 'evcat a.csv' 'evcat -p a.csv' 'evcat --schema a.csv' 'evread a.csv'; do
		run bash -c "$command > /dev/full"
		fails 1 "standard output: No space left on device"
	done
}

@test "memory stays flat" {
	"$units/stream" write 2000000 8192 > a.arrows
	flat 'cat a.arrows | evcat -p > /dev/null'
	flat 'evcat a.arrows | evcat > /dev/null'
}

@test "a reader that leaves ends evcat quietly" {
	"$units/stream" write 200000 8192 > a.arrows
	run bash -c 'evcat a.arrows 2> err | head -n 1; cat err'
	[ "$output" = x,f,n,i,b,t ]
}

@test "what is no finite number is told in both widths" {
	printf 'x,y\nnan,nan\ninf,inf\n-inf,-inf\n0.1,0.1\n' > in.csv
	evread -t x=float32 in.csv | evcat | diff - in.csv
}

@test "numbers of a later file take the type that the column has in the first" {
	printf 'a,b\n1,7\n-2,8\n' > in.csv
	evread -t a=float64 -t b=int64 in.csv > first
	for type in float32 int32 int64; do
		evread -t a=$type -t b=int32 in.csv > next
		evselect 1 first next next | evcat | diff - <(echo a,b; yes $'1,7\n-2,8' | head -n 6)
	done
	evread -t a=float64 -t b=float32 in.csv > next
	run evselect 1 first next
	fails 3 'evselect: next: column b is float32 here, but int64 in first'
}

@test "columns that only a later file has are bad data where all are asked for" {
	printf 'a\n1\n' > 1.csv
	printf 'a,b\n2,3\n' > 2.csv
	run evcat 1.csv 2.csv
	fails 3 'evcat: 2.csv: column b is not in 1.csv'
	[ "$(evcat -c a 1.csv 2.csv | tail -n 1)" = 2 ]
}
