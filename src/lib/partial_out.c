// SPDX-License-Identifier: MIT
// partial: writing the text of partial results; partial.h has the contract.

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "cover.h"
#include "num.h"
#include "partial.h"

void partial_escape(struct string *to, const char *text)
{
	static const char letters[] = "\\tnr", meant[] = "\\\t\n\r";
	for (size_t plain; plain = strcspn(text, meant), string_add(to, text, plain), text[plain]; text += plain + 1) {
		char escape[2] = {'\\', letters[strchr(meant, text[plain]) - meant]};
		string_add(to, escape, 2);
	}
}

void partial_begin(struct partial_out *o, const char *kind)
{
	*o = (struct partial_out){0};
	string_printf(&o->text, "# evfarm %s 1\n", kind);
	cover_head(&o->text);
}

void partial_key(struct partial_out *o, const char *key, const char *value)
{
	string_printf(&o->text, "# %s ", key);
	partial_escape(&o->text, value);
	string_add(&o->text, "\n", 1);
}

void partial_key_count(struct partial_out *o, const char *key, uint64_t value)
{
	string_printf(&o->text, "# %s %llu\n", key, (unsigned long long)value);
}

void partial_columns(struct partial_out *o, const char *const *names, size_t n)
{
	string_puts(&o->text, "# columns ");
	o->fields = n;
	o->names = mem_new(n, sizeof *o->names);
	for (size_t i = 0; i < n; i++) {
		o->names[i] = names[i];
		if (i)
			string_add(&o->text, "\t", 1);
		partial_escape(&o->text, names[i]);
	}
	string_add(&o->text, "\n", 1);
}

static void begin_cell(struct partial_out *o)
{
	if (o->field++)
		string_add(&o->text, "\t", 1);
}

// A row must not begin like a comment.
void partial_text(struct partial_out *o, const char *cell)
{
	begin_cell(o);
	if (*cell == '#')
		string_add(&o->text, "\\", 1);
	partial_escape(&o->text, cell);
}

void partial_real(struct partial_out *o, double x)
{
	char text[NUM_MAX];
	begin_cell(o);
	string_add(&o->text, text, num_write(text, x));
}

void partial_count(struct partial_out *o, uint64_t n)
{
	char text[NUM_MAX];
	begin_cell(o);
	string_add(&o->text, text, num_write_int(text, (int64_t)n));
}

void partial_sum(struct partial_out *o, const struct sum *s)
{
	size_t before = o->rest.n;
	string_printf(&o->rest, "# rest %zu %s ", o->rows + 1, o->names[o->field]);
	size_t bare = o->rest.n;
	sum_rest(s, &o->rest);
	if (o->rest.n == bare)
		o->rest.n = before;
	else
		string_add(&o->rest, "\n", 1);
	partial_real(o, sum_value(s));
}

void partial_row(struct partial_out *o)
{
	string_add(&o->text, "\n", 1);
	if (o->rest.n)
		string_add(&o->text, o->rest.text, o->rest.n);
	o->rest.n = o->field = 0;
	o->rows++;
}

void partial_blank(struct partial_out *o)
{
	string_add(&o->text, "\n", 1);
}

void partial_end(struct partial_out *o, FILE *out)
{
	unsigned long crc = crc32_z(0, (const unsigned char *)o->text.text, o->text.n);
	string_printf(&o->text, "# end %zu %08lx\n", o->rows, crc);
	fwrite(o->text.text, 1, o->text.n, out);
	string_free(&o->text);
	string_free(&o->rest);
	free(o->names);
}
