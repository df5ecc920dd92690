// SPDX-License-Identifier: MIT
// output: sends the rows of a stream through lib/output: `all FILE`, `none FILE`, or every `third FILE`.

#include <string.h>

#include "bytes.h"
#include "err.h"
#include "mem.h"
#include "output.h"
#include "stream.h"

int main(int argc, char **argv)
{
	err_init(argv[0]);
	if (argc != 3)
		die(EXIT_USAGE, "all|none|third FILE");
	struct stream_in *in = stream_in_open(bytes_open(argv[2]));
	struct output *out = output_open(stream_in_schema(in));
	size_t row = 0;
	for (struct batch b; stream_in_batch(in, NULL, &b);) {
		uint8_t *keep = mem_new(b.rows, 1);
		for (size_t i = 0; i < b.rows; i++, row++)
			keep[i] = strcmp(argv[1], "third") == 0 && row % 3 == 0;
		output_rows(out, &b, strcmp(argv[1], "all") == 0 ? NULL : keep);
	}
	output_close(out);
	return EXIT_GOOD;
}
