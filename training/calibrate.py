"""Measures what the trained network's answers are worth, on people of neither the training nor the report.

    python3 training/calibrate.py

A network trained on squared error answers with what is likely on average, so its folds are shallower than the true ones
by a common factor. `gain` makes up for it: with it the estimate is the truth and an error about it, which is what the
ridge estimate of a basis takes it for. `noise` is the standard deviation of error · confidence over seen texels of
wrinkle regions, metres: at confidence c the error's variance is noise² / c², on average over what people show.
Writes both to training/runs/calibration.json, and the noise into models/open/wrinkle-basis.safetensors.
"""

import argparse
import json

import numpy as np

import difficulty as d
from average_basis import read_basis, write_basis
from evaluate import relief_of
from export import CALIBRATION, trained_network
from expressions import ordinary_expression
from observation import Sitter, Studio

PEOPLE, FRAMES_PER_PERSON = 60, 4
FIRST_PERSON = 10**6  # of the average's seed: beyond all of its people


def calibrate(network, studio):
    """(gain, noise) of a network that answers without gain."""
    count, estimated, both, true = 0, 0.0, 0.0, 0.0
    for index in range(PEOPLE):
        generator = np.random.default_rng([d.AVERAGE_SEED, FIRST_PERSON + index])
        sitter = Sitter(generator, studio, studio.person(generator))
        for _ in range(FRAMES_PER_PERSON):
            expression = ordinary_expression(generator)
            seen = sitter.observe(expression, sitter.person.levels(expression))
            displacement, confidence = relief_of(network, seen)
            there = studio.wrinkled & (seen.weight >= 255 * d.SEEN_WEIGHT)
            estimate, truth = (
                (maps * confidence)[there].astype(float) for maps in (displacement, seen.true_displacement)
            )
            count += len(truth)
            estimated += estimate @ estimate
            both += estimate @ truth
            true += truth @ truth
    gain = true / both
    return gain, float(np.sqrt((gain**2 * estimated - 2 * gain * both + true) / count))


def main():
    argparse.ArgumentParser(description=__doc__).parse_args()
    CALIBRATION.unlink(missing_ok=True)
    gain, noise = calibrate(trained_network(), Studio())
    CALIBRATION.write_text(json.dumps({"gain": gain, "noise": noise}))
    mean, deviation, _ = read_basis()
    write_basis(mean, deviation, noise)
    print(f"gain {gain:.3f}, noise {1e3 * noise:.4f} mm")


if __name__ == "__main__":
    main()
