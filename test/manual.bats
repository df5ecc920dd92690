#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the manual says holds for every program.

bats_require_minimum_version 1.5.0
load common

# each COMMAND...: runs it with the name of every program; tells of all that fail
each() {
	local file bad=0
	for file in "$root"/src/ev*.c; do
		"$@" "$(basename "$file" .c)" || bad=1
	done
	return $bad
}

complain() {
	echo "$*"
	return 1
}

complete() {
	[ -e "$root/src/$1.1" ] || complain "$1 has no man page"
	[ -e "$root/test/$1.bats" ] || complain "$1 has no test file"
	grep -q "^| \`$1\` |" "$root/README.md" || complain "$1 is not in the README"
}

@test "every program has a man page, a test file and a line in the README" {
	each complete
}

# what a program's synopsis has as commands of its own: evrun status
commands() {
	awk '/^\.Sh/ { on = $2 == "SYNOPSIS" } on && last == ".Nm" && $1 == ".Cm" { print $2 } { last = $0 }' "$root/src/$1.1"
}

# [letter] name, and ARG where an argument follows, of each option in -h, of the program and of its commands
options_of_help() {
	local command
	{
		"$1" -h
		for command in $(commands "$1"); do
			"$1" "$command" -h
		done
	} | sed -nE 's/^  (-(.),|   ) --([a-z-]+) ([^ ]+)  .*/[\2] \3 ARG/p; t; s/^  (-(.),|   ) --([a-z-]+)  .*/[\2] \3/p' | sort -u
}

# the same of the man page: .It Fl e , Fl Fl select Ar EXPR
options_of_page() {
	sed -nE 's/^\.It (Fl (.) , )?Fl (Fl |-)([a-z-]+)( Ar .*)?$/[\2] \4\5/p' "$root/src/$1.1" | sed 's/ Ar .*/ ARG/' | sort -u
}

same_options() {
	diff <(options_of_page "$1") <(options_of_help "$1") || complain "$1: the man page (<) and -h (>) differ"
}

@test "the options in each man page are those in -h" {
	each same_options
}

listed() {
	[ "$("$1" -h | sed -n 1p)" != "" ] && "$1" -h | grep -q "^usage: $1 " || complain "$1 -h has no usage line"
	"$1" -h | grep -q -- '-h, --help' || complain "$1 -h does not list its options"
}

@test "-h says how to use each program" {
	each listed
}

version() {
	[ "$("$1" -V)" = "$1 (evfarm) $(cat "$root/VERSION")" ] || complain "$1 -V is not of this version"
}

@test "-V prints the one version" {
	each version
}

misused() {
	run --separate-stderr "$1" --no-such-option
	[ "$status" -eq 2 ] && [ -z "$output" ] && [[ $stderr == *"no-such-option"*"usage: $1 "* ]] ||
		complain "$1 --no-such-option: exit $status, '$output', '$stderr'"
}

@test "an unknown option is misuse: exit 2, told on standard error" {
	each misused
}

full() {
	run "$1" -h
	[ "$status" -eq 0 ] || complain "$1 -h: exit $status"
	run sh -c "$1 -h >/dev/full"
	[ "$status" -eq 1 ] || complain "$1 -h on a full disk: exit $status"
}

@test "help that cannot be written is a failure" {
	each full
}

@test "every page that a man page refers to is ours or a system's" {
	local page name section bad=0
	while read -r page name section; do
		case $name.$section in
		ev*) [ -e "$root/src/$name.$section" ] ;;
		awk.1 | bats.1 | gnuplot.1 | gzip.1 | make.1 | parallel.1 | sh.1 | sort.1 | strtod.3 | glob.7 | sbatch.1) ;;
		*) false ;;
		esac || { complain "$page refers to $name($section)" || bad=1; }
	done < <(cd "$root/src" && grep -H '^\.Xr ' ./*.[157] | sed -E 's/^([^:]+):\.Xr ([^ ]+) ([0-9]).*/\1 \2 \3/')
	return $bad
}

headed() {
	local page=$root/src/$1.1 section
	for section in NAME SYNOPSIS DESCRIPTION '"?EXIT STATUS"?' EXAMPLES '"?SEE ALSO"?'; do
		grep -qE "^\.Sh $section\$" "$page" || complain "$1.1 has no section $section" || return
	done
}

@test "every man page has the sections of one" {
	each headed
}
