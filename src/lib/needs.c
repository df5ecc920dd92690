// SPDX-License-Identifier: MIT
// needs: what tasks ask for; needs.h has the contract.

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "needs.h"
#include "record.h"

// -- amounts ---------------------------------------------------------------------------------------------------

// A number with one of these units behind it.
static double scaled(const char *text, const char *units, const double *scale)
{
	char *end;
	const double x = strtod(text, &end);
	const char *unit = *end ? strchr(units, *end) : NULL;
	return unit && !end[1] ? x * scale[unit - units] : 0;
}

double needs_seconds(const char *text)
{
	static const double scale[] = {1, 60, 3600, 86400};
	int days = 0, a = 0, b = 0, c = 0, n = 0;
	if (*text && strchr("smhd", text[strlen(text) - 1]))
		return scaled(text, "smhd", scale);
	const char *dash = strchr(text, '-');
	if (dash && (sscanf(text, "%d-%n", &days, &n) != 1 || text + n != dash + 1))
		return 0;
	const int parts = sscanf(dash ? dash + 1 : text, "%d:%d:%d", &a, &b, &c);
	if (parts < 1)
		return 0;
	if (dash)
		return 86400.0 * days + 3600.0 * a + 60.0 * b + c;
	return parts == 3 ? 3600.0 * a + 60.0 * b + c : 60.0 * a + b;
}

struct need needs_read(const char *text)
{
	static const double mem_scale[] = {1.0 / 1024, 1, 1024, 1048576};
	struct need a = {0};
	char *words = mem_copy(text), *rest = words;
	for (char *word; (word = strsep(&rest, " "));)
		if (!strncmp(word, "cpus=", 5))
			a.cpus = strtoull(word + 5, NULL, 10);
		else if (!strncmp(word, "mem=", 4))
			a.mem_mib = (uint64_t)ceil(scaled(word + 4, "KMGT", mem_scale));
		else if (!strncmp(word, "time=", 5))
			a.seconds = needs_seconds(word + 5);
	free(words);
	return a;
}

// -- hosts -----------------------------------------------------------------------------------------------------

// The value of the label `host` in "channel=4mu,host=n1"; fresh, or NULL.
static char *host_label(const char *labels)
{
	for (const char *p = labels; *p; p += strspn(p, ",")) {
		const size_t n = strcspn(p, ",");
		if (!strncmp(p, "host=", 5))
			return mem_copy_n(p + 5, n - 5);
		p += n;
	}
	return NULL;
}

static void read_hosts(struct needs *n)
{
	struct record *r = record_read("data.tsv");
	struct string link = {0};
	for (size_t i = 0; r && i < r->n; i++) {
		char *host = host_label(r->row[i].labels);
		if (!host)
			continue;
		n->hosts = mem_grow(n->hosts, &n->hosts_room, n->n_hosts + 1, sizeof *n->hosts);
		n->hosts[n->n_hosts++] = host;
		link.n = 0;
		string_printf(&link, "data/%" PRIu64 "/%" PRIu64, r->row[i].id / 100, r->row[i].id);
		*dict_at(n->host, link.text) = n->n_hosts;
	}
	string_free(&link);
	record_free(r);
}

// The one host where all of a target's inputs lie that are on one; else NULL.
static const char *host_of(struct needs *n, const struct target *a)
{
	const char *host = NULL;
	if (!n->n_hosts || !strstr(a->reads, "data/"))
		return NULL;
	char *words = mem_copy(a->reads), *rest = words;
	for (char *word; (word = strsep(&rest, " "));) {
		const uint64_t at = strncmp(word, "data/", 5) ? 0 : *dict_at(n->host, word);
		if (!at)
			continue;
		if (host && strcmp(host, n->hosts[at - 1]) != 0) {
			free(words);
			return NULL;
		}
		host = n->hosts[at - 1];
	}
	free(words);
	return host;
}

// -- classes ---------------------------------------------------------------------------------------------------

struct needs *needs_open(void)
{
	struct needs *n = mem_new(1, sizeof *n);
	*n = (struct needs){.class = dict_new(), .host = dict_new()};
	read_hosts(n);
	return n;
}

void needs_close(struct needs *n)
{
	for (size_t i = 0; i < n->n; i++)
		free(n->need[i].host);
	for (size_t i = 0; i < n->n_hosts; i++)
		free(n->hosts[i]);
	free(n->need);
	free(n->hosts);
	dict_free(n->class);
	dict_free(n->host);
	free(n);
}

size_t needs_class(struct needs *n, const struct todo *t, const struct target *a)
{
	const char *host = host_of(n, a), *asked = t->stage[a->stage].needs;
	struct string text = {0};
	string_printf(&text, "%s\t%s", asked, host ? host : "");
	uint64_t *at = dict_at(n->class, text.text);
	if (!*at) {
		n->need = mem_grow(n->need, &n->room, n->n + 1, sizeof *n->need);
		n->need[n->n] = needs_read(asked);
		n->need[n->n++].host = host ? mem_copy(host) : NULL;
		*at = n->n;
	}
	string_free(&text);
	return *at - 1;
}
