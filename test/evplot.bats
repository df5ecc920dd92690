#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# evplot: figures in every format; what they say, and what cannot be drawn.

bats_require_minimum_version 1.5.0
load common

need() {
	local program
	for program; do
		command -v "$program" >/dev/null || skip "no $program: test/needs peers brings it in"
	done
}

# in files a, b (signal and background), flow, roc, table, cuts: what there is to draw
fixtures() {
	printf 'x,y,q\n1,1.1,1\n1.5,3.1,0\n2,2.1,1\n2.5,5.1,0\n2.6,4.1,1\n-3,1.1,0\n9,1.1,1\n9,1.1,1\n,1.1,0\n' >in.csv
	evhist -x x -b 4,0,4 in.csv >a
	evhist -x x -b 4,0,4 -s 'q == 1' in.csv >b
	evhist -x x -b 4,0,4 -y y -b 3,0,6 in.csv >map
	evhist -x x -b 4,0,4 -y y -p in.csv >profile
	evselect -F -e 'x > 0' -e 'y < 4' in.csv >flow
	evstat -s 'q == 1' -c x,y in.csv | evcuts -n 3 >cuts
	evcells -s 'q == 1' -c cuts in.csv >cells
	evscan -r cells >roc
	evscan -t cells >table
}

# a plan with a stage that is done, one that failed, and one that is not made
plan() {
	# shellcheck disable=SC2016
	printf '%s\n' 'good = map(range(0, 4)) : echo {in}' 'bad = map(good) : test $$(cat {in}) != 2' \
		'all_of = merge(bad) : cat {in}' >p.pipe
	sed -i 's/\$\$/$/g' p.pipe
	evplan p.pipe -o plan >/dev/null
	make -C plan -k -j2 >/dev/null 2>&1 || true
}

well_formed() {
	[ -s "$1" ] || return 1
	case $1 in
	*.svg) if command -v xmllint >/dev/null; then xmllint --noout --nonet "$1"; else tail -n 1 "$1" | grep -q '</svg>'; fi ;;
	*.png) [ "$(head -c 8 "$1" | od -An -tx1 | tr -d ' ')" = 89504e470d0a1a0a ] && tail -c 8 "$1" | grep -q IEND ;;
	*.pdf) head -c 5 "$1" | grep -q '^%PDF-' && tail -n 1 "$1" | grep -q '%%EOF' ;;
	esac
}

# draws COMMAND...: draws it as SVG, in $svg, and as PNG of another shape, and as text, in $text, without a word on standard error
draws() {
	run --separate-stderr evplot "$@" -o out.svg
	[ "$status" -eq 0 ] && [ -z "$output$stderr" ] || { echo "$output $stderr"; return 1; }
	well_formed out.svg
	run --separate-stderr evplot "$@" -o out.png -s 400x500
	[ "$status" -eq 0 ] && [ -z "$output$stderr" ] || { echo "$output $stderr"; return 1; }
	well_formed out.png
	svg=$(cat out.svg)
	text=$(evplot "$@" -T -s 90x30 2>&1)
}

# says TEXT WORDS...
says() {
	local text=$1 word
	shift
	for word; do
		[[ $text == *"$word"* ]] || { echo "no '$word' in: $(grep -o '<text>.*</text>' <<<"$text" || echo "$text")"; return 1; }
	done
}

@test "hist: titles, unit of the bins, counts, and what lies outside" {
	need gnuplot
	fixtures
	draws hist -t 'Some masses' -x 'm [GeV]' a
	says "$svg" 'Some masses' 'm [GeV]' 'events / 1 GeV' 'events: 5' 'underflow 1, overflow 2, missing 1'
	says "$text" 'Some masses' 'm [GeV]' 'events: 5' 'underflow 1, overflow 2, missing 1'
	draws hist -y counts b
	says "$svg" counts 'signal: 3' 'background: 2'
}

@test "hist: stacked, with data and ratio, on a logarithmic scale, normalised; profiles and maps" {
	need gnuplot
	fixtures
	draws hist -S -r -d a -l one -l measured b
	says "$svg" 'one, signal: 3' 'one, background: 2' 'measured: 5' uncertainty ratio
	draws hist -g -r a a b
	says "$svg" 'a: 5' ratio
	draws hist -n a b
	says "$svg" 'share of events / bin'
	draws hist profile
	says "$svg" 'mean of y'
	draws hist map
	says "$svg" 'events / bin' 'shown: 5, outside the bins: 3'
}

# The heights are read from the picture: of bins with 0, 2, 3 and 0 events the third is 1.5 times the second.
@test "hist: bars are as high as their bins say" {
	need gnuplot
	fixtures
	evplot hist -T -s 60x40 a >text
	heights=$(awk '{ for (i = 10; i <= length($0); i++) if (substr($0, i, 1) == "*" && !(i in top)) top[i] = NR }
		/0 \+--/ { base = NR } END { for (i in top) if (top[i] > 5) print base - top[i] }' text | sort -nu | tail -n 2 | xargs)
	awk -v h="$heights" 'BEGIN { split(h, a); r = a[2] / a[1]; exit !(r > 1.4 && r < 1.6) }'
}

# given SCRIPT EXPR COMMAND...: what a figure's script is given, numbers to four digits
given() {
	local script=$1 expr=$2
	shift 2
	mkdir -p share/plots
	: >share/plots/style.gp
	echo "print $expr" >"share/plots/$script.gp"
	EVFARM_SHARE=$PWD/share run evplot "$@" -f svg
	[ "$status" -eq 1 ] # for gnuplot has said something
	awk -F '\t' '{ sub(/^evplot: gnuplot: /, "") } { for (i = 1; i <= NF; i++) printf "%s%s", $i ~ /^-?[0-9.]+$/ ? sprintf("%.4g", $i) : $i, i < NF ? " " : "\n" }' <<<"$output"
}

@test "hist: error bars are roots of sums of squared weights; of data, intervals of 68 % for a Poisson mean" {
	need gnuplot
	fixtures
	given hist '$bars' hist a | diff - <(printf '%s\n' '-4 1 1 1 -4 -4' '1.5 2 0.5858 3.414 1 2' '2.5 3 1.268 4.732 2 3')
	# exactly 0.708 to 4.638 and 1.367 to 5.918
	given hist '$bars' hist -d a a | tail -n 2 | diff - <(printf '%s\n' '1.5 2 0.712 4.627 1 2' '2.5 3 1.372 5.909 2 3')
	evhist -x x -w 0.5 -b 1,0,4 in.csv >weighted
	given hist '$bars' hist weighted | tail -n 1 | diff - <(echo '2 2.5 1.382 3.618 0 4')
	evhist -x x -B 0,2,2.5 in.csv >uneven
	given hist '$bars' hist uneven | tail -n 2 | diff - <(printf '%s\n' '1 1 0.2929 1.707 0 2' '2.25 2 0 4 2 2.5')
}

@test "hist: stacks, shares and ratios are those of the bins" {
	need gnuplot
	fixtures
	given hist '$bars' hist -S b | tail -n 2 | diff - <(printf '%s\n' '1.5 2 0.5858 3.414 1 2' '2.5 3 1.268 4.732 2 3')
	given hist '$bars' hist -n a | tail -n 2 | cut -d' ' -f1-2 | diff - <(printf '%s\n' '1.5 0.4' '2.5 0.6')
	given hist '$ratio' hist -r b -d a | tail -n 2 | cut -d' ' -f1-2 | diff - <(printf '%s\n' '1.5 2' '2.5 1.5')
	given map '$cells' hist map | diff - <(printf '%s\n' '1.5 1 1 2 0 2 1' '1.5 3 1 2 2 4 1' '2.5 3 2 3 2 4 1' '2.5 5 2 3 4 6 2')
	given map 'xlabel.ylabel' hist map | diff - <(echo xy)
}

@test "cutflow: the cuts, events, and shares of all and of those before" {
	need gnuplot
	fixtures
	draws cutflow -t Flow flow
	says "$svg" Flow 'x > 0' 'y &lt; 4' '5   55.6 % '
	says "$text" 'x > 0' 'y < 4' '5   55.6 %   (71.4 %)'
	draws cutflow -g -l before -l after flow flow
	says "$svg" before after
	local cuts=() i
	for i in {1..40}; do
		cuts+=(-e "x > -$i")
	done
	evselect -F "${cuts[@]}" in.csv >many
	evplot cutflow -o out.svg many # as high as it takes
	[ "$(sed -n 's/^ width="800" height="\([0-9]*\)"$/\1/p' out.svg)" -gt 1500 ]
	run evplot cutflow -o out.svg -s 800x600 many
	fails 2 '41 cuts need a height of'
}

@test "roc: the area below the curve" {
	need gnuplot
	fixtures
	{
		printf 'setting\tsignal\tbackground\tsignal_efficiency\tbackground_efficiency\n0\t5\t2\t0.5\t0.25\n' >t
		printf '# end 1 %08x\n' "0x$(gzip -1c t | tail -c8 | od -An -tx4 -N4 | tr -d ' ')" >>t
	}
	draws roc -l 'one point' t roc
	# 0.25 * 0.5 / 2 + 0.75 * 1.5 / 2
	says "$svg" 'one point: area 0.6250' 'background that passes'
	says "$text" 'area 0.6250' 'by chance'
}

@test "scan: along each column, and over two" {
	need gnuplot
	fixtures
	draws scan -c cuts table
	says "$svg" accuracy ">x ><" ">y &lt;<"
	draws scan -c cuts -C x,y table
	says "$svg" accuracy 'all other cuts as in the best setting'
	run evplot scan -f svg table
	fails 2 '-c is missing'
	run evplot scan -f svg -c cuts -C x,z table
	fails 2 'no column z'
	run evplot scan -f svg -c cuts -C x,x table
	fails 2 'twice'
	run evplot scan -f svg -c cuts roc
	fails 3 'not what evscan -t prints'
	evstat -s 'q == 1' -c x,y in.csv | evcuts -n 2 >two
	run evplot scan -f svg -c two table
	fails 3 '9 settings' 'makes 4'
}

@test "dag: stages, what they read, how far they are" {
	need dot
	plan
	run --separate-stderr evplot dag -o out.svg plan
	[ "$status" -eq 0 ] && [ -z "$stderr" ]
	well_formed out.svg
	says "$(cat out.svg)" '4 of 4 done' '3 of 4 done, 1 failed' '0 of 1 done' 'range(0, 4)' all_of
	evplot dag -o out.png -s 300x300 plan
	well_formed out.png
	evplot dag -T plan | diff - <(cat <<-END
		good   [####################] 4/4 done  <- map(range(0, 4))
		bad    [###############!!!!!] 3/4 done, 1 failed  <- map(good)
		all_of [....................] 0/1 done  <- merge(bad)
	END
	)
}

@test "timeline: tasks by stage, failed ones marked, and the output is where the user is" {
	need gnuplot
	plan
	draws timeline plan
	says "$svg" good bad failed 'time since the start' '8 tasks in' '1 failed'
	says "$text" good bad '8 tasks in'
	[ -e out.svg ]
}

@test "timeline: lines are as many as ran at once, by host" {
	need gnuplot
	printf 'a = map(range(0, 2)) : echo {in}\n' >p.pipe
	evplan p.pipe -o plan >/dev/null
	columns='stage	task	engine	host	pid	attempt	start	end	exit	user_s	sys_s	maxrss_kb	in_bytes	out_bytes'
	{
		echo "$columns"
		printf 'a\t0\tmake\tone\t1\t1\t100\t110\t0\t1\t1\t1\t1\t1\n'
		printf 'a\t1\tmake\tone\t1\t1\t104\t110\t0\t1\t1\t1\t1\t1\n'
		printf 'b\t0\tmake\tone\t1\t1\t110\t120\t0\t1\t1\t1\t1\t1\n'
	} >plan/log/one.tsv
	printf '%s\nb\t1\tmake\ttwo\t1\t1\t110\t114\t0\t1\t1\t1\t1\t1\n' "$columns" >plan/log/two.tsv
	draws timeline plan
	# (10 + 6 + 10 + 4) of 3 times 20
	says "$svg" one two '4 tasks in 20 s, 3 at once, busy 50 %'
	draws timeline plan/log/one.tsv
	says "$svg" '3 tasks in 20 s, 2 at once, busy 65 %'
	evsim --tasks 100 --time 1 -w 4 --log >log
	draws timeline log
	says "$svg" '100 tasks in 25 s, 4 at once, busy 100 %'
	rm plan/log/*.tsv
	run evplot timeline -f svg plan
	fails 3 'nothing has run yet'
	run evplot timeline -f svg plan plan
	fails 2 'one plan at a time'
	run evplot timeline -f svg none
	fails 1 'none'
}

# strong and weak scaling of two bunches, by the law and without one
bench() {
	awk 'BEGIN {
		print "mode\tworkers\tbunch\trun\tseconds"
		for (run = 1; run <= 2; run++)
			for (n = 1; n <= 8; n *= 2) {
				printf "strong\t%d\tauto\t%d\t%g\n", n, run, 10 * (1 + 0.1 * (n - 1)) / n
				printf "strong\t%d\t10\t%d\t%g\n", n, run, (12 + run) / n
			}
		print "strong\t1\t20\t1\t10\nweak\t1\tauto\t1\t10\nweak\t2\tauto\t1\t11"
	}' | evbench -f
}

@test "scaling: what was measured, and the laws with their confidence" {
	need gnuplot
	printf 'workers\tseconds\n1\t10\n1\t10\n2\t6\n4\t4\n8\t3\n' | evbench -f >amdahl
	draws scaling -t 'A plan' amdahl
	says "$svg" 'time [s]' speed-up efficiency workers measured 'Amdahl: σ 20 % [20, 20]' 'USL: κ 0'
	says "$text" speed-up efficiency 'Amdahl: σ 20 % [20, 20]'
	bench >both
	draws scaling both
	says "$svg" 'strong, bunch 10' 'strong, bunch auto' 'weak, bunch auto'
	draws scaling -l here -l there both amdahl
	says "$svg" 'here, strong, bunch 20' 'there, strong, bunch auto'
	printf 'workers\tseconds\n1\t10\n2\t4\n2\t6\n' | evbench -f >two
	given scaling '$points' scaling two | diff - <(printf '%s\n' '1 10 10 10 1 1 1 1 1 1' '2 5 4 6 2 1.667 2.5 1 0.8333 1.25')
	run evplot scaling -f svg <(sed 's/auto/1/' both)
	fails 3 'damaged'
	run evplot scaling -f svg <(evhist -x x -b 1,0,1 <<<$'x\n1')
	fails 3 'this is a hist, not a bench'
}

@test "bunch: time over the size of bunches, measured or simulated" {
	need gnuplot
	bench >both
	draws bunch both
	says "$svg" '1 worker<' '8 workers' 'tasks a bunch' 'time [s]' 'dashed: bunches by what the tasks cost'
	given bunch 'label[1].label[4]' bunch both | diff - <(echo '1 worker8 workers')
	given bunch '$curve' bunch both | sed -n 2,3p | diff - <(printf '%s\n' '10 13.5 13 14' '20 10 10 10')
	evsim --tasks 1000 --time 1 -w 4,16 -b 1,10,100 >sim
	draws bunch -l simulated sim
	says "$svg" 'simulated, 4 workers' 'simulated, 16 workers'
	evsim --tasks 100 -t exponential:1 -w 4 -b 1,10 --balance blocks,two-random >sim
	draws bunch sim
	says "$svg" '4 workers, blocks' '4 workers, two-random'
	printf 'workers\tseconds\n1\t3\n' | evbench -f >none
	run evplot bunch -f svg none
	fails 3 'no bunches of a given size'
}

@test "PDF, standard output, and the size asked for" {
	need gnuplot
	fixtures
	evplot hist -o out.pdf a
	well_formed out.pdf
	evplot hist -f png -s 300x200 <a - >out.png
	well_formed out.png
	[ "$(od -An -tu1 -j16 -N8 out.png | xargs)" = '0 0 1 44 0 0 0 200' ]
	evplot hist - <a >out.svg
	well_formed out.svg
	[ "$(evplot hist -T -s 50x20 a | awk '{ if (length($0) > n) n = length($0) } END { print (n <= 50), NR }')" = '1 20' ]
}

@test "the locale makes no difference" {
	need gnuplot
	fixtures
	evplot hist -t 'm(4ℓ)' -o want.svg a
	for locale in C POSIX C.UTF-8 de_DE.UTF-8 none; do
		run env LC_ALL=$locale LANG=$locale evplot hist -t 'm(4ℓ)' -o out.svg a
		[ "$status" -eq 0 ] && [ -z "$output" ]
		cmp want.svg out.svg
	done
}

@test "labels and names of files are text, whatever is in them" {
	need gnuplot dot
	fixtures
	# shellcheck disable=SC2016
	hostile="'; system('touch gotcha'); \`touch gotcha\` \$(touch gotcha) @title %s \\n {/Bold x}_^2 <b>&amp;</text> \"q\""
	for name in "$hostile" $'tab\tline\nend' $'\xff\xfe bad' "it's 7'7" 'END' "$(printf 'x%.0s' {1..500})"; do
		draws hist -t "$name" -x "$name" -y "$name" -l "$name" -l "$name" -r -d a a
		draws roc -l "$name" -t "$name" roc
		draws cutflow -l "$name" -l b flow flow
	done
	[ ! -e gotcha ]
	evplot hist -o out.svg -t "$hostile" -x "$hostile" a
	# shellcheck disable=SC2016
	says "$(cat out.svg)" '`touch gotcha` $(touch gotcha) @title %s \n {/Bold x}_^2 &lt;b>&amp;amp;&lt;/text>'
	cp a "a 'b' \`touch gotcha\`.hist"
	draws hist a "a 'b' \`touch gotcha\`.hist"
	says "$svg" "a 'b' \`touch gotcha\`.hist: 5"
	evplot hist -f svg -t "it's 7'7 \"8\" 9" a >out.svg
	says "$(cat out.svg)" "<text>it's 7'7 \"8\" 9</text>"
	evhist -x x -b 2,0,4 -e "\`a'; \$(touch gotcha)\` < 1" <(printf "x,\"a'; \$(touch gotcha)\"\n1,0\n") >odd
	draws hist odd
	evselect -F -e "x < 1 || \"'; system('touch gotcha') \`\" == 'a'" in.csv >odd 2>/dev/null || true
	printf '%s = range(0, 1)\na = map(%s) : echo {in}\n' n n >p.pipe
	mkdir "it's \`touch gotcha\`"
	evplan p.pipe -o "it's \`touch gotcha\`/plan" >/dev/null
	make -s -C "it's \`touch gotcha\`/plan"
	evplot dag -t "$hostile" -o "it's \`touch gotcha\`/out.svg" "it's \`touch gotcha\`/plan"
	well_formed "it's \`touch gotcha\`/out.svg"
	evplot timeline -o "it's \`touch gotcha\`/out.svg" "it's \`touch gotcha\`/plan"
	[ ! -e gotcha ]
}

@test "gnuplot or Graphviz that is missing is named with its package, exit 1, and no file is left" {
	fixtures
	plan
	mkdir none
	for tool in make sh cat evplot; do
		ln -s "$(command -v $tool)" none
	done
	PATH=$PWD/none run evplot hist -o out.svg a
	fails 1 'gnuplot is not there' 'package gnuplot-nox'
	PATH=$PWD/none run evplot dag -o out.svg plan
	fails 1 'dot is not there' 'package graphviz'
	[ ! -e out.svg ]
	PATH=$PWD/none evplot dag -T plan | grep -q 'good .*4/4 done'
}

@test "what is not of the figure's kind, or does not go together, is named, exit 3, and no file is left" {
	fixtures
	run evplot hist -o out.svg flow
	fails 3 'flow:1: this is a cutflow, not a hist'
	run evplot cutflow -o out.svg a
	fails 3 'a:1: this is a hist, not a cutflow'
	run evplot hist -o out.svg in.csv
	fails 3 'not a partial result'
	run evplot hist -o out.svg <(head -n 8 a)
	fails 3 'cut short'
	run evplot roc -o out.svg table
	fails 3 'table: no column background_efficiency: not what evscan -r prints'
	run evplot roc -o out.svg <(sed '$d' roc)
	fails 3 'the end line is missing'
	run evplot roc -o out.svg <(sed 's/^[0-9]/7/' roc)
	fails 3 'damaged'
	evhist -x x -b 5,0,4 in.csv >other
	run evplot hist -S -o out.svg a other
	fails 3 'other: its bins, 5,0,4, are not those of a, 4,0,4'
	run evplot hist -o out.svg a map
	fails 3 'map: has two dimensions'
	run evplot hist -o out.svg a profile
	fails 3 'profile: a profile does not go with a histogram'
	evselect -F -e 'x > 1' -e 'y < 4' in.csv >flow2
	run evplot cutflow -o out.svg flow flow2
	fails 3 'flow2: its cuts are not those of flow'
	[ ! -e out.svg ]
}

@test "wrong usage is told, and exits 2" {
	fixtures
	run evplot
	fails 2 'which figure?'
	run evplot histogram a
	fails 2 'there is no figure "histogram"'
	run evplot hist -f svg
	fails 2 'hist of what?'
	run evplot roc -f svg -S roc
	fails 2 '-S is not for roc'
	run evplot hist -o out.jpg a
	fails 2 'does not end in .svg, .png or .pdf'
	run evplot hist -f gif a
	fails 2 'svg, png and pdf, not "gif"'
	run evplot hist -T -f svg a
	fails 2 'exclude'
	for size in 800 x 10x10 800x 99999x100 100x100; do
		run evplot hist -f svg -s $size a
		fails 2 '-s'
	done
	run evplot hist -f svg -l a -l b a
	fails 2 'more labels than files'
	run evplot hist -f svg -r a
	fails 2 'a ratio needs two'
	run evplot hist -f svg -S profile
	fails 2 'a profile'
	run evplot dag -f svg .
	fails 2 'holds no plan'
}

@test "a picture that cannot be written is a failure, and what was there stays" {
	need gnuplot
	fixtures
	run sh -c 'evplot hist -f svg a >/dev/full'
	fails 1 'standard output: No space left on device'
	run sh -c 'evplot hist -f svg a >&-'
	fails 1 'is closed'
	run evplot hist -f svg -o /dev/full a
	fails 1 '/dev/full: No space left on device'
	[ -c /dev/full ]
	run evplot hist -o none/out.svg a
	fails 1 'none/out.svg: No such file'
	echo old >out.svg
	run evplot hist -o out.svg flow
	[ "$(cat out.svg)" = old ] && [ -z "$(ls -d out.svg.?*)" ]
	evplot hist -o out.svg a
	well_formed out.svg && [ "$(stat -c %a out.svg)" = "$(printf '%o' $((0666 & ~$(umask))))" ]
}

@test "the four leptons and the Z peak, from real data" {
	need gnuplot
	real higgs4l
	for channel in 4mu 4e 2e2mu; do
		evhist -x M -b 36,70,181 "$real/${channel}"_*.csv >$channel
	done
	evhist -x M -b 36,70,181 "$real"/*.csv >all
	draws hist -S -d all -x 'm(4ℓ) [GeV]' 4mu 4e 2e2mu
	says "$svg" '4mu: 52' '4e: 16' '2e2mu: 34' 'all: 102' 'm(4ℓ) [GeV]' 'events / 3.083 GeV'
	says "$text" 'm(4ℓ) [GeV]' '4mu: 52'
}
