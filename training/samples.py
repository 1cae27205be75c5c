"""Makes training samples without end, in shards under training/runs/samples: run beside the training, one process.

OMP_NUM_THREADS=1 nice -n 10 python3 training/samples.py
"""

import argparse
import os
from pathlib import Path

import cv2
import numpy as np

import difficulty as d
from expressions import ordinary_expression
from observation import Sitter, Studio
from person import independent_levels
from relief_network import EXTENT, LEFT, TOP

RUNS = Path(__file__).resolve().parent / "runs"
SHARD_SAMPLES = 64
CROP = (slice(TOP, TOP + EXTENT), slice(LEFT, LEFT + EXTENT))
RECORD = np.dtype(
    [("shading", "i1", (EXTENT, EXTENT)), ("weight", "u1", (EXTENT, EXTENT)), ("displacement", "f2", (EXTENT, EXTENT))]
)
MILLIMETRES = 1e3  # displacements are stored in millimetres: half floats hold no metres


def make_sample(generator, sitter, marked):
    """One record: the folds follow the expression, or nothing, or there are none."""
    expression = ordinary_expression(generator)
    person = sitter.person
    if marked:
        levels = np.zeros(len(person.folds))
    elif generator.random() < d.DECOUPLED_FRAMES:
        levels = independent_levels(generator, person)
    else:
        levels = person.levels(expression)
    seen = sitter.observe(expression, levels, keeps_hair=generator.random() < d.HAIRY_FRAMES)
    record = np.zeros((), RECORD)
    record["shading"], record["weight"] = seen.shading[CROP], seen.weight[CROP]
    record["displacement"] = seen.displacement[CROP] * MILLIMETRES
    return record


def make_shard(index, studio):
    """64 samples of four people; the same for the same index, whatever was made before."""
    generator = np.random.default_rng([d.TRAINING_SEED, index])
    records = []
    while len(records) < SHARD_SAMPLES:
        person = studio.person(generator)
        for _ in range(d.FRAMES_PER_PERSON // 4):
            marked = generator.random() < d.MARKED_FRAMES
            sitter = Sitter(generator, studio, person, marked)
            records += [make_sample(generator, sitter, marked) for _ in range(4)]
    return np.array(records[:SHARD_SAMPLES])


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shards", type=int, default=320, help="shards to keep (11 MB each)")
    arguments = arguments.parse_args()
    cv2.setNumThreads(1)
    folder = RUNS / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    studio = Studio()
    for index in range(arguments.shards):
        path = folder / f"{index:05d}.npy"
        if not path.exists():
            np.save(folder / "next.npy", make_shard(index, studio))
            os.replace(folder / "next.npy", path)


if __name__ == "__main__":
    main()
