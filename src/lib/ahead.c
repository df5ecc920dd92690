// SPDX-License-Identifier: MIT
// ahead: a ring of pieces between two threads; ahead.h has the contract.

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <sched.h>
#endif

#include "ahead.h"
#include "mem.h"

enum { PIECES = 4, PIECE = 1 << 18 };

struct piece {
	char text[PIECE];
	size_t n, taken;
};

struct ahead {
	size_t (*fill)(void *context, char *out, size_t n);
	void *context;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	size_t full; // pieces ready, from first on
	size_t first;
	struct piece piece[PIECES];
};

bool ahead_helps(void)
{
#ifdef CPU_COUNT
	cpu_set_t set;
	if (sched_getaffinity(0, sizeof set, &set) == 0)
		return CPU_COUNT(&set) > 1;
#endif
	return sysconf(_SC_NPROCESSORS_ONLN) > 1;
}

static void unlock(void *mutex)
{
	pthread_mutex_unlock(mutex);
}

// Waits until there are other than `unless` full pieces. To be called with the mutex held.
static void wait_for_change(struct ahead *a, size_t unless)
{
	while (a->full == unless)
		pthread_cond_wait(&a->changed, &a->mutex);
}

// Here, and in fill's read, ahead_close may end the thread.
static void wait_for_room(struct ahead *a)
{
	pthread_mutex_lock(&a->mutex);
	pthread_cleanup_push(unlock, &a->mutex);
	wait_for_change(a, PIECES);
	pthread_cleanup_pop(1);
}

static void *work(void *argument)
{
	struct ahead *a = argument;
	for (size_t i = 0;; i = (i + 1) % PIECES) {
		struct piece *p = &a->piece[i];
		wait_for_room(a);
		p->n = a->fill(a->context, p->text, PIECE);
		p->taken = 0;
		pthread_mutex_lock(&a->mutex);
		a->full++;
		pthread_cond_signal(&a->changed);
		pthread_mutex_unlock(&a->mutex);
		if (!p->n)
			return NULL;
	}
}

struct ahead *ahead_open(size_t (*fill)(void *context, char *out, size_t n), void *context)
{
	struct ahead *a = mem_new(1, sizeof *a);
	a->fill = fill;
	a->context = context;
	pthread_mutex_init(&a->mutex, NULL);
	pthread_cond_init(&a->changed, NULL);
	if (pthread_create(&a->thread, NULL, work, a) == 0)
		return a;
	free(a);
	return NULL;
}

size_t ahead_read(struct ahead *a, char *out, size_t n)
{
	struct piece *p = &a->piece[a->first];
	pthread_mutex_lock(&a->mutex);
	wait_for_change(a, 0);
	pthread_mutex_unlock(&a->mutex);
	if (!p->n) // the last one, which stays
		return 0;
	n = n < p->n - p->taken ? n : p->n - p->taken;
	memcpy(out, p->text + p->taken, n);
	p->taken += n;
	if (p->taken == p->n) {
		a->first = (a->first + 1) % PIECES;
		pthread_mutex_lock(&a->mutex);
		a->full--;
		pthread_cond_signal(&a->changed);
		pthread_mutex_unlock(&a->mutex);
	}
	return n;
}

void ahead_close(struct ahead *a)
{
	pthread_cancel(a->thread);
	pthread_join(a->thread, NULL);
	pthread_mutex_destroy(&a->mutex);
	pthread_cond_destroy(&a->changed);
	free(a);
}
