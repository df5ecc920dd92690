#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Numbers from text and back, by the unit programs num and num_random; they print what is wrong.

bats_require_minimum_version 1.5.0
load common

right() {
	run "$units/$1" "${@:2}"
	echo "$output"
	[ "$status" -eq 0 ] && [ "$output" = "$2: 0 wrong" ]
}

@test "hard decimals read as by strtod and strtof: halfway, subnormal, too large, too small, hundreds of digits" {
	right num read
}

@test "what is not a number as a whole is refused" {
	right num reject
}

@test "integers read and write exactly over all of int64, and no further" {
	right num int
}

@test "numbers are written as agreed: fixed from 0.0001 to 1e+16, no needless digit" {
	right num write
}

@test "random doubles read as by strtod and are written as short as can be, the nearest of that length" {
	right num_random bits 250000
}

@test "random floats, and those halfway between two, are rounded once and written as short as can be" {
	right num_random floats 250000
}

@test "random decimals of all shapes read as by strtod" {
	right num_random decimals 400000
}

@test "random decimals of hundreds of digits read as by strtod" {
	right num_random long 20000
}
@test "numbers and what is nearly one are read alike by vector instructions and by the plain way" {
	right num_random texts 1000000
}
