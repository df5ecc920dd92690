#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evstat: moments of columns.

bats_require_minimum_version 1.5.0
load common

# rows of a partial result, the fields with blanks between
rows() {
	grep -v '^#' "$@" | tr '\t' ' '
}

@test "count, missing, mean, variance, min, max and sums of each column that has numbers" {
	printf 'a,n,t,b\n1,5,x,true\n2.5,,y,false\n,7,z,true\nnan,9,,\n' >in.csv
	evstat in.csv >out
	diff <(rows out) - <<-END
		a all float64 2 2 1.75 1.125 1 2.5 3.5 7.25
		n all int64 3 1 7 4 5 9 21 155
		b all bool 3 1 0.6666666666666666 0.3333333333333333 0 1 2 2
	END
	diff <(grep '^#' out | grep -v '^# end') - <<-END
		# evfarm stat 1
		# events 4
		# columns $(printf 'column\tclass\ttype\tcount\tmissing\tmean\tvariance\tmin\tmax\tsum\tsum2')
	END
}

@test "-s gives each column a row of signal and a row of background" {
	printf 'x,q\n1,1\n2,0\n4,1\n8,\n' | evstat -s 'q > 0' -c x >out
	diff <(rows out) - <<-END
		x signal int64 2 0 2.5 4.5 1 4 5 17
		x background int64 2 0 5 18 2 8 10 68
	END
	grep -x '# signal q > 0' out
	grep -x '# events 4' out
	grep -x '# events_signal 2' out
	grep -x '# events_background 2' out
}

@test "-e takes only events for which all its expressions are true" {
	printf 'x,q\n1.5,1\n2,0\n4,1\n8,\n' | evstat -e 'x > 1.5' -e 'q >= 0' -c x >out
	diff <(rows out) <(echo 'x all float64 2 0 3 2 2 4 6 20')
	grep -x '# selection (x > 1.5) && (q >= 0)' out
	grep -x '# events 2' out
	printf 'x\n1\n2\n' | evstat -e 'x > 1' | grep -x '# selection x > 1'
}

@test "-c says which columns, and their order" {
	printf 'a,b,c,d\n1,2,x,4\n' >in.csv
	[ "$(evstat -c d,_1 in.csv | rows | cut -d' ' -f1 | xargs)" = 'd a' ]
	run --separate-stderr evstat -c a,bb in.csv
	[ -z "$output" ] && [ "$status" -eq 2 ] && [[ $stderr == *"no column bb"* ]]
	run evstat -c a,c in.csv
	fails 2 'evstat: -c: column c is text'
}

@test "no events, one event, and nothing but missing values have nan for what they lack" {
	evstat <<<'a' | rows | diff - <(echo 'a all float64 0 0 nan nan nan nan 0 0')
	printf 'a\n-0\n' | evstat | rows | diff - <(echo 'a all int64 1 0 0 nan 0 0 0 0')
	printf 'a\n-0.0\n' | evstat | rows | diff - <(echo 'a all float64 1 0 0 nan 0 0 0 0')
	printf 'a,b\n,1\nnan,2\n' | evstat -c a | rows | diff - <(echo 'a all float64 0 2 nan nan nan nan 0 0')
	printf 'a,b\n1,1\n3,1\n' | evstat -s 'b > 5' -c a | rows | diff - <(printf 'a %s\n' 'signal int64 0 0 nan nan nan nan 0 0' 'background int64 2 0 2 2 1 3 4 10')
}

@test "infinities count, and make sums infinite or nan in any order" {
	printf 'a\n1\ninf\n' | evstat | rows | diff - <(echo 'a all float64 2 0 inf nan 1 inf inf inf')
	printf 'a\n-inf\n1\ninf\n' | evstat | rows | diff - <(echo 'a all float64 3 0 nan nan -inf inf nan inf')
	printf 'a\ninf\n-inf\n1\n' | evstat | rows | diff - <(echo 'a all float64 3 0 nan nan -inf inf nan inf')
}

@test "the variance of values that are large and close together is exact" {
	printf 'a\n1000000000.25\n1000000000.5\n1000000000.75\n' | evstat | rows |
		diff - <(echo 'a all float64 3 0 1000000000.5 0.0625 1000000000.25 1000000000.75 3000000001.5 3.000000003e+18')
}

@test "the rest of a sum stands behind its row" {
	printf 'a\n1e16\n1.5\n1e-30\n' | evstat | sed -n '/^a/,/^# end/p' | sed '1d;$d' >out
	sed -n 1p out | grep -x '# rest 1 sum -0.5,1e-30' # 1e16 + 2 is the nearest double
	[ "$(wc -l <out)" -eq 2 ]
	run evstat <(printf 'a\n1e300\n1\n')
	[[ $output == *$'\n# rest 1 sum 1\n'* ]]
	[[ $output == *'# rest 1 sum2 0x'*p*,1$'\n'* ]] # 1e600 is beyond a double, and kept
	printf 'a\n1e300\n1\n-1e300\n' | evstat | rows | cut -d' ' -f 6,10 | diff - <(echo '0.3333333333333333 1')
}

@test "integers and reals of all widths, in batches of a stream" {
	printf 'a,b,c,d,e\n1,2,3,4,true\n-5,6.5,7.5,-8,false\n,,,,\n' |
		evread -t a=int32 -t b=float32 -t c=float64 -t d=int64 -t e=bool | evstat | rows | diff - <(cat <<-END
			a all int32 2 1 -2 18 -5 1 -4 26
			b all float32 2 1 4.25 10.125 2 6.5 8.5 46.25
			c all float64 2 1 5.25 10.125 3 7.5 10.5 65.25
			d all int64 2 1 -2 72 -8 4 -4 80
			e all bool 2 1 0.5 0.5 0 1 1 1
		END
		)
}

# A check by awk, which rounds as it adds: the first digits must agree.
@test "tens of thousands of events, by blocks and classes, are as awk has them" {
	awk 'BEGIN { srand(3); print "x,q"; for (i = 0; i < 40000; i++) printf "%.6g,%d\n", (rand() - 0.3) * exp(9 * rand()), rand() < 0.3 }' >in.csv
	awk -F, 'NR > 1 { n[$2]++; s[$2] += $1; t[$2] += $1 * $1 }
		END { for (q = 1; q >= 0; q--) printf "%d %.10g %.10g\n", n[q], s[q] / n[q], (t[q] - s[q] * s[q] / n[q]) / (n[q] - 1) }' in.csv >want
	evstat -s q -c x in.csv | grep -v '^#' | awk '{ printf "%d %.10g %.10g\n", $4, $6, $7 }' | diff - want
}

@test "the order of events changes no byte" {
	awk 'BEGIN { srand(5); print "x,q"; for (i = 0; i < 5000; i++) printf "%.17g,%d\n", (rand() - 0.5) * exp(80 * (rand() - 0.5)), i % 3 }' >in.csv
	{ head -1 in.csv; tail -n +2 in.csv | sort -g; } >sorted.csv
	{ head -1 in.csv; tail -n +2 in.csv | tac; } >reversed.csv
	evstat -s 'q == 1' in.csv >want
	evstat -s 'q == 1' sorted.csv | cmp - want
	evstat -s 'q == 1' reversed.csv | cmp - want
	evread sorted.csv | evstat -s 'q == 1' | cmp - want
}

@test "the muons' mass has the mean 87.9302079" {
	real zpeak/Zmumu_Run2011A.csv
	[ "$(wc -l <"$real")" -eq 10584 ]
	evcalc 'M = sqrt(2*pt1*pt2*(cosh(eta1-eta2)-cos(phi1-phi2)))' "$real" | evstat -c M | rows |
		awk '{ printf "%s %d %.7f\n", $1, $4, $6 }' | diff - <(echo 'M 10583 87.9302079')
}

@test "bad data and a full disk leave no result" {
	run --separate-stderr evstat -c a <(printf 'a,b\n1,2\n3\n')
	[ "$status" -eq 3 ] && [ -z "$output" ]
	run sh -c 'printf "a\n1\n" | evstat >/dev/full'
	fails 1 'evstat: standard output: No space left on device'
	run evstat -s 'nothere > 1' <(printf 'a\n1\n')
	fails 2 'evstat: -s' 'nothere'
}

@test "a selection takes values of every type" {
	printf 'x,k,b,w\n1.5,1,true,2\n2.5,3,false,3\n3.5,5,true,4\n' > in.csv
	evread -t x=float32 -t k=int32 -t b=bool in.csv > in.ev
	evstat -e 'w > 2' in.ev | grep -v '^#' | cut -f 1,3,4,6,7,10 > got
	diff got - <<-END
		x	float32	2	3	0.5	6
		k	int32	2	4	2	8
		b	bool	2	0.5	0.5	1
		w	int64	2	3.5	0.5	7
	END
}

@test "a column that turns out to hold reals after many integers is one of reals" {
	awk 'BEGIN { print "k"; for (i = 0; i < 300000; i++) print i % 10; print 0.5 }' > in.csv
	[ "$(evstat in.csv | grep '^k' | cut -f 3,4,8-10)" = "float64	300001	0	9	1350000.5" ]
}
