// SPDX-License-Identifier: MIT
// bytes: a moving window over a file or pipe; bytes.h has the contract.

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "bytes.h"
#include "err.h"
#include "gunzip.h"
#include "mem.h"

enum {
	LARGE_PAGE = 2 << 20, // of x86-64 and arm64
	MAP_PIECE = 8 << 20, // bytes mapped at once, more if more are needed
	READ_PIECE = GUNZIP_ALREADY / 2, // bytes read at once
	UNZIPPED_FREELY = 64 << 20,
	MOST_FOLD = 100 // deflate's limit is 1032; tables of numbers come to 10
};

struct bytes {
	char *name;
	int fd;
	uint64_t place;
	const char *at; // the window
	size_t visible;

	bool mapped; // a plain regular file
	uint64_t size;
	void *map;
	size_t map_length;

	char *buffer; // else: a pipe, or gzip
	size_t room;
	struct gunzip *gunzip;
	bool ended;
};

static bool is_gzip(const char *p, size_t n)
{
	return n >= 2 && (unsigned char)p[0] == 0x1f && (unsigned char)p[1] == 0x8b;
}

// Makes room for need bytes from the window's beginning on, and the padding: by moving them to the front of the buffer if
// that does, else by a larger one.
static void make_room(struct bytes *b, size_t need)
{
	size_t before = b->at ? (size_t)(b->at - b->buffer) : 0;
	need += BYTES_PAD;
	if (before + need > b->room) {
		if (before)
			memmove(b->buffer, b->at, b->visible);
		before = 0;
		b->buffer = mem_grow(b->buffer, &b->room, need, 1);
	}
	b->at = b->buffer + before;
}

// Reads once more into the buffer, behind what is visible.
static void fill(struct bytes *b)
{
	make_room(b, b->visible + READ_PIECE);
	char *to = b->buffer + (b->at - b->buffer) + b->visible;
	size_t got = b->gunzip ? gunzip_read(b->gunzip, to, READ_PIECE) : read_some(b->fd, b->name, to, READ_PIECE);
	b->ended = got == 0;
	b->visible += got;
}

// -- a file that is mapped --------------------------------------------------------------------------------------------

static const char *mapping; // the file that was mapped last

// What is mapped is gone. This may have come between any two instructions: no stdio.
static void cut_short(int sig)
{
	(void)sig;
	const char *say[] = {err_program(), ": ", mapping, ": became shorter while it was read\n"};
	struct iovec v[4];
	for (size_t i = 0; i < 4; i++)
		v[i] = (struct iovec){(void *)(uintptr_t)say[i], strlen(say[i])};
	if (writev(STDERR_FILENO, v, 4) < 0)
		_exit(EXIT_SYSTEM); // nobody to be told
	_exit(EXIT_SYSTEM);
}

static void unmap(struct bytes *b)
{
	if (b->map)
		munmap(b->map, b->map_length);
	b->map = NULL;
}

// Maps n bytes from the present place on, and zeros behind the end of the file so that the padding is there. Where the file
// lies in memory as large pages, it can be mapped by them only if they are large pages here too.
static void map_piece(struct bytes *b, size_t n)
{
	unmap(b);
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), left = b->size - b->place, begin = b->place / LARGE_PAGE * LARGE_PAGE;
	size_t before = (size_t)(b->place - begin);
	b->visible = n > MAP_PIECE - before ? n : MAP_PIECE - before;
	if (b->visible > left)
		b->visible = (size_t)left;
	size_t length = before + b->visible;
	b->map_length = LARGE_PAGE + (length + BYTES_PAD + page - 1) / page * page;
	b->map = mmap(NULL, b->map_length, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *at = (char *)b->map + (-(uintptr_t)b->map & (LARGE_PAGE - 1));
	if (b->map == MAP_FAILED
	    || (length && mmap(at, length, PROT_READ, MAP_PRIVATE | MAP_FIXED, b->fd, (off_t)begin) == MAP_FAILED))
		die_errno("%s: cannot map %zu bytes", b->name, length);
	b->at = at + before;
	if (!mapping)
		signal(SIGBUS, cut_short);
	mapping = b->name;
}

// -- the contract -----------------------------------------------------------------------------------------------------

struct bytes *bytes_open(const char *file)
{
	struct bytes *b = mem_new(1, sizeof *b);
	bool standard = strcmp(file, "-") == 0;
	b->name = mem_copy(standard ? "standard input" : file);
	b->fd = standard ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
	struct stat st;
	if (b->fd < 0 || fstat(b->fd, &st) != 0)
		die_errno("%s", b->name);
	if (S_ISDIR(st.st_mode))
		die(EXIT_SYSTEM, "%s: is a folder", b->name);

	off_t begin = S_ISREG(st.st_mode) && st.st_size > 0 ? lseek(b->fd, 0, SEEK_CUR) : -1;
	char magic[2];
	if (begin >= 0) {
		ssize_t got = pread(b->fd, magic, sizeof magic, begin);
		if (got < 0)
			die_errno("%s", b->name);
		b->mapped = !is_gzip(magic, (size_t)got);
	}
	if (b->mapped) {
		b->size = (uint64_t)st.st_size;
		b->place = (uint64_t)begin < b->size ? (uint64_t)begin : b->size;
		return b;
	}
	while (b->visible < 2 && !b->ended)
		fill(b);
	if (is_gzip(b->at, b->visible)) {
		b->gunzip = gunzip_open(b->fd, b->name, b->at, b->visible);
		b->visible = 0;
		b->ended = false;
	}
	return b;
}

const char *bytes_name(const struct bytes *b)
{
	return b->name;
}

size_t bytes_need(struct bytes *b, size_t n, const char **p)
{
	if (b->mapped) {
		if (!b->map || (b->visible < n && b->place + b->visible < b->size))
			map_piece(b, n);
	} else {
		while (b->visible < n && !b->ended)
			fill(b);
	}
	*p = b->at;
	return b->visible;
}

void bytes_skip(struct bytes *b, size_t n)
{
	if (!n) // and perhaps no window yet
		return;
	b->at += n;
	b->visible -= n;
	b->place += n;
}

uint64_t bytes_place(const struct bytes *b)
{
	return b->place;
}

bool bytes_seekable(const struct bytes *b, uint64_t *size)
{
	*size = b->size;
	return b->mapped;
}

void bytes_seek(struct bytes *b, uint64_t place)
{
	unmap(b);
	b->place = place < b->size ? place : b->size;
	b->visible = 0;
}

void bytes_verify(struct bytes *b)
{
	char scrap[4096];
	while (b->gunzip && gunzip_read(b->gunzip, scrap, sizeof scrap))
		continue;
}

void bytes_check_unzipped(const struct bytes *b, size_t n)
{
	if (b->gunzip && n >= UNZIPPED_FREELY && n / MOST_FOLD > gunzip_taken(b->gunzip))
		die(EXIT_DATA, "%s: gzip that unfolds to more than %d times its size", b->name, MOST_FOLD);
}

void bytes_close(struct bytes *b)
{
	unmap(b);
	if (b->gunzip)
		gunzip_close(b->gunzip);
	if (b->fd != STDIN_FILENO)
		close(b->fd);
	free(b->buffer);
	if (mapping == b->name)
		mapping = "a file";
	free(b->name);
	free(b);
}
