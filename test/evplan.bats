#!/usr/bin/env bats
# evplan: pipelines and data to a Makefile that make runs.
# shellcheck disable=SC2016 # what stands in single quotes is for evplan

bats_require_minimum_version 1.5.0
load common

# pipeline LINE...: writes p.pipe
pipeline() {
	printf '%s\n' "$@" >p.pipe
}

# plan ARG...: plans p.pipe into out
plan() {
	evplan p.pipe "$@" -o out >/dev/null
}

# runs: make; what ran, as sorted lines "stage task", is in $ran
runs() {
	cat out/log/*.tsv 2>/dev/null >before || true
	make -s -C out -j2
	ran=$(cat out/log/*.tsv 2>/dev/null | tail -n "+$(($(wc -l <before) + 1))" | grep -v '^stage' | cut -f 1,2 | tr '\t' ' ' | sort)
}

# numbers N: files f1.txt to fN.txt of one number each
numbers() {
	for i in $(seq "$1"); do echo "$i" >"f$i.txt"; done
}

sum='awk '\''{{ s += $1 }} END {{ print s }}'\'' {in}'

@test "a plan runs by make alone, its results are where they are said to be, and a second make does nothing" {
	numbers 12
	pipeline 'square = map(data) : awk '\''{ print $1 * $1 }'\'' {in}' "total = merge(square) : $sum" 'answer = one(total) : sed s/^/=/ {in}'
	run evplan p.pipe data='f*.txt' -o out/x
	[ "$status" -eq 0 ]
	[ "$output" = 'out/x: 3 stages, 14 tasks; run them by: make -C out/x -j'"$(getconf _NPROCESSORS_ONLN)" ]
	make -s -C out/x -j2
	[ "$(cat out/x/answer)" = '=650' ]
	[ "$(cat out/x/square/0/0)" = 1 ]
	[ "$(awk 'END { print NR }' out/x/log/*.tsv)" -eq 15 ]
	run make -C out/x
	[ "$(awk 'END { print NR }' out/x/log/*.tsv)" -eq 15 ]
}

@test "file names are data: shell, make and pattern characters in them do no harm" {
	mkdir 'in put'
	n=0
	for name in 'a b' '$(touch x).csv' '-n.csv' "it's" 'say "x"' '$HOME' 'a#b' 'c:d' '100%' 'a;b' 'a=b' 'a*b' '[x]' 'back\slash' \
		'`touch x`' '{in}' 'a,b' 'tab	tab' '~' '$$' 'a&b' '(x)' 'a@0+5' 'ünï' '!x' '.hidden' 'a\'; do
		n=$((n + 1))
		echo "$n" >"in put/$name"
	done
	(cd 'in put' && { echo path; ls -A; } >../manifest.tsv)
	mv manifest.tsv 'in put/'
	pipeline 'copy = map(data) : cat -- {in}' 'shell = map(data) : cat -- {in} | cat' "total = merge(copy) : $sum" "again = merge(shell) : $sum"
	(cd 'in put' && { echo path; for f in * .hidden; do [ "$f" = manifest.tsv ] || printf '%s\n' "$f" | sed 's/.*	.*//'; done; } | grep . >manifest.tsv)
	plan data='@in put/manifest.tsv'
	make -s -C out -j2
	[ "$(cat out/total)" -eq $((n * (n + 1) / 2 - 18)) ]
	[ "$(cat out/again)" = "$(cat out/total)" ]
	rm -r out 'in put/manifest.tsv' 'in put/.hidden'
	plan data='in put/*'
	make -s -C out -j2
	[ "$(cat out/total)" -eq $((n * (n + 1) / 2 - 26)) ]
	[ -z "$(find . -name x)" ]
	for name in 'in put/a*b' 'in put/[x]' 'in put/{in}' 'in put/back\slash' 'in put/a,b'; do
		rm -r out
		plan data="$name"
		make -s -C out
		cmp out/total "$name"
	done
	cd 'in put'
	printf 'a = map(data) : cat {in}\n' >p.pipe
	plan data=-n.csv
	make -s -C out
	[ "$(cat out/a/0/0)" = 3 ]
}

@test "a file name with a line end is refused by name" {
	touch $'a\nb.csv'
	pipeline 'a = map(data) : cat {in}'
	run evplan p.pipe data='*.csv' -o out
	fails 2 'line end' 'b.csv'
	[ ! -e out ]
}

@test "the plan's folder may have any name" {
	numbers 3
	pipeline 'a = map(data) : cat {in}' "b = merge(a) : $sum"
	folder='o $(touch x) '\''#:%'
	evplan p.pipe data='f*.txt' -o "$folder" >said
	make -s -C "$folder"
	[ "$(cat "$folder/b")" -eq 6 ]
	sh -c "$(sed 's/.*run them by: //' said) -s"
	[ ! -e x ]
}

@test "parameters are data wherever they stand: bare, in quotes of both kinds, in a substitution" {
	touch in
	pipeline 'v = none' 'a = map(data) : printf "%s\n" {v} '\''<{v}>'\'' "<{v}>" "$(printf %s {v})" "$(printf %s '\''{v}'\'')"'
	for value in 'a b' "it's" '"; touch x; "' '$(touch x)' '`touch x`' "'; touch x; '" '$HOME' 'a\' '$$(x)' '#' '*' '%' '-n' '{v}' '!' '\$(touch x)' '&' 'a  b'; do
		rm -rf out
		plan data=in v="$value"
		make -s -C out
		[ "$(cat out/a/0/0)" = "$value"$'\n'"<$value>"$'\n'"<$value>"$'\n'"$value"$'\n'"$value" ]
	done
	[ -z "$(find . -name x)" ]
}

@test "where quotes could not make data of a parameter it must be a number, or is refused" {
	touch in
	pipeline 'v = 3' 'a = map(data) : echo $(( {v} + 1 )) "$(( "{v}" * 2 ))"'
	plan data=in
	make -s -C out
	[ "$(cat out/a/0/0)" = '4 6' ]
	run evplan p.pipe data=in v='x[$(touch x)]' -o out2
	fails 3 p.pipe:2: a: '{v}' number
	for command in 'echo `echo {v}`' 'echo ${x:-{v}}; echo "${x:-"{v}"}"; echo {w}' "echo $'{v}'" "echo '{v}"; do
		pipeline 'v = 3' "a = map(data) : $command"
		run evplan p.pipe data=in -o out2
		fails 3 p.pipe:2: a:
	done
	[ ! -e out2 ]
}

@test "braces: doubled ones are plain, those without a name stay" {
	numbers 2
	pipeline 'a = map(data) : awk '\''BEGIN {{x = 1}} { if (x) { print $1 ":" x }}'\'' {in}; X=y; echo ${X} {1..3}'
	plan data='f*.txt'
	make -s -C out
	[ "$(cat out/a/0/1)" = $'2:1\ny 1 2 3' ]
	pipeline "a = map(range(0, 1)) : echo '{{in}} {in}'"
	plan
	make -s -C out
	[ "$(cat out/a/0/0)" = '{in} 0' ]
}

@test "results merged by the same labels are read by one pattern rule, however many there are" {
	for c in x y z; do for k in 1 2; do echo $k >"${c}_$k"; done; done
	pipeline 'a = map(data) : cat {in}' "b = merge(a) by c : $sum" 'c = merge(a) by c : cat {in} | wc -l' 'd = map(b, c) : cat {in} {c}'
	plan data='{c}_{k}'
	[ "$(grep -c ': d/%:' out/Makefile)" -eq 1 ]
	runs
	[ "$(cat out/d/y)" = $'3\n2' ]
}

@test "ranges are tasks without files, whose input is the number" {
	pipeline 'n = 3' 'sq = map(range(0, {n})) : echo $(({in} * {in}))' 'all_of = merge(sq) : cat {in}'
	plan
	make -s -C out -j2
	[ "$(cat out/all_of)" = $'0\n1\n4' ]
	pipeline 'sq = map(numbers) : echo '\''{in}'\''' 'all_of = merge(sq) : cat {in}'
	evplan p.pipe numbers='range(98, 1002)' -o many >/dev/null
	make -s -C many -j2
	seq 98 1001 | cmp - many/all_of
}

@test "a task that reads nothing runs once, and again when its command changes" {
	pipeline 'f = one() : echo 2' 'g = one( ) [cpus=2] : echo 3' 'both = one(f, g) : cat {f} {g}'
	plan
	runs
	[ "$(cat out/both)" = $'2\n3' ]
	runs
	[ -z "$ran" ]
	pipeline 'f = one() : echo 2' 'g = one( ) [cpus=2] : echo 4' 'both = one(f, g) : cat {f} {g}'
	plan
	runs
	[ "$ran" = $'both -\ng -' ]
	[ "$(cat out/both)" = $'2\n4' ]
}

@test "a stage's processors are its commands' threads, and one for who asks for none" {
	pipeline 'a = map(range(0, 120)) [mem=1G cpus=4] : echo $OMP_NUM_THREADS' 'b = merge(a) [cpus=3] : cat {in}; echo $OMP_NUM_THREADS' \
		'c = one() : echo $OMP_NUM_THREADS' 'd = one(b, c) [cpus=2] : cat {b} {c}; echo $OMP_NUM_THREADS'
	plan
	unset OMP_NUM_THREADS
	runs
	[ "$(sort out/d | uniq -c | awk '{ print $2, $1 }' | xargs)" = "1 1 2 1 3 3 4 120" ]
	[ "$(tail -n 1 out/d)" = 2 ]
	rm out/c out/a/0/7
	OMP_NUM_THREADS=7 runs
	[ "$(cat out/c out/a/0/7 | xargs)" = "7 4" ]
}

@test "merges go along a tree, in the order of the tasks, and only the changed way is made again" {
	pipeline 'n = 20250' 'a = map(range(0, {n})) : echo {in}' 'all_of = merge(a) : cat {in}'
	plan n=250
	runs
	[ "$(grep -c '^a ' <<<"$ran")" -eq 250 ]
	[ "$(grep '^all_of' <<<"$ran")" = $'all_of -\nall_of 100/0\nall_of 100/1\nall_of 100/2' ]
	seq 0 249 | cmp - out/all_of
	rm out/a/1/150
	runs
	[ "$ran" = $'a 150\nall_of -\nall_of 100/1' ]
	plan n=251
	runs
	[ "$ran" = $'a 250\nall_of -\nall_of 100/2' ]
	plan n=199
	runs
	[ "$ran" = $'all_of -\nall_of 100/1' ]
	seq 0 198 | cmp - out/all_of
	plan
	run make -C out -n
	[ "$(grep -c '^cat' <<<"$output")" -eq 206 ]
}

@test "more of anything than a pipeline may have is refused with its line" {
	numbers 1
	refused() {
		run evplan p.pipe data=f1.txt -o out
		fails "$@" && [ ! -e out ]
	}
	seq 10001 | sed 's/.*/p& = &/' >p.pipe
	refused 3 'p.pipe:10001: more than 10000 parameters and stages'
	head -c 1048577 /dev/zero | tr '\0' '#' >p.pipe
	refused 3 'evplan: p.pipe: longer than 1048576 bytes; not a pipeline'
	printf 'a = map(data) : cat \0 {in}\n' >p.pipe
	refused 3 'evplan: p.pipe: holds a zero byte; not a pipeline'
	echo "a = map($(seq 1001 | sed 's/^/d/' | paste -sd ,)) : cat {in}" >p.pipe
	refused 3 'p.pipe:1: a: more than 1000 inputs'
	printf 'a = map(data) : cat {in}\nb = merge(a) by %s : cat {in}\n' "$(seq 1001 | sed 's/^/d/' | paste -sd ,)" >p.pipe
	refused 3 'p.pipe:2: b: by: more than 1000 labels'
	printf 'v = 1\na = map(data) : cat {in} {v}\n' >p.pipe
	run evplan p.pipe data=f1.txt v=$'1\n2' -o out
	fails 2 'evplan: a line end or control character in "v=1'
}

@test "groups: merges by labels, a map over groups, a merge of groups by fewer labels" {
	mkdir in
	for c in 4mu 4e; do for y in 2011 2012; do for k in 1 2 3; do echo "$c $y $k" >"in/${c}_${y}_$k"; done; done; done
	pipeline 'a = map(data) : cat {in}' 'both = merge(a) by c, y : sort {in}' 'shout = map(both) : tr a-z A-Z <{in}' \
		'year = merge(shout) by y : sort {in}' 'total = merge(year) : cat {in}' 'lines = one(both) : wc -l {in}'
	plan data='in/{c}_{y}_*'
	make -s -C out -j2
	[ "$(cat out/both/4mu,2011)" = $'4mu 2011 1\n4mu 2011 2\n4mu 2011 3' ]
	[ "$(cat out/year/2012)" = $'4E 2012 1\n4E 2012 2\n4E 2012 3\n4MU 2012 1\n4MU 2012 2\n4MU 2012 3' ]
	[ "$(wc -l <out/total)" -eq 12 ]
	[ "$(tail -n 1 out/lines | awk '{ print $1 }')" -eq 12 ]
}

@test "a glob with names in it keeps its brackets, ones with ] and ! in them too" {
	pipeline 'a = map(data) : cat {in}' 'b = merge(a) by k : cat {in}'
	for name in 'a]1' 'ab2' 'ax3' 'a-4' 'a[5'; do echo "$name" >"$name"; done
	while read -r glob ks; do
		rm -rf out
		plan data="$glob"
		make -s -C out
		[ "$(echo out/b/* | sed 's,out/b/,,g')" = "$ks" ] || { echo "$glob: $(echo out/b/*)"; return 1; }
	done <<-'END'
		a[]b]{k} 1 2
		a[!]b]{k} 3 4 5
		a[^]x]{k} 2 4 5
		a[[]{k} 5
		a[a-z]{k} 2 3
		a\[{k} 5
		a?{k} 1 2 3 4 5
	END
}

@test "a later map reads the group's result that has its task's labels" {
	for s in mc real; do for k in 1 2; do echo "$s$k" >"${s}_$k"; done; done
	pipeline 'a = map(data) : cat {in}' 'all_of = merge(a) by sample : cat {in}' 'b = map(a, all_of) : cat {in} {all_of}'
	plan data='{sample}_?'
	runs
	[ "$(cat out/b/0/0)" = $'mc1\nmc1\nmc2' ]
	[ "$(cat out/b/0/3)" = $'real2\nreal1\nreal2' ]
	echo new >real_1
	runs
	[ "$ran" = $'a 2\nall_of real\nb 2\nb 3' ]
}

@test "a later map reads the same task's result of another stage, and a file given beside" {
	numbers 2
	echo 10 >scale.txt
	pipeline 'a = map(data) : cat {in}' 'b = map(data) : sed s/^/b/ {in}' 'c = map(a, b, scale) : cat {in} {b} {scale}'
	plan data='f*.txt' scale=scale.txt
	make -s -C out
	[ "$(cat out/c/0/1)" = $'2\nb2\n10' ]
}

@test "large groups are merged along trees of their own" {
	mkdir in
	for i in $(seq 1000 1249); do echo "$i" >"in/$((i % 2))_$i"; done
	pipeline 'a = map(data) : cat {in}' 'odd = merge(a) by odd : cat {in}'
	plan data='in/{odd}_*'
	runs
	[ "$(grep -c '^odd' <<<"$ran")" -gt 3 ]
	[ "$(sort out/odd/0)" = "$(seq 1000 2 1249)" ]
	rm in/0_1000
	plan data='in/{odd}_*'
	runs
	[ "$(grep -c '^a ' <<<"$ran")" -eq 0 ]
	[ "$(sort out/odd/0)" = "$(seq 1002 2 1249)" ]
}

@test "a manifest gives paths seen from its folder, and labels; needs are kept for the engines" {
	mkdir in
	echo 1 >in/a
	echo 2 >in/b
	printf 'path\tchannel\r\na\tx\r\n%s\ty\r\n' "$PWD/in/b" >in/m.tsv
	pipeline 'a = map(data) [cpus=2 mem=1.5G, time=10m] : cat {in}' 'b = merge(a) by channel : cat {in}'
	plan data=@in/m.tsv
	make -s -C out
	[ "$(cat out/b/x out/b/y)" = $'1\n2' ]
	grep -qx 'a.needs := cpus=2 mem=1.5G time=10m' out/Makefile
	[ "$(cut -f 7 out/data.tsv | tail -n 3 | head -n 2)" = $'channel=x\nchannel=y' ]
}

@test "changing one file reruns just its way to the root" {
	numbers 5
	pipeline 'a = map(data) : cat {in}' "b = merge(a) : $sum" 'c = map(a, b) : cat {in} {b}'
	plan data='f*.txt'
	runs
	echo 30 >f3.txt
	runs
	[ "$ran" = $'a 2\nb -\nc 0\nc 1\nc 2\nc 3\nc 4' ]
	[ "$(cat out/b)" -eq 42 ]
}

@test "a file that changed but looks older is found when planned again" {
	numbers 3
	pipeline 'a = map(data) : cat {in}' "b = merge(a) : $sum"
	plan data='f*.txt'
	runs
	echo 20 >f2.txt
	touch -d 2001-01-01 f2.txt
	plan data='f*.txt'
	runs
	[ "$ran" = $'a 1\nb -' ]
	[ "$(cat out/b)" -eq 24 ]
}

@test "a changed parameter or command reruns the stages that use it and what depends on them, nothing else" {
	numbers 2
	pipeline 'k = 1' 'a = map(data) : cat {in}' "b = merge(a) : $sum" 'c = one(b) : echo $(($(cat {in}) + {k}))' 'd = one(b) : cat {in}'
	plan data='f*.txt'
	runs
	plan data='f*.txt' k=2
	runs
	[ "$ran" = 'c -' ]
	[ "$(cat out/c)" -eq 5 ]
	sed -i '2s/cat/cat -u/' p.pipe
	plan data='f*.txt' k=2
	runs
	[ "$ran" = $'a 0\na 1\nb -\nc -\nd -' ]
	plan data='f*.txt' k=2
	runs
	[ "$ran" = '' ]
	echo 'e = one(b) : cat {in}' >>p.pipe
	plan data='f*.txt' k=2
	runs
	[ "$ran" = 'e -' ]
}

@test "files that come or go change only what they are part of, and tasks keep their numbers" {
	for c in x y; do for k in 1 2 3; do echo $k >"${c}_$k"; done; done
	pipeline 'a = map(data) : cat {in}' "b = merge(a) by c : $sum" "t = merge(b) : $sum" 'm = map(b) : cat {in}'
	plan data='{c}_*'
	runs
	echo 4 >x_0
	plan data='{c}_*'
	runs
	[ "$ran" = $'a 6\nb x\nm x\nt -' ]
	rm y_2
	plan data='{c}_*'
	runs
	[ "$ran" = $'b y\nm y\nt -' ]
	[ "$(cat out/t)" -eq 14 ]
	[ ! -e out/a/0/4 ]
	rm y_*
	plan data='{c}_*'
	runs
	[ "$ran" = 't -' ]
	[ "$(cat out/t)" -eq 10 ]
	[ ! -e out/b/y ] && [ ! -e out/m/y ]
}

@test "a stage that means something else now starts anew" {
	for c in x y; do for k in 1 2; do echo $k >"${c}_$k"; done; done
	pipeline 'a = map(data) : cat {in}' "b = merge(a) by c : $sum"
	plan data='{c}_{k}'
	runs
	pipeline 'a = map(data) : cat {in}' "b = merge(a) by k : $sum"
	plan data='{c}_{k}'
	runs
	[ "$(ls out/b)" = $'1\n2' ]
	pipeline 'a = map(data) : cat {in}' "b = merge(a) : $sum"
	plan data='{c}_{k}'
	runs
	[ "$(cat out/b)" -eq 6 ]
	echo 'old = one(b) : cat {in}' >>p.pipe
	plan data='{c}_{k}'
	runs
	sed -i '$d' p.pipe
	run evplan p.pipe data='{c}_{k}' -o out
	fails 0 'old is no stage any more'
	run evplan p.pipe data='{c}_{k}' -o out
	[[ $status -eq 0 && $output != *'no stage any more'* ]]
	runs
	[ "$ran" = '' ]
}

@test "large CSV is cut into ranges for programs that read them, small files are grouped" {
	{ echo x; seq 10000; } >big.csv
	{ echo 'x'; echo '"1"'; seq 10000; } >quoted.csv
	gzip -k big.csv
	for i in 1 2 3 4 5; do printf 'x\n%s\n' "$i" >"small$i.csv"; done
	pipeline 'events = map(data) : evread {in}' 'n = merge(events) : cat {in} | wc -c'
	plan data='*.csv*' --chunk 10K
	[ "$(grep -P 'big.csv\t' out/data.tsv | cut -f 4 | tr '\n' ' ')" = '0+9780 9780+9779 19559+9779 29338+9779 39117+9779 ' ]
	[ "$(grep -c 'quoted.csv	-' out/data.tsv)" -eq 1 ]
	[ "$(grep small out/data.tsv | cut -f 1 | sort -u | wc -l)" -eq 1 ]
	make -s -C out -j2 events
	for f in out/events/*/*; do evcat "$f" | tail -n +2; done | sort -n | cksum >got
	{ seq 10000; seq 10000; seq 10000; echo 1; seq 5; } | sort -n | cksum | cmp - got
	pipeline 'events = map(data) : cat {in}'
	evplan p.pipe data='*.csv' --chunk 10K -o whole >/dev/null
	[ "$(tail -n +4 whole/data.tsv | sed '$d' | wc -l)" -eq 7 ]
	[ "$(cut -f 4 whole/data.tsv | sed '$d' | tail -n +4 | sort -u)" = - ]
}

@test "only files with the same labels are grouped; groups stay while their files do" {
	for c in a b; do for k in 1 2 3 4; do printf 'x\n%s\n' "$k" >"${c}_$k.csv"; done; done
	pipeline 's = map(data) : evread {in} | evcat' 'total = merge(s) : grep -hv x {in} | sort'
	plan data='{c}_?.csv' --chunk 12
	[ "$(tail -n +4 out/data.tsv | sed '$d' | cut -f 1 | uniq -c | awk '{ print $1 }' | tr '\n' ' ')" = '3 3 1 1 ' ]
	runs
	[ "$(wc -l <out/total)" -eq 8 ]
	printf 'x\n9\n' >a_0.csv
	rm b_2.csv
	plan data='{c}_?.csv' --chunk 12
	runs
	[ "$(grep -c '^s ' <<<"$ran")" -eq 2 ]
	[ "$(tr '\n' ' ' <out/total)" = '1 1 2 3 3 4 4 9 ' ]
	echo 7 >>a_2.csv
	runs
	[ "$ran" = $'s 0\ntotal -' ]
}

@test "ten or forty small files stay as many tasks; with very many at least 256 remain" {
	mkdir in
	for i in $(seq 600); do printf 'x\n1\n' >"in/$i.csv"; done
	pipeline 'e = map(data) : evread {in}'
	plan data='in/1?.csv'
	[ "$(tail -n 2 out/data.tsv | head -n 1 | cut -f 1)" -eq 9 ]
	rm -r out
	plan data='in/*.csv'
	[ "$(tail -n 2 out/data.tsv | head -n 1 | cut -f 1)" -ge 255 ]
	[ "$(tail -n 2 out/data.tsv | head -n 1 | cut -f 1)" -lt 599 ]
}

@test "parameters stand in one another 20 deep, and no deeper" {
	for n in 20 21; do
		{
			echo 'p0 = {in}'
			for i in $(seq "$n"); do echo "p$i = {p$((i - 1))}"; done
			echo "a = map(range(0, 2)) : echo {p$n}"
		} >p.pipe
		run evplan p.pipe -o "out$n"
		[ "$n" -ne 20 ] || [ "$status" -eq 0 ]
	done
	fails 3 'p.pipe:1:' '20 deep'
}

@test "mistakes in a pipeline are refused with file, line and names, before anything is written" {
	touch in
	while IFS='|' read -r text words; do
		printf "$text\n" >p.pipe
		IFS=, read -ra word <<<"$words"
		run evplan p.pipe data=in -o out
		fails 3 "${word[@]}"
		[ ! -e out ]
	done <<-'END'
		a = one(b) : cat\nb = one(a) : cat|p.pipe:1:,circle,a reads b reads a
		ab = map(data) : cat\nc = merge(abb) : cat|p.pipe:2:,unknown,"abb",did you mean "ab"
		a = map(data) : cat {inn}\nb = merge(a) : cat|p.pipe:1:,{inn}
		events = map(data) : cat {event}\nx = merge(events) : cat|p.pipe:1:,{event},{events}
		k = 1\na = map(data) : cat {in}|p.pipe:1:,k,no stage uses
		a = map(data) : cat\na = map(data) : cat|p.pipe:2:,a,before,line 1
		a = map(data) : cat\n# x\na = 5|p.pipe:3:,a,before
		log = map(data) : cat|p.pipe:1:,log,reserved
		all = map(data) : cat|p.pipe:1:,all,reserved
		data = map(range(0, 3)) : cat|p.pipe:1:,data,reserved
		a = map(data) : cat\nb = merge(a) by year : cat|p.pipe:2:,b,year
		a = map(data) : cat\nb = merge(a) : cat\nc = map(b) : cat|p.pipe:3:,one(b)
		a = map(data) : cat\nb = merge(a) : cat {in} {c}\nc = one(b) : cat|p.pipe:2:,{c}
		a = map(data)|p.pipe:1:,a,COMMAND
		a = map(data) :|p.pipe:1:,a,no command
		a = map(data : cat|p.pipe:1:,a
		a = map(data, data) : cat|p.pipe:1:,data,twice
		a = map(data) by x : cat|p.pipe:1:,only a merge
		a = map(data) [gpus=1] : cat|p.pipe:1:,gpus=1
		a = map(data) [mem=1] : cat|p.pipe:1:,mem=1
		a = map(data) [cpus=0] : cat|p.pipe:1:,cpus=0
		a = map(data) [cpus=1 cpus=2] : cat|p.pipe:1:,cpus
		a = map(range(3, 3)) : cat|p.pipe:1:,range
		a = map(range(0, x)) : cat|p.pipe:1:,range
		a = map(3) : cat|p.pipe:1:,"3"
		a = map(data) : @cat|p.pipe:1:,@
		x = {y}\ny = {x}\na = map(data) : echo {x}|circle
		  indented|p.pipe:1:,continues
		what is this|p.pipe:1:,NAME
		a =|p.pipe:1:,a
		# nothing|p.pipe,no stage
		a = map(data) [mem=1G : cat|p.pipe:1:,no ]
		a = map(data) : cat {in} \\|p.pipe:1:,backslash
		a = map(data) : cat\nb = merge(a) by 3 : cat|p.pipe:2:,no label's name,"3
		a = map(data) : cat\nb = merge(a) by x, x : cat|p.pipe:2:,x stands twice
		a = map(data) : cat\nb = map(range(0, 3)) : echo\nc = map(a, b) : cat|p.pipe:3:,results of b,not those of a
		a = one(range(0, 3)) : cat {in}|p.pipe:1:,numbers are no files
		a = one() : cat {in}|p.pipe:1:,one() reads nothing
		a = map() : cat {in}|p.pipe:1:,neither a name nor range
		a = map(data) : echo `cat {in}`|p.pipe:1:,{in} cannot stand inside,`
		a = map(data) : ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((|p.pipe:1:,nested too deeply
		y = a b;c\na = map(data) : case $(echo {y}) in *) cat;; esac|p.pipe:2:,{y},case
	END
}

@test "mistakes on the command line are refused by name, exit 2" {
	touch in 'in2'
	mkdir folder
	pipeline 'ncuts = 3' 'a = map(data) : echo {ncuts}'
	run evplan p.pipe -o out
	fails 2 data 'p.pipe:2'
	run evplan p.pipe data=in ncust=4 -o out
	fails 2 ncust 'did you mean ncuts'
	run evplan p.pipe dat=in -o out
	fails 2 dat 'did you mean data'
	run evplan p.pipe data=in data=in2 -o out
	fails 2 data twice
	run evplan p.pipe data='nothing*.csv' -o out
	fails 2 data 'nothing*.csv'
	run evplan p.pipe data=nothing.csv -o out
	fails 2 data nothing.csv
	run evplan p.pipe data=folder -o out
	fails 2 folder
	run evplan p.pipe data=in a=3 -o out
	fails 2 a stage
	run evplan p.pipe data=in ncuts=$'1\n2' -o out
	fails 2 'line end'
	run evplan p.pipe data=in whatever -o out
	fails 2 whatever
	run evplan p.pipe data=in
	fails 2 -- -o
	run evplan
	fails 2 pipeline
	run evplan none.pipe data=in -o out
	fails 2 none.pipe
	run evplan p.pipe data=in --chunk 0 -o out
	fails 2 chunk
	run evplan p.pipe data='{a}n{a}*' -o out
	fails 2 'two labels'
	run evplan p.pipe data= -o out
	fails 2 data 'empty value'
	run evplan p.pipe 'data=range(3, 3)' -o out
	fails 2 data 'nothing in it' 'range(3, 3)'
	pipeline 'a = map(data) : cat' 'b = map(a, more) : cat'
	run evplan p.pipe data=in more='in*' -o out
	fails 3 'p.pipe:2: b: more must be one file'
	pipeline 'a = map(data) : cat' 'b = merge(a) by x : cat' 'c = merge(b) by y : cat'
	run evplan p.pipe data='{x}n{y}' -o out
	fails 3 'p.pipe:3: c: b is not merged by a label "y"'
	run evplan p.pipe data=in -o folder/../in
	[ "$status" -ne 0 ]
	[ ! -e out ]
}

@test "mistakes in a manifest are refused with file, line and name" {
	touch a b
	pipeline 'a = map(data) : cat {in}'
	while IFS='|' read -r text words; do
		printf "$text" >m.tsv
		IFS=, read -ra word <<<"$words"
		run evplan p.pipe data=@m.tsv -o out
		fails 3 "${word[@]}"
		[ ! -e out ]
	done <<-'END'
		a\n|m.tsv:1:,path
		path\tx\tx\na\t1\t2\n|m.tsv:1:,x
		path\tx y\na\t1\n|m.tsv:1:,x y
		path\tx\na\n|m.tsv:2:
		path\tx\na\t1\nc\t2\n|m.tsv:3:,/c,No such file
		path\tx\na\tone/two\n|m.tsv:2:,one/two,label x
		path\tx\na\t.hidden\n|m.tsv:2:,.hidden
		path\tx\na\t$(x)\n|m.tsv:2:,$(x)
		path\tx\na\t\n|m.tsv:2:,x
		path\na\n./a\n|/a,twice
		path\n\n|m.tsv,no files
		path\tx\n\t1\n|m.tsv:2:,no path
		path\na\0b\n|m.tsv:2:,zero byte
	END
	run evplan p.pipe data=@none.tsv -o out
	fails 2 none.tsv
}

@test "a folder that is not this pipeline's plan is left alone" {
	touch in
	mkdir full
	touch full/precious
	pipeline 'a = map(data) : cat {in}'
	run evplan p.pipe data=in -o full
	fails 2 full 'no plan'
	[ "$(ls full)" = precious ]
	plan data=in
	cp p.pipe q.pipe
	run evplan q.pipe data=in -o out
	fails 2 out p.pipe
	echo 'garbage' >out/data.tsv
	run evplan p.pipe data=in -o out
	fails 3 out/data.tsv:1
}

@test "a plan whose making was cut off is made whole by planning again" {
	numbers 3
	pipeline 'a = map(data) : cat {in}' "b = merge(a) : $sum"
	plan data='f*.txt'
	rm out/Makefile out/data.tsv out/data/0/1
	plan data='f*.txt'
	make -s -C out
	[ "$(cat out/b)" -eq 6 ]
}

@test "killed at any moment, make goes on where it was, and the result is the same" {
	pipeline 'a = map(range(0, 40)) : sleep 0.02; echo {in}' 'b = merge(a) : cat {in}'
	plan
	for t in 0.05 0.1 0.2; do
		setsid make -s -C out -j4 &
		pid=$!
		sleep "$t"
		kill -KILL -- "-$pid" || true # it may have ended
		wait "$pid" || true
	done 2>/dev/null
	for f in out/a/*/*; do [ ! -e "$f" ] || [ -s "$f" ]; done
	make -s -C out -j4
	seq 0 39 | cmp - out/b
	[ "$(tail -qn +2 out/log/*.tsv | awk '$1 == "a" && $9 == 0' | cut -f 2 | sort | uniq -d | wc -l)" -eq 0 ]
}

@test "a failing task stops what depends on it, and the next make does only what is missing" {
	numbers 4
	pipeline 'a = map(data) : [ -e '"$PWD"'/good ] || ! grep -q 3 {in} && cat {in}' "b = merge(a) : $sum"
	plan data='f*.txt'
	run make -s -k -C out
	[ "$status" -eq 2 ]
	[ ! -e out/b ]
	touch good
	runs
	[ "$ran" = $'a 2\nb -' ]
	[ "$(cat out/b)" -eq 10 ]
}

@test "a hundred thousand tasks make a short Makefile" {
	pipeline 'a = map(range(0, 100000)) : echo {in}' 'b = merge(a) : cat {in}'
	plan
	[ "$(wc -c <out/Makefile)" -lt 10000 ]
	[ "$(make -C out -n | grep -c '^echo')" -eq 100000 ]
}

@test "continuation lines: an indented line goes on, without a blank behind a comma" {
	touch in
	pipeline 'list = a,' '	b,' '  c' 'x = map(data) :' '	echo {list} \' '# between' '	end' ''
	plan data=in
	make -s -C out
	[ "$(cat out/x/0/0)" = 'a,b,c end' ]
}

@test "planned again, ranges of a file and files of any name are those of before, and nothing is done again" {
	{ echo x; seq 10000; } >'big \\tab	.csv'
	pipeline 'events = map(data) : evread {in}' 'n = merge(events) : cat {in} | wc -c'
	plan data='*.csv' --chunk 10K
	runs
	[ "$(grep -c '^events' <<<"$ran")" -eq 5 ]
	cp out/data.tsv before.tsv
	plan data='*.csv' --chunk 10K
	cmp before.tsv out/data.tsv
	runs
	[ -z "$ran" ]
}

@test "the tree of a group whose tasks lie far apart has wide nodes" {
	mkdir in
	for i in $(seq 1000 2499); do : >"in/$((i % 10 == 0))_$i"; done
	pipeline 'a = map(data) : echo {in}' 'odd = merge(a) by odd : cat {in}'
	plan data='in/{odd}_*'
	runs
	[ "$(wc -l <out/odd/1)" -eq 150 ]
	[ "$(wc -l <out/odd/0)" -eq 1350 ]
	[ "$(find out/odd.part/1 -type f | wc -l)" -le 15 ]
}

@test "ten thousand files and more are linked, and are too many for one command" {
	mkdir in
	(cd in && seq 10001 | xargs touch)
	for kind in one merge; do
		pipeline "a = $kind(data) : cat {in}"
		run evplan p.pipe data='in/*' -o out
		fails 3 'p.pipe:1: a: 10001 files are too many for one command' 'map over data'
	done
	pipeline 'a = map(data) : basename {in}' 'b = merge(a) : cat {in}'
	plan data='in/*'
	[ "$(find out/data -type l | wc -l)" -eq 10001 ]
	[ "$(find out/data -type l -exec readlink {} + | sort -u | wc -l)" -eq 10001 ]
	find out/data -type l | sort | head -n 3 >some
	while read -r link; do
		[ "$(readlink "$link")" = "$(awk -v id="${link##*/}" '$1 == id { print $3 }' out/data.tsv)" ]
	done <some
	make -s -C out a/0/7
	[ "$(cat out/a/0/7)" = "$(basename "$(readlink out/data/0/7)")" ]
}
