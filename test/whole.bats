#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Whole or absent: no program ends well with an output that is short, or from an input that is.

bats_require_minimum_version 1.5.0
load common

# files: events of two classes, as CSV and as a stream, and a result of every kind made from them
files() {
	awk 'BEGIN { srand(5); print "x,w,t"; for (i = 0; i < 3000; i++) print rand() "," rand() "," (rand() < 0.4) + 0 }' >e.csv
	evread e.csv >e.arrows
	evstat -s t e.csv >stat
	evcuts -n 60 -c x,w stat >cuts
	evcells -s t -c cuts e.csv >cells
	evhist -x x -b 400,0,1 -w w e.csv >hist
	evselect -F 'x < 0.5' e.csv >flow
	printf '%s\t%s\n' workers seconds 1 10 2 6 4 4 >runs
	echo 'a = one() : echo 1' >a.pipe
	evplan a.pipe -o plan
}

# what each program does, and with which files
commands() {
	cat <<-'END'
		evread e.csv
		evread e.arrows
		evselect 'x < 0.5' e.csv
		evselect -F 'x < 0.5' e.csv
		evcalc 'y = x * 2' e.csv
		evhist -x x -b 400,0,1 e.csv
		evstat -s t e.csv
		evcuts -n 60 -c x,w stat
		evcells -s t -c cuts e.csv
		evscan cells
		evscan -t cells
		evscan -r cells
		evscan -k 99 cells
		eveval -s t -c cuts e.csv
		evmerge stat
		evmerge hist hist
		evmerge flow
		evmerge cells cells
		evmerge -n cells hist
		evcat e.arrows
		evcat -p e.csv
		evcat --schema e.csv
		evgen -n 3000
		evint -x 30,0,1 'x * x'
		evsim -n 1000
		evreport plan
		evbench -f runs
	END
	if command -v gnuplot >/dev/null; then
		echo evplot hist -f svg hist
	fi
}

# each CHECK: runs the function for every command; all that fail are told
each() {
	local command bad=0
	while IFS= read -r command <&3; do
		"$1" "$command" || { echo "$1: $command"; bad=1; }
	done 3< <(commands)
	[ "$bad" -eq 0 ]
}

# ends CODE COMMAND: it ends so, with one message if that is a failure
ends() {
	local code=0
	bash -c "$2" 2>said || code=$?
	[ "$code" -eq "$1" ] || { echo "exit $code, not $1: $(cat said)"; return 1; }
	[ "$1" -gt 128 ] || [ "$(wc -l <said)" -eq 1 ] || { echo "said: $(cat said)"; return 1; }
}

@test "every program is among those tried here, or has the same in its own tests" {
	diff <(cd "$root/src" && ls ev*.c | sed 's/\.c$//') \
		<({ commands | cut -d ' ' -f 1; printf '%s\n' evplan evtask evrun evplot; } | sort -u)
}

full() { ends 1 "$1 >/dev/full" && grep -q 'standard output: No space left on device' said; }

@test "a full disk is told, exit 1, by every program" {
	files
	each full
}

closed() { ends 1 "$1 >&-"; }

@test "a closed standard output is told, exit 1, and nothing is written in its place" {
	files
	sha256sum e.* stat cuts cells hist flow >before
	each closed
	sha256sum -c --quiet before
	run bash -c 'evselect -f new "x < 0.5" e.csv >&-'
	[ "$status" -eq 1 ]
	evselect -f flow2 'x < 0.5' e.csv >/dev/null
	[ ! -e new ] || cmp new flow2
}

gone() { ends 141 "set -o pipefail; { sleep 0.1; exec $1; } | true"; }
ignored() { ends 1 "trap '' PIPE; set -o pipefail; { sleep 0.1; exec $1; } | true" && grep -q 'Broken pipe' said; }

@test "a reader that is gone ends every program by SIGPIPE, or, where that is ignored, with exit 1" {
	files
	each gone
	each ignored
}

# the same for the files that each program reads
folder() { ends 1 "${1% *} / >out" && [ ! -s out ] && grep -Eq ': /: (is a folder|Is a directory)' said; }
unreadable() { ends 1 "${1% *} /proc/self/mem >out" && [ ! -s out ] && grep -q '/proc/self/mem: Input/output error' said; }

@test "a folder, and a file whose reading fails, are told by name, exit 1, and nothing is printed" {
	files
	commands() { printf 'eve%s\n' 'val -s t e.csv -c cuts' && printf '%s\n' 'evcells -s t e.csv -c cuts' 'evread e.csv' \
		'evselect x e.csv' "evcalc y=x e.csv" 'evhist -x x -b 1,0,1 e.csv' 'evstat e.csv' 'evcuts -n 1 stat' \
		'evcells -s t -c cuts e.csv' 'evscan cells' 'evscan cells cells' 'eveval -s t -c cuts e.csv' 'evmerge stat' \
		'evmerge stat stat' 'evmerge -n stat' 'evcat e.csv'; }
	each folder
	[ -r /proc/self/mem ] || skip 'no /proc/self/mem to fail on'
	each unreadable
}

# small COMMAND: it meets a disk of 64 KiB
small() {
	rm -f disk/*
	ends 1 "$1 >disk/out" && grep -q 'No space left on device' said
}

@test "a small disk that fills up is told, exit 1; evtask and evselect -f leave nothing" {
	files
	mkdir disk
	mount -t tmpfs -o size=64k tmpfs disk 2>/dev/null || skip 'no leave to mount a small disk'
	commands() { printf '%s\n' 'evread e.csv e.csv' 'evcalc y=x e.csv e.csv' 'evselect x\>=0 e.csv e.csv' 'evcat e.csv e.csv' \
		'evgen -n 3000' 'evscan -t cells' 'eveval -s t -c cuts e.csv' \
		'evhist -x x -b 3000,0,1 e.csv'; }
	each small || { umount disk; return 1; }
	cd disk
	rm -f ./*
	head -c 60000 /dev/zero >filler
	run evtask result ../e.csv 'evread "$@"'
	[ "$status" -eq 1 ] && [ ! -e result ] && [ "$(ls -A)" = filler ] || { ls -A; cd ..; umount disk; return 1; }
	head -c 65536 /dev/zero >filler || true
	run evselect -f flow 'x < 0.5' ../e.csv
	[ "$status" -eq 1 ] && [ ! -s flow ] || { cd ..; umount disk; return 1; }
	cd ..
	umount disk
}

@test "a stream whose writer was killed is bad data for every program that reads events" {
	files
	size=$(stat -c %s e.arrows)
	for cut in $((size - 1)) $((size - 8)) $((size / 2)) 700 9; do
		for command in evread 'evselect x' 'evcalc y=x' 'evhist -x x -b 1,0,1' evstat 'evcells -s t -c cuts' \
			'eveval -s t -c cuts' evcat; do
			head -c "$cut" e.arrows >cut.arrows
			for from in 'cut.arrows' '<cut.arrows' '< <(cat cut.arrows)'; do
				run --separate-stderr bash -c "$command $from >out"
				[ "$status" -eq 3 ] || { echo "$command $from, cut at $cut: exit $status"; return 1; }
			done
			case $command in
			evread | evselect* | evcalc*) ! evstat out 2>/dev/null ;; # what was printed is no whole stream either
			evcat) ;; # CSV cannot tell
			*) [ ! -s out ] ;;
			esac || { echo "$command, cut at $cut: printed something"; return 1; }
		done
	done
	run bash -c 'set -o pipefail; { head -c 20000 e.arrows; kill -KILL $BASHPID; } | evstat'
	[ "$status" -ne 0 ]
}

@test "a file of any kept kind that is cut at any byte, has any byte changed, or has something behind it is bad data, by name" {
	printf 'a,w,q\n1,0.1,1\n3,0.7,0\n1,0.1,1\n1,0.2,0\n' >e.csv
	evhist -x a -b 1,0,2 -w w e.csv >hist
	grep -q '^# rest' hist
	printf 'a\n1\n' | EVFARM_COVERS=7 evstat >stat
	evselect -F -w w a e.csv >flow
	evstat -s q e.csv | evcuts -n 2 -c a >cuts
	evcells -s q -c cuts e.csv >cells
	evscan cells >best
	evscan -t cells >table
	for kind in hist stat flow cuts cells best table; do
		run "$units/damage" "$kind"
		[ "$status" -eq 0 ] || { echo "$kind: $output"; return 1; }
	done
	printf 'a\n1\n' | evread >events
	run "$units/damage" -c events
	[ "$status" -eq 0 ]
	[ "${output% ways}" -gt 300 ]
}

@test "what a plan's folder keeps for evplan and evtask is checked as well" {
	printf 'x\n1\n' >1.csv
	printf 'h = map(data) : evhist -x x -b 1,0,2 {in}\ns = merge(h) : evmerge {in}\n' >p.pipe
	evplan p.pipe data=1.csv -o out >/dev/null
	cp -r out good
	for file in data.tsv covers.tsv; do
		size=$(stat -c %s out/$file)
		for cut in $(seq 1 9 $((size - 1))) $((size - 1)); do
			head -c "$cut" good/$file >out/$file
			if [ $file = data.tsv ]; then
				run evplan p.pipe data=1.csv -o out
			else
				rm -f out/s
				run make -s -C out s
				status=$((status + 1)) # make's 2
			fi
			fails 3 $file || { echo "$file cut at $cut"; return 1; }
		done
		cp good/$file out/
	done
}
