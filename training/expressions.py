"""Expressions of synthetic people: ordinary ones, those of a guided enrolment, and what a tracker makes of them."""

import json

import numpy as np

from difficulty import TRACKER_CROSSTALK, TRACKER_GAIN, TRACKER_NOISE
from open_head import REPOSITORY, read_open_head

EXPRESSION_COUNT = 52
NAMES = read_open_head().expression_names
INDEX = {name: index for index, name in enumerate(NAMES[:EXPRESSION_COUNT])}

# What a face does at once; names without a side stand for both.
GESTURES = [
    {"browInnerUp": 1, "browOuterUp": 0.9},
    {"browInnerUp": 1},
    {"browOuterUp": 1},
    {"browDown": 1},
    {"browDown": 0.8, "noseSneer": 0.6},
    {"noseSneer": 1},
    {"noseSneer": 0.8, "mouthUpperUp": 0.8},
    {"eyeSquint": 1},
    {"eyeSquint": 0.8, "cheekSquint": 0.9},
    {"eyeBlink": 1},
    {"cheekSquint": 0.8},
    {"mouthSmile": 1},
    {"mouthSmile": 1, "cheekSquint": 0.7, "eyeSquint": 0.4},
    {"mouthSmile": 0.8, "mouthDimple": 0.5},
    {"mouthSmile": 0.9, "jawOpen": 0.4, "mouthUpperUp": 0.4},
    {"mouthStretch": 1},
    {"mouthDimple": 1},
    {"mouthFrown": 1},
    {"mouthFrown": 0.8, "mouthShrugLower": 0.6},
    {"mouthShrugLower": 1},
    {"mouthPress": 1},
    {"mouthPucker": 1},
    {"mouthFunnel": 1},
    {"jawOpen": 1},
    {"mouthUpperUp": 1},
    {"mouthLowerDown": 1},
    {"mouthRollLower": 1, "mouthRollUpper": 0.8},
    {"cheekPuff": 1},
    {"mouthLeft": 1},
    {"mouthRight": 1},
    {"eyeWide": 1, "browInnerUp": 0.4, "browOuterUp": 0.4},
]

# A guided enrolment: the rest twice, then each of these, sides together and apart.
GUIDE = [
    {},
    {"browInnerUp": 1, "browOuterUp": 1},
    {"browDown": 1},
    {"noseSneer": 1, "mouthUpperUp": 0.4},
    {"eyeSquint": 1, "cheekSquint": 0.7},
    {"mouthSmile": 1, "cheekSquint": 0.4},
    {"mouthSmileLeft": 1},
    {"mouthSmileRight": 1},
    {"mouthStretch": 1, "mouthDimple": 0.4},
    {"mouthFrown": 1, "mouthLowerDown": 0.3},
    {"mouthShrugLower": 1, "mouthPress": 0.3},
    {"mouthPucker": 1},
    {"jawOpen": 1},
    {"mouthSmile": 1, "eyeSquint": 0.9, "cheekSquint": 0.9},
]

_TABLE = json.loads((REPOSITORY / "src/shared/core/detail/basis/wrinkle-activations.json").read_text())
ACTIVATION_NAMES = [entry["name"] for entry in _TABLE["activations"]]
_TERMS = np.zeros((len(ACTIVATION_NAMES), EXPRESSION_COUNT))
for _row, _entry in enumerate(_TABLE["activations"]):
    for _name, _weight in _entry["terms"].items():
        _TERMS[_row, INDEX[_name]] = _weight


def activations(expression):
    """The 16 of src/shared/core/detail/basis/wrinkle-activations.ts: [..., 52] → [..., 16]."""
    x = np.clip(expression @ _TERMS.T, 0, 1)
    return x + _TABLE["saturation"] * x * (1 - x)


def _add(expression, gesture, left, right):
    for name, share in gesture.items():
        if name in INDEX:
            side = left if name.endswith("Left") else right if name.endswith("Right") else (left + right) / 2
            expression[INDEX[name]] += share * side
        else:
            expression[INDEX[name + "Left"]] += share * left
            expression[INDEX[name + "Right"]] += share * right


def ordinary_expression(generator):
    """One to four gestures at once, a third of them uneven, over a little unrest; one in ten is the face at rest."""
    expression = np.abs(generator.normal(0, 0.03, EXPRESSION_COUNT)) * (generator.random(EXPRESSION_COUNT) < 0.3)
    if generator.random() > 0.1:
        for gesture in generator.choice(len(GESTURES), generator.integers(1, 5), replace=False):
            left = right = generator.uniform(0.2, 1.05)
            if generator.random() < 0.35:
                left, right = left * generator.uniform(0, 1), right * generator.uniform(0.6, 1)
                if generator.random() < 0.5:
                    left, right = right, left
            _add(expression, GESTURES[gesture], left, right)
    return np.clip(expression, 0, 1)


def guided_expressions(generator, count):
    """`count` frames of a guided enrolment: every prompt in turn, each followed as well as people do."""
    frames = []
    for index in range(count):
        expression = np.abs(generator.normal(0, 0.04, EXPRESSION_COUNT)) * (generator.random(EXPRESSION_COUNT) < 0.3)
        amount = generator.uniform(0.55, 1)
        uneven = generator.normal(0, 0.08)
        _add(expression, GUIDE[index % len(GUIDE)], amount + uneven, amount - uneven)
        if generator.random() < 0.3:
            _add(expression, GESTURES[generator.integers(len(GESTURES))], *(2 * [generator.uniform(0, 0.3)]))
        frames.append(np.clip(expression, 0, 1))
    return np.array(frames)


class Tracker:
    """What a person's tracker makes of their expressions: gains and crosstalk that stay, and noise."""

    def __init__(self, generator):
        self._generator = generator
        self._mix = np.diag(np.exp(generator.normal(0, TRACKER_GAIN, EXPRESSION_COUNT)))
        for row in self._mix:
            row[generator.choice(EXPRESSION_COUNT, 2)] += TRACKER_CROSSTALK * generator.random(2)

    def measure(self, expression):
        """[52] as tracked, 0..1."""
        tracked = self._mix @ expression
        return np.clip(tracked + self._generator.normal(0, TRACKER_NOISE, EXPRESSION_COUNT) * (tracked > 0.02), 0, 1)
