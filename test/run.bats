#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# test/run: what make test closes on.

bats_require_minimum_version 1.5.0
load common

# the bats of the outer run puts its own innards on PATH
suite() {
	local path
	path=$(tr : '\n' <<<"$PATH" | grep -v libexec | paste -sd :)
	printf '%s\n' "$@" >suite.bats
	run --separate-stderr env -i PATH="$path" TMPDIR="$PWD" BATS_TEST_TIMEOUT=3 "$root/test/run" "$PWD/suite.bats"
}

@test "the last line counts what has passed and failed" {
	suite '@test "one" { true; }' '@test "two" { true; }'
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = "2 passed, 0 failed" ]
}

@test "a failure counts and makes the exit" {
	suite '@test "one" { false; }' '@test "two" { true; }'
	[ "$status" -ne 0 ]
	[ "${lines[-1]}" = "1 passed, 1 failed" ]
}

@test "skipped tests are named with their reasons and counted apart" {
	suite '@test "one" { true; }' '@test "two sheep" { skip "no wolf"; }'
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = "1 passed, 0 failed, 1 skipped" ]
	[[ $output == *"skipped:"*"  two sheep: no wolf"* ]]
}

@test "tests that have not come to an end are failures" {
	suite '@test "one" { true; }' '@test "two" { kill -9 $PPID; kill -9 $$; }' '@test "three" { true; }'
	[ "$status" -ne 0 ]
	[[ ${lines[-1]} =~ ^1\ passed,\ [12]\ failed$ ]]
}

@test "a file of tests that is none fails" {
	suite '@test "one" {' 'fi'
	[ "$status" -ne 0 ]
	[[ ${lines[-1]} =~ ^0\ passed,\ [1-9][0-9]*\ failed$ ]]
}
