#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the course's documents do: each by a pipeline with a known answer, on every engine. evcourse(7) has the table of them.

bats_require_minimum_version 1.5.0
load common
load farm

# A plan's name; the pipeline and its parameters, with commas between; the answer, its words with a blank between; and what
# shows it in the plan's folder.
table() {
	cat <<-'END'
		squares|powers,lo=0,hi=30|400 841 8555|sed -n '21p;$p' powers; cat sum
		ten|powers|1 4 9 16 25 36 49 64 81 100 385|cat powers sum
		tenth|powers,lo=0,hi=32,power=10|0 1 1024 819628286980801 2741681213994576|sed -n '1,3p;$p' powers; cat sum
		products|products|843350|cat sum
		matrix|matrix|equal 1810432|cat check
		scatter|scatter|6 22 38 54 120|cat parts sum
		seven|scatter,n=100,tasks=7|4950|cat sum
		chunks|chunks|400 441 484 529 576 625 676 729 784 841 3283.5|cat slice mean
		mean|mean|10 10002|ls -U stat/0 | wc -l; cat mean
		spmd|spmd,sleeps=0.03 0.015 0.002|0 3 1 3 2 3 3|awk '{ print $1, NF }' ranks; awk '{ print $2, $3 }' ranks | sort -u | wc -l
		mpmd|mpmd|2 3 4|cat values
		send|send-receive|a = 7, b = 3.14|sed 's/ from .* to .*//' received/0/*
		futures|futures,seconds=0.1|1 2 3 4|cat results
		queue|queue,n=30|30 1 27 2 3|awk '{ print $1 }' results | sort -nc && wc -l <results; cat attempts
		sleeps|sleeps,n=3,seconds=0.1|3 sleeps 3|sed 's/,.*//' speedup; wc -l <slept
		integral|integral,n=100,tasks=7|1 yes|awk '{ print NR, ($1 * $1 < 1e-26 ? "yes" : $1) }' integral
		paths|paths,data=files/*|PWD/files/a 2 PWD/files/b c 3|sed 's/^[^ ]* //' files
	END
}

setup_file() {
	cluster_started 2 8
}

teardown_file() {
	cluster_stopped
}

# plan NAME PIPELINE,PARAMETER,...
plan() {
	local words
	IFS=, read -ra words <<<"$2"
	evplan "$root/pipelines/course/${words[0]}.pipe" "${words[@]:1}" -o "$1" >/dev/null
}

# answers COMMAND...: runs all that the table has, each by this command with the plan's folder behind it, and looks at every answer.
# at_once=yes: all of them side by side, for engines that wait more than they work.
answers() {
	local name what show answer got bad=0 jobs=()
	mkdir files
	echo x >files/a
	echo yy >'files/b c'
	while IFS='|' read -r name what _; do
		plan "$name" "$what" || return
		"$@" "$name" >"$name.said" 2>&1 </dev/null 3>&- &
		jobs+=($!)
		[ -n "${at_once-}" ] || wait $! || true
	done < <(table)
	[ -z "${at_once-}" ] || wait "${jobs[@]}" || true # not for all there are: one is the clock that ends a test
	while IFS='|' read -r name what answer show; do
		got=$(cd "$name" && bash -c "$show" | xargs)
		[ "$got" = "${answer//PWD/$PWD}" ] || { echo "$name: '$got', not '$answer'"; cat "$name.said"; bad=1; }
	done < <(table)
	return $bad
}

@test "make gives every pipeline's known answer" {
	answers evrun -q -k -r 1 -j 2
}

@test "the squares of 0 to 999 are there in order, and add up" {
	unsanitized "the sanitizers take too long for it"
	plan squares powers,lo=0,hi=1000
	make -s -j 2 -C squares
	[ "$(sed -n '1000p' squares/powers)" = 998001 ]
	[ "$(cat squares/sum)" = 332833500 ]
}

@test "GNU Parallel gives every pipeline's known answer" {
	command -v parallel >/dev/null || skip "GNU Parallel is not installed"
	answers evrun -q -k -r 1 -j 2 -e parallel
}

@test "ranks that srun starts on two nodes give every pipeline's known answer" {
	slurm_needed
	answers salloc -Q -N 2 -n 4 evrun -q -k -r 1 -e srun
}

@test "mpirun's ranks do a map, its sum, and a message" {
	command -v mpirun >/dev/null || skip "no mpirun: test/needs peers"
	mpirun --version | grep -q 'Open MPI' || skip "mpirun is not Open MPI's"
	export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
	plan ten powers
	plan send send-receive
	for name in ten send; do
		evrun -q -e mpirun -j 3 --launch 'mpirun --oversubscribe' "$name"
	done
	[ "$(cat ten/sum)" = 385 ]
	grep -q '^a = 7, b = 3.14 from ' send/received/0/1
}

@test "job arrays give every pipeline's known answer" {
	slurm_needed
	at_once=yes answers evrun -q -k -r 1 -e slurm
}

@test "under srun a message goes from one node to another" {
	slurm_needed
	plan send send-receive
	salloc -Q -N 2 -n 2 evrun -q -e srun send
	[ "$(cat send/received/0/*)" = "a = 7, b = 3.14 from n1 to n2" ]
}

@test "work is brought to the data: job arrays read each file on the host where it lies" {
	slurm_needed
	mkdir files
	echo x >files/a
	echo yy >'files/b c'
	printf 'path\thost\n%s\tn2\n%s\tn1\n' "$PWD/files/a" "$PWD/files/b c" >manifest.tsv
	plan paths paths,data=@manifest.tsv
	evrun -q -e slurm paths
	[ "$(cat paths/files)" = "n2 $PWD/files/a 2"$'\n'"n1 $PWD/files/b c 3" ]
}

# submit SITE LIST OPTIONS...: the targets in LIST, a line a job, by a site's profile, from the plan in which we stand
submit() {
	local account='' partition='' options='' max_time='' site=$1 list=$2
	shift 2
	# shellcheck disable=SC1090
	. "$site"
	# shellcheck disable=SC2086
	sbatch --output=/dev/null --array="0-$(($(wc -l <"$list") - 1))" ${account:+--account="$account"} \
		${partition:+--partition="$partition"} ${max_time:+--time="$max_time"} $options "$@" \
		"$root/slurm/array.sbatch" "$list" "$(dirname "$(command -v evtask)")" "$site"
}

@test "by every site's profile the integral is a job array and a job of four processors; the default one runs them" {
	slurm_needed
	plan integral integral,n=100,tasks=4
	cd integral
	printf 'rows/0/%d\n' 0 1 2 3 >rows.list
	echo processes threads integral >rest.list
	for site in "$root"/slurm/sites/*; do
		submit "$site" rows.list --test-only
		submit "$site" rest.list --test-only --cpus-per-task=4
		grep -q ^clusters= "$site" && [[ $site != */default ]] && continue # another cluster would be asked
		evrun -e slurm --site "$site" --dry-run . >script
		[ "$(grep -c "sbatch .*$site" script)" -eq 4 ] && [ "$(grep -c 'threads.*--cpus-per-task 4' script)" -eq 1 ]
	done
	[ ! -e rows ]
	rows=$(submit "$root/slurm/sites/default" rows.list --parsable)
	submit "$root/slurm/sites/default" rest.list --cpus-per-task=4 --dependency="afterany:$rows" --wait
	evint -x 100,0,pi -y 100,0,pi 'sin(x + y)' | awk -F '\t' '!/^#/ { print $10 }' | cmp - integral
	[ "$(awk -F '\t' '$3 == "slurm" && !$9' log/*.tsv | wc -l)" -eq 7 ]
}

# -- the manual ----------------------------------------------------------------------------------------------------

# the pipelines that have a known answer above, and those that have tests of their own below
tested() {
	echo packages
	table | cut -d '|' -f 2 | cut -d , -f 1 | sort -u
}

# the rows of a page's table: fields with tabs between
rows() {
	sed -n '/^\.It .* Ta .* Ta /{ /^\.It Sy/d; s/^\.It //; s/ Ta /\t/g; p; }' "$root/src/$1"
}

@test "every pipeline of the course is tested and stands in the manual's table, and every row's file is there" {
	diff <(tested | sort) <(cd "$root/pipelines/course" && ls ./*.pipe | sed 's/^\.\///; s/\.pipe$//')
	diff <(tested | sort) <(rows evcourse.7 | cut -f 4 | grep -v / | sort -u)
	[ "$(rows evcourse.7 | wc -l)" -ge 38 ]
	while IFS=$'\t' read -r _ theirs ours file; do
		[ -n "$theirs" ] && [ -n "$ours" ]
		[[ $file != */* ]] || [ -s "$root/$file" ]
	done < <(rows evcourse.7)
	for file in $(rows evcourse.7 | cut -f 4 | grep /); do # slurm.bats runs the job and submits by every site's profile
		grep -q "${file%/*}" "$root/test/slurm.bats"
	done
}

@test "the manual's examples run, here with fewer tasks" {
	slurm_needed
	ln -s "$root/pipelines" .
	awk '/^\.Sh/ { on = $2 == "EXAMPLES" } on && /^\.Ed/ { print block; block = ""; code = 0 } on && code { block = block $0 "\n" }
		on && /^\.Bd/ { code = 1 }' "$root/src/evcourse.7" | sed 's/hi=1000/hi=40/; s/queue.pipe/& n=40/; s/integral.pipe/& n=200/' >examples
	[ "$(grep -c '^evplan' examples)" -eq 4 ]
	sed -i '/--site/,$d' examples # which takes sites and hosts
	run --separate-stderr bash -eu examples
	[ "$status" -eq 0 ]
	[[ $output == *1521*20540*$'1 36\n2 4\n'*cpus=4* ]]
}

@test "the manual's farms of up to 100,000 workers are what evsim makes of them" {
	[ "$(rows evfarm.7 | wc -l)" -eq 4 ]
	while read -r workers one efficiency bunch makespan better; do
		evsim -n 1000000 -t exponential:1 -p message=50us,job=0.1 -w "$workers" -b 1,formula | grep -v '^#' |
			awk -F '\t' '{ printf "%s %s %.3f ", $3, $5, $7 }' >got
		[ "$(xargs <got)" = "1 $one $efficiency $bunch $makespan $better" ]
	done < <(rows evfarm.7)
}

# -- data packages -------------------------------------------------------------------------------------------------

# samples: three samples by two periods by three files, and their manifest
samples() {
	local name period file
	mkdir data
	printf 'path\tsample\tperiod\n' >data/manifest.tsv
	for name in zee ggH ttbar; do
		for period in 2015 2016; do
			for file in 1 2 3; do
				evgen -n $((100 * ${#name} + 7 * file)) -s "${#name}$period$file" >"data/${name}_${period}_$file.csv"
				printf '%s_%s_%s.csv\t%s\t%s\n' $name $period $file $name $period >>data/manifest.tsv
			done
		done
	done
}

# package PLAN: plans data/manifest.tsv and runs it; what ran is in $ran
package() {
	plan "$1" packages,data=@data/manifest.tsv
	make -s -j 2 -C "$1"
	ran=$(ran "$1" | xargs)
}

# body FILE: a histogram without what it covers
body() {
	grep -ve '^# covers' -e '^# end' "$1"
}

# as_new PLAN: its answers are those of a plan that has never seen other data
as_new() {
	rm -rf new
	plan new packages,data=@data/manifest.tsv
	make -s -j 2 -C new
	for result in best package sample period total; do
		diff -r "$1/$result" "new/$result"
	done
}

branch="best 1 cells 3 cuts 1 grid 1 hist 1 means 1 package 1 period 1 sample 1 stat 1 total 1"

@test "packages: each has its own cuts, and histograms add up by sample, by period and in all" {
	samples
	package all
	[ "$(cd all/best && echo *)" = "ggH,2015 ggH,2016 ttbar,2015 ttbar,2016 zee,2015 zee,2016" ]
	grep -e '^path' -e '	ttbar	2016$' data/manifest.tsv >data/alone.tsv
	plan alone packages,data=@data/alone.tsv
	make -s -C alone
	cmp alone/best/ttbar,2016 all/best/ttbar,2016
	diff <(body alone/total) <(body all/package/ttbar,2016)
	for of in sample/zee=zee_* period/2015=*_2015_* total=*; do
		evhist -x p_TRTTrackOccupancy -b 40,0,1 -s 'p_truthType == 2' data/${of#*=}.csv >one
		diff <(body one) <(body "all/${of%=*}")
	done
}

@test "packages: a file that arrives late reruns its branch alone" {
	samples
	mv data/manifest.tsv late
	grep -v ggH_2016_2 late >data/manifest.tsv
	package all
	mv late data/manifest.tsv
	package all
	[ "$ran" = "$branch" ]
	as_new all
}

@test "packages: a file that is replaced reruns its branch alone, and evrun why names it" {
	samples
	package all
	evgen -n 555 -s 5 >data/zee_2016_2.csv
	run evrun why all total
	fails 0 zee_2016_2.csv
	run evrun why all best/zee,2015
	[[ $output != *.csv* ]]
	package all
	[ "$ran" = "$branch" ]
	as_new all
}

@test "packages: a file that is withdrawn goes out of its branch, and no other changes" {
	samples
	package all
	sed -i /ggH_2015_1/d data/manifest.tsv
	package all
	[ "$ran" = "best 1 cells 2 cuts 1 grid 1 means 1 package 1 period 1 sample 1 total 1" ]
	as_new all
}
