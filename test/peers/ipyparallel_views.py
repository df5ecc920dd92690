#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The exercise by ipyparallel: engines of its own, each of which reads the file, and a load-balanced view."""
import os

import ipyparallel as ipp

from exercise import arguments, best, bunches, Exercise

BUNCH = 32


def start(folder, file, n):
    import sys
    sys.path.insert(0, folder)
    import exercise
    exercise.here = exercise.Exercise(file, n)


def correct(settings):
    import exercise
    return [exercise.here.correct(k) for k in settings]


file, n, step, workers = arguments()
exercise = Exercise(file, n)
settings = range(0, exercise.settings, step)
with ipp.Cluster(n=workers, log_level=40) as cluster:
    cluster[:].apply_sync(start, os.path.dirname(os.path.abspath(__file__)), os.path.abspath(file), n)
    view = cluster.load_balanced_view()
    counts = view.map_sync(correct, bunches(settings, BUNCH))
exercise.print(*best([c for part in counts for c in part], settings))
