/* SPDX-License-Identifier: MIT
 * hooks: stands before every file that is compiled for libFuzzer, so that what an input takes is known (engine.c), and is
 * given back when the library would have ended the program.
 */
#ifndef EVFARM_FUZZ_HOOKS_H
#define EVFARM_FUZZ_HOOKS_H

#define calloc fuzz_calloc
#define realloc fuzz_realloc
#define free fuzz_free
#define getline fuzz_getline
#define fopen fuzz_fopen
#define fdopen fuzz_fdopen
#define fclose fuzz_fclose
#define mmap fuzz_mmap
#define munmap fuzz_munmap
#define glob fuzz_glob
#define inflateInit_ fuzz_inflateInit_
#define inflateInit2_ fuzz_inflateInit2_
#define deflateInit_ fuzz_deflateInit_
#define deflateInit2_ fuzz_deflateInit2_

#if defined __clang__ && !defined __SANITIZE_ADDRESS__
#define __SANITIZE_ADDRESS__ 1 /* as gcc says it; clones.h asks */
#endif

#endif
