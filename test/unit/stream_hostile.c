// SPDX-License-Identifier: MIT
// stream_hostile: changes every byte, int32 and int64 of the stream FILE to values that might hurt, one at a time, and reads
// each result to its last value. Reading must end with exit 0 or 3: anything else is printed, and makes this fail.

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bytes.h"
#include "err.h"
#include "mem.h"
#include "stream.h"

static const int64_t values[] = {0, 1, 2, 3, 7, 8, -1, -8, 127, 255, 4096, INT16_MAX, INT16_MIN, INT32_MAX, INT32_MIN,
				 INT32_MAX - 7, 1LL << 40, 1LL << 60, INT64_MAX, INT64_MIN, INT64_MAX - 7};
enum { N_VALUES = sizeof values / sizeof *values };

static unsigned long sum; // so that every value is looked at

static void look(const struct column *c, size_t rows)
{
	static const size_t width[] = {[TYPE_F64] = 8, [TYPE_F32] = 4, [TYPE_I64] = 8, [TYPE_I32] = 4, [TYPE_TEXT] = 0};
	const unsigned char *data = c->data;
	size_t begin = c->type == TYPE_TEXT ? (size_t)c->offset[0] : 0, end = width[c->type] * rows;
	if (c->type == TYPE_TEXT)
		end = (size_t)c->offset[rows];
	if (c->type == TYPE_BOOL)
		end = (rows + 7) / 8;
	for (size_t i = begin; i < end; i++)
		sum += data[i];
	for (size_t i = 0; i < rows; i++)
		sum += is_missing(c, i);
}

static _Noreturn void read_all(const char *file)
{
	int null = open("/dev/null", O_WRONLY);
	dup2(null, 2);
	struct bytes *from = bytes_open(file);
	struct stream_in *in = stream_in_open(from);
	struct batch b;
	while (stream_in_batch(in, NULL, &b))
		for (size_t c = 0; c < stream_in_schema(in)->n; c++)
			look(&b.column[c], b.rows);
	_exit(EXIT_GOOD);
}

static int failures, refused, accepted;

static void try(const char *what, size_t place, int64_t value, const char *file)
{
	pid_t child = fork();
	if (child == 0)
		read_all(file);
	int status;
	if (child < 0 || waitpid(child, &status, 0) < 0)
		die_errno("fork");
	refused += status == EXIT_DATA << 8;
	accepted += status == 0;
	if (status == 0 || status == EXIT_DATA << 8)
		return;
	printf("%s at %zu = %" PRId64 ": wait status %x\n", what, place, value, (unsigned)status);
	failures++;
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	if (argc != 2)
		die(EXIT_USAGE, "FILE");
	struct string all = {0};
	char piece[4096];
	FILE *f = fopen(argv[1], "r");
	for (size_t n; f && (n = fread(piece, 1, sizeof piece, f));)
		string_add(&all, piece, n);
	char changed[] = "changed.arrows";
	int fd = open(changed, O_RDWR | O_CREAT | O_TRUNC, 0666);
	if (fd < 0 || pwrite(fd, all.text, all.n, 0) != (ssize_t)all.n)
		die_errno("%s", changed);

	static const size_t sizes[] = {1, 4, 8};
	for (size_t k = 0; k < 3; k++) {
		for (size_t place = 0; place + sizes[k] <= all.n; place += sizes[k]) {
			for (size_t v = 0; v < N_VALUES; v++) {
				bool fits = sizes[k] == 8 || (sizes[k] == 4 && values[v] == (int32_t)values[v]) ||
					    (values[v] >= -128 && values[v] <= 255);
				if (!fits || memcmp(&values[v], all.text + place, sizes[k]) == 0)
					continue;
				if (pwrite(fd, &values[v], sizes[k], (off_t)place) < 0)
					die_errno("%s", changed);
				try(sizes[k] == 1 ? "byte" : sizes[k] == 4 ? "int32" : "int64", place, values[v], changed);
			}
			if (pwrite(fd, all.text + place, sizes[k], (off_t)place) < 0)
				die_errno("%s", changed);
		}
	}
	string_free(&all);
	printf("%d refused, %d accepted, %d failures\n", refused, accepted, failures);
	close_stdout();
	return failures ? EXIT_SYSTEM : EXIT_GOOD;
}
