"""The average synthetic person's wrinkle basis, and how far people differ from it.

    python3 training/average_basis.py

Writes models/open/wrinkle-basis.safetensors: `average/maps` I8 and `deviation/maps` U8 [17, 256, 256] with one step in
metres for each map (`average/steps`, `deviation/steps` F32 [17]), and `noise` F32 [1], which calibrate.py measures.
"""

import argparse

import numpy as np

import difficulty as d
from expressions import ACTIVATION_NAMES, activations, ordinary_expression
from observation import Studio
from open_head import PACK, read_safetensors, write_safetensors
from uv_maps import SIZE

PEOPLE, EXPRESSIONS = 400, 160
RIDGE = 0.03
MAPS = len(ACTIVATION_NAMES) + 1
BASIS = PACK / "wrinkle-basis.safetensors"
UNKNOWN_NOISE = 1e-4  # metres, until the network is there to be measured


def design(expressions):
    """Rows [1, a_1 … a_16] of expressions [n, 52]."""
    shares = activations(np.atleast_2d(expressions))
    return np.concatenate([np.ones((len(shares), 1)), shares], 1)


def true_basis(generator, person):
    """Ridge fit of a person's true displacement on the design: what a perfect enrolment would find, [17, 256²]."""
    expressions = np.array([np.zeros(52)] + [ordinary_expression(generator) for _ in range(EXPRESSIONS - 1)])
    rows = design(expressions)
    levels = np.array([person.levels(expression) for expression in expressions])
    solve = np.linalg.solve(rows.T @ rows + RIDGE * np.eye(MAPS), rows.T)
    of_fold = solve @ levels  # [17, folds]: a fit is linear in what is fitted, so folds can be fitted one by one
    return np.stack([person.displacement(share) for share in of_fold]).reshape(MAPS, -1)


def average_people(studio, people=PEOPLE):
    """(mean, standard deviation) [17, 256²] metres over people and their mirror images."""
    total, squares = np.zeros((MAPS, SIZE * SIZE)), np.zeros((MAPS, SIZE * SIZE))
    for index in range(people):
        generator = np.random.default_rng([d.AVERAGE_SEED, index])
        basis = true_basis(generator, studio.person(generator))
        for maps in (basis, mirrored(basis)):
            total += maps
            squares += maps**2
    mean = total / (2 * people)
    return mean, np.sqrt(np.maximum(squares / (2 * people) - mean**2, 0))


def mirrored(basis):
    """The mirror image of a basis [17, 256²]: left and right of the picture and of the activations exchanged."""
    swap = [_mirror_name(name) for name in ACTIVATION_NAMES]
    order = [0] + [1 + ACTIVATION_NAMES.index(name) for name in swap]
    return basis.reshape(MAPS, SIZE, SIZE)[order][:, :, ::-1].reshape(MAPS, -1)


def _mirror_name(name):
    if name.endswith("Left"):
        return name[:-4] + "Right"
    return name[:-5] + "Left" if name.endswith("Right") else name


def write_basis(mean, deviation, noise):
    """Quantises: the step of each map is its largest value over the largest count, the same for mirrored maps."""
    mean_steps = np.maximum(np.abs(mean).max(1), 1e-9) / 127
    deviation_steps = np.maximum(deviation.max(1), 1e-9) / 255
    tensors = {
        "average/maps": np.round(mean / mean_steps[:, None]).astype(np.int8).reshape(MAPS, SIZE, SIZE),
        "average/steps": mean_steps.astype(np.float32),
        "deviation/maps": np.round(deviation / deviation_steps[:, None]).astype(np.uint8).reshape(MAPS, SIZE, SIZE),
        "deviation/steps": deviation_steps.astype(np.float32),
        "noise": np.array([noise], np.float32),
    }
    write_safetensors(BASIS, tensors)


def read_basis():
    """(average, deviation) [17, 256²] metres and the noise of the committed file."""
    tensors, _ = read_safetensors(BASIS)
    maps = [
        (tensors[f"{name}/maps"] * tensors[f"{name}/steps"][:, None, None]).reshape(MAPS, -1)
        for name in ("average", "deviation")
    ]
    return *maps, float(tensors["noise"][0])


def main():
    argparse.ArgumentParser(description=__doc__).parse_args()
    write_basis(*average_people(Studio()), UNKNOWN_NOISE)


if __name__ == "__main__":
    main()
