#!/usr/bin/env bats
# Event streams and apache-arrow for JavaScript: it reads what evfarm writes, and evfarm reads what it writes.

bats_require_minimum_version 1.5.0
load common

# The peer comes from npm, once, into test/node/node_modules.
setup_file() {
	local node=$BATS_TEST_DIRNAME/node
	export no_peer=
	if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
		no_peer="node and npm are not installed; test/needs peers installs them"
	elif [ ! -e "$node/node_modules/apache-arrow/package.json" ] || [ "$node/package-lock.json" -nt "$node/node_modules" ]; then
		(cd "$node" && npm ci --no-audit --no-fund) > "$BATS_FILE_TMPDIR/npm" 2>&1 && touch "$node/node_modules" ||
			no_peer="npm cannot fetch apache-arrow: $(tail -n 1 "$BATS_FILE_TMPDIR/npm")"
	fi
}

# peer: skips the test where there is none
peer() {
	[ -z "$no_peer" ] || skip "$no_peer"
}

peer_reads() {
	node "$root/test/node/read.js"
}

# peer_writes WHICH: a table of test/node/write.js, to j.arrows
peer_writes() {
	peer
	node "$root/test/node/write.js" "$1" > j.arrows
}

@test "apache-arrow reads evread's stream with equal values, of every type, missing ones too" {
	peer
	cat > a.csv <<-'END'
		x,f,n,i,b,t
		0.1,0.5,9007199254740993,-2147483648,true,plain
		5e-324,16777216,-9223372036854775808,2147483647,false,"a ""b"", c"
		,,,,,
		nan,-0,9223372036854775807,0,true,""
		-inf,1e38,0,7,false,déjà vu
	END
	evread -t f=float32 -t i=int32 a.csv > a.arrows
	run -0 peer_reads < a.arrows
	diff - <(echo "$output") <<-'END'
		x:Float64 f:Float32 n:Int64 i:Int32 b:Bool t:Utf8
		0.1 0.5 9007199254740993 -2147483648 true "plain"
		5e-324 16777216 -9223372036854775808 2147483647 false "a \"b\", c"
		null null null null null null
		NaN -0 9223372036854775807 0 true ""
		-Infinity 9.999999680285692e+37 0 7 false "déjà vu"
	END
}

@test "apache-arrow reads real data from evread as numbers equal to JavaScript's own reading" {
	peer
	real zpeak/Zmumu_Run2011A.csv
	evread -t '*=float64' -c pt1,eta1,phi1,pt2,eta2,phi2 "$real" | peer_reads | tail -n +2 > arrow
	evread -c pt1,eta1,phi1,pt2,eta2,phi2 "$real" | evcat -H -d tab > theirs
	node -e 'for (const line of require("fs").readFileSync(0, "utf8").trimEnd().split("\n"))
		console.log(line.split("\t").map(x => Object.is(+x, -0) ? "-0" : String(+x)).join(" "))' < theirs > ours
	[ "$(wc -l < arrow)" -eq 10583 ]
	cmp arrow ours
}

@test "apache-arrow reads many batches, and a stream without rows" {
	peer
	"$units/stream" write 20000 4096 | peer_reads > out
	[ "$(wc -l < out)" -eq 20001 ]
	[ "$(tail -n 1 out)" = 'null 4999.75 9007199254760992 -19999 false null' ]
	run peer_reads < <("$units/stream" write 0 1)
	[ "$output" = "x:Float64 f:Float32 n:Int64 i:Int32 b:Bool t:Utf8" ]
}

@test "evcat reads what apache-arrow writes, of every type, missing ones too" {
	peer_writes ours
	diff - <(evcat j.arrows) <<-'END'
		x,f,n,i,b,t
		0.1,0.5,9007199254740993,1,true,a
		,16777216,,-2147483648,false,""
		nan,,-9223372036854775808,2147483647,,
		-inf,-0,9223372036854775807,,true,"déjà ""vu"""
		5e-324,1e+38,0,0,false,"x,y"
	END
	[ "$(evcat --schema j.arrows | cut -f 2 | paste -sd ' ')" = "float64 float32 int64 int32 bool utf8" ]
}

@test "evcat reads a slice, several batches and an empty table of apache-arrow's" {
	peer_writes slice
	[ "$(evcat -c n,b,t j.arrows | paste -sd ' ')" = 'n,b,t ,false,"" -9223372036854775808,, 9223372036854775807,true,"déjà ""vu"""' ]
	peer_writes batches
	[ "$(evcat j.arrows | paste -sd ' ')" = "n,t 1,1 2, 3,3 4, 5,5 6," ]
	peer_writes empty
	[ "$(evcat j.arrows)" = "x,t" ]
}

@test "smaller and unsigned integers, large text and dictionaries become evfarm's types" {
	peer_writes others
	diff - <(evcat j.arrows) <<-'END'
		i8,i16,u8,u16,u32,u64,large
		-128,-32768,0,0,0,0,""
		127,32767,255,65535,4294967295,9223372036854775807,long
		,,,,,,
	END
	[ "$(evcat --schema j.arrows | cut -f 2 | paste -sd ' ')" = "int32 int32 int32 int32 int64 int64 utf8" ]
	peer_writes inferred
	[ "$(evcat j.arrows | paste -sd ' ')" = 't,x mu,1 e,2 ,3 mu,4 "",5' ]
	peer_writes dictionaries
	[ "$(evcat j.arrows | paste -sd ' ')" = "t mu e tau mu tau" ]
	peer_writes beyond
	run evcat j.arrows
	fails 3 "j.arrows: batch 1: column u64: a uint64 value is beyond int64"
}

@test "every prefix of a stream with a dictionary is bad data, and hostile changes of it do no harm" {
	peer_writes inferred
	local n size
	size=$(wc -c < j.arrows)
	for ((n = 0; n < size; n += 7)); do
		run "$units/stream" read <(head -c "$n" j.arrows)
		[ "$status" -eq 3 ] || { echo "$n of $size bytes: exit $status: $output"; return 1; }
	done
	run -0 "$units/stream_hostile" j.arrows
	[[ $output == *", 0 failures" ]]
}

@test "types that evfarm hasn't are refused, naming the column, the type and the way out" {
	peer_writes timestamp
	run evcat j.arrows
	fails 3 "evcat: j.arrows: column when: timestamp" "cast it to int64"
	peer_writes list
	run evcat j.arrows
	fails 3 "column jets: list" "a column for each member"
	peer_writes half
	run evcat j.arrows
	fails 3 "column h: float16" "float32"
	peer_writes compressed
	run evcat j.arrows
	fails 3 "j.arrows: batch 1: it is compressed" "write the event stream without compression"
}
