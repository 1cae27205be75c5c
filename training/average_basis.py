"""The average synthetic person's wrinkle basis, how far people differ from it, and the network's noise.

    python3 training/average_basis.py maps      # average and deviation over synthetic people
    python3 training/average_basis.py noise     # after the training: the network's error where it is confident

Writes models/open/wrinkle-basis.safetensors: `average/maps` I8 and `deviation/maps` U8 [17, 256, 256] with one step in
metres for each map (`average/steps`, `deviation/steps` F32 [17]), and `noise` F32 [1].
"""

import argparse

import numpy as np

import difficulty as d
from expressions import ACTIVATION_NAMES, activations, ordinary_expression
from observation import Sitter, Studio
from open_head import PACK, read_safetensors, write_safetensors
from uv_maps import SIZE

PEOPLE, EXPRESSIONS = 400, 160
RIDGE = 0.03
MAPS = len(ACTIVATION_NAMES) + 1
BASIS = PACK / "wrinkle-basis.safetensors"
NOISE_FRAMES = 160
LEAST_NOISE = 2e-5  # metres: half of the finest fold counted as visible


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


def measure_noise(network, studio):
    """Standard deviation of error · confidence over seen texels of wrinkle regions, metres.

    With confidence c the error's variance is then noise² / c², on average over what people show.
    """
    from evaluate import relief_of

    total, count = 0.0, 0
    for index in range(NOISE_FRAMES // 4):
        generator = np.random.default_rng([d.AVERAGE_SEED, 10**6 + index])
        sitter = Sitter(generator, studio, studio.person(generator))
        for _ in range(4):
            expression = ordinary_expression(generator)
            seen = sitter.observe(expression, sitter.person.levels(expression))
            displacement, confidence = relief_of(network, seen)
            there = (studio.regions > 0.25) & (seen.weight >= 255 * d.SEEN_WEIGHT)
            total += (((displacement - seen.true_displacement) * confidence)[there] ** 2).sum()
            count += there.sum()
    return max(float(np.sqrt(total / max(count, 1))), LEAST_NOISE)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["maps", "noise"])
    studio = Studio()
    if parser.parse_args().part == "maps":
        write_basis(*average_people(studio), 1e-4)
        return
    from export import trained_network

    mean, deviation, _ = read_basis()
    noise = measure_noise(trained_network(), studio)
    write_basis(mean, deviation, noise)
    print("noise", noise)


if __name__ == "__main__":
    main()
