#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# test/needs: what a part of the project needs is there, or brought in, or named.

bats_require_minimum_version 1.5.0
load common

# with PROGRAM...: needs runs in a system that has these and what else is in $PWD/own
with() {
	mkdir -p own
	local program
	for program; do
		ln -sf "$(command -v "$program")" own/
	done
}

needs() {
	mkdir -p own
	run --separate-stderr env -u CC PATH="$PWD/own" "$root/test/needs" "$@"
}

# an apt-get that keeps its arguments, and installs nothing before it has updated; a sudo that asks for no password
fake_apt() {
	with sh env id mktemp rm tail cat pgrep
	cat >own/apt-get <<-'END'
		#!/bin/sh
		echo "$*" >>calls
		case $* in
		*update*) : >updated ;;
		*install*) [ -e updated ] || exit 100 ;;
		esac
	END
	printf '#!/bin/sh\nshift\nexec "$@"\n' >own/sudo
	chmod +x own/apt-get own/sudo
}

@test "where all is there, needs says and does nothing" {
	with bats pgrep
	needs test
	[ "$status" -eq 0 ] && [ -z "$output$stderr" ]
}

@test "without apt, needs names the packages in a line to copy, and fails" {
	needs build test
	[ "$status" -eq 1 ] && [ -z "$output" ]
	[[ $stderr == *"sudo apt-get install --no-install-recommends gcc libc6-dev zlib1g-dev bats procps"* ]]
}

@test "with apt, needs installs what is missing, updating the lists only if it must" {
	fake_apt
	needs test
	[ "$status" -eq 0 ]
	[ "$(grep -c install calls)" -eq 2 ]
	[ "$(grep -c update calls)" -eq 1 ]
	needs test
	[ "$(grep -c update calls)" -eq 1 ]
}

@test "an install that fails ends with what to do" {
	fake_apt
	printf '#!/bin/sh\necho no such mirror; exit 100\n' >own/apt-get
	needs test
	[ "$status" -eq 1 ]
	[[ $stderr == *"no such mirror"*"sudo apt-get install --no-install-recommends bats"* ]]
}

@test "an unknown group is misuse" {
	needs everything
	[ "$status" -eq 2 ]
	[[ $stderr == *"no group 'everything'"* ]]
}
