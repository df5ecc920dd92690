// SPDX-License-Identifier: MIT
// stream: `write ROWS BATCH` writes a stream of every type, `copy [FILE]` reads one and writes it again,
// `read [FILE]` reads one and prints batches and rows.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bytes.h"
#include "err.h"
#include "mem.h"
#include "stream.h"

enum { COLUMNS = 6 };

static const char *const names[COLUMNS] = {"x", "f", "n", "i", "b", "t"};

// Rows [first, first + rows): row r is missing in column c where (r + c) % 5 == 4.
static void fill(struct column *column, size_t first, size_t rows)
{
	for (size_t c = 0; c < COLUMNS; c++) {
		char *data = mem_new(rows + 1, 32);
		int32_t *offset = c == TYPE_TEXT ? mem_new(rows + 1, sizeof *offset) : NULL;
		uint8_t *valid = mem_new(rows / 8 + 1, 1);
		for (size_t i = 0; i < rows; i++) {
			long long r = (long long)(first + i);
			if ((first + i + c) % 5 != 4)
				bit_set(valid, i);
			switch ((enum type)c) {
			case TYPE_F64: ((double *)(void *)data)[i] = (double)r / 10; break;
			case TYPE_F32: ((float *)(void *)data)[i] = (float)r / 4; break;
			case TYPE_I64: ((int64_t *)(void *)data)[i] = 9007199254740993 + r; break;
			case TYPE_I32: ((int32_t *)(void *)data)[i] = (int32_t)-r; break;
			case TYPE_BOOL:
				if (r % 3 == 0)
					bit_set((uint8_t *)data, i);
				break;
			case TYPE_TEXT: offset[i + 1] = offset[i] + (r % 4 ? sprintf(data + offset[i], "a,%lld\"", r) : 0);
			}
		}
		column[c] = (struct column){(enum type)c, data, offset, valid};
	}
}

static void empty(struct column *column)
{
	for (size_t c = 0; c < COLUMNS; c++) {
		free((void *)column[c].data);
		free((void *)column[c].offset);
		free((void *)column[c].valid);
	}
}

static void write_stream(size_t rows, size_t batch)
{
	struct schema s = {0};
	for (size_t c = 0; c < COLUMNS; c++)
		schema_add(&s, names[c], (enum type)c);
	struct stream_out *o = stream_out_open(1, "standard output", &s);
	for (size_t first = 0; first < rows; first += batch) {
		struct column column[COLUMNS];
		size_t n = rows - first < batch ? rows - first : batch;
		fill(column, first, n);
		stream_out_batch(o, &(struct batch){n, column, "", first});
		empty(column);
	}
	stream_out_close(o);
	schema_free(&s);
}

static void read_stream(const char *file, struct stream_out **copy)
{
	struct bytes *from = bytes_open(file);
	struct stream_in *in = stream_in_open(from);
	struct batch b;
	size_t batches = 0, rows = 0;
	if (copy)
		*copy = stream_out_open(1, "standard output", stream_in_schema(in));
	for (; stream_in_batch(in, NULL, &b); batches++, rows += b.rows)
		if (copy)
			stream_out_batch(*copy, &b);
	if (copy)
		stream_out_close(*copy);
	else
		printf("%zu batches, %zu rows\n", batches, rows);
	stream_in_close(in);
	bytes_close(from);
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	struct stream_out *copy;
	if (argc == 4 && strcmp(argv[1], "write") == 0)
		write_stream((size_t)atol(argv[2]), (size_t)atol(argv[3]));
	else if (argc >= 2 && strcmp(argv[1], "copy") == 0)
		read_stream(argc > 2 ? argv[2] : "-", &copy);
	else if (argc >= 2 && strcmp(argv[1], "read") == 0)
		read_stream(argc > 2 ? argv[2] : "-", NULL);
	else
		die(EXIT_USAGE, "write ROWS BATCH | copy [FILE] | read [FILE]");
	close_stdout();
	return EXIT_GOOD;
}
