#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The exercise by dask's futures: the events are sent to each worker once, and a setting is a task."""
import sys

from dask.distributed import Client

from exercise import Exercise, arguments, best


def correct(setting, exercise):
    return exercise.correct(setting)


def main():
    file, n, step, workers = arguments()
    exercise = Exercise(file, n)
    settings = range(0, exercise.settings, step)
    with Client(n_workers=workers, threads_per_worker=1, dashboard_address=None) as client:
        everywhere = client.scatter(exercise, broadcast=True)
        counts = client.gather(client.map(correct, settings, exercise=everywhere))
    exercise.print(*best(counts, settings))


if __name__ == "__main__":
    sys.exit(main())
