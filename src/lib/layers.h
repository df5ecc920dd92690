/* SPDX-License-Identifier: MIT
 * layers: a tree of tasks, or any graph without cycles, laid out from left to right: each node in the layer behind the last that it
 * depends on, in an order in which few edges cross. The method is that of Sugiyama, Tagawa and Toda, IEEE Trans. SMC 11
 * (1981) 109: edges that pass layers get a place in each of them, and medians of neighbours order each layer in turn.
 */
#ifndef EVFARM_LAYERS_H
#define EVFARM_LAYERS_H

#include <stddef.h>

struct layers {
	size_t n;                    /* nodes, and behind them the places of edges that pass by */
	size_t *layer, *at;          /* layer of a node, and its place in that, from 0 at the top */
	double *y;                   /* its middle, in heights of a node */
	size_t n_layers;
	double height;               /* of all, in heights of a node */
	size_t (*edge)[2];           /* from and to, of neighbouring layers only */
	size_t n_edges, edge_room, room, nodes;
};

/* n nodes; edges from[i] -> to[i], in which from is always the smaller number. */
struct layers *layers_make(size_t n, const size_t *from, const size_t *to, size_t n_edges);
void layers_free(struct layers *l);

#endif
