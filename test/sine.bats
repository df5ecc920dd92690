#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Sines and cosines of many values (src/lib/sine), by test/unit/sine.c.

bats_require_minimum_version 1.5.0
load common

@test "within one unit in the last place of long doubles', near zero, over many turns, and next to quarter turns" {
	"$units/sine" near
}

@test "sines are odd and cosines even, to the last bit" {
	"$units/sine" symmetry
}

@test "of zeros, infinities, nan and large values they are libm's, whatever stands beside" {
	"$units/sine" special
}

@test "every compiler and every machine gives the same bits" {
	[ "$("$units/sine" digest)" = 8d5d0aacf2c86434 ]
}
