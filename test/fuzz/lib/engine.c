// SPDX-License-Identifier: MIT
// engine: runs a fuzzer under libFuzzer, input after input in one process. It stands in for lib/err.c: what would end the
// program comes back here. Memory, mappings and files that are then left over are given back (hooks.h), and an input that
// takes more than MOST of them is a bug.

#define _GNU_SOURCE // close_range

// the real ones here, before any header declares them
#undef calloc
#undef realloc
#undef free
#undef getline
#undef fopen
#undef fdopen
#undef fclose
#undef mmap
#undef munmap
#undef glob
#undef inflateInit_
#undef inflateInit2_
#undef deflateInit_
#undef deflateInit2_

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <sanitizer/asan_interface.h>
#include <zlib.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t n, size_t most, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t n, size_t most);

enum { MOST = 256 << 20, KEPT_FILES = 16 };

static bool running; // an input, whose memory is ours to free
static size_t live;

// -- memory: a block has its neighbours before it, where nobody may look ----------------------------------------------

struct block {
	struct block *next, *before;
	size_t n;
	bool tracked;
};
enum { HEAD = 48 };
static struct block blocks = {&blocks, &blocks, 0, false};

static void *to_user(struct block *b)
{
	ASAN_POISON_MEMORY_REGION(b, HEAD);
	return (char *)b + HEAD;
}

static struct block *to_block(void *p)
{
	struct block *b = (struct block *)((char *)p - HEAD);
	ASAN_UNPOISON_MEMORY_REGION(b, HEAD);
	return b;
}

// a neighbour's head, to be changed for a moment
static void link_blocks(struct block *a, struct block *b)
{
	if (a != &blocks)
		ASAN_UNPOISON_MEMORY_REGION(a, HEAD);
	if (b != &blocks)
		ASAN_UNPOISON_MEMORY_REGION(b, HEAD);
	a->next = b;
	b->before = a;
	if (a != &blocks)
		ASAN_POISON_MEMORY_REGION(a, HEAD);
	if (b != &blocks)
		ASAN_POISON_MEMORY_REGION(b, HEAD);
}

static void take(size_t n)
{
	if (n > MOST || live + n > MOST)
		fuzz_fail("%zu bytes and %zu more are too much memory", live, n);
	live += n;
}

void *fuzz_calloc(size_t n, size_t size);
void *fuzz_realloc(void *old, size_t n);
void fuzz_free(void *p);

static void *fresh(size_t n, bool zero)
{
	if (running)
		take(n);
	struct block *b = zero ? calloc(1, n + HEAD) : malloc(n + HEAD);
	if (!b)
		fuzz_fail("no memory");
	struct block *last = blocks.before;
	*b = (struct block){NULL, NULL, n, running};
	if (running) {
		link_blocks(last, b);
		ASAN_UNPOISON_MEMORY_REGION(b, HEAD);
		link_blocks(b, &blocks);
		ASAN_UNPOISON_MEMORY_REGION(b, HEAD);
	}
	return to_user(b);
}

void *fuzz_calloc(size_t n, size_t size)
{
	if (size && n > SIZE_MAX / 2 / size)
		fuzz_fail("%zu times %zu bytes are too much memory", n, size);
	return fresh(n * size, true);
}

void fuzz_free(void *p)
{
	if (!p)
		return;
	struct block *b = to_block(p);
	if (b->tracked) {
		live -= b->n;
		link_blocks(b->before, b->next);
	}
	ASAN_UNPOISON_MEMORY_REGION(b, HEAD);
	free(b);
}

void *fuzz_realloc(void *old, size_t n)
{
	void *p = fresh(n, false);
	if (old) {
		struct block *b = to_block(old);
		size_t before = b->n;
		to_user(b);
		memcpy(p, old, before < n ? before : n);
		fuzz_free(old);
	}
	return p;
}

static void free_blocks(void)
{
	while (blocks.next != &blocks)
		fuzz_free((char *)blocks.next + HEAD);
	if (live)
		fuzz_fail("the fuzzer has lost count of memory");
}

// -- mappings ---------------------------------------------------------------------------------------------------------

static struct {
	void *at;
	size_t n;
} maps[64];
enum { N_MAPS = sizeof maps / sizeof *maps };

void *fuzz_mmap(void *at, size_t n, int access, int flags, int fd, off_t from);
int fuzz_munmap(void *at, size_t n);

void *fuzz_mmap(void *at, size_t n, int access, int flags, int fd, off_t from)
{
	void *p = mmap(at, n, access, flags, fd, from);
	if (p == MAP_FAILED || flags & MAP_FIXED)
		return p;
	take(n);
	size_t i = 0;
	while (i < N_MAPS && maps[i].at)
		i++;
	if (i == N_MAPS)
		fuzz_fail("too many mappings");
	maps[i].at = p;
	maps[i].n = n;
	return p;
}

int fuzz_munmap(void *at, size_t n)
{
	for (size_t i = 0; i < N_MAPS; i++) {
		if (maps[i].at == at) {
			maps[i].at = NULL;
			live -= maps[i].n;
			return munmap(at, n);
		}
	}
	fuzz_fail("munmap of what was not mapped");
}

static void free_maps(void)
{
	for (size_t i = 0; i < N_MAPS; i++)
		if (maps[i].at)
			fuzz_munmap(maps[i].at, maps[i].n);
}

// -- files ------------------------------------------------------------------------------------------------------------

static FILE *files[KEPT_FILES];

FILE *fuzz_fopen(const char *file, const char *mode);
FILE *fuzz_fdopen(int fd, const char *mode);
int fuzz_fclose(FILE *f);
ssize_t fuzz_getline(char **line, size_t *room, FILE *f);
int fuzz_glob(const char *pattern, int flags, int (*error)(const char *, int), glob_t *g);

static FILE *kept(FILE *f)
{
	size_t i = 0;
	while (f && files[i])
		if (++i == KEPT_FILES)
			fuzz_fail("too many files");
	if (f)
		files[i] = f;
	return f;
}

FILE *fuzz_fopen(const char *file, const char *mode)
{
	return kept(fopen(file, mode));
}

FILE *fuzz_fdopen(int fd, const char *mode)
{
	return kept(fdopen(fd, mode));
}

int fuzz_fclose(FILE *f)
{
	for (size_t i = 0; i < KEPT_FILES; i++)
		if (files[i] == f)
			files[i] = NULL;
	return fclose(f);
}

// getline's line is the library's to free
ssize_t fuzz_getline(char **line, size_t *room, FILE *f)
{
	size_t n = 0;
	for (int c; (c = getc(f)) != EOF;) {
		*line = mem_grow(*line, room, n + 2, 1);
		(*line)[n++] = (char)c;
		(*line)[n] = '\0';
		if (c == '\n')
			break;
	}
	return n ? (ssize_t)n : -1;
}

// the machine's files are no input
int fuzz_glob(const char *pattern, int flags, int (*error)(const char *, int), glob_t *g)
{
	(void)pattern, (void)flags, (void)error, (void)g;
	return GLOB_NOMATCH;
}

// -- zlib takes its memory here too -----------------------------------------------------------------------------------

static voidpf zlib_alloc(voidpf opaque, uInt n, uInt size)
{
	(void)opaque;
	return fuzz_calloc(n, size);
}

static void zlib_free(voidpf opaque, voidpf p)
{
	(void)opaque;
	fuzz_free(p);
}

static z_streamp ours(z_streamp z)
{
	z->zalloc = zlib_alloc;
	z->zfree = zlib_free;
	return z;
}

int fuzz_inflateInit_(z_streamp z, const char *version, int size);
int fuzz_inflateInit2_(z_streamp z, int bits, const char *version, int size);
int fuzz_deflateInit_(z_streamp z, int level, const char *version, int size);
int fuzz_deflateInit2_(z_streamp z, int level, int method, int bits, int memory, int strategy, const char *version, int size);

int fuzz_inflateInit_(z_streamp z, const char *version, int size)
{
	return inflateInit_(ours(z), version, size);
}

int fuzz_inflateInit2_(z_streamp z, int bits, const char *version, int size)
{
	return inflateInit2_(ours(z), bits, version, size);
}

int fuzz_deflateInit_(z_streamp z, int level, const char *version, int size)
{
	return deflateInit_(ours(z), level, version, size);
}

int fuzz_deflateInit2_(z_streamp z, int level, int method, int bits, int memory, int strategy, const char *version, int size)
{
	return deflateInit2_(ours(z), level, method, bits, memory, strategy, version, size);
}

// -- err.h ------------------------------------------------------------------------------------------------------------

static jmp_buf outer, inner;
static bool trying;
static const char *must;
static FILE *standard_output;
static char message[1 << 16];

void err_init(const char *argv0)
{
	(void)argv0;
}

const char *err_program(void)
{
	return "fuzz";
}

void fuzz_fail(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fputs("fuzz: ", stderr);
	vfprintf(stderr, format, args);
	fputs("\n", stderr);
	va_end(args);
	abort();
}

void fuzz_must(const char *what)
{
	must = what;
}

static _Noreturn void leave(int code)
{
	stdout = standard_output;
	if (must)
		fuzz_fail("%s: exit %d: %s", must, code, message);
	if (!(fuzzer.codes & 1u << code))
		fuzz_fail("exit %d: %s", code, message);
	if (getenv("FUZZ_TELL"))
		fprintf(stderr, "exit %d: %s\n", code, message);
	longjmp(trying ? inner : outer, code + 1);
}

void die(int code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	leave(code);
}

void die_errno(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	leave(EXIT_SYSTEM);
}

void warn(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
}

void close_stdout(void)
{
}

int fuzz_try(void (*act)(void *context), void *context)
{
	int code = setjmp(inner);
	if (!code) {
		trying = true;
		act(context);
	}
	trying = false;
	return code - 1;
}

// -- an input ---------------------------------------------------------------------------------------------------------

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static int first_fd;
	static char null = '\0';
	if (!first_fd) {
		if (fuzzer.prepare)
			fuzzer.prepare();
		first_fd = dup(2);
		standard_output = stdout;
	}
	running = true;
	must = NULL;
	trying = false;
	if (!setjmp(outer)) {
		char *copy = mem_copy_n(n ? (const char *)data : &null, n);
		fuzzer.parse(copy, n);
	}
	for (size_t i = 0; i < KEPT_FILES; i++)
		if (files[i])
			fuzz_fclose(files[i]);
	free_maps();
	free_blocks();
	running = false;
	close_range((unsigned)first_fd + 1, ~0u, 0);
	return 0;
}

static uint64_t random_state;

uint32_t fuzz_random(uint32_t below)
{
	random_state = random_state * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return below ? (uint32_t)(random_state >> 33) % below : 0;
}

void fuzz_bytes(struct string *s)
{
	static uint8_t room[2 * FUZZ_MOST];
	size_t n = s->n < FUZZ_MOST ? s->n : FUZZ_MOST;
	if (n)
		memcpy(room, s->text, n);
	n = LLVMFuzzerMutate(room, n, FUZZ_MOST);
	string_free(s);
	string_add(s, (const char *)room, n);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t n, size_t most, unsigned seed)
{
	if (!fuzzer.mutate)
		return LLVMFuzzerMutate(data, n, most);
	random_state = seed * UINT64_C(0x9e3779b97f4a7c15);
	struct string s = {0};
	string_add(&s, (const char *)data, n);
	fuzzer.mutate(&s);
	size_t length = s.n < most ? s.n : most;
	if (length)
		memcpy(data, s.text, length);
	string_free(&s);
	return length;
}
