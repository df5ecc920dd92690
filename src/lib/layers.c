// SPDX-License-Identifier: MIT
// layers: a graph laid out from left to right; layers.h has the contract.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "layers.h"
#include "mem.h"

enum { SWEEPS = 8 };
static const double passing = 0.35; // the height of an edge that passes by

static void add_edge(struct layers *l, size_t from, size_t to)
{
	l->edge = mem_grow(l->edge, &l->edge_room, l->n_edges + 1, sizeof *l->edge);
	l->edge[l->n_edges][0] = from;
	l->edge[l->n_edges++][1] = to;
}

static size_t add_passing(struct layers *l, size_t layer)
{
	if (l->n == l->room) {
		l->room *= 2;
		l->layer = mem_resize(l->layer, l->room, sizeof *l->layer);
	}
	l->layer[l->n] = layer;
	return l->n++;
}

static void find_layers(struct layers *l, const size_t *from, const size_t *to, size_t n_edges)
{
	for (size_t again = 1; again--;)
		for (size_t i = 0; i < n_edges; i++)
			if (l->layer[to[i]] < l->layer[from[i]] + 1) {
				l->layer[to[i]] = l->layer[from[i]] + 1;
				again = 1;
			}
	for (size_t i = 0; i < l->n; i++)
		l->n_layers = l->layer[i] + 1 > l->n_layers ? l->layer[i] + 1 : l->n_layers;
}

// An edge over several layers becomes a chain.
static void split_edges(struct layers *l, const size_t *from, const size_t *to, size_t n_edges)
{
	for (size_t i = 0; i < n_edges; i++) {
		size_t last = from[i];
		for (size_t k = l->layer[from[i]] + 1; k < l->layer[to[i]]; k++) {
			const size_t next = add_passing(l, k);
			add_edge(l, last, next);
			last = next;
		}
		add_edge(l, last, to[i]);
	}
}

// -- order in a layer -----------------------------------------------------------------------------------------------

struct ranked_node {
	size_t node;
	double key;
	size_t was;
};

static int by_key(const void *a, const void *b)
{
	const struct ranked_node *x = a, *y = b;
	return x->key < y->key ? -1 : x->key > y->key ? 1 : (x->was > y->was) - (x->was < y->was);
}

// Orders a layer by the mean place of its nodes' neighbours on one side (side 0: those before).
static void order_layer(struct layers *l, size_t layer, int side)
{
	struct ranked_node *node = mem_new(l->n, sizeof *node);
	size_t n = 0;
	for (size_t i = 0; i < l->n; i++) {
		if (l->layer[i] != layer)
			continue;
		double sum = 0, count = 0;
		for (size_t e = 0; e < l->n_edges; e++)
			if (l->edge[e][!side] == i) {
				sum += (double)l->at[l->edge[e][side]];
				count++;
			}
		node[n++] = (struct ranked_node){i, count > 0 ? sum / count : (double)l->at[i], l->at[i]};
	}
	qsort(node, n, sizeof *node, by_key);
	for (size_t k = 0; k < n; k++)
		l->at[node[k].node] = k;
	free(node);
}

static void order(struct layers *l)
{
	size_t *count = mem_new(l->n_layers + 1, sizeof *count);
	for (size_t i = 0; i < l->n; i++)
		l->at[i] = count[l->layer[i]]++;
	free(count);
	for (int sweep = 0; sweep < SWEEPS; sweep++) {
		for (size_t k = 1; k < l->n_layers; k++)
			order_layer(l, k, 0);
		for (size_t k = l->n_layers; k-- > 1 && sweep + 1 < SWEEPS;)
			order_layer(l, k - 1, 1);
	}
}

// Layers are centred; a layer's nodes stand one below the other.
static void place(struct layers *l)
{
	double *height = mem_new(l->n_layers + 1, sizeof *height);
	for (size_t i = 0; i < l->n; i++)
		height[l->layer[i]] += i < l->nodes ? 1 : passing;
	for (size_t k = 0; k < l->n_layers; k++)
		l->height = fmax(l->height, height[k]);
	for (size_t i = 0; i < l->n; i++) {
		const double own = i < l->nodes ? 1 : passing;
		double above = 0;
		for (size_t j = 0; j < l->n; j++)
			if (l->layer[j] == l->layer[i] && l->at[j] < l->at[i])
				above += j < l->nodes ? 1 : passing;
		l->y[i] = (l->height - height[l->layer[i]]) / 2 + above + own / 2;
	}
	free(height);
}

struct layers *layers_make(size_t n, const size_t *from, const size_t *to, size_t n_edges)
{
	struct layers *l = mem_new(1, sizeof *l);
	*l = (struct layers){.n = n, .nodes = n, .room = n + 1};
	l->layer = mem_new(l->room, sizeof *l->layer);
	find_layers(l, from, to, n_edges);
	split_edges(l, from, to, n_edges);
	l->at = mem_new(l->n + 1, sizeof *l->at);
	l->y = mem_new(l->n + 1, sizeof *l->y);
	order(l);
	place(l);
	return l;
}

void layers_free(struct layers *l)
{
	free(l->layer);
	free(l->at);
	free(l->y);
	free(l->edge);
	free(l);
}
