// SPDX-License-Identifier: MIT
// expr_functions: the functions of the expression language in one table, each with a loop over rows of its own, so
// that the compiler can make vectors of those that the machine can do at once (sqrt, fabs); sine.h has sines and cosines.

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "expr_tree.h"
#include "sine.h"

// Those of <math.h> that take and give doubles, by the number of their arguments, and those that ask something.
#define ONE(X) \
	X(tan) X(asin) X(acos) X(atan) X(sinh) X(cosh) X(tanh) X(asinh) X(acosh) X(atanh) \
	X(exp) X(exp2) X(expm1) X(log) X(log2) X(log10) X(log1p) X(logb) X(sqrt) X(cbrt) X(erf) X(erfc) X(tgamma) \
	X(lgamma) X(ceil) X(floor) X(trunc) X(round) X(nearbyint) X(rint) X(fabs) X(j0) X(j1) X(y0) X(y1)
#define TWO(X) \
	X(atan2) X(pow) X(hypot) X(fmod) X(remainder) X(copysign) X(nextafter) X(fdim) X(fmax) X(fmin)
#define THREE(X) X(fma)
#define TEST(X) X(isfinite) X(isinf) X(isnormal) X(signbit)

#define LOOP_ONE(f) \
	static void loop_##f(double *restrict r, const double *const *x, size_t n) \
	{ \
		const double *a = x[0]; \
		for (size_t i = 0; i < n; i++) \
			r[i] = f(a[i]); \
	}
#define LOOP_TWO(f) \
	static void loop_##f(double *restrict r, const double *const *x, size_t n) \
	{ \
		const double *a = x[0], *b = x[1]; \
		for (size_t i = 0; i < n; i++) \
			r[i] = f(a[i], b[i]); \
	}
#define LOOP_THREE(f) \
	static void loop_##f(double *restrict r, const double *const *x, size_t n) \
	{ \
		const double *a = x[0], *b = x[1], *c = x[2]; \
		for (size_t i = 0; i < n; i++) \
			r[i] = f(a[i], b[i], c[i]); \
	}
#define LOOP_TEST(f) \
	static void loop_##f(uint8_t *restrict r, const double *x, size_t n) \
	{ \
		for (size_t i = 0; i < n; i++) \
			r[i] = f(x[i]) != 0; \
	}
static void loop_sin(double *restrict r, const double *const *x, size_t n)
{
	sine_many(r, x[0], n);
}
static void loop_cos(double *restrict r, const double *const *x, size_t n)
{
	cosine_many(r, x[0], n);
}
ONE(LOOP_ONE)
TWO(LOOP_TWO)
THREE(LOOP_THREE)
TEST(LOOP_TEST)
LOOP_TEST(isnan)

#define ROW_ONE(f) {.name = #f, .least = 1, .most = 1, .loop = loop_##f},
#define ROW_TWO(f) {.name = #f, .least = 2, .most = 2, .loop = loop_##f},
#define ROW_THREE(f) {.name = #f, .least = 3, .most = 3, .loop = loop_##f},
#define ROW_TEST(f) {.name = #f, .least = 1, .most = 1, .test = loop_##f},

static const struct function functions[] = {
	ROW_ONE(sin) ROW_ONE(cos) ONE(ROW_ONE)
	TWO(ROW_TWO)
	THREE(ROW_THREE)
	TEST(ROW_TEST)
	{.name = "isnan", .least = 1, .most = 1, .test = loop_isnan, .of_missing = true},
	{.name = "min", .least = 2, .most = SIZE_MAX, .keeps = KEEPS_MIN},
	{.name = "max", .least = 2, .most = SIZE_MAX, .keeps = KEEPS_MAX},
	{.name = "abs", .least = 1, .most = 1, .keeps = KEEPS_ABS},
};
enum { N_FUNCTIONS = sizeof functions / sizeof *functions };

const struct function *function_find(const char *name)
{
	for (size_t i = 0; i < N_FUNCTIONS; i++) {
		if (strcmp(name, functions[i].name) == 0)
			return &functions[i];
	}
	return NULL;
}

const struct function *function_called(const struct lexer *l, size_t at, const char *name, const struct schema *s)
{
	const struct function *f = function_find(name);
	if (f)
		return f;
	if (schema_find(s, name) != SIZE_MAX)
		lex_die(l, at, "%s is a column, not a function", name);
	const char *names[N_FUNCTIONS];
	for (size_t i = 0; i < N_FUNCTIONS; i++)
		names[i] = functions[i].name;
	const char *near = nearest(name, names, N_FUNCTIONS);
	lex_die(l, at, near ? "no function %s, did you mean %s?" : "no function %s", name, near);
}

void function_check(const struct lexer *l, const struct node *x)
{
	const struct function *f = x->function;
	if (x->n_args >= f->least && x->n_args <= f->most)
		return;
	lex_die(l, x->at, "%s takes %zu%s argument%s, not %zu", f->name, f->least, f->most > f->least ? " or more" : "",
		f->most == 1 ? "" : "s", x->n_args);
}
