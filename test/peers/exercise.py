# SPDX-License-Identifier: MIT
"""The exercise with numpy: events in memory, and every setting looks at all of them. What the Python peers share; each of
them adds one way to spread the settings over workers, and is called with FILE N [STEP [WORKERS]]: every STEP-th setting is
tried, all unless told, by 2 workers unless told."""
import sys

import numpy as np

NAMES = ["averageInteractionsPerCrossing", "p_Rhad", "p_Rhad1", "p_TRTTrackOccupancy",
         "p_topoetcone40", "p_eTileGap3Cluster", "p_phiModCalo", "p_etaModCalo"]
PLACES = [1, 4, 5, 6, 7, 8, 9, 10]
TRUTH = 11
ELECTRON = 2


class Exercise:
    """Events and cuts. A column whose background lies below its signal has x > cut: its values and cuts change sign here,
    so that all are x < cut."""

    def __init__(self, file, n):
        table = np.loadtxt(file, delimiter=",", skiprows=1, usecols=PLACES + [TRUTH])
        self.n = n
        self.signal = table[:, -1] == ELECTRON
        events = table[:, :-1]
        s, b = events[self.signal].mean(axis=0), events[~self.signal].mean(axis=0)
        self.sign = np.where(b < s, -1.0, 1.0)
        self.cuts = self.sign * (s + np.arange(n)[:, np.newaxis] * (b - s) / n)
        self.columns = np.ascontiguousarray((events * self.sign).T)

    @property
    def settings(self):
        return self.n ** len(NAMES)

    def cut(self, setting):
        return [self.cuts[setting // self.n ** i % self.n, i] for i in range(len(NAMES))]

    def correct(self, setting):
        """How many events the setting calls by their name."""
        cut = self.cut(setting)
        passes = self.columns[0] < cut[0]
        for column, c in zip(self.columns[1:], cut[1:]):
            passes &= column < c
        return int(np.count_nonzero(passes == self.signal))

    def print(self, correct, setting):
        print(f"# settings {self.settings}\n# events {len(self.signal)}\n# signal {np.count_nonzero(self.signal)}")
        print(f"# accuracy {correct / len(self.signal)!r}\n# setting {setting}")
        for name, sign, cut in zip(NAMES, self.sign, self.cut(setting)):
            print(f"{name}  {'>' if sign < 0 else '<'}  {float(sign * cut)!r}")


def best(counts, settings):
    """The highest count and its setting, the lowest among equals."""
    return max(zip(counts, settings), key=lambda pair: (pair[0], -pair[1]))


def arguments():
    """FILE, N, STEP, WORKERS"""
    given = sys.argv[1:]
    if not 2 <= len(given) <= 4:
        sys.exit(f"usage: {sys.argv[0]} FILE N [STEP [WORKERS]]")
    return given[0], *map(int, given[1:] + ["1", "2"][len(given) - 2:])


def bunches(settings, size):
    """The settings in lists of so many, for workers that take several at a time."""
    return [settings[i:i + size] for i in range(0, len(settings), size)]
