# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# How test/bench measures, and what it writes.

TIMEFORMAT='%R %U %S'
left_out=

fail() {
	echo "bench: $1" >&2
	exit 1
}

# -- measuring ------------------------------------------------------------------------------------------------------

# all that is started from now on is on the first core that is ours, or on all of them
one_core() {
	[ -n "${all-}" ] || all=$(awk '/^Cpus_allowed_list/ { print $2 }' /proc/self/status)
	taskset -pc "${all%%[-,]*}" $$ >/dev/null
	clock=cpu
}

all_cores() {
	taskset -pc "$all" $$ >/dev/null
	clock=wall
}

# rounds FUNCTION...: RUNS rounds of them, one after the other: a line a round in $rounds, a number of seconds a function.
# before_FUNCTION, where there is one, goes first and does not count.
rounds() {
	local i f took
	rounds=
	for ((i = 0; i < ${rounds_only:-$runs}; i++)); do
		for f; do
			! declare -F "before_$f" >/dev/null || "before_$f"
			took=$({ time "$f" >"$out/stdout" 2>"$out/stderr"; } 2>&1) || fail "$f: $(tail -n 5 "$out/stderr")"
			rounds+=$(awk -v clock="$clock" '{ print clock == "cpu" ? $2 + $3 : $1 }' <<<"$took" | tail -n 1)' '
		done
		rounds+=$'\n'
	done
}

# A plan's folder that was never there. Of the last one all but large files stay until the end: for minutes after a file is
# gone, ext4 looks at its inode whenever it makes a new one, which is no cost of what is measured.
fresh_plan() {
	[ ! -d "${plan-}" ] || find "$plan" -type f -size +1M -delete
	mkdir -p "$out/plans"
	plan=$PWD/$(mktemp -d "$out/plans/XXXXXX")
	rmdir "$plan"
}

# functions of a case are not to be found by the next one
forget_rounds() {
	local f
	for f in $(declare -F | sed -n 's/^declare -f before_/before_/p'); do
		unset -f "$f"
	done
}

# -- what peers there are -------------------------------------------------------------------------------------------

# peer NAME COMMAND...: whether it works here; if not, it is told at the end
peer() {
	local name=$1
	shift
	"$@" >"$out/peer" 2>&1 || { left_out+="$name: $(grep . "$out/peer" | tail -n 1)"$'\n' && false; }
}

tell_left_out() {
	[ -z "$left_out" ] || sort -u <<<"$left_out" | awk 'NF { print "bench: left out: " $0 }' >&2
}

duckdb() {
	node test/peers/histogram.js "$@"
}

has_duckdb() {
	[ -d test/peers/node_modules ] || (cd test/peers && npm ci --no-audit --no-fund)
}

# built PROGRAM SOURCE COMPILER OPTION...
built() {
	[ "$1" -nt "$2" ] || "${@:3}" -o "$1" "$2"
}

# same FILE FILE WORDS: of what is compared, the answers are the same
same() {
	cmp -s "$1" "$2" || fail "$3: another answer: $(diff "$1" "$2" | head -n 3)"
}

# -- the table ------------------------------------------------------------------------------------------------------

# row CASE WHAT UNIT REACH VALUE: of the last rounds. VALUE is an expression of awk in a, b, c, d: the seconds of the first
# function, the second, ...; REACH is `>= 5`, `<= 2`, or - for what is only told. WHAT of a ratio of times is `these / those`.
row() {
	awk -v name="$1" -v what="$2" -v unit="$3" -v reach="$4" -v clock="$clock" '
		NF { a = $1; b = $2; c = $3; d = $4; value[++n] = '"$5"'; for (i = 1; i <= NF; i++) took[i, n] = $i; m = NF }
		function sorted(x, n,  i, j, t) {
			for (i = 2; i <= n; i++)
				for (j = i; j > 1 && x[j] < x[j - 1]; j--) { t = x[j]; x[j] = x[j - 1]; x[j - 1] = t }
		}
		function median(x, n) { return (x[int((n + 1) / 2)] + x[int(n / 2) + 1]) / 2 }
		END {
			sorted(value, n)
			split(reach, r, " ")
			met = reach == "-" ? "-" : (r[1] == ">=" ? median(value, n) >= r[2] : median(value, n) <= r[2]) ? "yes" : "no"
			for (i = 1; i <= m; i++) {
				for (j = 1; j <= n; j++)
					one[j] = took[i, j]
				sorted(one, n)
				seconds = seconds (i > 1 ? " " : "") sprintf("%.4g", median(one, n))
			}
			printf "%s\t%s\t%.4g\t%.4g\t%.4g\t%s\t%s\t%s\t%s\t%s\n", name, what, median(value, n), value[1], value[n], unit,
				reach, met, clock, seconds
		}' <<<"$rounds" | tee -a "$out/results.tsv" | aligned
}

begin_table() {
	printf 'case\twhat\tmedian\tleast\tgreatest\tunit\treach\tmet\tclock\tseconds\n' | tee "$out/results.tsv" | aligned
	: >"$out/growth.tsv"
}

aligned() {
	awk -F '\t' '{ printf "%-9s %-58s %8s %8s %8s  %-5s %-9s %-4s %-5s %s\n", $1, $2, $3, $4, $5, $6, $7, $8, $9, $10; fflush() }'
}

# two pictures: the claims in times of their reach, and cost against size
draw() {
	command -v gnuplot >/dev/null || return 0
	awk -F '\t' '
		function times(x) { return r[1] == ">=" ? x / r[2] : r[2] / x }
		NR > 1 && $7 != "-" && split($7, r, " ") { printf "%s\t%g\t%g\t%g\n", $2, times($3), times($4), times($5) }
		' "$out/results.tsv" >"$out/claims.tsv"
	[ ! -s "$out/claims.tsv" ] || picture claims
	[ ! -s "$out/growth.tsv" ] || picture growth
}

picture() {
	gnuplot -c "test/bench/$1.gp" "$out/$1.tsv" "$out/$1.svg"
	echo "drawn: $out/$1.svg"
}

# -- data -----------------------------------------------------------------------------------------------------------

# made N: the file of N made-up events, made where it is not there yet, and read once; in $made, its size in $bytes
made() {
	made=$data/zee-$1.csv
	make_once "$made" evgen -n "$1"
	# shellcheck disable=SC2034 # for cases
	bytes=$(stat -c %s "$made")
}

# make_once FILE COMMAND...: what the command writes, whole or not at all; then it is in memory
make_once() {
	if [ ! -e "$1" ]; then
		"${@:2}" >"$1.part"
		mv "$1.part" "$1"
	fi
	cat "$1" >/dev/null
}
