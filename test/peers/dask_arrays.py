#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The exercise by a dask array: the settings in chunks of 100, a function mapped over its blocks."""
import sys

import dask.array as da
import numpy as np
from dask.distributed import Client

from exercise import Exercise, arguments, best

CHUNK = 100


def correct(settings, exercise):
    return np.array([exercise.correct(k) for k in settings])


def main():
    file, n, step, workers = arguments()
    exercise = Exercise(file, n)
    settings = range(0, exercise.settings, step)
    with Client(n_workers=workers, threads_per_worker=1, dashboard_address=None) as client:
        everywhere = client.scatter(exercise, broadcast=True)
        chunks = da.arange(0, exercise.settings, step, chunks=CHUNK)
        counts = chunks.map_blocks(correct, exercise=everywhere, dtype=int).compute()
    exercise.print(*best(map(int, counts), settings))


if __name__ == "__main__":
    sys.exit(main())
