# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Cases of test/bench: two workers against one, and what more events, files, settings and tasks cost.

histogram_pipe() {
	printf '%s\n' "hist = map(data) : evhist -e '$selection' -x p_eTileGap3Cluster -b 100,0,2 {in}" \
		'total = merge(hist) : evmerge {in}' >"$out/histogram.pipe"
}

# two_workers WHAT PIPE DATA OPTION...: elapsed time of make -j1 and of make -j2
two_workers() {
	local what=$1 pipe=$2 input=$3 options=("${@:4}")
	again() { evplan "$pipe" data="$input" "${options[@]}" -o "$plan" >/dev/null; }
	before_one() { fresh_plan && again; }
	before_two() { fresh_plan && again; }
	one() { make -s -C "$plan" -j 1; }
	two() { make -s -C "$plan" -j 2; }
	rounds one two
	row workers "one worker / two: $what" x '>= 1.9' 'a / b'
}

# forty: the large file's events in 40 files
forty() {
	local k
	mkdir -p "$data/forty"
	for ((k = 1; k <= 40; k++)); do
		make_once "$data/forty/$k.csv" evgen -n "$events" --part "$k/40"
	done
}

case_workers() {
	forty
	made "$events"
	histogram_pipe
	all_cores
	two_workers 'the exercise, 40 files' pipelines/zee-cuts.pipe "$data/forty/*.csv" ncuts=3
	two_workers 'the histogram, 40 files' "$out/histogram.pipe" "$data/forty/*.csv"
	two_workers 'the exercise, one file in ranges' pipelines/zee-cuts.pipe "$made" ncuts=3 --chunk 16M
	two_workers 'the histogram, one file in ranges' "$out/histogram.pipe" "$made" --chunk 16M
	one_core
}

# -- cost against size ----------------------------------------------------------------------------------------------

# grown WHAT SIZE: the last rounds are what so large a thing takes
grown() {
	awk -v what="$1" -v size="$2" 'NF { x[++n] = $1 } END { for (i = 2; i <= n; i++)
		for (j = i; j > 1 && x[j] < x[j - 1]; j--) { t = x[j]; x[j] = x[j - 1]; x[j - 1] = t }
		printf "%s\t%d\t%.6f\n", what, size, (x[int((n + 1) / 2)] + x[int(n / 2) + 1]) / 2 }' <<<"$rounds" >>"$out/growth.tsv"
}

# exponent WHAT: of cost = constant * size^exponent, fitted to the logarithms by least squares; and that of the last step alone,
# where starting counts least
exponent() {
	rounds=$(awk -F '\t' -v what="$1" '
		$1 == what { dx = log($2) - x; dy = log($3) - y; x += dx; y += dy; n++; sx += x; sy += y; xx += x * x; xy += x * y }
		END { print (n * xy - sx * sy) / (n * xx - sx * sx), dy / dx }' "$out/growth.tsv")
	row growth "$1: cost grows as their number to the power" - '<= 1.05' a
	row growth "$1: the same in the last step" - '<= 1.05' b
}

# small N: N files of 100 events
small() {
	[ ! -e "$data/small-$1/done" ] || return 0
	mkdir -p "$data/small-$1"
	evgen -n $((100 * $1)) | awk -v folder="$data/small-$1" '
		NR == 1 { header = $0; next }
		NR % 100 == 2 { close(file); file = folder "/" ++k ".csv"; print header >file }
		{ print >file }'
	: >"$data/small-$1/done"
}

case_growth() {
	local n
	before_ours() { :; }
	for n in 5000 50000 500000 5000000; do
		made "$n"
		ours() { histogram "$made"; }
		rounds ours
		grown 'evhist: events' "$n"
		row growth "evhist of $n events" s - a
	done
	exponent 'evhist: events'
	for n in 3 4 5 6 7 8; do
		grid "$n"
		ours() { evscan "$cells"; }
		rounds ours
		grown 'evscan: settings' $((n ** 8))
		row growth "evscan of $((n ** 8)) settings" s - a
	done
	exponent 'evscan: settings'
	histogram_pipe
	for n in 10 100 1000 10000; do
		small "$n"
		before_ours() { fresh_plan; }
		ours() { evplan "$out/histogram.pipe" data="$data/small-$n/*.csv" --chunk 12K -o "$plan" && make -s -C "$plan"; }
		rounds_only=$((n > 1000 ? 1 : runs)) rounds ours
		grown 'evplan and make: files' "$n"
		row growth "evplan and make, histograms of $n files" s - a
	done
	exponent 'evplan and make: files'
}

# -- plans of many tasks --------------------------------------------------------------------------------------------

# touch_all FOLDER: an empty result for every target, which make takes for done
touch_all() {
	{ make -pq -C "$1" || true; } | awk '/^# Not a target:/ { getline; next } /^[^#%. ]+\/[^: ]+:/ { sub(/:.*/, ""); print }' >"$out/targets"
	sed 's|/[^/]*$||' "$out/targets" | sort -u | (cd "$1" && xargs mkdir -p)
	(cd "$1" && xargs touch) <"$out/targets"
	make -s -C "$1"
}

# plans of many tasks, and make finding that all is done
case_plan() {
	local tasks=${TASKS:-100000} many=$data/many
	mkdir -p "$many"
	printf '%s\n' "events = range(0, $tasks)" 'same = map(events) : cat {in}' 'joined = merge(same) : cat {in}' >"$out/range.pipe"
	sed 1d "$out/range.pipe" >"$out/files.pipe"
	[ "$(find "$many" -type f | wc -l)" -eq "$tasks" ] || seq "$tasks" | split -l 1 -a 6 -d - "$many/"
	before_ranges() { fresh_plan; }
	before_files() { fresh_plan; }
	ranges() { evplan "$out/range.pipe" --chunk 1 -o "$plan"; }
	files() { evplan "$out/files.pipe" events="$many/*" --chunk 1 -o "$plan"; }
	rounds ranges
	row plan "evplan, a range of $tasks tasks" s '<= 2' a
	rounds_only=3 rounds files
	row plan "evplan, $tasks files" s '<= 2' a
	touch_all "$plan"
	nothing() { make -s -C "$plan"; }
	rounds nothing
	row plan "make with nothing to do, $tasks files" s '<= 2' a
}
