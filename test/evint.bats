#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evint: integrals by the midpoint rule.

bats_require_minimum_version 1.5.0
load common

# integral ARG...: the sum that evint gives
integral() {
	evint "$@" | awk -F '\t' '!/^#/ { print $10 }'
}

# near VALUE X TOLERANCE
near() {
	awk -v a="$1" -v b="$2" -v d="$3" 'BEGIN { exit !(a - b <= d && b - a <= d) }' || { echo "$1, not $2"; return 1; }
}

@test "the sum over the midpoints times their distance, in one dimension" {
	[ "$(integral -x 4,0,1 x)" = 0.5 ]
	[ "$(integral -x 2,0,1 'x ** 2')" = 0.3125 ]
	[ "$(integral -x 1,-1,3 'x + 1')" = 8 ]
	[ "$(integral -x 3000,0,3000 'x > 1000')" = 2000 ]
	near "$(integral -x 2000,0,pi 'sin(x)')" 2.00000020561676 1e-13
}

@test "and in two" {
	[ "$(integral -x 4,0,2 -y 2,-1,3 'x * y')" = 8 ]
	[ "$(integral -x 1,0,1 -y 2500,0,2500 'x <= y')" = 2500 ]
	[ "$(integral -x 2,0,1 -y 2,0,1 'x ** 2 * y ** 2')" = 0.09765625 ]
	closed=$(awk 'BEGIN { h = atan2(0, -1) / 2000; k = atan2(0, -1) / 1100; printf "%.17g", h / 2 / sin(h / 2) * 2 * (k / 4) / sin(k / 4) }')
	near "$(integral -x 1000,0,pi/2 -y 1100,0,pi 'sin(x) * cos(y / 2)')" "$closed" 1e-14
}

@test "sin(x + y) over [0,pi]^2 on 10,000 by 10,000 points is 0 within 1e-13" {
	unsanitized "the sanitizers take too long for it"
	near "$(integral -x 10000,0,pi -y 10000,0,pi 'sin(x + y)')" 0 1e-13
}

@test "any division into parts, and any number of threads, gives the same bytes" {
	for grid in "-x 333,0,pi -y 1500,0,2*pi" "-x 5000,0,3"; do
		read -ra words <<<"$grid"
		OMP_NUM_THREADS=1 evint "${words[@]}" 'sin(x + 1) * exp(-x)' >whole
		for threads in 2 3; do
			OMP_NUM_THREADS=$threads evint "${words[@]}" 'sin(x + 1) * exp(-x)' | cmp - whole
		done
		for parts in 2 7; do
			rm -f part.*
			for part in $(seq $parts); do
				evint "${words[@]}" --part "$part/$parts" 'sin(x + 1) * exp(-x)' >"part.$part"
			done
			evmerge part.* | cmp - whole
		done
	done
}

@test "a part of one row is that row" {
	[ "$(integral -x 3,0,3 --part 2/3 x)" = 1.5 ]
	[ "$(integral -x 3,0,3 -y 2,0,2 --part 3/3 x)" = 5 ]
	[ "$(evint -x 3,0,3 --part 1/5 x | awk '$2 == "events" { print $3 }')" = 0 ]
}

@test "parts of different integrals are not added up" {
	evint -x 4,0,1 --part 1/2 x >a
	evint -x 5,0,1 --part 2/2 x >b
	run evmerge a b
	fails 3 b 'over x='
	evint -x 4,0,1 --part 2/2 'x ** 2' >b
	run evmerge a b
	fails 3 b
}

@test "where the expression is not a number is bad data, with how often" {
	run --separate-stderr evint -x 4,-2,2 'sqrt(x)'
	[ "$status" -eq 3 ] && [ -z "$output" ]
	[ "$stderr" = 'evint: sqrt(x) is not a number at 2 points of x' ]
	run evint -x 4,-2,2 -y 3,0,1 'sqrt(x) + y'
	fails 3 'at 2 points of x'
}

@test "misuse is told" {
	while IFS='|' read -r args words; do
		eval "run evint $args"
		IFS='|' read -ra word <<<"$words"
		fails 2 "${word[@]}"
	done <<-'END'
		|-x is missing
		x|-x is missing
		-x 4,0,1|give one expression
		-x 4,0,1 x y|give one expression
		-x 4,0 x|-x: not N,LO,HI: "4,0"
		-x 0,0,1 x|-x: 0 is outside 1 to 1000000000
		-x 4,1,1 x|-x: LO must be below HI
		-x 4,0,1/0 x|-x: LO must be below HI
		-x 4,0,q x|-x: 'q'|no column q
		-x 4,0,1 'x + y'|y
		-x 4,0,1 --part 0/3 x|--part: 0/3 is not 1/N to N/N
		-x 4,0,1 '"text"'|is text, not a number
	END
}
