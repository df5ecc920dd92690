#!/usr/bin/env bats
# evcalc: columns by expressions.

bats_require_minimum_version 1.5.0
load common

# the events that evcalc makes, as CSV
calc() { evcalc "$@" | evcat; }

two_columns() { printf 'x,y\n1,0.5\n2,1.5\n3,\n' > xy.csv; }

@test "a definition adds a column behind the others" {
	two_columns
	run -0 calc 'z = x + y' xy.csv
	[ "$output" = "$(printf 'x,y,z\n1,0.5,1.5\n2,1.5,3.5\n3,,')" ]
}

@test "a definition may use the columns before it, and replaces one of its name in place" {
	two_columns
	run -0 calc 'z = 10 * x' 'x = z + x' 'w = x' xy.csv
	[ "$output" = "$(printf 'x,y,z,w\n11,0.5,10,11\n22,1.5,20,22\n33,,30,33')" ]
	run -0 calc 'a = x' 'a = a * 2' xy.csv
	[ "$output" = "$(printf 'x,y,a\n1,0.5,2\n2,1.5,4\n3,,6')" ]
}

@test "definitions by -e leave all operands to files, even those with an equals sign" {
	two_columns
	cp xy.csv 'a=b'
	run -0 calc -e 'z=x' -e 'v = z' 'a=b' xy.csv
	[ "${lines[0]}" = "x,y,z,v" ]
	[ "${#lines[@]}" -eq 7 ]
	run -0 calc 'z=x' ./a=b
	[ "${#lines[@]}" -eq 4 ]
}

@test "the types of new columns are those of their expressions, and missing stays missing" {
	printf 'i,t,s\n1,true,mu\n-2,false,\n,,e\n' > t.csv
	evcalc -c r,k,b,n,t2,c 'r = i / 2' 'k = -i' 'b = i > 0' 'n = isnan(i)' 't2 = i > 0 ? t : t' \
		'c = s == "mu" ? "muon" : s' t.csv > t.arrows
	run -0 evcat --schema t.arrows
	[ "$output" = "$(printf 'r\tfloat64\nk\tint64\nb\tbool\nn\tbool\nt2\tbool\nc\tutf8')" ]
	run -0 evcat t.arrows
	[ "$output" = "$(printf 'r,k,b,n,t2,c\n0.5,-1,true,false,true,muon\n-1,2,false,false,false,\n,,false,true,,e')" ]
}

@test "names in backquotes can be defined and used" {
	printf 'p T,q\n3,4\n' > q.csv
	run -0 calc '`p, x` = hypot(`p T`, q)' 'é=`p, x`' q.csv
	[ "$output" = "$(printf 'p T,q,"p, x",é\n3,4,5,5')" ]
	run -0 calc -c '`p, x`,_1' '`p, x` = hypot(`p T`, q)' q.csv
	[ "$output" = "$(printf '"p, x",p T\n5,3')" ]
}

@test "only the columns asked for are written, and only those needed are read" {
	printf 'x,y,z\n1,2,3\n2,bad,4\n' > bad.csv
	run -0 calc -c d,z 'd = x * 2' bad.csv
	[ "$output" = "$(printf 'd,z\n2,3\n4,4')" ]
	run -0 calc -c one 'one = 1' bad.csv
	[ "$output" = "$(printf 'one\n1\n1')" ]
}

@test "text and gaps in new columns survive batches of any size" {
	seq 0 99999 | awk 'BEGIN { print "i,s" } { print $1 % 7 ? $1 : "", $1 % 5 ? "n" $1 : "" }' OFS=, > long.csv
	evcalc -c t,b,r,j 't = i % 3 == 0 ? "three" : s' 'b = i > 50000' 'r = i / 4' 'j = -i' long.csv | evcat -H > got
	awk -F, 'NR > 1 {
		gap = $1 == ""
		t = !gap && $1 % 3 == 0 ? "three" : $2
		b = !gap && $1 > 50000 ? "true" : "false"
		print t, b, gap ? "" : $1 / 4, gap ? "" : 0 - $1
	}' OFS=, OFMT=%.10g CONVFMT=%.10g long.csv > want
	cmp got want
	evread long.csv | evcalc -c t,b,r,j 't = i % 3 == 0 ? "three" : s' 'b = i > 50000' 'r = i / 4' 'j = -i' | evcat -H | cmp - want
}

@test "the large batches of other programs are computed slice by slice" {
	"$units/stream" write 100000 100000 > big.arrows
	columns=$(evcat --schema big.arrows | cut -f 1 | paste -sd,)
	evcat big.arrows > want
	evcalc -c "$columns" 'nothing = 1' big.arrows | evcat | cmp - want
	first=${columns%%,*}
	evcalc -c new "new = \`$first\`" big.arrows | evcat -H > got
	evcat -H -c "$first" big.arrows | cmp - got
}

@test "the mass of two muons has the mean that is known" {
	real zpeak/Zmumu_Run2011A.csv
	evcalc -c m 'm = sqrt(2*pt1*pt2*(cosh(eta1-eta2)-cos(phi1-phi2)))' "$real" | evcat -H > m
	run awk '{ sum += $1 } END { printf "%d %.7f", NR, sum / NR }' m
	[ "$output" = "10583 87.9302079" ]
}

@test "no definition, and what is none, is wrong usage" {
	two_columns
	run evcalc
	fails 2 "no definition" "usage: evcalc"
	run evcalc xy.csv
	fails 2 "no definition"
	run evcalc 'x == 2' xy.csv
	fails 2 "not a definition" "'x == 2'"
	run evcalc -e 'x' xy.csv
	fails 2 "-e: not a definition"
	run evcalc '2x = 3' xy.csv
	fails 2 "not a definition"
}

@test "a mistake in an expression names the definition and the place, and nothing is written" {
	two_columns
	run --separate-stderr evcalc 'z = x' 'm = sqrt(zz)' xy.csv
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "$stderr" = "evcalc: m: 'sqrt(zz)': column 6: no column zz, did you mean z?" ]
	run evcalc 'a = b' 'b = x' xy.csv
	fails 2 "a: 'b': column 1: no column b"
	run evcalc 'z =' xy.csv
	fails 2 "z: '': column 1: an empty expression"
	run evcalc -c zz 'z = x' xy.csv
	fails 2 "-c: no column zz, did you mean z?"
}

@test "bad input is bad data, and the stream begun has no end" {
	two_columns
	yes 1,2 | head -n 100000 >> xy.csv
	echo 1,2,3 >> xy.csv
	run bash -c "evcalc 'z = x + y' xy.csv > out 2> err"
	[ "$status" -eq 3 ]
	[[ $(cat err) == 'evcalc: xy.csv:100005: '* ]]
	run evcat out
	[ "$status" -eq 3 ]
	run evcalc 'z = 1' absent.csv
	fails 1 "absent.csv"
	run evcalc 'z = 1' 'absent=1.csv' < xy.csv
	fails 2 "absent: '1.csv': column 1: not a number"
}

@test "a full disk is told" {
	[ -e /dev/full ] || skip "no /dev/full"
	two_columns
	run bash -c "evcalc 'z = x' xy.csv > /dev/full"
	fails 1 "evcalc: standard output"
}

@test "only columns that the definitions and -c name are asked of the files" {
	printf 'a,b\n1,2\n' > 1.csv
	printf 'a\n3\n' > 2.csv
	[ "$(evcalc -e 'm = a + 1' -c m 1.csv 2.csv | evcat | paste -sd ,)" = m,2,4 ]
	run evcalc -e 'm = a + b' -c m 1.csv 2.csv
	fails 3 'evcalc: 2.csv: no column b, which 1.csv has'
}
