// SPDX-License-Identifier: MIT
// evsim: replays a plan, or imagined tasks, on imagined workers: how long it would take on so many, in such bunches, shared
// out in that way, and what keeps it from being faster.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "err.h"
#include "figures.h"
#include "mem.h"
#include "opt.h"
#include "sim_table.h"

enum { KEY_BALANCE = 256, KEY_LOG, KEY_AGAINST, KEY_FIT };

static const int64_t most_tasks = 1000000000, most_workers = 10000000;
static const char usual_workers[] = "1,2,4,8,16,32,64", usual_time[] = "1";

static const struct opt opts[] = {
	{'w', "workers", "LIST", "on so many workers each (1,2,4,8,16,32,64)"},
	{'b', "bunch", "LIST", "so many tasks at a time each; or best, or formula"},
	{KEY_BALANCE, "balance", "LIST", "share tasks out by each of these strategies; or all"},
	{'e', "engine", "ENGINE", "what gives the tasks out (make for plans and logs, else farm)"},
	{'n', "tasks", "N", "imagine so many tasks"},
	{'t', "time", "DIST", "that take so many seconds each (1)"},
	{'p', "set", "NAME=VALUE", "a number of the farm, or several with commas"},
	{'m', "model", "FILE", "such numbers in a file"},
	{'s', "seed", "SEED", "another seed draws other random numbers (1)"},
	{KEY_LOG, "log", NULL, "print a task log, as evrun's, rather than a table"},
	{KEY_AGAINST, "against", "TABLE", "predict the measurements in this table, and print both"},
	{KEY_FIT, "fit", "NAMES", "rather find those numbers of the farm that fit it best, and print them for -m"},
	{0, NULL, NULL, NULL},
};

static struct cli cli = {
	.synopsis = "[-w LIST] [-b LIST] [--balance LIST|all] [-e ENGINE] [-p NAME=VALUE] [-n N | PLAN | LOG... | --against TABLE]",
	.purpose = "Simulates a plan, or imagined tasks, on imagined workers: how long it takes, and how busy they are.",
	.opts = opts,
};

struct setting {
	bool file; // -m
	const char *text;
};

struct options {
	const char *tasks, *time, *bunch, *balance, *against, *fit;
	size_t *workers, n_workers;
	const struct sim_engine *engine;
	struct setting *setting;
	size_t n_settings, room;
	uint64_t seed;
	bool log;
};

static const char *notes(void)
{
	struct string text = {0};
	string_puts(&text, "engines:");
	for (const struct sim_engine *e = sim_engines; e->name; e++)
		string_printf(&text, "\n  %-12s %s", e->name, e->what);
	string_puts(&text, "\n\nnumbers of a farm, for -p and -m, and what they are unless told:");
	struct farm usual = farm_free;
	for (const struct farm_number *p = farm_numbers; p->name; p++)
		string_printf(&text, "\n  %-12s %-3g %s", p->name, *farm_at(&usual, p), p->what);
	return text.text;
}

// -- what is asked for -------------------------------------------------------------------------------------------

// A bunch may be a word, too.
static size_t *parse_counts(const char *what, const char *text, int64_t most, size_t *n)
{
	const bool words = what[1] == 'b';
	char **word = opt_list(what, text, n);
	size_t *count = mem_new(*n, sizeof *count);
	for (size_t i = 0; i < *n; i++) {
		if (words && !strcmp(word[i], "best"))
			count[i] = SIM_BEST;
		else if (words && !strcmp(word[i], "formula"))
			count[i] = SIM_FORMULA;
		else
			count[i] = (size_t)opt_int(what, word[i], 1, most);
		free(word[i]);
	}
	free(word);
	return count;
}

static struct options parse(int argc, char **argv)
{
	struct options o = {.seed = 1};
	const char *workers = usual_workers;
	for (int key; (key = opt_next(&cli, argc, argv)) != -1;) {
		switch (key) {
		case 'w': workers = optarg; break;
		case 'b': o.bunch = optarg; break;
		case KEY_BALANCE: o.balance = optarg; break;
		case 'e': o.engine = sim_engine_find("-e", optarg); break;
		case 'n': o.tasks = optarg; break;
		case 't': o.time = optarg; break;
		case 's': o.seed = (uint64_t)opt_int("-s", optarg, INT64_MIN, INT64_MAX); break;
		case KEY_LOG: o.log = true; break;
		case KEY_AGAINST: o.against = optarg; break;
		case KEY_FIT: o.fit = optarg; break;
		case 'p':
		case 'm':
			o.setting = mem_grow(o.setting, &o.room, o.n_settings + 1, sizeof *o.setting);
			o.setting[o.n_settings++] = (struct setting){key == 'm', optarg};
			break;
		}
	}
	o.workers = parse_counts("-w", workers, most_workers, &o.n_workers);
	const int works = (o.tasks != NULL) + (o.against != NULL) + (optind < argc);
	if (works != 1)
		usage_error(&cli, "%s", works ? "-n, --against, and a plan or logs are three things" : "what is to be simulated: -n N, a plan or logs?");
	if (o.time && optind < argc)
		usage_error(&cli, "-t is for imagined tasks");
	if (o.fit && !o.against)
		usage_error(&cli, "--fit: against what?");
	return o;
}

static bool is_folder(const char *file)
{
	struct stat s;
	return !stat(file, &s) && S_ISDIR(s.st_mode);
}

static struct work *load(const struct options *o, char **operand, size_t n)
{
	if (o->tasks)
		return work_imagine((size_t)opt_int("-n", o->tasks, 1, most_tasks), "-t", o->time ? o->time : usual_time, o->seed);
	if (!is_folder(operand[0]))
		return work_of_logs(operand, n);
	if (n > 1)
		usage_error(&cli, "%s: one plan at a time", operand[1]);
	return work_of_plan(operand[0]);
}

// The engine's numbers, then those given. What a task costs on its worker a log of one task at a time tells best.
static struct farm make_farm(const struct options *o, const struct work *w)
{
	struct farm f = farm_free;
	if (*o->engine->farm)
		farm_set(&f, "engine", o->engine->farm);
	const double usual = f.each, unset = -1;
	f.each = unset;
	if (o->engine->bunches)
		f.job += w->job;
	for (size_t i = 0; i < o->n_settings; i++) {
		if (o->setting[i].file)
			farm_read(&f, o->setting[i].text);
		else
			farm_set(&f, "-p", o->setting[i].text);
	}
	if (f.each <= unset)
		f.each = usual <= 0 || w->gap < 0 ? usual : o->engine->bunches ? w->gap : w->gap > f.message ? w->gap - f.message : 0;
	return f;
}

// -- what is told ------------------------------------------------------------------------------------------------

// The strategies to be compared, ended by BALANCES. Only a queue takes tasks as they become ready: others go level by level.
static void parse_balance(const struct options *o, enum balance *list)
{
	size_t n = 0;
	if (o->balance && strcmp(o->balance, "all") != 0) {
		char **word = opt_list("--balance", o->balance, &n);
		if (n > BALANCES)
			die(EXIT_USAGE, "--balance: there are only %d strategies", BALANCES);
		for (size_t i = 0; i < n; i++) {
			list[i] = balance_find("--balance", word[i]);
			free(word[i]);
		}
		free(word);
	} else if (o->balance) {
		for (; n < BALANCES; n++)
			list[n] = (enum balance)n;
	} else {
		list[n++] = o->engine->balance;
	}
	list[n] = BALANCES;
}

static void run(const struct options *o, const struct work *w)
{
	struct sim_table t = {.work = w, .farm = make_farm(o, w), .engine = o->engine, .seed = o->seed};
	size_t n_bunch = 1, none = 0, *bunch = &none;
	enum balance balance[BALANCES + 1];
	parse_balance(o, balance);
	if (o->bunch && !o->engine->bunches)
		usage_error(&cli, "-b: engine %s takes one task at a time", o->engine->name);
	if (o->bunch)
		bunch = parse_counts("-b", o->bunch, most_tasks, &n_bunch);
	if (o->log && (o->n_workers > 1 || n_bunch > 1 || balance[1] != BALANCES))
		usage_error(&cli, "--log is of one simulation: one number of workers, one bunch, one strategy");
	if (o->log) {
		sim_table_log(&t, o->workers[0], balance[0], bunch[0], stdout);
	} else {
		sim_table_begin(&t);
		for (size_t i = 0; i < o->n_workers; i++)
			for (size_t j = 0; balance[j] != BALANCES; j++)
				for (size_t k = 0; k < n_bunch; k++)
					sim_table_row(&t, o->workers[i], balance[j], bunch[k]);
		sim_table_end(&t, stdout);
	}
	if (bunch != &none)
		free(bunch);
}

// Measurements are of imagined tasks.
static void compare(const struct options *o)
{
	const struct work none = {.gap = -1};
	struct farm farm = make_farm(o, &none);
	struct figures *f = figures_read(o->against);
	f->engine = o->engine;
	f->time = o->time ? o->time : usual_time;
	f->seed = o->seed;
	if (o->fit) {
		printf("# the root of the mean squared logarithm of predicted / measured is %.4f\n", figures_fit(f, &farm, "--fit", o->fit));
		farm_print(&farm, stdout);
	} else {
		figures_predict(f, &farm);
		figures_print(f, stdout);
	}
	figures_free(f);
}

int main(int argc, char **argv)
{
	err_init(argv[0]);
	cli.notes = notes();
	struct options o = parse(argc, argv);
	if (!o.engine)
		o.engine = sim_engine_find("-e", optind == argc ? "farm" : "make");
	if (o.against) {
		compare(&o);
	} else {
		struct work *w = load(&o, argv + optind, (size_t)(argc - optind));
		run(&o, w);
		work_free(w);
	}
	free(o.workers);
	free(o.setting);
	close_stdout();
	return EXIT_GOOD;
}
