/* SPDX-License-Identifier: MIT
 * clones: one binary for old and new machines. A function marked CLONES is compiled for several kinds of processor, and
 * the one that fits is chosen when the program starts.
 */
#ifndef EVFARM_CLONES_H
#define EVFARM_CLONES_H

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CLONES __attribute__((target_clones("avx2", "popcnt", "default")))
#else
#define CLONES
#endif

#endif
