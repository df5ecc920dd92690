// SPDX-License-Identifier: MIT
// ranks: processes that share a plan's tasks; ranks.h has the contract.

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <time.h>
#include <unistd.h>

#include "balance.h"
#include "err.h"
#include "job.h"
#include "process.h"
#include "ranks.h"

static const char list_file[] = "log/ranks", failed_file[] = "log/ranks.failed";

// -- dealing out -----------------------------------------------------------------------------------------------

void ranks_print(const struct todo *t, const struct bunches *b, size_t ranks, FILE *f)
{
	double *seconds = mem_new(b->n, sizeof *seconds);
	for (size_t i = 0; i < b->n; i++)
		seconds[i] = b->bunch[i].seconds;
	struct bunching share = balance_form(seconds, b->n, &(struct balance_rule){.by = BALANCE_WEIGHTED, .workers = ranks});
	fprintf(f, "ranks %zu\n", ranks);
	for (size_t i = 0, rank = 0; i < b->n; i++) {
		rank += i == share.end[rank];
		fprintf(f, "%zu ", rank);
		bunch_print(t, &b->bunch[share.task[i]], f);
		fputc('\n', f);
	}
	bunching_free(&share);
	free(seconds);
}

void ranks_write(const struct todo *t, const struct bunches *b, size_t ranks)
{
	FILE *f = fopen(list_file, "w");
	if (!f)
		die_errno("%s", list_file);
	ranks_print(t, b, ranks, f);
	if (ferror(f) || fclose(f))
		die_errno("%s", list_file);
	if (unlink(failed_file) && errno != ENOENT)
		die_errno("%s", failed_file);
}

void ranks_call_off(void)
{
	if (unlink(list_file) && errno != ENOENT)
		die_errno("%s", list_file);
}

bool ranks_failed(void)
{
	return !access(failed_file, F_OK);
}

// -- a rank ----------------------------------------------------------------------------------------------------

static const int stopping[] = {SIGINT, SIGTERM, SIGHUP};
static volatile sig_atomic_t stopped;
static bool called_off;

static void on_stop(int sig)
{
	stopped = sig;
}

// Looks once a second. The opening of a file, unlike other looks at it, is never answered from what NFS remembers.
static bool is_to_stop(void)
{
	static time_t looked;
	const time_t now = time(NULL);
	if (now != looked && !called_off) {
		looked = now;
		const int fd = open(list_file, O_RDONLY | O_CLOEXEC);
		called_off = fd < 0 && errno == ENOENT;
		if (fd >= 0)
			close(fd);
	}
	return stopped || called_off;
}

// A number that the launcher has set.
static bool number(const char *variable, size_t *to)
{
	const char *text = getenv(variable);
	char *end;
	if (!text || !*text || text[strspn(text, "0123456789")])
		return false;
	*to = strtoul(text, &end, 10);
	return true;
}

// Inside an allocation SLURM's variables are there whoever has started the rank.
static bool find_rank(const char *engine, size_t *rank, size_t *ranks)
{
	static const struct {
		const char *engine, *rank, *ranks;
	} known[] = {
		{"srun", "SLURM_PROCID", "SLURM_NTASKS"},
		{"mpirun", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"}, // Open MPI
		{"mpirun", "PMI_RANK", "PMI_SIZE"},                         // MPICH, Intel MPI, MVAPICH
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(engine, known[i].engine) && number(known[i].rank, rank) && number(known[i].ranks, ranks))
			return true;
	return false;
}

static void say(void *context, const char *line)
{
	(void)context;
	fprintf(stderr, "%s\n", line);
}

// To its end, or ours: make is asked to end, and waited for.
static int run_make(char *const *argv)
{
	struct process make;
	int passed = 0;
	process_start(&make, argv, -1);
	while (process_step(&make, 100, say, NULL))
		if (is_to_stop() && !passed)
			process_signal(&make, passed = stopped ? stopped : SIGTERM);
	return make.status;
}

// targets: names without blanks, blanks between; taken apart.
static void make_bunch(char *targets, bool keep_going)
{
	size_t n = 0, room = 0;
	char **argv = NULL, *const fixed[] = {"make", "--no-print-directory", "-k"};
	setenv("EVFARM_ONLY", targets, 1);
	argv = mem_grow(argv, &room, 4, sizeof *argv);
	for (; n < (keep_going ? 3 : 2); n++)
		argv[n] = fixed[n];
	for (char *name; (name = strsep(&targets, " "));) {
		argv = mem_grow(argv, &room, n + 2, sizeof *argv);
		argv[n++] = name;
	}
	argv[n] = NULL;
	const int code = run_make(argv);
	free(argv);
	if (code && !is_to_stop()) {
		const int fd = open(failed_file, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
		if (fd < 0 || close(fd))
			die_errno("%s", failed_file);
		if (code > 2) // 2: a task failed
			die(EXIT_SYSTEM, "make ended with %d", code);
	}
}

static void make_share(FILE *list, size_t rank, bool keep_going)
{
	char *line = NULL, *end;
	size_t room = 0;
	for (ssize_t n; !is_to_stop() && (n = getline(&line, &room, list)) > 0;) {
		if (line[n - 1] == '\n')
			line[n - 1] = '\0';
		if (strtoul(line, &end, 10) != rank)
			continue;
		if (!keep_going && ranks_failed())
			break;
		make_bunch(end + 1, keep_going);
	}
	free(line);
}

void ranks_work(bool keep_going)
{
	const char *engine = getenv("EVFARM_ENGINE");
	size_t rank, ranks, dealt;
	if (!engine || !find_rank(engine, &rank, &ranks))
		die(EXIT_USAGE, "the environment does not tell which rank this is: evrun -e srun, or -e mpirun, is to start it");
	FILE *list = fopen(list_file, "r");
	if (!list || fscanf(list, "ranks %zu\n", &dealt) != 1)
		die_errno("%s", list_file);
	if (dealt != ranks)
		die(EXIT_SYSTEM, "rank %zu of %zu, but the work was dealt out to %zu", rank, ranks, dealt);
	for (size_t i = 0; i < sizeof stopping / sizeof *stopping; i++)
		signal(stopping[i], on_stop);
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGTERM); // a launcher that is killed takes its ranks along
#endif
	const bool guest = !job_is_here(); // on another host than evrun's
	if (guest) {
		job_recover();
		job_own();
	}
	make_share(list, rank, keep_going);
	fclose(list);
	if (stopped) {
		signal(stopped, SIG_DFL);
		raise(stopped);
	}
	if (guest)
		job_end();
}
