// SPDX-License-Identifier: MIT
// wire_type: which types a foreign column may have, and what they become; wire.h has the contract.

#include "stream_format.h"
#include "wire.h"

#define OURS "; evfarm reads numbers, bool and utf8: "
#define FLAT "write a column for each member"
#define CAST "cast it to int64 or float64"

// What the types that are not for us are called, and what to do about them, by Arrow's number.
static const char *const foreign[] = {
	[0] = "no type at all" OURS CAST,
	[1] = "null, a column without any value" OURS "cast it",
	[4] = "binary" OURS "cast it to utf8",
	[7] = "decimal" OURS CAST,
	[8] = "date" OURS CAST,
	[9] = "time" OURS CAST,
	[10] = "timestamp" OURS CAST,
	[11] = "interval" OURS CAST,
	[12] = "list" OURS FLAT,
	[13] = "struct" OURS FLAT,
	[14] = "union" OURS FLAT,
	[15] = "fixed size binary" OURS "cast it to utf8",
	[16] = "fixed size list" OURS FLAT,
	[17] = "map" OURS FLAT,
	[18] = "duration" OURS CAST,
	[19] = "large binary" OURS "cast it to utf8",
	[21] = "large list" OURS FLAT,
	[22] = "run-end encoded" OURS "decode it first",
	[23] = "binary view" OURS "cast it to utf8",
	[24] = "utf8 view" OURS "cast it to utf8 (Polars: compat_level=CompatLevel.oldest())",
	[25] = "list view" OURS FLAT,
	[26] = "large list view" OURS FLAT,
};

static const char *int_type(struct flat *meta, struct flat_table type, struct wire *w)
{
	int64_t bits = flat_int(meta, type, INT_BITS, 4, 0);
	w->is_signed = flat_int(meta, type, INT_SIGNED, 1, 0);
	if (bits != 8 && bits != 16 && bits != 32 && bits != 64)
		return "an integer of neither 8, 16, 32 nor 64 bits";
	w->width = (size_t)bits / 8;
	w->type = bits == 64 || (bits == 32 && !w->is_signed) ? TYPE_I64 : TYPE_I32;
	return NULL;
}

static const char *float_type(struct flat *meta, struct flat_table type, struct wire *w)
{
	switch (flat_int(meta, type, FLOAT_PRECISION, 2, FLOAT_HALF)) {
	case FLOAT_SINGLE:
		w->type = TYPE_F32;
		w->width = 4;
		return NULL;
	case FLOAT_DOUBLE:
		w->type = TYPE_F64;
		w->width = 8;
		return NULL;
	case FLOAT_HALF:
		return "float16" OURS "cast it to float32";
	default:
		return "a float of unknown precision";
	}
}

static const char *plain_type(struct flat *meta, struct flat_table field, struct wire *w)
{
	int64_t kind = flat_int(meta, field, FIELD_KIND, 1, 0);
	struct flat_table type = flat_table(meta, field, FIELD_TYPE);
	switch (kind) {
	case WIRE_INT:
		return int_type(meta, type, w);
	case WIRE_FLOAT:
		return float_type(meta, type, w);
	case WIRE_BOOL:
		w->type = TYPE_BOOL;
		w->width = 0;
		return NULL;
	case WIRE_UTF8:
	case WIRE_LARGE_UTF8:
		w->type = TYPE_TEXT;
		w->width = kind == WIRE_UTF8 ? 4 : 8;
		return NULL;
	}
	if (kind < 0 || (size_t)kind >= sizeof foreign / sizeof *foreign || !foreign[kind])
		return "of an unknown type";
	return foreign[kind];
}

const char *wire_type(struct flat *meta, struct flat_table field, struct wire *w)
{
	*w = (struct wire){0};
	const char *wrong = plain_type(meta, field, w);
	struct flat_table encoding = flat_table(meta, field, FIELD_DICTIONARY);
	if (wrong || !encoding.at)
		return wrong;
	if (w->type != TYPE_TEXT)
		return "dictionary-encoded, and not text" OURS "decode it first";
	w->encoded = true;
	w->id = flat_int(meta, encoding, ENCODING_ID, 8, 0);
	w->text_width = w->width;
	struct flat_table index = flat_table(meta, encoding, ENCODING_INDEX);
	w->width = 4; // the default
	w->is_signed = true;
	if (index.at)
		wrong = int_type(meta, index, w);
	w->type = TYPE_TEXT;
	return wrong;
}

size_t wire_buffers(const struct wire *w)
{
	return w->type == TYPE_TEXT && !w->encoded ? 3 : 2;
}
