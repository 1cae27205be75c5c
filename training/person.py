"""A synthetic person: every fold of their face, and how deep each is.

What one person has in common (age, how deep a kind of fold is) is drawn first, so that people differ more than the
folds of one face do; both sides get numbers of their own.
"""

import numpy as np

import lower_folds as lower
import upper_folds as upper
from fold_maker import FoldMaker
from uv_maps import SIZE

KINDS = (
    upper.forehead,
    upper.glabella,
    upper.bunny_lines,
    upper.crows_feet,
    upper.under_eye,
    lower.nasolabial,
    lower.marionette,
    lower.cheek,
    lower.dimple,
    lower.chin,
    lower.lip_lines,
)


class Person:
    """The folds of one face."""

    def __init__(self, generator, anatomy, skin):
        face = FoldMaker(generator, anatomy, skin)
        for lay_kind in KINDS:
            lay_kind(face)
        self.folds = face.folds

    def levels(self, expression):
        """How deep each fold is at an expression [52]."""
        return np.array([fold.level(expression) for fold in self.folds])

    def displacement(self, levels):
        """The relief, metres [256, 256], with every fold as deep as `levels` says (shares of its full depth)."""
        relief = np.zeros((SIZE, SIZE), np.float32)
        for fold, level in zip(self.folds, levels):
            if level != 0:
                relief[fold.rows, fold.columns] += np.float32(level) * fold.displacement
        return relief


def independent_levels(generator, person):
    """Depths that follow no expression: each kind of fold on each side at its own, so that a fold has to be seen.

    Folds driven by the same first expression move together.
    """
    kinds = {fold.drivers[0][0]: generator.random() * (generator.random() < 0.6) for fold in person.folds}
    return np.array([np.clip(kinds[fold.drivers[0][0]] * generator.uniform(0.6, 1.3), 0, 1.3) for fold in person.folds])
