#!/usr/bin/env bats
# evtask: one task, its result whole or absent, a line in the log.
# shellcheck disable=SC2016 # what stands in single quotes is for evtask

bats_require_minimum_version 1.5.0
load common

# logged N FIELD: field FIELD of line N of the log
logged() {
	sed -n "$1p" log/*.tsv | cut -f "$2"
}

# temporaries: how many temporary files there are below here
temporaries() {
	find . -name '.*.*.*' -type f | wc -l
}

@test "--cpus is the command's OMP_NUM_THREADS" {
	OMP_NUM_THREADS=7 evtask --cpus=3 out 'echo $OMP_NUM_THREADS'
	[ "$(cat out)" = 3 ]
	OMP_NUM_THREADS=7 evtask out 'echo $OMP_NUM_THREADS'
	[ "$(cat out)" = 7 ]
	run evtask --cpus=0 out true
	fails 2 '--cpus: 0 is outside 1 to'
}

@test "what a command prints becomes the target, in folders made for it" {
	evtask a/b/c 'seq 3'
	[ "$(cat a/b/c)" = $'1\n2\n3' ]
	[ "$(temporaries)" -eq 0 ]
}

@test "inputs are the command's positional parameters, whatever their names" {
	echo 1 >'a b'
	echo 2 >'$(touch x)'
	echo 3 >./-n
	echo 4 >"it's"
	evtask out 'a b' '$(touch x)' -n "it's" 'cat -- "$@"'
	[ "$(cat out)" = $'1\n2\n3\n4' ]
	evtask out 'a b' '$(touch x)' -n "it's" 'cat -- "$@" | cat; echo $#'
	[ "$(cat out)" = $'1\n2\n3\n4\n4' ]
	[ ! -e x ]
}

@test "a plain command runs without a shell and with its quotes understood" {
	A='x y' evtask out 'printenv A'
	[ "$(cat out)" = 'x y' ]
	evtask out "stat -c '%n  %%' /dev/null \"/dev/./null\""
	[ "$(cat out)" = $'/dev/null  %\n/dev/./null  %' ]
}

@test "a command with anything of the shell runs in bash, where a failure anywhere in a pipe counts" {
	evtask out 'for i in 1 2; do echo $i; done'
	[ "$(cat out)" = $'1\n2' ]
	run evtask other 'false | cat'
	[ "$status" -eq 1 ]
	[ ! -e other ]
}

@test "a failing command leaves no result, its code is evtask's, and the older result stays" {
	evtask out 'echo old'
	run evtask out 'echo new; exit 7'
	[ "$status" -eq 7 ]
	[ "$(cat out)" = old ]
	[ "$(temporaries)" -eq 0 ]
}

@test "a command killed by a signal gives 128 + N, said in words" {
	run evtask out 'kill -9 $$'
	fails 137 out 'signal 9'
	run evtask out 'yes | head -n 1'
	fails 141 SIGPIPE
	[ ! -e out ]
}

@test "a command that is not there is 127" {
	run -127 evtask out 'no_such_command_here'
	fails 127 no_such_command_here
	[ ! -e out ]
}

@test "the command's standard input is empty" {
	echo no | evtask out 'wc -c'
	[ "$(tr -d ' ' <out)" = 0 ]
}

@test "SIGTERM ends the command with everything that it started, and leaves nothing" {
	evtask out 'sleep 71 | sleep 72' &
	pid=$!
	until pgrep -xf 'sleep 72' >/dev/null; do sleep 0.02; done
	kill -TERM "$pid"
	code=0
	wait "$pid" || code=$?
	[ "$code" -eq 143 ]
	[ ! -e out ]
	[ "$(temporaries)" -eq 0 ]
	for _ in 1 2 3 4 5 6 7 8 9 10; do pgrep -f 'sleep 7[12]' >/dev/null || break; sleep 0.1; done
	run pgrep -f 'sleep 7[12]'
	[ "$status" -eq 1 ]
}

@test "evtask killed outright takes its command along, and leaves nothing that looks done; the next run tidies up" {
	evtask out 'sleep 73' &
	pid=$!
	until pgrep -xf 'sleep 73' >/dev/null; do sleep 0.02; done
	kill -KILL "$pid"
	wait "$pid" || true
	[ ! -e out ]
	[ "$(temporaries)" -eq 1 ]
	for _ in 1 2 3 4 5 6 7 8 9 10; do pgrep -f 'sleep 7[3]' >/dev/null || break; sleep 0.1; done
	run pgrep -f 'sleep 7[3]'
	[ "$status" -eq 1 ]
	evtask out 'echo whole'
	[ "$(cat out)" = whole ]
	[ "$(temporaries)" -eq 0 ]
}

@test "the temporary file of a task that is still running is left alone" {
	evtask out 'sleep 0.5; echo slow' &
	until [ "$(temporaries)" -eq 1 ]; do sleep 0.02; done
	evtask out 'echo quick'
	[ "$(temporaries)" -eq 1 ]
	wait $!
	[ "$(cat out)" = slow ]
}

@test "a line a task goes into the log, with a header, if there is a folder for it" {
	evtask none 'echo no log'
	[ ! -e log ]
	mkdir log
	echo 12345 >in
	evtask events/123/12345 in 'cat "$@"'
	EVFARM_ENGINE=slurm EVFARM_ATTEMPT=2 evtask hist 'echo x'
	run evtask mass/4mu,2011 'exit 3'
	evtask hist.part/100/7 'echo y'
	[ "$(logged 1 1-14)" = $'stage\ttask\tengine\thost\tpid\tattempt\tstart\tend\texit\tuser_s\tsys_s\tmaxrss_kb\tin_bytes\tout_bytes' ]
	[ "$(logged 2 1-3,6,9,13,14)" = $'events\t12345\tmake\t1\t0\t6\t6' ]
	[ "$(logged 3 1-3,6,9,13,14)" = $'hist\t-\tslurm\t2\t0\t0\t2' ]
	[ "$(logged 4 1,2,9)" = $'mass\t4mu,2011\t3' ]
	[ "$(logged 5 1,2,9)" = $'hist\t100/7\t0' ]
	awk -F '\t' 'NR > 1 && (NF != 14 || !($8 >= $7) || $7 < 1e9 || $12 < 100) { exit 1 }' log/*.tsv
}

@test "two hundred writers at once lose and tear no line" {
	mkdir log
	seq 200 | xargs -P 20 -I N evtask t/0/N 'echo x'
	[ "$(wc -l <"$(echo log/*.tsv)")" -eq 201 ]
	awk -F '\t' 'NF != 14 { exit 1 }' log/*.tsv
	[ "$(cut -f 2 log/*.tsv | sort -u | wc -l)" -eq 201 ]
}

@test "a log that cannot be written fails the task" {
	mkdir log
	ln -s /dev/full "log/$(uname -n).tsv"
	run evtask out 'echo x'
	fails 1 log/ 'No space left'
}

@test "a target that cannot be written is a failure of the system" {
	mkdir out
	touch out/x
	run evtask out 'echo x'
	fails 1 out
	touch file
	run evtask file/x 'echo x'
	fails 1 file
}

@test "an event stream without its end mark is not kept" {
	printf 'a\n1\n2\n' >a.csv
	evtask whole a.csv 'evread "$@"'
	run evtask cut a.csv 'evread "$@" | head -c -8'
	fails 3 cut 'end mark'
	[ ! -e cut ]
}

@test "links in data are resolved to the files behind them, with the range that is meant" {
	mkdir -p data/0 cmd
	echo hello >"a b.csv"
	ln -s "$PWD/a b.csv" data/0/3
	ln -s "$PWD/a b.csv" data/0/4
	ln -s 10+20 data/0/4@
	touch cuts cmd/x
	evtask out cuts cmd/x data/0/3 data/0/4 cuts 'printf "%s\n" "$@"'
	[ "$(cat out)" = "$PWD/a b.csv"$'\n'"$PWD/a b.csv@10+20"$'\n'cuts ]
}

@test "a result is dated to the beginning of its task, so that an input changed meanwhile is newer" {
	evtask out 'sleep 0.1; touch changed; echo x'
	[ changed -nt out ]
}

@test "without a target and a command it says how it is used" {
	run evtask
	fails 2 usage
	run evtask target
	fails 2 usage
	run evtask -h
	[ "$status" -eq 0 ]
	run evtask -x target cmd
	fails 2 usage
}

@test "a bare make -j runs four tasks a processor at once, and no more" {
	printf 'nap = map(range(0, 60)) : sleep 0.1\n' >nap.pipe
	evplan nap.pipe -o out >/dev/null
	env -u MAKEFLAGS -u MAKELEVEL make -s -C out -j
	most=$(awk -F '\t' '$1 == "nap" { print $7, 1; print $8, -1 }' out/log/*.tsv | sort -n -k 1,1 -k 2,2 |
		awk '{ n += $2; if (n > most) most = n } END { print most }')
	[ "$(grep -c ^nap out/log/*.tsv)" -eq 60 ]
	[ "$most" -gt 1 ]
	[ "$most" -le $((4 * $(getconf _NPROCESSORS_ONLN))) ]
}

@test "where there is no bash, sh runs what needs a shell" {
	mkdir programs
	ln -s "$(command -v sh)" "$(command -v seq)" "$(command -v cat)" programs
	PATH=$PWD/programs "$(command -v evtask)" out 'seq 3 | cat'
	[ "$(cat out)" = $'1\n2\n3' ]
}

@test "words are parted as the shell parts them" {
	local command
	for command in "printf '%s|' a\\ b \"c d\"'e  f'g \"\" ''" "printf %s\\| \"\$@\" x" "printf '%s|' a#b ~ {x}"; do
		evtask out 1 '2 3' "$command"
		bash -c "$command" sh 1 '2 3' >expected
		cmp out expected
	done
}
