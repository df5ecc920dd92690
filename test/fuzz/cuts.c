// SPDX-License-Identifier: MIT
// cuts: files of cuts. Rows that are accepted must read back, as written, as the same.

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "cuts.h"
#include "fuzz.h"

static void parse(const char *data, size_t n)
{
	struct cuts *c = cuts_read(fuzz_file(data, n));
	struct string text = {0}, why = {0};
	fuzz_must("writing and reading again");
	for (size_t i = 0; i < c->n; i++) {
		cuts_write_row(&text, c, i);
		string_puts(&text, "\n");
	}
	struct cuts *again = cuts_read(fuzz_file(text.text, text.n));
	if (cuts_differ(c, again, &why) || again->settings != c->settings)
		fuzz_fail("read again they differ: %s", why.text);
	uint64_t product = 1;
	for (size_t i = 0; i < c->n; i++) {
		const struct cut *cut = &c->cut[i];
		if (cut->stride != product || cut_of_setting(cut, c->settings - 1) != cut->n - 1)
			fuzz_fail("setting %llu has not the last cut of row %zu", (unsigned long long)c->settings - 1, i);
		product *= cut->n;
		for (size_t j = 1; j < cut->n; j++) {
			double tight = cut->value[cut->order[j - 1]], loose = cut->value[cut->order[j]];
			if (cut->above ? tight < loose : tight > loose)
				fuzz_fail("row %zu is not in order", i);
		}
	}
	cuts_free(c);
	cuts_free(again);
}

static void end_rightly(struct string *s)
{
	string_add(s, "", 0);
	const char *end = strstr(s->text, "# end ");
	if (end)
		s->n = (size_t)(end - s->text);
	size_t rows = 0, n = s->n;
	for (size_t i = 0; i + 1 < n; i++)
		rows += (i == 0 || s->text[i - 1] == '\n') && s->text[i] != '#' && s->text[i] != '\n';
	string_printf(s, "# end %zu %08lx\n", rows, crc32_z(0, (const Bytef *)s->text, n));
}

static void mutate(struct string *s)
{
	static const char *const words[] = {
		"# evfarm cuts 1", "# evfarm", "pt\t<\t1\t2\t3", "`p T`\t>\t-inf\tinf", "<", ">", "`", "nan", "1e400", "-0", "0", "# end 1 00000000", "#",
		"x > 1 1 1", "# covers 0/1", "# signal x", "\r",
	};
	if (fuzz_random(2))
		fuzz_bytes(s);
	else
		fuzz_lines(s, words, sizeof words / sizeof *words);
	if (strncmp(s->n ? s->text : "", "# evfarm", 8) == 0 && fuzz_random(8))
		end_rightly(s);
}

const struct fuzzer fuzzer = {.codes = 1 << EXIT_DATA, .parse = parse, .mutate = mutate};
