/* SPDX-License-Identifier: MIT
 * expr_loops: the operators over rows, written so that the compiler makes vectors of them; for expr_eval.c.
 *
 * Each operator has three loops: both operands vary, or one is a constant, of which a[0] or b[0] is taken.
 */
#ifndef EVFARM_EXPR_LOOPS_H
#define EVFARM_EXPR_LOOPS_H

#include "expr_lex.h"

enum varies { BOTH_VARY, RIGHT_VARIES, LEFT_VARIES };

/* op is one of OP_ADD to OP_POW. */
void loop_arithmetic(enum op op, enum varies v, double *restrict r, const double *a, const double *b, size_t n);
/* op is one of OP_EQ to OP_GE, in all of these; the outcome is 0 or 1. */
void loop_compare_reals(enum op op, enum varies v, uint8_t *restrict r, const double *a, const double *b, size_t n);
void loop_compare_whole(enum op op, enum varies v, uint8_t *restrict r, const int64_t *a, const int64_t *b, size_t n);
/* Integers with reals, exactly: nothing is rounded. Both vary. */
void loop_compare_mixed(enum op op, uint8_t *restrict r, const int64_t *a, const double *b, size_t n);
/* Of texts, row i having [offset[i], offset[i + 1]). OP_EQ or OP_NE. Both vary. */
void loop_compare_texts(enum op op, uint8_t *restrict r, const char *a, const int32_t *a_offset, const char *b,
			const int32_t *b_offset, size_t n);

/* r may be a in these two. */
void loop_and(uint8_t *r, const uint8_t *a, const uint8_t *b, size_t n);
void loop_or(uint8_t *r, const uint8_t *a, const uint8_t *b, size_t n);
void loop_without(uint8_t *restrict r, const uint8_t *b, size_t n); /* r and not b */

/* The bits [first, first + n) as bytes 0 and 1. */
void loop_bits(uint8_t *restrict r, const uint8_t *bits, size_t first, size_t n);
/* Are these bits all 1? */
bool loop_all_set(const uint8_t *bits, size_t first, size_t n);

#endif
