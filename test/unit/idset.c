// SPDX-License-Identifier: MIT
// idset: sets made at random are what the same sets as arrays of bools are; and texts that are none. Prints what is wrong.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "idset.h"

enum { N = 24, ROUNDS = 20000 };

static struct idset make(const bool *in)
{
	struct idset s = {0};
	unsigned step = 5; // in another order than ascending
	for (unsigned i = 0, at = 0; i < N; i++, at = (at + step) % N)
		if (in[at])
			idset_add(&s, (struct id_run){at, at, 0});
	return s;
}

static bool same(const struct idset *s, const bool *in)
{
	size_t n = 0;
	bool right = true;
	for (unsigned i = 0; i < N; i++) {
		right = right && !idset_meets(s, i, i) == !in[i];
		n += in[i];
	}
	return right && idset_count(s) == n;
}

static bool reads_back(const struct idset *s, const bool *in)
{
	struct string text = {0};
	struct idset again = {0};
	idset_write(&text, s);
	bool right = !s->n || (idset_parse(&again, text.text, text.n) && same(&again, in));
	string_free(&text);
	idset_free(&again);
	return right;
}

static int check_round(void)
{
	bool a[N], b[N], less[N], both[N], all[N];
	for (unsigned i = 0; i < N; i++) {
		a[i] = rand() & 1024;
		b[i] = rand() & 1024;
		less[i] = a[i] && !b[i];
		both[i] = a[i] && b[i];
		all[i] = a[i] || b[i];
	}
	struct idset s = make(a), t = make(b), minus = idset_minus(&s, &t), shared = idset_both(&s, &t);
	int bad = !same(&s, a) || !reads_back(&s, a) || !same(&minus, less) || !same(&shared, both);
	idset_unite(&s, &t);
	bad |= !same(&s, all) || !reads_back(&s, all);
	idset_free(&s);
	idset_free(&t);
	idset_free(&minus);
	idset_free(&shared);
	return bad;
}

static int check_text(const char *text, const char *canonical)
{
	struct idset s = {0};
	struct string again = {0};
	bool good = idset_parse(&s, text, strlen(text));
	idset_write(&again, &s);
	int bad = good != (canonical != NULL) || (good && canonical && strcmp(again.text, canonical) != 0);
	if (bad)
		printf("\"%s\" is read as %s\n", text, good ? again.text : "no set");
	string_free(&again);
	idset_free(&s);
	return bad;
}

int main(void)
{
	int bad = 0;
	for (int i = 0; i < ROUNDS && !bad; i++)
		if ((bad = check_round()))
			printf("round %d is wrong\n", i);
	static const char *const none[] = {"", ",", "1,", ",1", "1-", "-1", "2-1", "1,1", "3,2", "1-5,5", "01", "1 ", "+1", "a",
					   "1-2-3", "9223372036854775808", "99999999999999999999"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		bad |= check_text(none[i], NULL);
	bad |= check_text("0", "0") | check_text("0-0", "0") | check_text("1,2,3", "1-3") | check_text("0-4,5-9,11", "0-9,11");
	bad |= check_text("922337203685477579-922337203685477580", "922337203685477579-922337203685477580");
	if (!bad)
		puts("all right");
	return bad;
}
