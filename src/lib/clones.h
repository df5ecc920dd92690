/* SPDX-License-Identifier: MIT
 * clones: one binary for old and new machines. A function marked CLONES is compiled for several kinds of processor, and
 * the one that fits is chosen when the program starts. None gives another result than the others.
 */
#ifndef EVFARM_CLONES_H
#define EVFARM_CLONES_H

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CLONES __attribute__((target_clones("avx2", "popcnt", "default")))
#else
#define CLONES
#endif

/* The same for loops over doubles: a version each for registers of 512, 256 (with fma) and 128 bits. */
#if defined(__clang__) || !defined(__GNUC__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define VECTOR_CLONES
#elif defined(__x86_64__) && defined(__GLIBC__)
#define VECTOR_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTOR_CLONES
#endif

#endif
