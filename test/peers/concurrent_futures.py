#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The exercise by concurrent.futures: processes that are forked with the events in memory, and take bunches."""
from concurrent.futures import ProcessPoolExecutor

from exercise import Exercise, arguments, best


def correct(setting):
    return exercise.correct(setting)


file, n, step, workers = arguments()
exercise = Exercise(file, n)
settings = range(0, exercise.settings, step)
with ProcessPoolExecutor(workers) as pool:
    exercise.print(*best(pool.map(correct, settings, chunksize=32), settings))
