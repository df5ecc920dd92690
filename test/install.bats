#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The Makefile: what is built from nothing, make install and make uninstall.

bats_require_minimum_version 1.5.0
load common

# what make has built already, into $PWD/dest
make_here() {
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s -C "$root" BIN="${EVFARM_BIN:-bin}" BUILD="$(dirname "$units")" \
		DESTDIR="$PWD/dest" PREFIX=/opt/ev "$@"
}

@test "make install puts programs, man pages, pipelines, site profiles and plots below DESTDIR and PREFIX" {
	make_here install
	local file
	for file in "$root"/src/ev*.c; do
		[ "$("dest/opt/ev/bin/$(basename "$file" .c)" -V)" != "" ]
	done
	for file in "$root"/src/*.[157]; do
		cmp "$file" "dest/opt/ev/share/man/man${file##*.}/$(basename "$file")"
	done
	for file in "$root"/pipelines/*.pipe "$root"/pipelines/course/*; do
		cmp "$file" "dest/opt/ev/share/evfarm/pipelines/${file#"$root"/pipelines/}"
	done
	for file in "$root"/plots/*.gp; do
		cmp "$file" "dest/opt/ev/share/evfarm/plots/$(basename "$file")"
	done
	[ "$(find dest -type f | wc -l)" -eq "$(cd "$root" && ls src/ev*.c src/*.[157] pipelines/*.pipe plots/*.gp pipelines/course/* slurm/array.sbatch slurm/sites/* | wc -l)" ]
	[ -z "$(find dest -type f ! -perm 644 ! -perm 755)" ]
}

@test "make uninstall takes away what make install put there, and nothing else" {
	make_here install
	touch dest/opt/ev/bin/mine dest/opt/ev/share/man/man1/mine.1
	make_here uninstall
	[ "$(find dest -type f | sort)" = "$(printf 'dest/opt/ev/%s\n' bin/mine share/man/man1/mine.1)" ]
}

@test "a build from nothing unzips by ISA-L where that is installed" {
	echo '#include <isa-l/igzip_lib.h>' | "${CC:-cc}" -E -x c - >/dev/null 2>&1 || skip 'no ISA-L here'
	local make=(env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -n --no-print-directory -C "$root" "BIN=$PWD/bin" "BUILD=$PWD/build" Q=)
	[[ $("${make[@]}" "$PWD/bin/evhist" | tail -n 1) == *-lisal* ]]
	[[ $("${make[@]}" "$PWD/bin/evtask" | tail -n 1) != *-lisal* ]]
	[[ $("${make[@]}" "$PWD/bin/evhist" ISAL= | tail -n 1) != *-lisal* ]]
}
