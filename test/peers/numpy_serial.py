#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The exercise, one setting after the other."""
from exercise import Exercise, arguments, best

file, n, step, _ = arguments()
exercise = Exercise(file, n)
settings = range(0, exercise.settings, step)
exercise.print(*best(map(exercise.correct, settings), settings))
