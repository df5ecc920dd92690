/* SPDX-License-Identifier: MIT
 * expr_lex: the words of an expression, one after the other; for expr_parse.c.
 */
#ifndef EVFARM_EXPR_LEX_H
#define EVFARM_EXPR_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a node of the tree does, and what an operator in the text is. */
enum op {
	OP_CONSTANT, OP_COLUMN, OP_CALL, OP_CHOOSE, OP_NEGATE, OP_NOT,
	OP_OR, OP_AND, OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE,
	OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_POW,
	N_OPS
};
extern const char *const op_text[N_OPS];

enum word { WORD_END, WORD_INTEGER, WORD_REAL, WORD_NAME, WORD_COLUMN, WORD_TEXT, WORD_OPERATOR, WORD_SIGN };

/* The word ahead: bytes [at, end) of the text. A name, a column in backquotes and text have their bytes, unquoted, in
 * name; an operator is op, and one of ( ) , ? : is sign. */
struct lexer {
	const char *what, *text;
	enum word word;
	size_t at, end;
	int64_t integer;
	double real;
	char *name;
	enum op op;
	char sign;
};

/* Begins with the first word; what and text are as in expr_compile, and stay the caller's. */
void lex_open(struct lexer *l, const char *what, const char *text);
/* Moves on to the next word. */
void lex_next(struct lexer *l);
/* Is the word ahead this sign? If so, moves on. */
bool lex_take(struct lexer *l, char sign);
void lex_close(struct lexer *l);

/* `prog: what: 'text': column N: reason`, N counting characters from one up to byte at; leaves with EXIT_USAGE. */
_Noreturn void lex_die(const struct lexer *l, size_t at, const char *format, ...) __attribute__((format(printf, 3, 4)));
void lex_warn(const struct lexer *l, size_t at, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* What someone meant who wrote `and`, `or` or `not`; NULL for any other name. */
const char *lex_meant(const char *name);

#endif
