#!/usr/bin/env bats
# The pipelines that come with evfarm, from event files to answers through evplan and make.

bats_require_minimum_version 1.5.0
load common

# farm NAME ARG...: plans pipelines/NAME.pipe into out/NAME and runs it
farm() {
	evplan "$root/pipelines/$1.pipe" "${@:2}" -o "out/${name:-$1}" >/dev/null
	make -s -C "out/${name:-$1}" -j2
}

# entries FILE: the entries of a histogram's bins, in a line, without under- and overflow
entries() {
	awk '!/^#/ { printf "%s ", $5 }' "$1" | cut -d ' ' -f 2- | sed 's/ [0-9]* $//'
}

@test "zpeak: the mass of muon pairs, the cutflow and the peak of the published data" {
	real zpeak/Zmumu_Run2011A.csv
	farm zpeak data="$real"
	[ "$(entries out/zpeak/peak)" = '89 92 84 78 92 86 78 75 65 48 59 62 75 72 60 86 73 72 89 81 120 97 130 142 165 215 305 446 703 1091 1420 1418 1027 566 320 207 139 81 78 50 46 36 32 33 23 26 22 13 17 16 13 13 9 6 8 7 8 7 7 5' ]
	[ "$(grep -v '^#' out/zpeak/peak | sed -n '1p;$p' | cut -f 5 | tr '\n' ' ')" = '0 0 ' ]
	[ "$(awk -F '\t' '!/^#/ { n = $2 } END { print n }' out/zpeak/cutflow)" -eq 7288 ]
	[ "$(entries out/zpeak/selected | tr ' ' '\n' | awk '{ n += $1 } END { print n }')" -eq 7288 ]
}

@test "zpeak: the same bits from one file and from byte ranges of any size" {
	real zpeak/Zmumu_Run2011A.csv
	farm zpeak data="$real"
	for size in 1M 300K 77777 20000; do
		name=z$size farm zpeak data="$real" --chunk "$size"
		[ "$(ls "out/z$size"/pairs/*/* | wc -l)" -gt 1 ]
		cmp out/zpeak/peak "out/z$size/peak"
		cmp out/zpeak/selected "out/z$size/selected"
		cmp out/zpeak/cutflow "out/z$size/cutflow"
	done
}

@test "higgs4l: four-lepton masses by channel, by year, and in all" {
	real higgs4l
	farm higgs4l data="$real/{channel}_{year}.csv"
	[ "$(entries out/higgs4l/total)" = '0 0 0 1 2 8 18 10 9 1 2 0 2 0 1 2 4 4 4 1 0 1 2 1 6 2 0 3 2 3 3 0 1 3 3 3' ]
	events() { awk '$2 == "entries" { print $3 }' "out/higgs4l/$1"; }
	for of in 2e2mu,2011=13 4mu,2011=18 4e,2011=7 2e2mu,2012=104 4mu,2012=95 4e,2012=41; do
		[ "$(events "channel_year/${of%=*}")" -eq "${of#*=}" ]
	done
	[ "$(events channel/4mu)" -eq 113 ]
	[ "$(events year/2011)" -eq 38 ]
	[ "$(events total)" -eq 278 ]
}

@test "higgs4l: the signal region, another binning by the command line, reruns all histograms" {
	real higgs4l
	farm higgs4l data="$real/{channel}_{year}.csv"
	ran out/higgs4l >/dev/null
	farm higgs4l data="$real/{channel}_{year}.csv" bins=1,121.5,130.5
	[ "$(ran out/higgs4l)" = $'channel 3\nchannel_year 6\nhist 6\ntotal 1\nyear 2' ]
	for of in 2e2mu,2011=0 4mu,2011=0 4e,2011=1 2e2mu,2012=6 4mu,2012=3 4e,2012=2; do
		[ "$(entries "out/higgs4l/channel_year/${of%=*}")" -eq "${of#*=}" ]
	done
}

@test "higgs4l: a changed file reruns its branch alone" {
	real higgs4l
	mkdir in
	cp "$real"/*.csv in
	farm higgs4l data='in/{channel}_{year}.csv'
	ran out/higgs4l >/dev/null
	head -n 5 "$real/4e_2012.csv" >in/4e_2012.csv
	make -s -C out/higgs4l
	[ "$(ran out/higgs4l)" = $'channel 1\nchannel_year 1\nhist 1\ntotal 1\nyear 1' ]
	cp "$real/4e_2012.csv" in
	make -s -C out/higgs4l
	[ "$(entries out/higgs4l/total)" = '0 0 0 1 2 8 18 10 9 1 2 0 2 0 1 2 4 4 4 1 0 1 2 1 6 2 0 3 2 3 3 0 1 3 3 3' ]
}

@test "zee-cuts: the same grid and best setting from one file, ten files, gzipped ones, and byte ranges of any size" {
	mkdir in gz
	evgen -n 20000 >one.csv
	for k in 1 2 3 4 5 6 7 8 9 10; do evgen -n 20000 --part "$k/10" >"in/$k.csv"; done
	cp in/* gz
	gzip gz/*
	farm zee-cuts data=one.csv
	[ "$(grep -c '' out/zee-cuts/best)" -eq 14 ]
	grep -qx '# settings 6561' out/zee-cuts/best
	grep -qx '# events 20000' out/zee-cuts/best
	name=ten farm zee-cuts data='in/*.csv'
	name=gz farm zee-cuts data='gz/*'
	name=large farm zee-cuts data=one.csv --chunk 300K
	name=small farm zee-cuts data=one.csv --chunk 41K
	name=grouped farm zee-cuts data='in/*.csv' --chunk 600K
	[ "$(ls out/ten/events/0 | wc -l)" -eq 10 ]
	[ "$(ls out/small/events/0 | wc -l)" -gt 20 ]
	[ "$(ls out/grouped/events/0 | wc -l)" -lt 10 ]
	for other in ten gz large small grouped; do
		cmp out/zee-cuts/means "out/$other/means"
		cmp out/zee-cuts/cuts "out/$other/cuts"
		cmp out/zee-cuts/grid "out/$other/grid"
		cmp out/zee-cuts/best "out/$other/best"
	done
}

@test "zee-cuts: the best setting is what brute force finds" {
	evgen -n 3000 >one.csv
	farm zee-cuts data=one.csv ncuts=2
	best=$(awk '$2 == "setting" { print $3 }' out/zee-cuts/best)
	accuracy=$(awk '$2 == "accuracy" { print $3 }' out/zee-cuts/best)
	[ "$best" -ge 0 ]
	[ "$(awk '!/^#/ { print $1, $2, $3 }' out/zee-cuts/best | wc -l)" -eq 8 ]
	# by hand: all eight cuts, with awk on the CSV
	awk -F , -v want="$accuracy" '
		FNR == NR { if (!/^#/) { split($0, f, "[ \t]+"); cut[++n] = f[1]; op[n] = f[2]; at[n] = f[3] } next }
		FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
		{
			pass = 1
			for (i = 1; i <= n; i++) {
				x = $column[cut[i]]
				pass = pass && (op[i] == "<" ? x < at[i] + 0 : x > at[i] + 0)
			}
			right += pass == ($column["p_truthType"] == 2)
		}
		END { d = right / (FNR - 1) - want; exit !(d < 1e-12 && d > -1e-12) }' out/zee-cuts/best one.csv
}

@test "zee-cuts: more cuts rerun the cuts and what comes behind, and read no event anew" {
	mkdir in
	for k in 1 2 3; do evgen -n 3000 --part "$k/3" >"in/$k.csv"; done
	farm zee-cuts data='in/*.csv'
	ran out/zee-cuts >/dev/null
	farm zee-cuts data='in/*.csv' ncuts=4
	[ "$(ran out/zee-cuts)" = $'best 1\ncells 3\ncuts 1\ngrid 1' ]
	grep -qx '# settings 65536' out/zee-cuts/best
	farm zee-cuts data='in/*.csv' ncuts=4
	[ "$(ran out/zee-cuts)" = '' ]
}

@test "bad data stop the farm with file and line by name, and no result looks done" {
	mkdir in
	for k in 1 2 3; do evgen -n 3000 --part "$k/3" >"in/$k.csv"; done
	sed -i '100s/,[^,]*$//' in/2.csv
	evplan "$root/pipelines/zee-cuts.pipe" data='in/*.csv' -o out/zee-cuts >/dev/null
	run make -s -k -C out/zee-cuts
	fails 2 "$PWD/in/2.csv:100:"
	[ ! -e out/zee-cuts/events/0/1 ] && [ ! -e out/zee-cuts/best ]
	evgen -n 3000 --part 2/3 >in/2.csv
	make -s -C out/zee-cuts
	[ -e out/zee-cuts/best ]
}

@test "zee-study: the cutflow of the best cuts ends in what they yield, and histograms hold what they keep" {
	evgen -n 6000 >a.csv
	farm zee-study data=a.csv --chunk 200K ncuts=3
	cd out/zee-study
	[ "$(ls flow/0 | wc -l)" -gt 2 ]
	[ "$(grep -v '^#' cutflow | tail -n 1 | awk -F '\t' '{ print $3, $2 - $3 }')" = \
		"$(evscan -k 1 grid | awk -F '\t' '/^[0-9]/ { print $2, $3 }')" ]
	[ "$(awk '/^# entries/ { print $3 }' kept_cone)" = "$(grep -v '^#' cutflow | tail -n 1 | cut -f 2)" ]
	[ "$(awk '/^# entries/ { print $3 }' occupancy)" = 6000 ]
	evreport . >page.html
	[ "$(grep -c 'role="img"' page.html)" -ge 15 ]
}
