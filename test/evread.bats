#!/usr/bin/env bats
# evread and the reading of events in general: what CSV is like in the world.

bats_require_minimum_version 1.5.0
load common

# reads CSV TEXT (printf's escapes) with options, and compares what evcat shows of it with stdin.
reads() {
	local text=$1
	shift
	printf "$text" >in.csv
	evread "$@" in.csv | evcat >got
	diff - got
}

@test "plain CSV comes out as it went in" {
	printf 'a,b,c\n1,2.5,x\n-3,1e-07,y z\n' >in.csv
	evread in.csv | evcat >got
	cmp in.csv got
}

@test "CRLF line ends, and none at the end of the file" {
	reads 'a,b\r\n1,2\r\n3,4' <<<$'a,b\n1,2\n3,4'
	reads 'a,b\r\n1,x\r\n3,y\r' <<<$'a,b\n1,x\n3,y'
}

@test "quoted fields hold delimiters, line ends and doubled quotes" {
	reads 'name,n\n"a,b",1\n"c\nd",2\n"e ""f""",3\n"",4\n,5\n' <<<$'name,n\n"a,b",1\n"c\nd",2\n"e ""f""",3\n"",4\n,5'
	reads '"x ""y""","a\nb"\n1,2\n' <<<$'"x ""y""","a\nb"\n1,2'
	reads '"a","b"\n"1","2.5"\n' <<<$'a,b\n1,2.5'
}

@test "an empty header name is called by its position" {
	reads ',x\n1,2\n' <<<$'_1,x\n1,2'
	reads ',x\n1,2\n' -c x,_1 <<<$'x,_1\n2,1'
	reads ',x,\n1,2,3\n' <<<$'_1,x,_3\n1,2,3'
}

@test "-H names the columns of a file without a header" {
	reads '1,2\n3,4\n' -H pt,eta <<<$'pt,eta\n1,2\n3,4'
	reads '1,2\n' -H 'pt,`a,b`' <<<$'pt,"a,b"\n1,2'
	printf '1,2\n' >in.csv
	run evread -H pt in.csv
	fails 3 'in.csv:1: 2 fields where the header has 1'
}

@test "a header that is all numbers is a header, with a word of warning unless it just counts" {
	printf '2011,2012\n1,2\n' >in.csv
	run --separate-stderr bash -c 'evread in.csv | evcat'
	[ "$output" = $'2011,2012\n1,2' ]
	[[ $stderr == *'in.csv:1: the header is all numbers'* ]]
	printf '0,1,2\n5,6,7\n' >in.csv
	run --separate-stderr bash -c 'evread in.csv | evcat'
	[ "$output" = $'0,1,2\n5,6,7' ]
	[ -z "$stderr" ]
}

@test "two columns of one name are an error unless one is renamed" {
	printf 'a,b,a\n1,2,3\n' >in.csv
	run evread in.csv
	fails 3 'in.csv:1: columns 1 and 3 are both called "a"' '--rename _3=NAME'
	reads 'a,b,a\n1,2,3\n' --rename _3=c <<<$'a,b,c\n1,2,3'
	run evread --rename b=a --rename _3=c in.csv
	fails 3 'both called "a"'
	run evread --rename z=c in.csv
	fails 2 'in.csv has no column z'
	run evread --rename z in.csv
	fails 2 'not COLUMN=NAME'
}

@test "a byte order mark is no part of the first name; UTF-16 is refused" {
	reads '\xef\xbb\xbfa,b\n1,2\n' <<<$'a,b\n1,2'
	printf '\xff\xfea\0,\0' >in.csv
	run evread in.csv
	fails 3 'in.csv: is UTF-16'
}

@test "empty lines are passed over, before, between and behind" {
	reads '\n\r\na,b\n\n1,2\n\r\n\n3,4\n\n' <<<$'a,b\n1,2\n3,4'
	reads 'a\n\n1\n\n2\n\n' <<<$'a\n1\n2'
}

@test "tabs and semicolons are found out; -d says what stands between fields otherwise" {
	reads 'a\tb\n1\t2\n' <<<$'a,b\n1,2'
	reads 'a;b;c,d\n1;2;3\n' <<<$'a,b,"c,d"\n1,2,3'
	reads 'a|b\n1|2\n' -d '|' <<<$'a,b\n1,2'
	reads 'a,x\tb\n1\t2\n' -d tab <<<$'"a,x",b\n1,2'
	reads 'a b\n1 2\n' -d ' ' <<<$'a,b\n1,2'
	for bad in ab '"' ''; do
		run evread -d "$bad" in.csv
		fails 2 'not one character'
	done
}

@test "spaces and tabs around numbers do not matter" {
	reads ' a , b\n 1 ,\t2.5\n3,4 \n' <<<$'a,b\n1,2.5\n3,4'
}

@test "integers beyond 2^53 are kept exactly, and beyond 2^63 are real" {
	reads 'a\n9007199254740993\n-9223372036854775808\n9223372036854775807\n' \
		<<<$'a\n9007199254740993\n-9223372036854775808\n9223372036854775807'
	reads 'a\n1\n9223372036854775808\n' <<<$'a\n1\n9.223372036854775808e+18' ||
		reads 'a\n1\n9223372036854775808\n' <<<$'a\n1\n9.223372036854776e+18'
}

@test "an empty field is missing, nan and inf are numbers" {
	reads 'a,b,c\n1,,x\n,2.5,\nnan,-inf,y\n' <<<$'a,b,c\n1,,x\n,2.5,\nnan,-inf,y'
	reads 'a,b\n,1\n,2\n' <<<$'a,b\n,1\n,2'
}

@test "the types that evread finds" {
	printf 'i,r,b,t,n,m\n1,1,true,x,nan,\n2,2.5,FALSE,1,1,\n' >in.csv
	run evcat --schema in.csv
	[[ $output == *i*int64*r*float64*b*bool*t*utf8*n*float64*m*float64* ]]
}

@test "-t sets a column's type, or all columns'" {
	printf 'a,b\n1,2\n3,4.5\n' >in.csv
	run evcat --schema <(evread -t a=float32 -t b=utf8 in.csv)
	[[ $output == *a*float32*b*utf8* ]]
	run evcat --schema <(evread -t '*=float64' -t a=int32 in.csv)
	[[ $output == *a*int32*b*float64* ]]
	run evread -t b=int64 in.csv
	fails 3 'in.csv:3: column b: not an integer of 64 bits: "4.5"'
	run evread -t a=int in.csv
	fails 2 'not COLUMN=TYPE' 'int64'
	run evread -t c=int64 in.csv
	fails 2 'no column c'
	reads 'a\n70000\n' -t a=int32 <<<$'a\n70000'
	printf 'a\n3000000000\n' >in.csv
	run evread -t a=int32 in.csv
	fails 3 'in.csv:2: column a: not an integer of 32 bits'
}

@test "a value that the guessed type does not hold is bad data, with a way out" {
	{ echo a,b; yes 1,2 | head -n 300000; echo 1.5,2; } >in.csv
	run evread in.csv
	fails 3 'in.csv:300002: column a: not an integer of 64 bits: "1.5"' 'evread -t COLUMN=float64'
	evread -t a=float64 in.csv | evcat | tail -n 1 | grep -x 1.5,2
}

@test "lines with too few or too many fields are named" {
	printf 'a,b\n1,2\n3\n' >in.csv
	run evread in.csv
	fails 3 'evread: in.csv:3: 1 field where the header has 2'
	printf 'a,b\n1,2\n3,4,5\n6,7\n' >in.csv
	run evread in.csv
	fails 3 'evread: in.csv:3: 3 fields where the header has 2'
	printf 'a,b\n1,2,3\n4\n' >in.csv # right in sum
	run evread in.csv
	fails 3 'evread: in.csv:2: 3 fields'
}

@test "a bad number is named with file, line, column and text" {
	printf 'pt1,eta1\n1.5,2\n\n"2.5",3\n4.5,abc\n' >z.csv
	run evread -t '*=float64' z.csv
	fails 3 'evread: z.csv:5: column eta1: not a number: "abc"'
	[ "${#lines[@]}" -eq 1 ]
}

@test "lines are counted over quoted line ends" {
	printf 'a,b\n"x\ny",1\n"z",2\n"w",oops\n' >in.csv
	run evread -t b=float64 in.csv
	fails 3 'in.csv:5: column b: not a number: "oops"'
}

@test "a quotation mark where none may be is bad data" {
	printf 'a,b\nx"y,2\n' >in.csv
	run evread in.csv
	fails 3 'in.csv:2: ' 'quotation mark'
	printf 'a,b\n"x" y,2\n' >in.csv
	run evread in.csv
	fails 3 'in.csv:2: column a: text behind the closing quotation mark'
	printf 'a,b\n"x,2\n3,4\n' >in.csv
	run evread in.csv
	fails 3 'in.csv:2: ' 'quotation mark'
	printf 'a,b"\n1,2\n' >in.csv
	run evread in.csv
	fails 3 'in.csv:1: '
}

@test "a quotation mark that is never closed is bad data however long the file" {
	{ echo a,b; echo '"x,2'; yes 1,2 | head -n 1000000; } >in.csv
	run evread in.csv
	fails 3 'in.csv:2: a record longer than 1048576 bytes, or a quotation mark that is never closed'
}

@test "--on-bad skip leaves out bad records, counts them, and names the first" {
	printf 'a,b\n1,2\n3\n4,5\nx,6\n7,8\n9,y\n' >in.csv
	run --separate-stderr bash -c 'evread -t "*=int64" --on-bad skip in.csv | evcat'
	[ "$output" = $'a,b\n1,2\n4,5\n7,8' ]
	[[ $stderr == *'in.csv:3: 1 field'*skipped* ]]
	[[ $stderr == *'in.csv:5: column a: not an integer of 64 bits: "x": skipped'* ]]
	[[ $stderr == *'in.csv:7: column b:'* ]]
	[[ $stderr == *'skipped 3 bad records, read 3' ]]
	run evread --on-bad maybe in.csv
	fails 2 'neither stop nor skip'
	run evread --on-bad stop -t '*=int64' in.csv
	fails 3 'in.csv:3:'
}

@test "--on-bad skip over many windows of text keeps count" {
	awk 'BEGIN { print "a,b"; for (i = 1; i <= 200000; i++) print i % 1000 ? i ",2" : "x,2" }' >in.csv
	run --separate-stderr bash -c 'evread -t a=int64 --on-bad skip in.csv | evcat | wc -l'
	[ "$output" -eq $((200000 - 200 + 1)) ]
	[[ $stderr == *'skipped 200 bad records, read 199800' ]]
	[ "${#stderr_lines[@]}" -eq 11 ]
}

@test "a file that is cut while it is read is told, and the stream has no end" {
	awk 'BEGIN { print "a,b"; for (i = 1; i <= 3000000; i++) print i ",2" }' >in.csv
	mkfifo stream
	evread in.csv >stream 2>said &
	local reader=$! status=0
	exec 8<stream
	head -c 4096 <&8 >/dev/null
	truncate -s 10000 in.csv
	cat <&8 >rest
	exec 8<&-
	wait "$reader" || status=$?
	[ "$status" -eq 1 ]
	[ "$(cat said)" = 'evread: in.csv: became shorter while it was read' ]
	[ "$(tail -c 8 rest | od -An -tx1 | tr -d ' ')" != ffffffff00000000 ]
}

@test "gzip, also of several members and padded" {
	printf 'a,b\n1,2\n' | gzip >in.gz
	printf '3,4\n' | gzip >>in.gz
	evread in.gz | evcat | diff - <(printf 'a,b\n1,2\n3,4\n')
	head -c 512 /dev/zero >>in.gz
	evread <in.gz | evcat | diff - <(printf 'a,b\n1,2\n3,4\n')
	cat in.gz | evread | evcat | diff - <(printf 'a,b\n1,2\n3,4\n')
}

@test "a truncated or corrupt gzip is bad data, named, and the stream has no end" {
	awk 'BEGIN { print "a,b"; for (i = 1; i <= 50000; i++) print i "," i * i }' >in.csv
	gzip -k in.csv
	head -c 50000 in.csv.gz >cut.gz
	run --separate-stderr evread cut.gz
	[ "$status" -eq 3 ]
	[ "$stderr" = 'evread: cut.gz: truncated gzip data' ]
	run bash -c 'evread cut.gz 2>/dev/null | evcat'
	fails 3 'evcat: standard input'
	{ head -c 50000 in.csv.gz; printf 'spoilt'; tail -c +50007 in.csv.gz; } >spoilt.gz
	run evread spoilt.gz
	[ "$status" -eq 3 ]
	[[ $output == *'evread: spoilt.gz: corrupt gzip data'* || $output == *'evread: spoilt.gz:'*column* ]]
	{ cat in.csv.gz; echo behind; } >more.gz
	run evread more.gz
	fails 3 'more.gz: bytes that are not gzip behind the gzip data'
}

@test "what is no event file at all is told from one" {
	: >empty
	run evread empty
	fails 3 'empty: is empty'
	printf 'a\0b' >binary
	run evread binary
	fails 3 'binary: is neither CSV'
	printf 'ARROW1\0\0' >feather
	run evread feather
	fails 3 'feather: is an Arrow file'
	printf '# evfarm stat 1\n' >stat
	run evread stat
	fails 3 'stat: is a result of evfarm'
	run evread missing.csv
	fails 1 'missing.csv: No such file'
	run evread .
	fails 1 '.: is a folder'
}

@test "a header and nothing else is a table without events" {
	reads 'a,b\n' <<<'a,b'
	reads 'a,b' <<<'a,b'
}

@test "several files are one table, their columns matched by name" {
	printf 'a,b\n1,2\n' >one.csv
	printf 'b;a\n4;3\n' >two.csv
	printf 'a\tb\n5\t6\n' | gzip >three.tsv.gz
	evread one.csv >four.arrow
	evread one.csv two.csv three.tsv.gz four.arrow | evcat | diff - <(printf 'a,b\n1,2\n3,4\n5,6\n1,2\n')
	printf 'a,c\n1,2\n' >two.csv
	run evread one.csv two.csv
	fails 3 'two.csv: no column b, which one.csv has'
	printf 'a,b,c\n1,2,3\n' >two.csv
	run evread one.csv two.csv
	fails 3 'two.csv: column c is not in one.csv'
	evread -c a one.csv two.csv | evcat | diff - <(printf 'a\n1\n1\n')
	printf 'a,b\n1,x\n' >two.csv
	run evread one.csv two.csv
	fails 3 'two.csv:2: column b: not an integer'
	evread two.csv >two.arrow
	run evread one.csv two.arrow
	fails 3 'two.arrow: column b is utf8 here, but int64 in one.csv'
}

@test "a stream of integers goes on a table of reals" {
	printf 'a\n1.5\n' >one.csv
	printf 'a\n2\n' | evread >two.arrow
	evread -t a=int32 <(printf 'a\n3\n') >three.arrow
	evread one.csv two.arrow three.arrow | evcat | diff - <(printf 'a\n1.5\n2\n3\n')
}

@test "-c takes columns in the order asked for, and names the nearest to one that is not there" {
	reads 'pt1,eta1,phi1\n1,2,3\n' -c phi1,pt1 <<<$'phi1,pt1\n3,1'
	run evread -c pt1,eta2 in.csv
	fails 2 '-c: no column eta2, did you mean eta1'
	run evread -c pt1,pt1 in.csv
	fails 2 'named twice'
	run evread -c pt1,,eta1 in.csv
	fails 2 'empty name'
}

@test "byte ranges of any size give every record once" {
	printf ',x,name\r\n' >in.csv
	awk 'BEGIN { for (i = 1; i <= 300; i++) printf "%d,%g,n%d%s\n", i, i / 7, i, i % 3 ? "" : "\r" }' >>in.csv
	evread in.csv | evcat -H >all
	size=$(stat -c %s in.csv)
	for step in 1 7 13 64 1000 100000; do
		: >got
		for ((at = 0; at < size; at += step)); do
			[ $step -gt 1 ] || ((at % 97 < 13)) || continue
			evread "in.csv@$at+$step" | evcat -H >>got
		done
		if [ $step -gt 1 ]; then cmp all got; else [ "$(wc -l <got)" -lt 300 ]; fi
	done
}

@test "byte ranges cut through quoted line ends and still give every record once" {
	printf 'n,text\n' >in.csv
	awk 'BEGIN { for (i = 1; i <= 200; i++) printf "%d,\"a\n%d,\"\"x\"\"\nb\"\n", i, i }' >>in.csv
	evread in.csv | evcat -H >all
	size=$(stat -c %s in.csv)
	for step in 11 50 333; do
		: >got
		for ((at = 0; at < size; at += step)); do
			evread "in.csv@$at+$step" | evcat -H >>got
		done
		cmp all got
	done
}

@test "a bad record is told once, by the range that it begins in, with its line in the file" {
	{ echo a,b; yes 1,2 | head -n 100; echo 3,x; yes 4,5 | head -n 100; } >in.csv
	run evread -t b=int64 in.csv@0+400
	[ "$status" -eq 0 ]
	run evread -t b=int64 in.csv@400+100
	fails 3 'in.csv:102: column b: not an integer of 64 bits: "x"'
	run evread -t b=int64 in.csv@500+1000
	[ "$status" -eq 0 ]
	run --separate-stderr bash -c 'evread -t b=int64 --on-bad skip in.csv@300+200 | evcat -H | wc -l'
	[[ $stderr == *'in.csv:102: '*'skipped 1 bad record, read 49' ]]
	[ "$output" -eq 49 ]
}

@test "a byte range is for plain files; a file that is called like one goes first" {
	printf 'a\n1\n' >x@0+1
	evread x@0+1 | evcat | diff - <(printf 'a\n1\n')
	gzip -k x@0+1
	run evread x@0+1.gz@0+2
	fails 2 'only a plain file has byte ranges'
	evread x@0+1 >x.arrow
	run evread x.arrow@0+8
	fails 2 'an event stream has no byte ranges'
	run evread nothere@0+8
	fails 1 'nothere: No such file'
}

@test "names with every kind of letter are just names" {
	for name in 'a b.csv' '$(touch x).csv' 'a;b.csv' './-n.csv' "it's.csv" 'a:1.csv' 'ä%.csv'; do
		printf 'a\n1\n' >"$name"
		evread "$name" | evcat | diff - <(printf 'a\n1\n')
	done
	[ ! -e x ]
}

@test "records at every place of a window's end are read right" {
	for pad in 0 1 2 3 62 63 64 65; do
		{ echo "a,b$(printf "%${pad}s")"; awk 'BEGIN { for (i = 0; i < 120000; i++) print i ",z" i % 10 }'; } >in.csv
		evread in.csv | evcat -H | cmp - <(tail -n +2 in.csv)
		cat in.csv | evread | evcat -H | cmp - <(tail -n +2 in.csv)
	done
}

@test "every number comes out as the double that was written" {
	real zpeak/Zmumu_Run2011A.csv
	evread "$real" | evcat >got
	cmp "$real" got
}

@test "memory does not grow with the input" {
	{ echo a,b,c; yes 12345,1.25,2.5e-3 | head -n 5000000; } >in.csv
	flat 'evread in.csv >/dev/null && evread <in.csv >/dev/null && cat in.csv | evread >/dev/null'
	gzip -1 in.csv
	flat 'evread in.csv.gz >/dev/null && evread in.csv.gz | evread >/dev/null'
}

@test "a full disk is exit 1, and nothing that looks whole is left" {
	printf 'a\n1\n' >in.csv
	run bash -c 'evread in.csv >/dev/full'
	fails 1 'evread: standard output: No space left on device'
}

@test "the scan for separators agrees with a reader of one byte at a time" {
	run "$units/csv_scan"
	[ "$status" -eq 0 ]
}

@test "what is neither true nor false in a column of bools is bad data; bools of later batches are their own" {
	printf 'b\ntrue\nmaybe\n' > a.csv
	run evread -t b=bool a.csv
	fails 3 'evread: a.csv:3: column b: not true or false: "maybe"'
	awk 'BEGIN { print "b"; for (i = 0; i < 400000; i++) print i < 200000 ? "true" : "false" }' > b.csv
	evread -t b=bool b.csv | evcat | cmp - b.csv
}
