#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The exercise by a multiprocessing Pool, whose processes are forked with the events in memory."""
from multiprocessing import Pool

from exercise import Exercise, arguments, best


def correct(setting):
    return exercise.correct(setting)


file, n, step, workers = arguments()
exercise = Exercise(file, n)
settings = range(0, exercise.settings, step)
with Pool(workers) as pool:
    exercise.print(*best(pool.map(correct, settings), settings))
