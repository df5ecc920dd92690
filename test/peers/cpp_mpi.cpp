// SPDX-License-Identifier: MIT
// cpp_mpi FILE N [STEP]: the exercise as a task farm: rank 0 hands out settings, one a message, and keeps the best; the other
// ranks read the file and evaluate. mpirun -n 3 has two workers.
#include <mpi.h>

#include "exercise.hpp"

constexpr int task_tag = 1, end_tag = 2;

static Best master(const Cuts &cuts, long step, int ranks)
{
	Best best;
	long next = 0;
	for (int working = ranks - 1; working > 0;) {
		long answer[2]; // correct, setting
		MPI_Status status;
		MPI_Recv(answer, 2, MPI_LONG, MPI_ANY_SOURCE, task_tag, MPI_COMM_WORLD, &status);
		if (answer[1] >= 0)
			best.take(answer[0], answer[1]);
		bool more = next < cuts.settings();
		MPI_Send(&next, 1, MPI_LONG, status.MPI_SOURCE, more ? task_tag : end_tag, MPI_COMM_WORLD);
		next += more ? step : 0;
		working -= !more;
	}
	return best;
}

static void worker(const Data &data, const Cuts &cuts)
{
	long answer[2] = {-1, -1}; // the first only asks for work
	for (;;) {
		long setting;
		MPI_Status status;
		MPI_Send(answer, 2, MPI_LONG, 0, task_tag, MPI_COMM_WORLD);
		MPI_Recv(&setting, 1, MPI_LONG, 0, MPI_ANY_TAG, MPI_COMM_WORLD, &status);
		if (status.MPI_TAG == end_tag)
			return;
		answer[0] = correct(data, cuts.of(setting));
		answer[1] = setting;
	}
}

int main(int argc, char **argv)
{
	int rank, ranks;
	MPI_Init(&argc, &argv);
	MPI_Comm_rank(MPI_COMM_WORLD, &rank);
	MPI_Comm_size(MPI_COMM_WORLD, &ranks);
	Arguments a(argc, argv);
	Data data = read(a.file);
	Cuts cuts = make_cuts(data, a.n);
	if (rank == 0 && ranks < 2)
		std::cerr << "cpp_mpi: no worker: start it with mpirun -n 2 at least\n";
	else if (rank == 0)
		print(data, cuts, master(cuts, a.step, ranks));
	else
		worker(data, cuts);
	MPI_Finalize();
}
