#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The drills at a small size; make drill has them at full size.

load common

@test "runs that are killed, starved or fed bad input end as an undisturbed one does, and repeat nothing" {
	run "$root/test/drill" 5 7
	[ "$status" -eq 0 ]
	[[ ${lines[0]} == drill*runs*kills*again*differ ]]
	[[ $output =~ 'killed by SIGKILL, one to three times'\ +5\ +([0-9]+)\ +0\ +0 ]]
	[ "${BASH_REMATCH[1]}" -gt 0 ]
	[[ $output =~ 'tasks fail one time in five'\ +1\ +([0-9]+)\ +0\ +0 ]]
	[ "${BASH_REMATCH[1]}" -gt 0 ]
	[[ $output =~ 'an input is damaged, and restored'\ +1\ +[0-9]+\ +0\ +0 ]]
}
