"""Lays a person's folds, one kind after the other: what upper_folds.py and lower_folds.py work with."""

import numpy as np

from anatomy import mirrored
from difficulty import SMOOTH_PEOPLE
from expressions import INDEX
from fold import Fold

MILLIMETRE = 1e-3


class FoldMaker:
    """A face in the making. `folds` grows."""

    def __init__(self, generator, anatomy, skin):
        self.random, self.anatomy, self._skin = generator, anatomy, skin
        self.age = generator.random()
        self._strength = (0.1 if generator.random() < SMOOTH_PEOPLE else 1) * (0.45 + 0.55 * self.age)
        self.folds = []

    def sides(self):
        """Each side's name, and what brings a course from the left to it."""
        return (("Left", np.asarray), ("Right", mirrored))

    def group(self, depths, most_rest):
        """A kind of fold: its range of depths in millimetres, and the largest share of it that shows at rest."""
        return FoldKind(self.random, depths, most_rest, self.age, self._strength)

    def lay(self, course, depth, width, group, drivers, dampers=(), boost=None, window=None):
        """A line along a course; depth and width in millimetres; the rest as in Fold, expressions by name."""
        patch = self._skin.lay(self.random, course, depth * MILLIMETRE, width * MILLIMETRE, window)
        self._place(patch, group, drivers, dampers, boost)

    def dent(self, centre, depth, width, group, drivers):
        """A round pit; depth and width in millimetres."""
        self._place(self._skin.pit(self.random, centre, depth * MILLIMETRE, width * MILLIMETRE), group, drivers)

    def _place(self, patch, group, drivers, dampers=(), boost=None):
        if patch is None:
            return
        first, second, gain = boost or ("tongueOut", "tongueOut", 0)
        rows, columns, displacement = patch
        self.folds.append(
            Fold(
                rows=rows,
                columns=columns,
                displacement=displacement,
                drivers=tuple(
                    (INDEX[name], gain * group.gain * self.random.uniform(0.85, 1.15)) for name, gain in drivers
                ),
                dampers=tuple((INDEX[name], gain) for name, gain in dampers),
                boost=(INDEX[first], INDEX[second], gain),
                threshold=float(np.clip(group.threshold + self.random.normal(0, 0.05), 0, 0.4)),
                saturation=group.saturation,
                rest=group.rest * self.random.uniform(0.6, 1.2),
            )
        )


class FoldKind:
    """What the folds of one kind have in common on one face; a call draws one fold's depth, millimetres."""

    def __init__(self, generator, depths, most_rest, age, strength):
        self._random = generator
        low, high = depths
        self._depth = low + (high - low) * generator.beta(1.5, 1.3)
        self._depth *= strength
        self.gain = generator.uniform(0.75, 1.35)
        self.threshold = generator.uniform(0, 0.25)
        self.saturation = generator.uniform(0.3, 4)
        self.rest = most_rest * np.clip(age * generator.uniform(0.3, 1.1) + generator.normal(0, 0.05), 0, 1)

    def __call__(self):
        return self._depth * self._random.uniform(0.5, 1)


def part(generator, course, least):
    """A stretch of a course, at least `least` of its length."""
    start = generator.uniform(0, 1 - least) * generator.choice([0, 1])
    end = generator.uniform(start + least, 1)
    knots = np.linspace(0, 1, len(course))
    at = np.linspace(start, end, len(course))
    return np.stack([np.interp(at, knots, np.asarray(course)[:, axis]) for axis in range(2)], -1)
