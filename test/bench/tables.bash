# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Cases of test/bench: a table read, selected and counted.

selection='p_Rhad < 0.05 && p_topoetcone40 < 5'

histogram() {
	evhist -e "$selection" -x p_eTileGap3Cluster -b 100,0,2 "$@"
}

# a histogram as the peers write it
bins() {
	awk -F '\t' '/^[^#-]/ && $1 < 2 && $5 { printf "%.0f\t%d\n", $1 * 50, $5 }'
}

# against NAME REACH COMMAND...: how many times as long as evhist the peer takes, which must find the same
against() {
	local name=$1 reach=$2 command=("${@:3}")
	histogram "$made" | bins >"$out/ours"
	"${command[@]}" >"$out/theirs"
	same "$out/ours" "$out/theirs" "$name"
	ours() { histogram "$made"; }
	theirs() { "${command[@]}"; }
	rounds ours theirs
	row histogram "$name / evhist, $small events" x "$reach" 'b / a'
}

case_histogram() {
	made "$events"
	floor() { wc -l "$made"; }
	ours() { histogram "$made"; }
	rounds ours floor
	row histogram "evhist of CSV, $events events" GB/s '>= 1.5' "$bytes / a / 1e9"
	row histogram 'evhist / wc -l, the floor of reading' x - 'a / b'
	local small=$events
	if peer DuckDB has_duckdb; then
		against 'DuckDB with one thread' '>= 5' duckdb "$made" 1
	fi
	small=$((events / 10)) # the others are slow
	made "$small"
	if peer mawk mawk -W version; then
		against mawk - mawk -f test/peers/histogram.awk "$made"
	fi
	if peer Miller mlr --version; then
		against Miller - mlr --icsv --onidx --ofs tab put -q -f test/peers/histogram.mlr "$made"
	fi
}

case_gzip() {
	local gz
	made "$events"
	gz=$made.gz
	make_once "$gz" gzip -c "$made"
	ours() { histogram "$gz"; }
	piped() { zcat "$gz" | histogram; }
	isal() { igzip -dc "$gz" | histogram; }
	rounds ours piped
	row gzip "evhist of gzipped CSV, $events events" GB/s '>= 0.4' "$bytes / a / 1e9"
	row gzip 'zcat piped into evhist / evhist' x '>= 2.2' 'b / a'
	if peer igzip igzip --version; then
		rounds ours isal
		row gzip 'igzip piped into evhist / evhist' x - 'b / a'
	fi
	all_cores
	rounds ours
	row gzip 'evhist of gzipped CSV, on two cores' GB/s '>= 0.6' "$bytes / a / 1e9"
	one_core
}

case_read() {
	made "$events"
	local file=$out/read.arrows
	ours() { evread "$made" >"$file"; }
	rounds ours
	row read 'evread, CSV to a stream file' GB/s - "$bytes / a / 1e9"
	if peer DuckDB has_duckdb; then
		theirs() { duckdb --load "$made" 1; }
		rounds ours theirs
		row read 'DuckDB with one thread, CSV into memory / evread' x '>= 2' 'b / a'
	fi
	rm -f "$file"
}

# stream_file: of the large file, in $stream
stream_file() {
	made "$events"
	stream=${made%.csv}.arrows
	make_once "$stream" evread "$made"
}

case_stream() {
	stream_file
	histogram "$made" >"$out/ours"
	histogram "$stream" >"$out/theirs"
	same "$out/ours" "$out/theirs" 'the histogram from a stream'
	ours() { histogram "$stream"; }
	rounds ours
	row stream "evhist of a stream file, bytes of its three columns" GB/s '>= 4' "3 * 8 * $events / a / 1e9"
}

case_stat() {
	stream_file
	ours() { evstat "$stream"; }
	plain() { "$peers/plain_stat" "$stream"; }
	rounds ours plain
	row stat 'evstat, all columns / plain sums of doubles' x '<= 2' 'a / b'
	row stat 'evstat, bytes of columns' GB/s - "12 * 8 * $events / a / 1e9"
}

# parts N: folders of N histograms and N cell files of small data
parts() {
	local k
	[ ! -e "$data/parts-$1/done" ] || return 0
	mkdir -p "$data/parts-$1"
	evgen -n $(($1 * 100)) | evstat -s 'p_truthType == 2' | evcuts -n 3 -c "$columns" >"$data/cuts-3"
	for ((k = 1; k <= $1; k++)); do
		evgen -n $(($1 * 100)) --part "$k/$1" >"$out/part"
		histogram "$out/part" >"$data/parts-$1/$k.hist"
		evcells -s 'p_truthType == 2' -c "$data/cuts-3" "$out/part" >"$data/parts-$1/$k.cells"
	done
	: >"$data/parts-$1/done"
}

case_merge() {
	parts 1000
	local kind
	for kind in hist cells; do
		ours() { evmerge "$data"/parts-1000/*."$kind"; }
		floor() { cat "$data"/parts-1000/*."$kind"; }
		rounds ours floor
		row merge "evmerge of 1000 $kind files" ms '<= 50' '1000 * a'
		row merge "evmerge / cat of 1000 $kind files" x - 'a / b'
	done
}

case_start() {
	local p programs=(src/ev*.c)
	programs=("${programs[@]#src/}")
	programs=("${programs[@]%.c}")
	ours() { for ((k = 0; k < 20; k++)); do for p in "${programs[@]}"; do "$p" -V; done; done; }
	floor() { for ((k = 0; k < 20; k++)); do for p in "${programs[@]}"; do /bin/true; done; done; }
	rounds ours floor
	row start "start-up of a program, over that of true" ms '<= 1' "1000 * (a - b) / 20 / ${#programs[@]}"
}
