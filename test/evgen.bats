#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evgen: synthetic events.

bats_require_minimum_version 1.5.0
load common

columns=,averageInteractionsPerCrossing,NvtxReco,p_nTracks,p_Rhad,p_Rhad1,p_TRTTrackOccupancy,p_topoetcone40
columns+=,p_eTileGap3Cluster,p_phiModCalo,p_etaModCalo,p_truthType

# digest ARGUMENTS...: of what evgen writes
digest() {
	evgen "$@" | sha256sum | cut -c 1-16
}

@test "the bytes of each model are the same on every machine" {
	[ "$(digest -n 5000)" = 6aec320dbc6b25a2 ]
	[ "$(digest -m zee -n 5000 -s 1)" = 6aec320dbc6b25a2 ]
	[ "$(digest -m zmumu -n 5000)" = 148a00e2aa990cb4 ]
	[ "$(digest -m higgs4l -n 5000)" = 2b66479c0f7339ac ]
	[ "$(digest -m uniform -n 5000)" = ea29be7798f2435b ]
}

@test "zee has the columns, the size and the class balance of the course's file" {
	evgen > z.csv
	[ "$(head -n 1 z.csv)" = "$columns" ]
	[ "$(wc -l < z.csv)" -eq 249872 ]
	[ "$(awk -F, 'NR > 1 && $12 == 2' z.csv | wc -l)" -eq 66346 ]
	awk -F, 'NR > 1 && (NF != 12 || $1 != NR - 2 || $3 !~ /^[0-9]+$/ || $4 !~ /^[0-9]+$/)' z.csv | diff /dev/null -
	run stat -c %s z.csv
	[ "$output" -gt 25000000 ] && [ "$output" -lt 30000000 ]
}

@test "the means of zee are near those that the published cuts lead to" {
	evgen | awk -F, '
		NR > 1 { s = $12 == 2; n[s]++; for (c = 2; c < 12; c++) sum[s, c] += $c }
		function far(c, mean_s, mean_b, most) {
			a = sum[1, c] / n[1] - mean_s
			b = sum[0, c] / n[0] - mean_b
			if (a * a > most * most || b * b > most * most)
				print "column", c, "is off by", a, b
		}
		END {
			far(2, 38.925, 46.28, 0.2); far(5, 0.006775, 0.16624, 0.002); far(6, 0.005078, 0.10320, 0.002)
			far(7, 0.41875, 0.49327, 0.002); far(8, 1.955, 6.463, 0.05); far(9, 0.15406, 0.8675, 0.01)
			far(10, 2.8e-5, -1.1e-5, 6e-5); far(11, 0.012460, 0.012559, 5e-5)
		}' | diff /dev/null -
}

@test "the reals of zee are written as floats: five to nine digits, some negative, some with exponents" {
	evgen -n 20000 | tail -n +2 | cut -d, -f2,5-11 | tr , '\n' > reals
	[ "$(grep -c '^-' reals)" -gt 10000 ]
	[ "$(grep -c 'e-0[5-9]$' reals)" -gt 1000 ]
	sed -E 's/^-//; s/e.*//; s/\.//; s/^0*//' reals | awk '
		{ n[length($0)]++ }
		END {
			for (i in n)
				if (i > 9) print i, n[i]
			if (n[7] + n[8] < NR / 2) print "short"
		}' | diff /dev/null -
}

@test "signal and background come in an order that looks random" {
	evgen -n 100000 | awk -F, 'NR > 1 {
			s = $12 == 2; n += s; runs += NR > 2 && s != last; last = s
			part[int((NR - 2) / 1000)] += s
		}
		END {
			p = n / 100000; e = 2 * p * (1 - p) * 100000
			if (n != 26552 || runs < e - 600 || runs > e + 600) print n, runs, e
			for (i = 0; i < 100; i++) { d = part[i] - 1000 * p; chi += d * d / (1000 * p * (1 - p)) }
			if (chi < 60 || chi > 150) print "chi2", chi
		}' | diff /dev/null -
}

@test "the share of signal is that of the course, to the nearest event, for other numbers and seeds" {
	for n in 1 2 3 4 100 101 4096 4097 31234; do
		got=$(evgen -n $n -s $((n * 7)) | awk -F, 'NR > 1 && $12 == 2' | wc -l)
		[ "$got" -eq "$(awk -v n=$n 'BEGIN { print int(n * 66346 / 249871 + 0.5) }')" ]
	done
}

@test "the parts in a row are the whole, and each has the header" {
	for model in zee zmumu higgs4l uniform; do
		evgen -m $model -n 1003 -s 5 > whole
		for parts in 1 2 7 1003 1100; do
			for k in $(seq $parts); do
				evgen -m $model -n 1003 -s 5 --part $k/$parts > part
				[ "$(head -n 1 part)" = "$(head -n 1 whole)" ]
				tail -n +2 part
				[ "$parts" -lt 100 ] || [ "$(wc -l < part)" -le 2 ]
				[ "$parts" -lt 1003 ] || [ $k -lt 30 ] || break
			done > all
			[ "$parts" -ge 1003 ] || diff <(tail -n +2 whole) all
			[ "$parts" -lt 1003 ] || diff <(tail -n +2 whole | head -n "$(wc -l < all)") all
		done
	done
}

@test "a part far into a long sample is made without the others" {
	run evgen -n 1000000000000 --part 999999/1000000000
	fails 2 --part
	evgen -n 1000000000000 --part 1000000/1000000 | sed -n '2p; 1001q' | grep -q ^999999000000,
}

@test "memory does not grow with the number of events" {
	flat 'evgen -n 1000000 | wc -l' > lines
	[ "$(cat lines)" = 1000001 ]
}

@test "no events are just the header" {
	[ "$(evgen -n 0)" = "$columns" ]
}

@test "another seed makes other events" {
	[ "$(digest -n 100)" != "$(digest -n 100 -s 2)" ]
	[ "$(digest -n 100 -s -9223372036854775808)" != "$(digest -n 100 -s 9223372036854775807)" ]
}

@test "zmumu has the columns of the open data, and muons from Zs" {
	evgen -m zmumu > z.csv
	[ "$(wc -l < z.csv)" -eq 10584 ]
	[ "$(head -n 1 z.csv)" = Run,Event,pt1,eta1,phi1,Q1,dxy1,iso1,pt2,eta2,phi2,Q2,dxy2,iso2 ]
	awk -F, '
		function cosh(x) { return (exp(x) + exp(-x)) / 2 }
		NR > 1 {
			m = sqrt(2 * $3 * $9 * (cosh($4 - $10) - cos($5 - $11)))
			if (m < 59.9 || m > 120.1 || $3 < 15 || $9 < 15 || $4 * $4 > 5.77 || $10 * $10 > 5.77) print
			peak += m > 86 && m < 96
			same += $6 == $12
		}
		END { if (peak < 6000 || peak > 9000 || same < 100 || same > 320) print peak, same }' z.csv |
		diff /dev/null -
}

@test "zmumu and higgs4l have the header of the real files" {
	real zpeak/Zmumu_Run2011A.csv
	[ "$(evgen -m zmumu -n 0)" = "$(head -n 1 "$real" | tr -d '\r')" ]
	real higgs4l/4mu_2011.csv
	[ "$(evgen -m higgs4l -n 0)" = "$(head -n 1 "$real" | tr -d '\r')" ]
}

@test "higgs4l has its kinematics right: M is the mass of the four leptons, and a peak stands at 125" {
	evgen -m higgs4l -n 5000 | awk -F, '
		function mass(from, to, l, e, x, y, z, m) {
			for (l = from; l <= to; l++) {
				e += $(9*l + 4); x += $(9*l + 5); y += $(9*l + 6); z += $(9*l + 7)
			}
			m = e * e - x * x - y * y - z * z
			return m > 0 ? sqrt(m) : 0
		}
		function off(a, b, most) { return a - b > most || b - a > most }
		NR > 1 {
			bad = off(mass(0, 3), $41, 0.02) || off(mass(0, 1), $39, 0.05) || off(mass(2, 3), $40, 0.05)
			for (l = 0; l < 4; l++) {
				pt = $(9*l + 8); px = $(9*l + 5); py = $(9*l + 6); pz = $(9*l + 7)
				eta = $(9*l + 9); phi = $(9*l + 10)
				bad = bad || off(sqrt(px * px + py * py), pt, pt * 1e-5)
				bad = bad || off(pt * (exp(eta) - exp(-eta)) / 2, pz, 2e-5 * $(9*l + 4))
				bad = bad || off(pt * cos(phi), px, pt * 2e-5) || off(pt * sin(phi), py, pt * 2e-5)
				bad = bad || $(9*l + 11) != ($(9*l + 3) < 0 ? 1 : -1) || $(9*l + 3) !~ /^-?1[13]$/
			}
			if (bad) print
			higgs += $41 > 121.5 && $41 < 130.5
			beside += $41 > 132 && $41 < 141
		}
		END { if (higgs < 3 * beside) print higgs, beside }' | diff /dev/null -
}

@test "uniform fills [0,1), and marks one event in four" {
	evgen -m uniform | awk -F, '
		NR > 1 {
			x += $2; n += $7; k[$5]++
			if ($2 < 0 || $2 > 1 || $6 < 0.5 || $6 > 1.5) print
		}
		END {
			if (NR != 10001 || n != 2500 || x < 4850 || x > 5150) print NR, n, x
			if (k[0] < 50 || k[99] < 50 || k[100]) print k[0], k[99], k[100]
		}' |
		diff /dev/null -
}

@test "what is wrong with the command is told" {
	run evgen -m zme
	fails 2 zme "did you mean zee"
	run evgen -m nothing-like-it
	fails 2 nothing-like-it
	run evgen -n -1
	fails 2 "-n: -1 is outside 0 to"
	run evgen -n 1e6
	fails 2 "-n: not an integer"
	run evgen -n 1000000000001
	fails 2 "-n: 1000000000001 is outside"
	run evgen -s x
	fails 2 "-s: not an integer"
	for part in 0/3 4/3 1/0 -1/3 1/1000001; do
		run evgen --part $part
		fails 2 "--part: $part"
	done
	for part in 3 /3 1/ 1/x 1/3/5 ""; do
		run evgen --part "$part"
		fails 2 "--part: not K/N" "\"$part\""
	done
	run evgen z.csv
	fails 2 "z.csv" usage
}

@test "a full disk is a failure, and a closed pipe is quiet" {
	run sh -c 'evgen -n 3 > /dev/full'
	fails 1 "standard output: No space left on device"
	run sh -c 'evgen > /dev/full'
	fails 1 "standard output: No space left on device"
	run bash -c 'evgen | head -n 1'
	[ "$output" = "$columns" ]
}
