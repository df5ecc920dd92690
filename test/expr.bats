#!/usr/bin/env bats
# The expression language of evexpr(7), by the unit programs that evaluate words and random expressions.

bats_require_minimum_version 1.5.0
load common

# each COLUMN...: every line `EXPR => OUTPUT` of standard input holds, over these columns.
each() {
	local line expr want got
	while IFS= read -r line; do
		expr=${line%% => *} want=${line#* => }
		got=$("$units/expr" -- "$expr" "$@" 2>&1) || true
		[ "$got" = "$want" ] || { echo "$expr: '$got', not '$want'"; return 1; }
	done
}

# each_fails COLUMN...: every line `EXPR => column N: MESSAGE` is what a wrong expression says, with exit 2.
each_fails() {
	local line expr want
	while IFS= read -r line; do
		expr=${line%% => *} want=${line#* => }
		run "$units/expr" -- "$expr" "$@"
		[ "$status" -eq 2 ] || { echo "$expr: exit $status: $output"; return 1; }
		[ "$output" = "expr: '$expr': $want" ] || { echo "$output, not: $want"; return 1; }
	done
}

@test "operators bind as in C, and ** binds tighter than a sign before it, and to the right" {
	each <<-'END'
		1 + 2 * 3 => float64 7
		(1 + 2) * 3 => float64 9
		10 - 4 - 3 => float64 3
		100 / 10 / 2 => float64 5
		7 % 4 * 2 => float64 6
		2 * 7 % 4 => float64 2
		-2**2 => float64 -4
		(-2)**2 => float64 4
		2**3**2 => float64 512
		2**-1 => float64 0.5
		2**-2**2 => float64 0.0625
		-2**-2 => float64 -0.25
		3*2**2 => float64 12
		- -3 => int64 3
		--3 => int64 3
		+3 => int64 3
		!3 == 0 => bool true
		!(3 == 0) => bool true
		1 < 2 == 1 => bool true
		2 > 1 == 2 > 1 => bool true
		1 + 1 > 1 => bool true
		0 && 0 || 1 => bool true
		1 || 0 && 0 => bool true
		1 == 0 || 2 => bool true
		1 || 1 ? 5 : 6 => int64 5
		0 ? 1 : 0 ? 2 : 3 => int64 3
		1 ? 0 ? 1 : 2 : 3 => int64 2
		1 ? 2 : 3 + 10 => float64 2
		0 ? 2 : 3 + 10 => float64 13
		-1 < 0 => bool true
		9007199254740993 != 9007199254740992 => bool true
		9007199254740993 > 9007199254740992.0 => bool true
		true + true => float64 2
		-true => int64 -1
		min(2.5, 3, -1) => float64 -1
		"a" == "a" => bool true
		"a" == "ab" => bool false
		true ? "a" : "b" => utf8 "a"
		5-3 => float64 2
		2*-3 => float64 -6
	END
}

@test "division is of reals, % is the remainder with the sign of the left, as fmod" {
	each <<-'END'
		7 / 2 => float64 3.5
		1 / 0 => float64 inf
		-1 / 0 => float64 -inf
		isnan(0 / 0) => bool true
		7 % 3 => float64 1
		-7 % 3 => float64 -1
		7 % -3 => float64 1
		5.5 % 2 => float64 1.5
	END
}

@test "numbers are read as everywhere" {
	each <<-'END'
		42 => int64 42
		0.5 => float64 0.5
		.5 => float64 0.5
		5. => float64 5
		1e3 => float64 1000
		1.5E-3 => float64 0.0015
		2e+2 => float64 200
		0.1 => float64 0.1
		007 => int64 7
		9223372036854775807 => int64 9223372036854775807
		9223372036854775808 => float64 9.223372036854776e+18
		1e999 => float64 inf
	END
}

@test "constants have their names, which a column in backquotes may have too" {
	each pi:int64=3 true:int64=5 <<-'END'
		pi => float64 3.141592653589793
		`pi` => int64 3
		-inf => float64 -inf
		isnan(nan) => bool true
		true => bool true
		`true` + 1 => float64 6
		false || 0 => bool false
	END
}

@test "columns go by bare names, dotted names, backquoted names, positions, and a real name before a position" {
	each x:int64=1 'p T (GeV):int64=2' mu.pt:int64=3 _1:int64=4 min:int64=5 η1:int64=6 é:int64=7 <<-'END'
		x => int64 1
		`p T (GeV)` => int64 2
		mu.pt*2 => float64 6
		_1 => int64 4
		_2 => int64 2
		_7 => int64 7
		min => int64 5
		min(min, x) => int64 1
		η1 - é => float64 -1
		`x` + x => float64 2
		x+.5 => float64 1.5
	END
}

@test "integers stay whole and exact where they are compared, negated, chosen, or the least" {
	each i:int64=9007199254740993,-9223372036854775808 k:int32=3,-4 r:float64=9007199254740992,-9223372036854775808 <<-'END'
		i == 9007199254740993 => bool true false
		i == 9007199254740992 => bool false false
		i == 9007199254740992.0 => bool false false
		i > 9007199254740992.0 => bool true false
		i == r => bool false true
		i > r => bool true false
		r < i => bool true false
		r >= i => bool false true
		i < 9223372036854775808 => bool true true
		i == -9223372036854775808 => bool false true
		i > -1e300 => bool true true
		i < inf => bool true true
		i != nan => bool true true
		i < nan => bool false false
		-k => int64 -3 4
		abs(k) => int64 3 4
		abs(i) => int64 9007199254740993 9223372036854775807
		-i => int64 -9007199254740993 9223372036854775807
		min(i, k) => int64 3 -9223372036854775808
		max(i, k, 5) => int64 9007199254740993 5
		k > 0 ? i : k => int64 9007199254740993 -4
		k > 0 ? i : 0.5 => float64 9007199254740992 0.5
		min(k, 2.5) => float64 2.5 -4
		k + 1 => float64 4 -3
		k > 2.5 => bool true false
		k == 3.0 => bool true false
		3 == k => bool true false
		0 > k => bool false true
	END
}

@test "a missing value makes arithmetic missing, a comparison false, and is neither true nor a number" {
	each a:float64=1,,3 b:float64=,,4 i:int64=1,,0 t:bool=true,,false s:utf8=mu,,e <<-'END'
		a => float64 1 null 3
		a + 1 => float64 2 null 4
		1 - a => float64 0 null -2
		a * b => float64 null null 12
		-a => float64 -1 null -3
		a ** 2 => float64 1 null 9
		sqrt(a) => float64 1 null 1.7320508075688772
		hypot(b, a - 3) => float64 null null 4
		fma(a, b, 1) => float64 null null 13
		min(a, b) => float64 null null 3
		max(i, 2) => int64 2 null 2
		a > 0 => bool true false true
		a == a => bool true false true
		a != a => bool false false false
		!(a > 0) => bool false true false
		i == 0 => bool false false true
		i != 0 => bool true false false
		!i => bool false true true
		i && 1 => bool true false false
		i || a => bool true false true
		a && b => bool false false true
		t => bool true null false
		!t => bool false true true
		t == false => bool false false true
		isnan(a) => bool false true false
		isnan(a + b) => bool true true false
		isfinite(a) => bool true false true
		isinf(a) => bool false false false
		a > 2 ? b : i => float64 1 null 4
		a ? 1 : 2 => int64 1 2 1
		isnan(b) ? a : b => float64 1 null 4
		s == "mu" => bool true false false
		s != "mu" => bool false false true
		t ? s : "none" => utf8 "mu" "none" "none"
		t ? "none" : s => utf8 "none" null "e"
	END
}

@test "as reals a missing value is nan, as truth it is false, and nan is true as in C" {
	run "$units/expr" -r 'i' i:int64=1,,-3
	[ "$output" = "int64 1 nan -3" ]
	run "$units/expr" -r 'a > 1' a:float64=1,,3
	[ "$output" = "bool 0 0 1" ]
	run "$units/expr" -t 'a' a:float64=0,,nan,-2
	[ "$output" = "float64 false false true true" ]
	run "$units/expr" -t 't' t:bool=true,,false
	[ "$output" = "bool true false false" ]
}

@test "nan compares as in C, min and max pass it on, fmin and fmax do not" {
	each x:float64=nan,1 <<-'END'
		x == x => bool false true
		x != x => bool true false
		!(x < 1) => bool true true
		min(x, 0) => float64 nan 0
		min(0, x) => float64 nan 0
		max(x, 2) => float64 nan 2
		max(2, x) => float64 nan 2
		fmin(x, 0) => float64 0 0
		fmax(0, x) => float64 0 1
		x && 1 => bool true true
		!x => bool false false
	END
}

@test "text is compared byte for byte, whole" {
	each s:utf8='mu,e,m"u,m\u,,muon' u:utf8='mu,E,x,m\u,,muon' <<-'END'
		s == "mu" => bool true false false false false false
		s != "mu" => bool false true true true false true
		"e" == s => bool false true false false false false
		s == "m\"u" => bool false false true false false false
		s == "m\\u" => bool false false false true false false
		s == "" => bool false false false false false false
		s == u => bool true false false true false true
		s == "mu" || s == "e" => bool true true false false false false
		s == "e" ? "electron" : s == "mu" ? "muon" : s => utf8 "muon" "electron" "m"u" "m\u" null "muon"
		"µ" => utf8 "µ" "µ" "µ" "µ" "µ" "µ"
	END
}

@test "every function of <math.h> gives what it should" {
	while IFS= read -r line; do
		f=${line% ~ *} want=${line#* ~ }
		run "$units/expr" "abs(($f) - ($want)) <= 4e-15 * abs($want)"
		[ "$output" = "bool true" ] || { echo "$f is not $want"; "$units/expr" "$f"; return 1; }
	done <<-'END'
		sin(0.7) ~ 0.644217687237691
		cos(0.7) ~ 0.7648421872844885
		tan(0.7) ~ 0.8422883804630794
		asin(0.7) ~ 0.775397496610753
		acos(0.7) ~ 0.7953988301841436
		atan(0.7) ~ 0.6107259643892086
		atan2(-1, -2) ~ -2.677945044588987
		sinh(0.7) ~ 0.7585837018395334
		cosh(0.7) ~ 1.255169005630943
		tanh(0.7) ~ 0.6043677771171636
		asinh(0.7) ~ 0.6526665660823557
		acosh(1.7) ~ 1.123230982587296
		atanh(0.7) ~ 0.8673005276940531
		exp(0.7) ~ 2.0137527074704766
		exp2(0.7) ~ 1.624504792712471
		expm1(0.7) ~ 1.0137527074704764
		log(0.7) ~ -0.35667494393873245
		log2(0.7) ~ -0.5145731728297583
		log10(0.7) ~ -0.1549019599857432
		log1p(0.7) ~ 0.5306282510621704
		logb(100) ~ 6
		pow(0.7, 3.5) ~ 0.28697438910118783
		sqrt(0.7) ~ 0.8366600265340756
		cbrt(0.7) ~ 0.8879040017426006
		hypot(3, 4) ~ 5
		erf(0.7) ~ 0.6778011938374184
		erfc(0.7) ~ 0.32219880616258156
		tgamma(0.7) ~ 1.298055332647558
		lgamma(0.7) ~ 0.2608672465316669
		ceil(-2.5) ~ -2
		floor(-2.5) ~ -3
		trunc(-2.5) ~ -2
		round(-2.5) ~ -3
		nearbyint(2.5) ~ 2
		rint(3.5) ~ 4
		fmod(-7, 3) ~ -1
		remainder(8, 3) ~ -1
		copysign(2, -0.5) ~ -2
		nextafter(1, 2) - 1 ~ 2.220446049250313e-16
		fdim(5, 3) ~ 2
		fmax(2, 3) ~ 3
		fmin(2, 3) ~ 2
		fma(2, 3, 4) ~ 10
		fabs(-0.7) ~ 0.7
		j0(0.7) ~ 0.881200888607405
		j1(0.7) ~ 0.328995741540059
		y0(0.7) ~ -0.1906649293373951
		y1(0.7) ~ -1.10324987190763
		isinf(-inf) ~ 1
		isfinite(1) ~ 1
		isnan(nan) ~ 1
		isnormal(1e-310) + 2 ~ 2
		signbit(-0.0) ~ 1
	END
}

@test "the types of a batch go before those of the schema" {
	run "$units/expr" 'x > 2.5' 'x:int64>float64=2,3.5,'
	[ "$output" = "bool false true false" ]
	run "$units/expr" 'min(x, 3)' 'x:int64>float64=2.5,3.5'
	[ "$output" = "int64 2.5 3" ]
	run "$units/expr" 'x' 'x:float64>float32=0.1'
	[ "$output" = "float64 0.10000000149011612" ]
	run "$units/expr" 'x + 1' 'x:float64>utf8=abc'
	fails 3 "words: column 1 is of type utf8 here"
}

@test "rows are evaluated from any place in a batch, in blocks" {
	many=$(seq -s, 1 3000 | sed 's/,7,/,,/')
	run "$units/expr" -f 5 'x' "x:int32=$many"
	[ "${output:0:20}" = "int64 6 null 8 9 10 " ]
	[ "${output: -10}" = " 2999 3000" ]
	run "$units/expr" -f 3 't' t:bool=true,true,true,false,true,,false,true,true,false,true
	[ "$output" = "bool false true null false true true false true" ]
	run "$units/expr" -f 2 's' s:utf8=a,b,cc,,d
	[ "$output" = 'utf8 "cc" null "d"' ]
}

@test "random expressions agree with a plain reckoning" {
	run "$units/expr_random" 1 10000
	[ "$status" -eq 0 ] || { echo "$output"; return 1; }
}

@test "an unknown name is an error that names the nearest one" {
	each_fails pt1:float64=1 pt2:float64=1 name:utf8=a <<-'END'
		pt3 > 25 => column 1: no column pt3, did you mean pt1?
		pt1 > 25 && PT2 < 3 => column 13: no column PT2, did you mean pt2?
		`p t` => column 1: no column p t
		zebra => column 1: no column zebra
		_9 => column 1: no column _9
		sqr(pt1) => column 1: no function sqr, did you mean sqrt?
		pt1(2) => column 1: pt1 is a column, not a function
		cosh > 1 => column 1: cosh is a function: cosh(...)
		not pt1 => column 1: no column not, did you mean !?
		pt1 > 1 and pt2 > 1 => column 9: and is no operator, did you mean &&?
		pt1 > 1 or pt2 > 1 => column 9: or is no operator, did you mean ||?
	END
}

@test "a wrong expression says where and why" {
	each_fails x:float64=1 s:utf8=a <<-'END'
		 => column 1: an empty expression
		x + => column 4: it ends where a value should stand
		x + * 2 => column 5: a value should stand here, not *
		x x => column 3: an operator should stand here, not x
		(x + 1 => column 1: ( without its )
		x + (1 2) => column 8: an operator should stand here, not 2
		x) => column 2: ) without its (
		sin(x => column 1: ( without its )
		sin() => column 1: sin takes 1 argument, not 0
		atan2(x) => column 1: atan2 takes 2 arguments, not 1
		min(x) => column 1: min takes 2 or more arguments, not 1
		x ? 1 => column 3: ? without its :
		x = 1 => column 3: =: did you mean ==?
		x & 1 => column 3: &: there are no operators on bits; did you mean &&?
		x | 1 => column 3: |: there are no operators on bits; did you mean ||?
		x ^ 2 => column 3: ^: there are no operators on bits; did you mean ** (power)?
		~x => column 1: ~: there are no operators on bits; did you mean !?
		x <> 2 => column 3: <>: did you mean !=?
		x << 2 => column 3: <<: there are no operators on bits; use * and ** (x * 2 ** n)
		x >> 2 => column 3: >>: there are no operators on bits; use / and ** (floor(x / 2 ** n))
		x > 0x1F => column 5: not a number: 0x1F
		25GeV => column 1: not a number: 25GeV
		1.2.3 => column 1: not a number: 1.2.3
		1e => column 1: not a number: 1e
		s == "a => column 6: text without its closing "
		s == "\n" => column 7: in text, \ goes before " or another \ only
		`x => column 1: a name without its closing `
		`` => column 1: an empty name
		x @ 2 => column 3: @ means nothing here
		s == "é" @ => column 10: @ means nothing here
		x[0] => column 2: [ means nothing here
	END
	run "$units/expr" "s == 'a'" s:utf8=a
	fails 2 "column 6: ': text stands in double quotes"
}

@test "text does not mix with numbers, and is told so when the expression is read" {
	each_fails x:float64=1 s:utf8=a <<-'END'
		s == 5 => column 3: == compares text with a number: s is text, 5 is a number
		x > 1 != s => column 7: != compares text with a number: x > 1 is a truth value, s is text
		s < "b" => column 3: < does not take text (s): only == and != do
		s + 1 => column 3: + does not take text (s)
		-s => column 1: - does not take text (s)
		+s => column 1: + does not take text (s)
		!s => column 1: ! does not take text (s)
		x > 1 && s => column 7: && does not take text (s)
		sqrt("4") => column 1: sqrt does not take text ("4")
		max(1, s) => column 1: max does not take text (s)
		s ? 1 : 2 => column 3: text (s) is neither true nor false
		x ? s : 2 => column 3: ?: chooses between text and a number: s is text, 2 is a number
	END
	run "$units/expr" -r 's' s:utf8=a
	fails 2 "'s' is text, not a number"
	run "$units/expr" -t 's' s:utf8=a
	fails 2 "'s' is text, neither true nor false"
}

@test "a chain of comparisons means what it means in C, with a warning" {
	run --separate-stderr "$units/expr" '60 < m < 120' m:float64=10,90,500
	[ "$status" -eq 0 ]
	[ "$output" = "bool true true true" ]
	[[ $stderr == *"column 8: < compares the outcome of <, 0 or 1, as in C; did you mean &&"* ]]
	run --separate-stderr "$units/expr" '(60 < m) == (m < 120)' m:float64=90
	[ -z "$stderr" ]
}

@test "hostile depth and length end in a message, not in a crash" {
	many() { printf "%$2s" '' | sed "s/ /$1/g"; }
	for deep in "$(many '(' 20000)" "$(many '-' 20000)1" "$(many '2**' 20000)2" "$(many '1?1:' 20000)1" \
		"$(many 'sin(' 20000)"; do
		run "$units/expr" -- "$deep"
		fails 2 "nested deeper than 200 levels"
		[ ${#output} -lt 1000 ]
	done
	run "$units/expr" -- "$(many 'x+' 20000)x" x:float64=1
	fails 2 "more than 4000 operands and operators"
	run "$units/expr" -- "$(many 'x+' 1900)x" x:float64=1
	[ "$output" = "float64 1901" ]
	run "$units/expr" -- "$(many '(' 190)x$(many ')' 190)" x:float64=1
	[ "$output" = "float64 1" ]
	run "$units/expr" -- "x == \"$(many a 5000)\"" x:utf8=a
	fails 2 "text of more than 4096 bytes"
}

@test "the manual's functions are functions" {
	sed -n '/^\.Ss Functions/,/^\.Ss Types/s/^\.Sq //p' "$root/src/evexpr.7" | tr ' ' '\n' | sed 's/(.*//' |
		grep '^[a-z]' | sort -u > names
	[ "$(wc -l < names)" -eq 56 ]
	while read -r f; do
		run "$units/expr" "$f"
		fails 2 "$f is a function" || return 1
	done < names
}
