"""A guided enrolment of a synthetic person, and the Bayesian ridge estimate of their wrinkle basis."""

import numpy as np

import difficulty as d
from average_basis import MAPS, design
from expressions import Tracker, guided_expressions
from light import Light
from observation import Sitter

NARROWEST_PRIOR = 2e-6  # metres: where no synthetic person has a fold, hardly anything is believed


class Enrolment:
    """Frames of one person in one room: what was shown, what the tracker said, what was seen."""

    def __init__(self, generator, studio, person):
        sitter = Sitter(generator, studio, person)
        self.person, self.tracker = person, Tracker(generator)
        light = Light(generator)
        self.expressions = guided_expressions(generator, generator.integers(*d.ENROLMENT_FRAMES))
        self.tracked = np.array([self.tracker.measure(expression) for expression in self.expressions])
        self.truths, self.seen = [], []
        for expression in self.expressions:
            levels = person.levels(expression)
            self.truths.append(person.displacement(levels))
            self.seen.append(sitter.observe(expression, levels, light))


def ridge_estimate(expressions, displacements, confidences, prior, noise):
    """The basis [17, texels] most likely after frames, each texel for itself.

    expressions [frames, 52]; displacements, confidences [frames, texels] (metres; 0..1); prior: (mean, deviation)
    [17, texels]; noise: metres at confidence 1. Minimises Σ (y − x·b)² c² / noise² + Σ (b − mean)² / deviation².
    """
    rows = design(expressions)
    mean, deviation = prior
    belief = 1 / np.maximum(deviation, NARROWEST_PRIOR) ** 2
    trust = (confidences / noise) ** 2
    normal = (trust.T @ (rows[:, :, None] * rows[:, None]).reshape(len(rows), -1)).reshape(-1, MAPS, MAPS)
    normal[:, np.arange(MAPS), np.arange(MAPS)] += belief.T
    right = (trust * displacements).T @ rows + (belief * mean).T
    return np.linalg.solve(normal, right[..., None])[..., 0].T
