/* SPDX-License-Identifier: MIT
 * digits: exact sums of weights as long integers, and how their digits are addressed.
 *
 * A sum is an integer in units of 2^-1088 (a double's last bit is worth 2^-1074 or more), in digits of 32 bits: digit q is
 * worth 2^(32 (q - DIGIT_ONE)). Adding is integer addition, so nothing depends on the order. While a sum grows its digits
 * may be larger than 32 bits and of either sign. Settled, it has one form: all its digits have its sign and are
 * below 2^32 in size.
 *
 * A digit's key is the cell of the grid (below 2^56), the class, and the digit's number.
 */
#ifndef EVFARM_DIGITS_H
#define EVFARM_DIGITS_H

#include <stdint.h>

enum { DIGIT_ONE = 34, DIGITS = 128 }; /* digit DIGIT_ONE counts ones */
enum { DIGITS_USED = 72 }; /* by sums of up to 2^150 doubles */
enum { CLASS_SIGNAL, CLASS_BACKGROUND };
#define KEY_CELLS (UINT64_C(1) << 56)

static inline uint64_t key_of(uint64_t cell, unsigned class, unsigned digit)
{
	return cell << 8 | class << 7 | digit;
}

static inline uint64_t key_cell(uint64_t key)
{
	return key >> 8;
}

static inline unsigned key_class(uint64_t key)
{
	return key >> 7 & 1;
}

static inline unsigned key_digit(uint64_t key)
{
	return key & 127;
}

/* Splits a finite x into three digits, x = sum of part[i] in digit (returned) + i; each below 2^33 in size. */
unsigned digits_split(double x, int64_t part[3]);

/* Settles the digits [low, high), each below 2^62 in size, the lower ones being zero. A carry may go into the two above. */
void digits_settle(int64_t *digit, unsigned low, unsigned high);

/* The double nearest to a settled sum (ties to even), an infinity if it is too large. */
double digits_double(const int64_t digit[DIGITS]);

/* Takes digits by ascending keys, several a key, and sends those that are not zero of each sum, settled, to the sink.
 * {.sink, .context} is an empty one; settle_end sends the last sum. */
typedef void digit_sink(void *context, uint64_t key, int64_t value);
struct settle {
	digit_sink *sink;
	void *context;
	uint64_t sum;       /* the key of its digit 0 */
	unsigned low, high; /* digits used: [low, high) */
	int64_t digit[DIGITS];
};
void settle_add(struct settle *s, uint64_t key, int64_t value);
void settle_end(struct settle *s);

#endif
