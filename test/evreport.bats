#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evreport: a plan as a page; in a browser too, where there is one.
# shellcheck disable=SC2016 # what stands in single quotes is for evplan

bats_require_minimum_version 1.5.0
load common

# A plan that is done, with names, parameters and values that are HTML if nobody takes care: $made
setup_file() {
	PATH=${EVFARM_BIN:-$BATS_TEST_DIRNAME/../bin}:$PATH
	export made=$BATS_FILE_TMPDIR/done
	mkdir "$made" && cd "$made" || return 1
	evgen -n 3000 -s 1 >'<script>alert(1)<script>.csv'
	evgen -n 2000 -s 2 >$'"\'&lt; \xff.csv'
	cat >all.pipe <<-'END'
		signal = p_truthType == 2 && "</pre><script>alert(2)</script>" != ""
		cells  = map(data, cuts) [cpus=2 mem=1G time=10m] : evcells -s '{signal}' -c {cuts} {in}
		grid   = merge(cells)    : evmerge {in}
		best   = one(grid)       : evscan -m ams:5 {in}
		stat   = map(data)       : evstat -s '{signal}' -c p_Rhad,p_TRTTrackOccupancy {in}
		means  = merge(stat)     : evmerge {in}
		cuts   = one(means)      : evcuts -n 4 {in}
		hist   = map(data)       : evhist -s '{signal}' -x p_Rhad -b 20,0.01,0.1 {in}
		rhad   = merge(hist)     : evmerge {in}
		map2   = map(data)       : evhist -x p_Rhad -y p_Rhad1 -b 60,0,0.1 -b 5,0,0.05 {in}
		both   = merge(map2)     : evmerge {in}
		prof   = map(data)       : evhist -p -x p_Rhad -y p_Rhad1 -b 5,0,0.1 {in}
		means2 = merge(prof)     : evmerge {in}
		flow   = map(data)       : evselect -F -w 'p_truthType == 2' -e 'p_Rhad < 0.05' -e 'p_nTracks > 1' {in}
		cutflow = merge(flow)    : evmerge {in}
		words  = map(data)       : printf '<i>%s</i>' {in}
		said   = merge(words)    : cat {in}
	END
	evplan all.pipe data='*.csv' -o plan >/dev/null && evrun -q plan && evreport plan >page.html
}

# text FILE: what stands in the page, without elements, a line each
text() {
	sed -e 's/<[^>]*>/\n/g' "$1" | sed -e '/^$/d' -e 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g' -e "s/&#39;/'/g" -e 's/\xe2\x80\xaf//g'
}

# page CODE WORDS...: the last `run` ended with CODE, and the page that it wrote has each of the words
page() {
	[ "$status" -eq "$1" ] || { echo "exit $status: ${output: -300}"; return 1; }
	for word in "${@:2}"; do
		[[ $output == *"$word"* ]] || { echo "no '$word' in the page"; return 1; }
	done
}

# rows FILE CAPTION: the table under a caption, cells by tabs
rows() {
	awk -v caption="<caption><span>$2</span>" 'index($0, caption) { on = 1; next } on && /<\/table>/ { exit } on && /^<tr>/' "$1" |
		sed -e 's/<\/td><td[^>]*>/\t/g; s/<[^>]*>//g' -e 's/&lt;/</g; s/&gt;/>/g' -e 's/\xe2\x80\xaf//g'
}

# of_log LINE...: a plan in p of a map of 4 tasks and what merges them, none made, and its log: lines of
# stage task host start end exit
of_log() {
	printf '%s\n' 'n = range(0, 4)' 'same = map(n) : echo {in}' 'joined = merge(same) : cat {in}' >p.pipe
	evplan p.pipe -o p >/dev/null
	mkdir -p p/log
	{
		printf 'stage\ttask\tengine\thost\tpid\tattempt\tstart\tend\texit\tuser_s\tsys_s\tmaxrss_kb\tin_bytes\tout_bytes\n'
		printf '%s\n' "$@" | awk -v OFS='\t' '{ print $1, $2, "make", $3, 1, 1, 1700000000 + $4, 1700000000 + $5, $6, 0.5, 0, 2048, 10, 20 }'
	} >p/log/h.tsv
}

@test "the page of a plan that is done has all sections, and says so" {
	run cat "$made/page.html"
	page 0 '<!DOCTYPE html>' '>complete</span>' 'id="asked"' 'id="best"' 'id="merit"' 'id="cutflow"' 'id="histograms"' 'id="results"' \
		'id="tree"' 'id="timeline"' 'id="usage"' 'id="repeat"' '</html>'
	[[ $output != *'id="failures"'* ]]
	[[ $output != *'could not be made'* ]]
}

@test "whatever stands in names, parameters and results is text: the page has its own elements only" {
	[ "$(grep -o '<script' "$made/page.html" | wc -l)" -eq 1 ]
	[ "$(grep -oE '<i>|<b>|<pre' "$made/page.html" | sort | uniq -c | awk '/<i>/ { print $1 }')" = "" ]
	grep -qF '&lt;script&gt;alert(1)&lt;script&gt;.csv' "$made/page.html"
	grep -qF '&quot;&lt;/pre&gt;&lt;script&gt;alert(2)' "$made/page.html"
	grep -qF '&quot;&#39;&amp;lt; '$'\xef\xbf\xbd''.csv' "$made/page.html"
	grep -qF '&lt;i&gt;/' "$made/page.html"
	run ! grep -qE ' on[a-z]+=|javascript:| style=' "$made/page.html"
}

@test "nothing of the page comes from elsewhere, and its policy allows just the style and the script in it" {
	local name
	run ! grep -qE '(src|href)="[^#]|url\(|@import|https?:' "$made/page.html"
	grep -qF "default-src 'none'" "$made/page.html"
	for name in style script; do
		awk -v begin="<$name>" -v end="</$name>" 'index($0, begin) { on = 1; sub(".*" begin, "") }
			on && (at = index($0, end)) { printf "%s", substr($0, 1, at - 1); exit } on' "$made/page.html" >"$name"
		hash=$(sha256sum <"$name" | cut -c 1-64 | sed 's/../\\x&/g')
		hash=$(printf '%b' "$hash" | base64)
		grep -qF "$name-src 'sha256-$hash'" "$made/page.html" || { echo "report_${name}_hash must be $hash"; return 1; }
	done
}

@test "the best cuts and the figure of merit around them are evscan's, with its parameter" {
	cd "$made/plan"
	diff <(grep -v '^#' best | awk '{ print $1 "\t" $3 }') \
		<(rows ../page.html 'The best setting: an event that passes all of these cuts is called signal' | cut -f 1,3)
	text ../page.html | grep -qx "$(awk '/^# signal/ { s = $3 } /^# events/ { n = $3 } END { printf "%.1f", 100 * s / n }' best).*% of them"
	diff <(evscan -m ams:5 -k 10 grid | grep -v '^[#s]' | cut -f 1-3) <(rows ../page.html 'The best settings' | cut -f 2-4)
	# along p_TRTTrackOccupancy, the second column, with the best cut on the first
	setting=$(awk '/^# setting / { print $3 }' best)
	diff <(evscan -m ams:5 -t grid | awk -F '\t' -v k="$((setting % 4))" '/^[0-9]/ && $1 % 4 == k { printf "%s\t%s\t%.6g\n", $2, $3, $4 }') \
		<(rows ../page.html 'ams along the cuts on p_TRTTrackOccupancy' | cut -f 2-4)
	diff <(evscan -r grid | awk -F '\t' '/^[0-9]/ { printf "%s\t%.5f\t%.5f\n", $1, $4, $5 }') \
		<(rows ../page.html 'Settings that no other one beats')
}

@test "histograms and cutflows have the numbers of their files, with what is below and above" {
	cd "$made/plan"
	diff <(grep -v '^#' rhad | awk -F '\t' '{ printf "%.7g\t%.7g\t%s\t%.4g\t%s\t%.4g\n", $1, $2, $3, sqrt($4), $6, sqrt($7) }') \
		<(rows ../page.html 'rhad in bins of p_Rhad')
	diff <(grep -v '^#' cutflow | cut -f 1-3) <(rows ../page.html cutflow | cut -f 1-3)
	grep -v '^#' means2 | awk -F '\t' '$5 { printf "%.5g\t%s\n", $8, $5 }' >theirs
	diff theirs <(rows ../page.html 'Profile means2: mean of p_Rhad1 in bins of p_Rhad' | awk -F '\t' '$6 { printf "%.5g\t%s\n", $4, $6 }')
	outside=$(awk -F '\t' '!/^#/ && ($1 == "-inf" || $2 == "inf" || $3 == "-inf" || $4 == "inf") { n += $5 } END { print n }' both)
	[ "$outside" -gt 100 ]
	text ../page.html | grep -q " $outside are outside the map"
}

@test "results have their checksums, and the files that were read their size, and whether they changed since" {
	cp -a "$made" copy
	cd copy
	rows page.html 'Results of merges, and those that nothing else is made from' >results
	[ "$(awk -F '\t' '$1 == "best" { print $5 }' results)" = "$(awk '/^# end/ { print $4 }' plan/best)" ]
	run evreport plan
	page 0 '>the same<'
	[[ $output != *'>changed<'* ]]
	file=$(echo "$made"/*script*.csv) # which other tests read too
	touch -r "$file" before
	echo >>"$file"
	run evreport plan
	truncate -s -1 "$file"
	touch -r before "$file"
	[ "$(grep -c '>changed<' <<<"$output")" -eq 1 ]
}

@test "a plan that was not run has a page, and so has one that failed, with what the task said" {
	printf '%s\n' 'n = range(0, 3)' 'same = map(n) : [ {in} != 1 ] || { printf "no <such> thing\\033[1m\\n" >&2; exit 7; }; echo {in}' \
		'joined = merge(same) : cat {in}' >p.pipe
	evplan p.pipe -o p
	run evreport p
	page 0 '>not started</span>' 'id="tree"' '· 0 of 3'
	[[ $output != *'id="timeline"'* ]]
	run evrun -q -k p
	fails 4
	run evreport p
	page 0 '>failed</span>' 'id="failures"' 'same/0/1' 'exit 7' $'no &lt;such&gt; thing\xef\xbf\xbd[1m' 'make -C p same/0/1' '✗ 1 failed'
}

@test "while a plan runs its page says what runs" {
	printf '%s\n' 'n = range(0, 3)' "same = map(n) : [ {in} != 1 ] || { touch '$PWD/began'; while [ ! -e '$PWD/go' ]; do sleep 0.02; done; }; echo {in}" \
		'joined = merge(same) : cat {in}' >p.pipe
	evplan p.pipe -o p
	evrun -q -j 1 p 3>&- &
	pid=$!
	until [ -e began ]; do sleep 0.02; done
	run evreport p
	touch go
	wait "$pid"
	page 0 '>running</span>' '▶ 1 of 3' 'same/0/1: running' "process $pid, runs it" '1 run now and are not in it'
}

@test "results that nothing merges are shown too" {
	evgen -n 500 >a.csv
	evgen -n 400 >b.csv
	echo 'hist = map(data) : evhist -x p_Rhad -b 20,0,0.1 {in}' >p.pipe
	evplan p.pipe data='*.csv' -o p
	make -s -C p
	run evreport p
	page 0 'Histogram hist/0/0 of p_Rhad' 'Histogram hist/0/1 of p_Rhad'
}

@test "the timeline: workers, what was idle, and the longest way through the tree" {
	of_log 'same 0 one 0 4 0' 'same 1 one 0 2 0' 'same 2 one 2 3 0' 'same 3 two 0 5 1' 'same 3 two 5 11 0' 'joined - one 11 12 0'
	evreport p >page.html
	rows page.html Hosts >hosts
	diff hosts - <<-'END'
		one	2	4	8.00 s	66.7 %
		two	1	2	11.0 s	8.3 %
	END
	rows page.html 'The critical path: each task needs the result of the one before it' >critical
	diff critical - <<-'END'
		same/0/3	two	5.00 s	-	6.00 s
		joined	one	11.0 s	0 s	1.00 s
	END
	text page.html | grep -q 'the longest way through the tree, is 7.00 s'
	[ "$(rows page.html 'What the tasks of each stage used, and what was asked for' | awk -F '\t' '$1 == "same" { print $2, $5, $7, $9, $12 }')" = \
		"4 2.00 MiB 1.00 s 6.00 s 5.00 s" ]
}

@test "times in which nothing ran, between two runs, are left out" {
	of_log 'same 0 one 0 4 0' 'same 1 one 5000 5004 0' 'same 2 one 5006 5008 0'
	evreport p >page.html
	text page.html | grep -q 'The dashed line marks a time in which nothing ran'
	[ "$(rows page.html Hosts)" = "$(printf 'one\t1\t3\t10.0 s\t16.7 %%')" ]
}

@test "what was used stands beside what was asked for" {
	[ "$(rows "$made/page.html" 'What the tasks of each stage used, and what was asked for' | awk -F '\t' '$1 == "cells" { print $2, $4, $6, $10 }')" = \
		"2 2 1.00 GiB 10 min 00 s" ]
}

@test "a result that is damaged is told in its section, and the page is made all the same" {
	cp -a "$made/plan" p
	sed -i 's/^0.01/0.02/' p/rhad
	run evreport p
	page 0 'could not be made' 'rhad: damaged' 'id="best"' 'id="timeline"'
}

# The plan that is done, as if its tasks had run one after the other on two hosts, half a second each.
@test "figures are drawn as they were when somebody last looked at them: test/fixtures/report.svg" {
	cp -a "$made/plan" .
	cat "$made"/plan/log/*.tsv | awk -F '\t' '$1 != "stage" && !$9' | sort -u -k 1,1 -k 2,2n -t $'\t' |
		awk -F '\t' -v OFS='\t' '{ start = 1700000000 + NR / 2
			print $1, $2, "make", NR % 3 ? "n1" : "n2", 7, 1, start, start + 0.4 + NR % 2, 0, 0.1 * (NR % 7), 0.05, 1000 * NR, 10 * NR, 20 }' >lines
	rm plan/log/*.tsv
	{ printf 'stage\ttask\tengine\thost\tpid\tattempt\tstart\tend\texit\tuser_s\tsys_s\tmaxrss_kb\tin_bytes\tout_bytes\n'; cat lines; } >plan/log/h.tsv
	evreport plan | tr '\n' '\001' | sed -e 's/<svg/\n<svg/g' -e 's/<\/svg>/<\/svg>\n/g' -e 's/<dt>ran/\n&/g' -e 's/<\/dd>/&\n/g' |
		grep -ae '^<svg' -e '^<dt>ran' | tr '\001' '\n' >figures
	diff "$fixtures/report.svg" figures >changed || { head -n 20 changed; echo "if they are as they should be, keep this: $PWD/figures"; return 1; }
}

@test "the page of many tasks stays small" {
	printf '%s\n' 'n = range(0, 6000)' 'same = map(n) : echo {in}' 'joined = merge(same) : cat {in}' >p.pipe
	evplan p.pipe -o p
	mkdir -p p/log
	awk -v OFS='\t' 'BEGIN { print "stage\ttask\tengine\thost"
		for (i = 0; i < 6000; i++) print "same", i, "make", "h" i % 300, 1, 1, 1700000000 + i, 1700000010 + i, i % 100 == 7, 1, 1, 2048, 1, 1 }' >p/log/h.tsv
	run evreport p
	page 0 'There are too many to draw each' 'So did 59 more: <code>same/1/107</code>' 'The first 200 of 300'
	[ "${#output}" -lt 400000 ]
}

@test "a folder without a plan, none, and two are wrong usage; a full disk is a failure" {
	mkdir empty
	run evreport empty
	fails 2 'no plan'
	run evreport
	fails 2 'which plan'
	run evreport a b
	fails 2 'one plan'
	run sh -c "evreport '$made/plan' >/dev/full"
	fails 1 'standard output'
}

# browser: what test/browser/look.js tells of a page; skips where there is no browser or no way to lead it
browser() {
	CHROMIUM=$(command -v chromium || command -v chromium-browser) || skip "chromium is not installed; test/needs browser installs it"
	export CHROMIUM
	local folder=$root/test/browser
	command -v node >/dev/null && command -v npm >/dev/null || skip "node and npm are not installed; test/needs browser installs them"
	if [ ! -e "$folder/node_modules/playwright-core/package.json" ] || [ "$folder/package-lock.json" -nt "$folder/node_modules" ]; then
		(cd "$folder" && npm ci --no-audit --no-fund) >npm 2>&1 && touch "$folder/node_modules" ||
			skip "npm cannot fetch playwright-core: $(tail -n 1 npm)"
	fi
	timeout 120 node "$folder/look.js" "$1"
}

@test "in a browser: no errors, no requests, figures with a text alternative, tables that sort, legible wide and narrow, light and dark" {
	unsanitized "the page is the same"
	browser "$made/page.html" >seen
	diff seen - <<-'END'
		400 light overflow: 0
		400 light contrast: good
		400 light letters: good
		1600 light overflow: 0
		1600 light contrast: good
		1600 light letters: good
		figures: 13 of 13 with a text alternative
		sorting: several tables, 0 columns wrong
		400 dark overflow: 0
		400 dark contrast: good
		400 dark letters: good
		1600 dark overflow: 0
		1600 dark contrast: good
		1600 dark letters: good
		without scripts: all there
	END
}
