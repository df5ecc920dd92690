# shellcheck shell=bash
# For tests of engines: a SLURM of their own, and the exercise's plan with the files that make makes of it, to hold others against.

# cluster_started WORD...: in setup_file, slurm/cluster start WORD...; sets $SLURM_CONF and its folder, $cluster. Where no SLURM can
# be had, $no_slurm says why.
cluster_started() {
	local program started
	PATH=$PATH:/usr/sbin:/sbin
	unset SLURM_CONF
	export no_slurm=
	[ "$(id -u)" -eq 0 ] || no_slurm="a SLURM cluster of one's own takes root"
	for program in slurmctld slurmd munged; do
		command -v "$program" >/dev/null || no_slurm="no $program: test/needs slurm"
	done
	[ -z "$no_slurm" ] || return 0
	started=$("$BATS_TEST_DIRNAME/../slurm/cluster" start "$@") || return
	eval "$started"
	cluster=$(dirname "$SLURM_CONF")
	export cluster
}

# in teardown_file
cluster_stopped() {
	[ -z "${SLURM_CONF-}" ] || "$BATS_TEST_DIRNAME/../slurm/cluster" stop
}

slurm_needed() {
	[ -z "$no_slurm" ] || skip "$no_slurm"
}

# plan NAME: the folder NAME of a pipeline on standard input
plan() {
	cat >"$1.pipe"
	evplan "$1.pipe" -o "$1" >/dev/null
}

# made_by_make FOLDER N: in setup_file, N files of events, and what make makes of zee-cuts over them; FOLDER is then $place
made_by_make() {
	local i
	PATH=${EVFARM_BIN:-$BATS_TEST_DIRNAME/../bin}:$PATH
	export place=$1
	mkdir "$place/data"
	for ((i = 1; i <= $2; i++)); do
		evgen -n $((40 + 5 * i)) -s "$i" >"$place/data/$i.csv"
	done
	planned "$place/reference"
	make -s -j 2 -C "$place/reference"
	digest "$place/reference" >"$place/reference.sums"
}

# planned NAME: zee-cuts over those files
planned() {
	evplan "$BATS_TEST_DIRNAME/../pipelines/zee-cuts.pipe" data="$place/data/*.csv" ncuts=2 -o "$1" >/dev/null
}

# digest PLAN: of all results
digest() {
	(cd "$1" && find events stat means cuts cells grid best -type f | sort | xargs sha256sum)
}

# same PLAN: its files are those that make has made
same() {
	diff <(digest "$1") "$place/reference.sums"
}

# once PLAN: each task has succeeded once, and no more
once() {
	local twice
	twice=$(awk -F '\t' '$9 == 0 { print $1, $2 }' "$1"/log/*.tsv | sort | uniq -d)
	[ -z "$twice" ] || { echo "more than once: $twice"; return 1; }
}
