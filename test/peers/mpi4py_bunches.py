#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The exercise by mpi4py: rank 0 hands out bunches of settings and keeps the best; the other ranks read the file and
evaluate. mpirun -n 3 has two workers."""
from mpi4py import MPI

from exercise import Exercise, arguments, best, bunches

BUNCH = 39  # the best that was found for the course's file
world = MPI.COMM_WORLD


def master(settings):
    tasks, found = iter(bunches(settings, BUNCH)), []
    working = world.size - 1
    while working:
        status = MPI.Status()
        answer = world.recv(source=MPI.ANY_SOURCE, status=status)
        if answer:
            found.append(answer)
        task = next(tasks, None)
        world.send(task, dest=status.source)
        working -= task is None
    return best(*zip(*found))


def worker():
    answer = None  # the first only asks for work
    while (task := world.sendrecv(answer, dest=0)) is not None:
        answer = best(map(exercise.correct, task), task)


file, n, step, _ = arguments()
exercise = Exercise(file, n)
if world.size < 2:
    raise SystemExit("mpi4py_bunches.py: no worker: start it with mpirun -n 2 at least")
if world.rank == 0:
    exercise.print(*master(range(0, exercise.settings, step)))
else:
    worker()
