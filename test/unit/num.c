// SPDX-License-Identifier: MIT
// num read|reject|int|write: hard cases of what lib/num reads and writes, against the C library or listed by hand.

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "as_library.h"
#include "num.h"

// many digits: a number halfway between two doubles or floats, as it is, and moved up and down far behind
static void reads_near_halfway(const char *halfway)
{
	static char text[2000];
	const char *e = strchr(halfway, 'e');
	size_t n = e ? (size_t)(e - halfway) : strlen(halfway);
	reads_as_library(halfway);
	bool point = memchr(halfway, '.', n);
	for (int zeros = 1; zeros < 900; zeros += 127) {
		snprintf(text, sizeof text, "%.*s%s%0*d%s", (int)n, halfway, point ? "" : ".", zeros, 1, e ? e : "");
		reads_as_library(text);
	}
	snprintf(text, sizeof text, "%.*s%s%0500d%s", (int)n, halfway, point ? "" : ".", 0, e ? e : "");
	reads_as_library(text);
}

static const char *const halfways[] = {
	"9007199254740993", "9007199254740995", "-9007199254740993", "9007199254740992.5", "18014398509481986",
	"16777217", "16777219", "33554434", "1.00000005960464477539062500000000000000000000000000000000",
	"1.00000000000000011102230246251565404236316680908203125",
	"1.00000000000000033306690738754696212708950042724609375",
	"2.4703282292062327208299439634110764e-324", "7.4109846876186981626e-324", "2.2250738585072011e-308",
	"0.500000029802322387695312500000000", "7.0064923216240853546186479164495e-46", "1.1754943508222875e-38",
	"1.7976931348623158079372897140530341507993413271003782693617377898044496829276475094664901797758720709633"
	"0286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069"
	"8555713669596228429148198608349364752927190741684443655107043427115596995080930428801779041744977919999e308",
	"340282356779733661637539395458142568448", "340282346638528859811704183484516925440", "8.5e22", "1e23",
	"2.4703282292062327208299439634110764059890625e-324",
};

static const char *const readable[] = {
	"0", "-0", "+0", "0.0", "-0.0", "00", "000000000000000000000000", "0e0", "0e400", "0e-400",
	"0e99999999999999999999", "1", "+1", "-1", "1.", ".5", "-.5", "+.5", "5.", "-5.e3", ".5e-3", "1e0", "1E0",
	"1e+0", "1e-0", "1e05", "1e-05", "1e00000000000000000000000000005", "41.3766", "-0.0745444", "1.51669e-05",
	"-1.51669e-05", "195655", "0.0599301", "12345678", "123456789", "1234567.8", "12345678.9", ".12345678",
	"0.12345678", "0.123456789012345", "0.1234567890123456", "1234567890.12345", "-1234567890.12345",
	"12345678.90123456", "1234567.890123456", "9999999999999999", "9434607133838363e-07", "9738520625389241e-18",
	"99999999.99999999", "0.00000000000001",
	"00000000.5", "000000000000.5", "1e22", "1e23", "1e-22", "1e-23", "8e22", "9007199254740991",
	"9007199254740992", "9007199254740994", "1.2345678901234567", "1.23456789012345678", "1.234567890123456789",
	"12345678901234567890", "123456789012345678901", "18446744073709551615", "18446744073709551616",
	"9999999999999999999", "10000000000000000000", "0.1", "0.2", "0.3", "1e-1", "3.14159265358979323846",
	"2.5e+05", "2.5e-20", "123e-99", "123.5e+99", "5e-324", "4.9e-324", "3e-324", "2.4703282292062327e-324",
	"2.4703282292062328e-324", "2.5e-324", "2e-324", "1e-324", "4.9406564584124654e-324",
	"2.2250738585072014e-308", "2.225073858507201e-308", "2.2250738585072011e-308", "1.7976931348623157e308",
	"1.7976931348623158e308", "1.7976931348623159e308", "1.797693134862315808e308", "2e308", "1e308", "1e309",
	"1e310", "1e400", "-1e400", "1e-400", "-1e-400", "1e99999999999", "1e-99999999999",
	"1e99999999999999999999999999999999999", "-1e-99999999999999999999999999999999999", "3.4028235e38",
	"3.4028236e38", "1.4e-45", "7e-46", "7.1e-46",
	"0.000000000000000000000000000000000000000000000000000000000000000000000000000001",
	"100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
	"0000000000000000000000000000000000000000000000000000000000041.3766",
	"-000.00000000000000000000000000000745444e-5", "7.3177701707893310e+15", "9.5e-46", "6929495644600919.5",
	"3.7e-47", "89255e-22", "104110013277974872254e-225", "nan", "NaN", "-nan", "+NAN", "inf", "-INF", "+Inf",
	"infinity", "-Infinity", "INFINITY",
};

static const char *const rejected[] = {
	"", "+", "-", ".", "-.", "+.", "e5", "E", ".e5", "-.e5", ".e-05", "e-05", "1e", "1e+", "1e-", "1e5.",
	"1e5e5", "1.5e", "0x10", "0x1p3", "1 ", " 1", "1_0", "1,0", "nanx", "in", "infi", "infinit", "infinityx",
	"na", "nan(1)", "--1", "+-1", "-+1", "++1", "1-", "1+1", "1.2.3", "..5", "1..", "12.34.56", "1234567.8.9",
	"123456789.12.3", "12345678x", "1234567x", "x2345678", "1234.56x8", "a", "1a", "12a", "123a5", "1/2", "1:2",
	"41.3766\n", "41.3766\r", "41.3766 ", "12345678901234567890x", "0.1234567890123x", "1.234567x9",
	"1.51669x-05", "1.51669e*05", "1.51669e-0x", "1.51669e-x5", "\xb1" "23", "1\xae" "5", "12345\xff" "78",
	"1.2\xb0", "1d5", "1f", "1.5L", "\xd9\xa1", "1234567890123456789012345678901234567890.1234567890123456789e",
};

static void group_read(void)
{
	for (size_t i = 0; i < sizeof readable / sizeof *readable; i++)
		reads_as_library(readable[i]);
	for (size_t i = 0; i < sizeof halfways / sizeof *halfways; i++)
		reads_near_halfway(halfways[i]);
}

static void group_reject(void)
{
	static const char zero[] = "1\0" "2";
	double x;
	float f;
	int64_t whole;
	bool is_whole;
	if (num_real(zero, zero + 3, &x) || num_real(zero, zero + 2, &x))
		complain("num_real takes a zero byte for the end");
	char *one = exact_copy("1", 1);
	if (num_real(one + 1, one + 1, &x))
		complain("nothing is read as a number");
	free(one);
	for (size_t i = 0; i < sizeof rejected / sizeof *rejected; i++) {
		size_t n = strlen(rejected[i]);
		char *copy = exact_copy(rejected[i], n);
		if (num_real(copy, copy + n, &x) || num_float(copy, copy + n, &f) || read_fast(copy, n, &x, &whole, &is_whole))
			complain("\"%s\" is read as a number", rejected[i]);
		free(copy);
	}
}

static void group_int(void)
{
	static const struct {
		const char *text;
		bool good;
		int64_t x;
	} cases[] = {
		{"0", true, 0}, {"-0", true, 0}, {"+7", true, 7}, {"12", true, 12}, {"123", true, 123},
		{"1234", true, 1234}, {"-1234567", true, -1234567}, {"12345678", true, 12345678},
		{"123456789", true, 123456789}, {"-123456789012345678", true, -123456789012345678},
		{"9007199254740993", true, 9007199254740993}, {"9223372036854775807", true, INT64_MAX},
		{"-9223372036854775808", true, INT64_MIN}, {"9223372036854775808", false, 0},
		{"-9223372036854775809", false, 0}, {"9999999999999999999", false, 0},
		{"10000000000000000000", false, 0}, {"18446744073709551617", false, 0},
		{"00000000000000000000000012", true, 12}, {"000000000", true, 0}, {"", false, 0}, {"-", false, 0},
		{"+", false, 0}, {"1.0", false, 0}, {"1e3", false, 0}, {" 1", false, 0}, {"1 ", false, 0},
		{"0x1", false, 0}, {"--1", false, 0}, {"12345678x", false, 0}, {"x", false, 0},
		{"123456789x", false, 0}, {"1,000", false, 0}, {"\xb1", false, 0}, {"nan", false, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t n = strlen(cases[i].text);
		char *copy = exact_copy(cases[i].text, n), out[NUM_MAX];
		int64_t x = 0, y;
		bool good = num_int(copy, copy + n, &x);
		if (good != cases[i].good || (good && x != cases[i].x))
			complain("num_int(%s): %d, %" PRId64, cases[i].text, good, x);
		n = num_write_int(out, x);
		if (!num_int(out, out + n, &y) || x != y)
			complain("num_write_int(%" PRId64 "): %.*s", x, (int)n, out);
		free(copy);
	}
}

static void group_write(void)
{
	static const struct {
		double x;
		const char *text;
	} cases[] = {
		{0, "0"}, {-0.0, "-0"}, {1, "1"}, {-1, "-1"}, {3, "3"}, {120000, "120000"}, {41.3766, "41.3766"},
		{0.1, "0.1"}, {-0.0745444, "-0.0745444"}, {0.0001, "0.0001"}, {0.000123, "0.000123"},
		{1.51669e-05, "1.51669e-05"}, {0.000099999, "9.9999e-05"}, {1e-300, "1e-300"}, {1e300, "1e+300"},
		{1e16, "10000000000000000"}, {1e17, "1e+17"}, {12345678901234568, "12345678901234568"},
		{123456789012345680, "1.2345678901234568e+17"}, {1e22, "1e+22"}, {1e23, "1e+23"},
		{9007199254740993.0, "9007199254740992"}, {-9007199254740994, "-9007199254740994"},
		{5e-324, "5e-324"}, {1.7976931348623157e308, "1.7976931348623157e+308"},
		{2.2250738585072014e-308, "2.2250738585072014e-308"}, {1.0 / 3, "0.3333333333333333"},
		{2.0 / 3, "0.6666666666666666"}, {0.1 + 0.2, "0.30000000000000004"}, {9999999.5, "9999999.5"},
		{9999999.99999999, "9999999.99999999"}, {123456.123456, "123456.123456"}, {NAN, "nan"},
		{-NAN, "nan"}, {INFINITY, "inf"}, {-INFINITY, "-inf"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char out[NUM_MAX];
		size_t n = num_write(out, cases[i].x);
		if (n != strlen(cases[i].text) || memcmp(out, cases[i].text, n))
			complain("num_write(%a): %.*s, not %s", cases[i].x, (int)n, out, cases[i].text);
	}
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} groups[] = {{"read", group_read}, {"reject", group_reject}, {"int", group_int}, {"write", group_write}};
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
		if (argc < 2 || strcmp(groups[i].name, argv[1]) != 0)
			continue;
		groups[i].run();
		printf("%s: %ld wrong\n", groups[i].name, wrong);
		return wrong != 0;
	}
	fprintf(stderr, "usage: num read|reject|int|write\n");
	return 2;
}
