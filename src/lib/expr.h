/* SPDX-License-Identifier: MIT
 * expr: the expression language, evexpr(7), evaluated a block of rows at a time.
 *
 * Values are reals (double), integers (int64: integer columns and integer literals, and -x, ?:, min, max, abs
 * of these), truth values (from comparisons and && || !) and text. Comparisons of numbers are exact, those of integers
 * with reals as well; + - * / % and ** and the functions compute in double. A row whose operands are missing gives a
 * missing value; a comparison with a missing value is false, and so is a missing value taken as a truth value.
 */
#ifndef EVFARM_EXPR_H
#define EVFARM_EXPR_H

#include "events.h"

struct expr;

enum { EXPR_BLOCK = 1024 }; /* rows evaluated at once, at most */

/* Compiles text; its columns are indices into s. what is for messages: an option ("-e") or ""; errors are wrong usage:
 * one message `prog: what: 'text': column N: reason`, exit 2. An unknown column or function names the nearest one. */
struct expr *expr_compile(const char *text, const char *what, const struct schema *s);
void expr_free(struct expr *e);

/* A column's name at the beginning of text, bare or in backquotes: *name is a fresh copy without these. Returns how
 * many bytes it takes, 0 if no name stands there (*name is left as it was). */
size_t expr_name(const char *text, char **name);

/* used[c] = true for each column c of the schema that e reads; used has a member a column. */
void expr_columns(const struct expr *e, bool *used);

/* What e gives under the schema's types: TYPE_F64, TYPE_I64, TYPE_BOOL or TYPE_TEXT. */
enum type expr_type(const struct expr *e);

/* The values of rows [first, first + n) of b, n <= EXPR_BLOCK. type says which member is set: TYPE_F64 real,
 * TYPE_I64 integer, TYPE_BOOL truth (0 or 1), TYPE_TEXT text and offset (of row i: text[offset[i]..offset[i+1])).
 * The type may differ from expr_type where the batch's columns differ from the schema's. missing has a byte a row, 1 =
 * missing, or is NULL. All of it belongs to e and lasts until its next evaluation. */
struct values {
	enum type type;
	const double *real;
	const int64_t *integer;
	const uint8_t *truth;
	const char *text;
	const int32_t *offset;
	const uint8_t *missing;
};
struct values expr_eval(struct expr *e, const struct batch *b, size_t first, size_t n);

/* The same as reals, a missing value as nan (text dies: EXIT_USAGE); and as 0 or 1, a missing value as 0: C's truth,
 * where nan is true. */
const double *expr_reals(struct expr *e, const struct batch *b, size_t first, size_t n);
const uint8_t *expr_truth(struct expr *e, const struct batch *b, size_t first, size_t n);

#endif
