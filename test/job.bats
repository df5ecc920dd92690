#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Jobs that do not come to their end: what they leave is looked at before it is trusted.

bats_require_minimum_version 1.5.0
load common

setup_file() {
	in_memory
}

teardown_file() {
	leave_memory
}

host=$(uname -n)

# plan: six files; an event stream, a text without marks, statistics, cuts, cells and a table of each or all
plan() {
	mkdir -p in
	for k in 0 1 2 3 4 5; do
		awk -v k="$k" 'BEGIN { srand(k); print "x,t"; for (i = 0; i < 50; i++) print rand() "," (rand() < 0.5) + 0 }' \
			>"in/$k.csv"
	done
	cat >p.pipe <<-'END'
		events = map(data) : evread {in}
		text   = map(events) : evcat {in}
		stat   = map(text) : evstat -s t {in}
		means  = merge(stat) : evmerge {in}
		cuts   = one(means) : evcuts -n 3 {in}
		cells  = map(text, cuts) : evcells -s t -c {cuts} {in}
		grid   = merge(cells) : evmerge {in}
		best   = one(grid) : sleep ${NAP-0} && evscan {in}
		table  = one(grid) : evscan -t {in}
	END
	evplan p.pipe data='in/*.csv' -o out >/dev/null
}

# cut_off: the job is killed, all of it, when its last task but one has begun; all others are done
cut_off() {
	NAP=30 setsid make -s -C out -j 2 >/dev/null 2>&1 &
	local pid=$!
	until [ -e out/table ] && compgen -G 'out/.best.*' >/dev/null; do sleep 0.02; done
	kill -KILL -- -"$pid"
	wait "$pid" 2>/dev/null || true
	pkill -KILL -s "$pid" || true
	[ "$(markers)" -eq 1 ]
}

markers() {
	find out/log -name 'job.*' | wc -l
}

# tear FILE BYTES: the result is shorter now, and as old
tear() {
	touch -r "$1" date
	truncate -s "$2" "$1"
	touch -r date "$1"
}

# crashed: as if the machine had been started again since
crashed() {
	sed -i 's/^[^ ]*/00000000-0000-0000-0000-000000000000/' out/log/job.*
}

# finish: the rest is done; what ran is in $ran, and what make said in $said
finish() {
	local before
	before=$(cat out/log/*.tsv | wc -l)
	said=$(make -s -C out 2>&1)
	ran=$(tail -n +"$((before + 1))" out/log/*.tsv | cut -f 1,2 | tr '\t' ' ' | sort | paste -sd ,)
}

# expected: the checksums of all results of an undisturbed run
expected() {
	plan
	make -s -C out -j 2
	results >expected
	rm -r out
	plan
}

results() {
	(cd out && find events text stat means cuts cells grid best table -type f | sort | xargs sha256sum)
}

@test "a job has a marker while it runs and none afterwards; doing nothing makes none and starts nothing" {
	plan
	NAP=1 make -s -C out -j 2 &
	until [ -e out/table ]; do sleep 0.02; done
	[ "$(markers)" -eq 1 ]
	[[ $(cat out/log/job."$host".*) =~ ^[-0-9a-f]{36}\ [0-9]+\ [0-9]+\ [0-9]+$ ]]
	wait $!
	[ "$(markers)" -eq 0 ]
	make -q -C out
	mkdir none
	printf '#!/bin/sh\ntouch %s/started\n' "$PWD" >none/evtask
	chmod +x none/evtask
	PATH=$PWD/none:$PATH make -s -C out
	[ ! -e started ]
}

@test "after a kill no task that had finished runs again" {
	expected
	cut_off
	finish
	[ "$ran" = 'best -' ]
	[ -z "$said" ]
	[ "$(markers)" -eq 0 ]
	results | diff expected -
}

@test "after a crash what has a mark is kept when it is whole, and what has none is made anew" {
	expected
	cut_off
	crashed
	finish
	[ "$(tr , '\n' <<<"$ran" | grep -c '^text [0-5]$')" -eq 6 ]
	[[ $ran != *events* ]]
	[[ $said == *'text/0/3: nothing in it tells whether it is whole'*'6 results of a job that was cut off are to be made again'* ]]
	results | diff expected -
	finish
	[ -z "$ran" ]
}

@test "results that are torn, after a kill or a crash, are found by name and made anew, of every format" {
	expected
	for how in true crashed; do
		rm -r out
		plan
		cut_off
		for file in events/0/1 stat/0/2 means cuts cells/0/3 grid table; do
			tear "out/$file" -9
		done
		$how
		finish
		for file in events/0/1 stat/0/2 means cuts cells/0/3 grid table; do
			[[ $said == *"evtask: $file:"* ]] || { echo "$how $file: $said"; return 1; }
		done
		[[ $said == *'of a job that was cut off'* ]]
		results | diff expected -
	done
}

@test "a flipped bit is found as well" {
	expected
	cut_off
	for file in stat/0/2 cuts cells/0/3 table; do
		touch -r "out/$file" date
		byte=$(od -An -tu1 -j 70 -N 1 "out/$file")
		# shellcheck disable=SC2059
		printf "\\$(printf %o $((byte ^ 1)))" | dd of="out/$file" bs=1 seek=70 conv=notrunc status=none
		touch -r date "out/$file"
	done
	finish
	for file in stat/0/2 cuts cells/0/3 table; do
		[[ $said == *"evtask: $file:"* ]] || { echo "$file: $said"; return 1; }
	done
	results | diff expected -
}

@test "after a kill a result without marks must have the size that the log says" {
	expected
	cut_off
	tear out/text/0/4 100
	finish
	[[ $said == *'text/0/4: its size is not what the log says'*'1 result of a job that was cut off is to be made again'* ]]
	[[ $ran == *'text 4'* && $ran != *'text 3'* ]]
	results | diff expected -
}

@test "results older than the job that was cut off are not looked at" {
	plan
	make -s -C out -j 2
	find in out -exec touch -h -d '1 hour ago' {} +
	rm out/best
	cut_off
	crashed
	finish
	[ "$ran" = 'best -' ]
}

@test "a dry run changes nothing" {
	plan
	cut_off
	crashed
	tear out/means 30
	make -n -s -C out >/dev/null
	[ "$(markers)" -eq 1 ]
	[ "$(stat -c %s out/means)" -eq 30 ]
}

@test "jobs side by side do each other no harm" {
	expected
	NAP=2 make -s -C out -j 2 &
	until [ -e out/table ]; do sleep 0.02; done
	rm out/table
	text=$(find out/text -type f | head -n 1)
	cp -p "$text" kept
	tear "$text" 10 # nobody looks, for the other one is alive
	finish=$(make -s -C out table 2>&1)
	mv kept "$text"
	[ -z "$finish" ]
	[ "$(markers)" -ge 1 ]
	wait $!
	results | diff expected -
	make -s -C out
	[ "$(markers)" -eq 0 ] || make -q -C out
}

@test "a job of another host is left to it, and one whose marker was lost in a crash is looked at" {
	expected
	cut_off
	mv out/log/job.* out/log/job.elsewhere.1
	tear out/stat/0/1 30
	crashed
	finish
	[ "$ran" = 'best -' ]
	[ -e out/log/job.elsewhere.1 ]
	rm -r out
	plan
	cut_off
	truncate -s 0 out/log/job.*
	tear out/stat/0/1 30
	finish
	[[ $said == *'evtask: stat/0/1:'* ]]
	results | diff expected -
}

@test "a log whose last line is torn spoils no further line" {
	plan
	cut_off
	crashed
	printf 'best\t-\tmake' >>"out/log/$host.tsv"
	make -s -C out 2>/dev/null
	[ "$(awk -F '\t' 'NF != 14' "out/log/$host.tsv")" = $'best\t-\tmake' ]
}

@test "targets made by name leave a marker that the next make takes away; evtask --end-job does so too" {
	plan
	make -s -C out events
	[ "$(markers)" -eq 1 ]
	(cd out && evtask --end-job)
	[ "$(markers)" -eq 0 ]
	make -s -C out text
	[ "$(markers)" -eq 1 ]
	make -s -C out
	[ "$(markers)" -eq 0 ]
}

@test "evrun looks at what was left before it plans what to do" {
	expected
	cut_off
	tear out/stat/0/4 100
	run evrun -q out
	[ "$status" -eq 0 ]
	[[ $output == *'evrun: stat/0/4:'*'1 result of a job that was cut off'* ]]
	results | diff expected -
	[ "$(markers)" -eq 0 ]
}

@test "results that cannot be looked at stop make" {
	plan
	cut_off
	rm -r out/cmd
	crashed
	run make -s -C out
	[ "$status" -eq 2 ]
	[[ $output == *'evtask: cmd: No such file'*'evtask failed'* ]]
}

@test "an evrun is one job, whatever it starts: one marker, brought to disk and gone at its end, and trusted in between" {
	printf '%s\n' 'n = range(0, 8)' 'seen = map(n) : ls log' 'again = map(seen) : ls log' >q.pipe
	evplan q.pipe -o q >/dev/null
	local engine
	for engine in make parallel; do
		command -v "$engine" >/dev/null || continue
		rm -rf q/seen q/again
		evrun -q -e "$engine" -b 1 -j 2 q
		[ "$(cat q/*/0/* | grep '^job' | sort -u | wc -l)" -eq 1 ]
		[ -z "$(find q/log -name 'job.*')" ]
	done
}

@test "an evrun that was cut off is a job that was cut off" {
	plan
	NAP=30 setsid evrun -q -j 2 out 2>/dev/null 3>&- &
	local pid=$!
	until [ -e out/table ] && compgen -G 'out/.best.*' >/dev/null; do sleep 0.02; done
	kill -KILL -- -"$pid"
	wait "$pid" 2>/dev/null || true
	pkill -KILL -s "$pid" || true
	[ "$(markers)" -eq 1 ]
	tear out/events/0/2 100
	finish
	[[ $said == *"events/0/2"* ]]
}
