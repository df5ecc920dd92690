#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The README's recipes run as they stand there.

bats_require_minimum_version 1.5.0
load common

# the shell blocks of the README in order, but for the two commands, which test/fresh runs, and those for a cluster, whose
# options the second test looks for
recipes() {
	awk '/^```sh$/ { on = 1; block = ""; next }
		/^```$/ && on { on = 0; if (block !~ /make test|salloc/) printf "%s", block }
		on { block = block $0 "\n" }' "$root/README.md"
}

@test "the two commands are those that a bare Debian is tried with" {
	grep -q '^make demo ' "$root/README.md"
	grep -q '^make test ' "$root/README.md"
	grep -q '^for goal in demo test; do$' "$root/test/fresh"
}

@test "the README's recipes run, on made-up events under the name of the course's file" {
	cp -r "$root/pipelines" .
	evgen -n 5000 >mc_ggH_16_13TeV_Zee_EGAM1_calocells_16249871.csv
	recipes >recipes.sh
	[ "$(grep -c '^ev' recipes.sh)" -ge 4 ]
	run env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS bash -euo pipefail recipes.sh
	fails 0 '# settings 6561' '# events 5000' averageInteractionsPerCrossing
	[ -s z.csv.gz ]
	[ -s cutflow ]
	[ -s kept.arrows ]
}

@test "the engines and options that the README names for a cluster are evrun's, and the site has a profile" {
	for word in $(grep '^evrun\|^salloc' "$root/README.md" | sed 's/#.*//' | grep -oE -- '--[a-z]+'); do
		evrun -h | grep -qe "$word " || { echo "no $word"; return 1; }
	done
	for engine in $(grep -oE '^[^#]*evrun -e [a-z]+' "$root/README.md" | sed 's/.* //'); do
		evrun -h | grep -q "$engine" || { echo "no engine $engine"; return 1; }
	done
	[ -e "$root/slurm/sites/$(grep -oE -- '--site [a-z0-9]+' "$root/README.md" | cut -d ' ' -f 2)" ]
}

@test "every file and folder that the README names is there" {
	local name
	for name in $(grep -oE '\]\([^)#]+\)|`[a-z]+/`|`[A-Z]+\.md`' "$root/README.md" | tr -d '`()]' | grep -v '^http'); do
		[ -e "$root/$name" ] || { echo "README names $name"; return 1; }
	done
}

@test "the manifest of the four-lepton files names what the checksums name" {
	diff <(tail -n +2 "$root/data/higgs4l.tsv" | cut -f 1 | sort) \
		<(awk '$2 ~ /^higgs4l/ { print $2 }' "$root/data/SHA256SUMS" | sort)
}
