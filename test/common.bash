# shellcheck shell=bash
# What every test file loads: the built programs on PATH, a folder of its own to work in, real data if it is there.

setup() {
	root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	PATH=${EVFARM_BIN:-$root/bin}:$PATH
	units=${EVFARM_UNITS:-$root/build/unit}
	fixtures=$root/test/fixtures
	export root PATH units fixtures
	local folder=$BATS_TEST_TMPDIR
	[ -z "${EVFARM_GCOV-}" ] || export GCOV_PREFIX=$EVFARM_GCOV/$BATS_TEST_NUMBER # test/mutate: what this test runs
	[ -z "${memory-}" ] || folder=$memory/$BATS_TEST_NUMBER
	mkdir -p "$folder" && cd "$folder" || return 1
	[ -z "${skip_all-}" ] || skip "$skip_all" # from setup_file, where bats 1.8 cannot skip
}

# in_memory, in setup_file: the tests' folders are in memory, where that may hold programs: a job's end brings its file system
# to disk, which may take minutes where others write much. leave_memory, in teardown_file, takes them away.
in_memory() {
	memory=$(mktemp -d /dev/shm/evfarm-test.XXXXXXXXXX 2>/dev/null) || memory=
	export memory
	[ -n "$memory" ] || return 0
	printf '#!/bin/sh\n' >"$memory/program"
	chmod +x "$memory/program"
	"$memory/program" 2>/dev/null || { leave_memory; memory=; }
}

leave_memory() {
	[ -z "${memory-}" ] || rm -rf "$memory"
}

# real NAME: the path of a real data file, in $real; skips the test where the data are absent.
real() {
	real=$root/../shared/data/$1
	[ -e "$real" ] || skip "no real data: ../shared/data/$1 is absent"
}

# fails CODE WORDS...: the last `run` ended with CODE, and what it printed has each of the words.
fails() {
	local code=$1 word
	shift
	[ "$status" -eq "$code" ] || { echo "exit $status, not $code: $output"; return 1; }
	for word in "$@"; do
		[[ $output == *"$word"* ]] || { echo "no '$word' in: $output"; return 1; }
	done
}

# ran PLAN: the stages that ran since the last call, each with how many tasks
ran() {
	touch seen
	tail -qn +2 "$1"/log/*.tsv | tail -n "+$(($(wc -l <seen) + 1))" | cut -f 1 | sort | uniq -c | awk '{ print $2, $1 }'
	tail -qn +2 "$1"/log/*.tsv >seen
}

# ended: what comes in but its last line, which must be the right end line: `# end ROWS CRC32`
ended() {
	local text rows crc
	text=$(cat; echo .)
	text=${text%.}
	rows=$(sed '$d' <<<"${text%$'\n'}" | grep -vc -e '^#' -e '^setting	' || true)
	crc=$(printf '%s' "$text" | sed '$d' | gzip -1c | tail -c8 | od -An -tx4 -N4 | tr -d ' ')
	[ "$(tail -n 1 <<<"${text%$'\n'}")" = "# end $rows $crc" ] || { echo "not the right end: $text" >&2; return 1; }
	printf '%s' "$text" | sed '$d'
}

# unsanitized [REASON]: skips, under the sanitizers, what limits memory, for they take more for themselves; or for that reason.
# shellcheck disable=SC2120 # it is other files that give one
unsanitized() {
	[[ ${EVFARM_BIN-} != *asan* ]] || skip "${1:-the sanitizers take memory of their own}"
}

# flat COMMAND: runs it in 64 MiB of memory
flat() {
	unsanitized
	(ulimit -v 65536 && bash -c "$1")
}
