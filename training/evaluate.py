"""Writes training/report.md: the relief network and the guided enrolment on people that were held out.

OMP_NUM_THREADS=1 nice -n 10 python3 training/evaluate.py
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch

import difficulty as d
from average_basis import read_basis
from curves import write_curves
from enrolment import Enrolment, design, ridge_estimate
from expressions import ordinary_expression
from observation import Sitter, Studio

HERE = Path(__file__).resolve().parent
UNSEEN_EXPRESSIONS = 8
ENROLLED_PEOPLE = 24


def relief_of(network, seen):
    """(displacement in metres, confidence) [256, 256] of an observation."""
    relief = np.stack([seen.shading / np.float32(127), seen.weight / np.float32(255)]).astype(np.float32)
    with torch.no_grad():
        displacement, confidence = network(torch.from_numpy(relief)[None])
    return displacement[0, 0].numpy(), confidence[0, 0].numpy()


def correlation(first, second):
    first, second = first - first.mean(), second - second.mean()
    return float((first * second).sum() / (np.sqrt((first**2).sum() * (second**2).sum()) + 1e-18))


def relief_scores(network, studio):
    """The network alone: held-out people in ordinary expressions, every frame in another light."""
    rows, flat, calibration = [], [], []
    for index in range(d.REPORT_PEOPLE):
        generator = np.random.default_rng([d.REPORT_SEED, index])
        sitter = Sitter(generator, studio, studio.person(generator))
        for frame in range(d.REPORT_FRAMES_PER_PERSON):
            expression = ordinary_expression(generator)
            bare = frame == d.REPORT_FRAMES_PER_PERSON - 1
            levels = sitter.person.levels(expression) * (0 if bare else 1)
            seen = sitter.observe(expression, levels)
            displacement, confidence = relief_of(network, seen)
            there = studio.wrinkled & (seen.weight >= 255 * d.SEEN_WEIGHT)
            if there.sum() < 1000:
                continue
            truth = seen.true_displacement
            if bare:
                flat.append(displacement[there].std())
                continue
            calibration.append((((displacement - truth)[there]) ** 2, confidence[there]))
            if truth[there].std() < d.VISIBLE_MILLIMETRES * 1e-3:
                continue
            by_region = {
                name: correlation(displacement[mask], truth[mask])
                for name, region in studio.head.regions.items()
                if (mask := there & (region > d.IN_REGION)).sum() > 60
                and truth[mask].std() > d.VISIBLE_MILLIMETRES * 1e-3
            }
            rows.append(
                {
                    "laid out": correlation(displacement[there], seen.displacement[there]),
                    "true place": correlation(displacement[there], truth[there]),
                    "shading itself": correlation(seen.shading[there].astype(float), truth[there]),
                    "best by a shift": correlation(seen.displacement[there], truth[there]),
                    "spread": displacement[there].std() / truth[there].std(),
                    "truth": truth[there].std(),
                    "regions": by_region,
                }
            )
    return rows, flat, calibration


def enrolment_scores(network, studio):
    """Correlation at unseen expressions: own basis, average person, another person, and two ceilings."""
    mean, deviation, noise = read_basis()
    texels = np.flatnonzero(studio.wrinkled.ravel())
    prior = mean[:, texels], deviation[:, texels]
    people = []
    for index in range(ENROLLED_PEOPLE):
        generator = np.random.default_rng([d.REPORT_SEED, 10_000 + index])
        enrolment = Enrolment(generator, studio, studio.person(generator))
        measured = [[part.ravel()[texels] for part in relief_of(network, seen)] for seen in enrolment.seen]
        depths, trust = (np.array([frame[part] for frame in measured], np.float64) for part in range(2))
        truths = np.array([truth.ravel()[texels] for truth in enrolment.truths], np.float64)
        sure = np.full_like(truths, 5.0)
        people.append(
            {
                "own": ridge_estimate(enrolment.tracked, depths, trust, prior, noise),
                "perfect relief": ridge_estimate(enrolment.tracked, truths, sure, prior, noise),
                "ceiling": ridge_estimate(enrolment.expressions, truths, sure, prior, noise),
                "enrolment": enrolment,
                "generator": generator,
            }
        )
    scores = {name: [] for name in ("own", "average person", "other person", "perfect relief", "ceiling")}
    for index, person in enumerate(people):
        enrolment, generator = person["enrolment"], person["generator"]
        for _ in range(UNSEEN_EXPRESSIONS):
            expression = ordinary_expression(generator)
            truth = enrolment.person.displacement(enrolment.person.levels(expression)).ravel()[texels]
            if truth.std() < d.VISIBLE_MILLIMETRES * 1e-3:
                continue
            tracked, exact = design(enrolment.tracker.measure(expression))[0], design(expression)[0]
            other = people[(index + 1) % len(people)]
            for name, estimate in (
                ("own", tracked @ person["own"]),
                ("average person", tracked @ prior[0]),
                ("other person", tracked @ other["own"]),
                ("perfect relief", tracked @ person["perfect relief"]),
                ("ceiling", exact @ person["ceiling"]),
            ):
                scores[name].append(correlation(estimate, truth))
    return scores, noise


def calibration_table(calibration, noise):
    """Root mean squared error by confidence against noise / confidence."""
    error, confidence = (np.concatenate(part) for part in zip(*calibration))
    lines = ["| confidence | texels | error, mm | noise / confidence, mm |", "|---|---|---|---|"]
    for low, high in ((0.05, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 1.01)):
        there = (confidence >= low) & (confidence < high)
        if there.sum() > 100:
            expected = noise / np.sqrt((confidence[there] ** 2).mean())
            lines.append(
                f"| {low}–{min(high, 1)} | {there.mean():.1%} | {1e3 * np.sqrt(error[there].mean()):.3f} | {1e3 * expected:.3f} |"
            )
    return lines


def verdict(value, target):
    return "reached" if value >= target else f"missed by {target - value:.3f}"


def report(studio, network):
    """The report's text."""
    rows, flat, calibration = relief_scores(network, studio)
    scores, noise = enrolment_scores(network, studio)
    mean = {name: float(np.mean(values)) for name, values in scores.items()}
    alone = {name: float(np.mean([row[name] for row in rows])) for name in rows[0] if name != "regions"}
    regions = {}
    for row in rows:
        for name, value in row["regions"].items():
            regions.setdefault(name, []).append(value)
    own = mean["own"]
    lines = [
        "# What the relief network and the wrinkle basis reach",
        "",
        "Written by `python3 training/evaluate.py`; seeds and difficulty: `difficulty.py`, frozen before the training.",
        "People, lights and cameras here were never trained on. Correlations are means over frames whose relief in the",
        f"wrinkle regions has a standard deviation of at least {d.VISIBLE_MILLIMETRES} mm.",
        "",
        f"## Relief network alone ({len(rows)} frames with visible wrinkles of {d.REPORT_PEOPLE} people)",
        "",
        "| correlation inside wrinkle regions, where seen | | target |",
        "|---|---|---|",
        f"| with the relief where the picture was laid out | {alone['laid out']:.3f} | ≥ .85: {verdict(alone['laid out'], 0.85)} |",
        f"| with the relief at its true place (landmarks' error counts) | {alone['true place']:.3f} | {verdict(alone['true place'], 0.85)} |",
        f"| of the true relief with itself laid out with the landmarks' error: the most that could be reached there | {alone['best by a shift']:.3f} | |",
        f"| of the shading itself with the true relief | {alone['shading itself']:.3f} | |",
        "",
        f"Estimated over true standard deviation: {alone['spread']:.2f}. On {len(flat)} frames of the same people with their folds",
        f"taken away the estimate's standard deviation is {1e3 * np.mean(flat):.3f} mm, against {1e3 * alone['truth']:.3f} mm of true relief in",
        "the frames above.",
        "",
        "| region | correlation (true place) | frames |",
        "|---|---|---|",
        *(
            f"| {name} | {np.mean(regions[name]):.3f} | {len(regions[name])} |"
            for name in studio.head.regions
            if name in regions
        ),
        "",
        "### Confidence",
        "",
        "The second output is the share of the relief around a texel that the first one is expected to explain. Noise at",
        f"confidence 1: {1e3 * noise:.3f} mm.",
        "",
        *calibration_table(calibration, noise),
        "",
        f"## Guided enrolment ({ENROLLED_PEOPLE} people, {d.ENROLMENT_FRAMES[0]}–{d.ENROLMENT_FRAMES[1] - 1} degraded frames, tracked expressions; {len(scores['own'])} unseen expressions)",
        "",
        "| correlation at unseen expressions, inside wrinkle regions | | target |",
        "|---|---|---|",
        f"| own basis | {own:.3f} | ≥ .85: {verdict(own, 0.85)} |",
        f"| average person | {mean['average person']:.3f} | own − this ≥ .15: {own - mean['average person']:.3f}, {verdict(own - mean['average person'], 0.15)} |",
        f"| another person's basis | {mean['other person']:.3f} | own − this ≥ .25: {own - mean['other person']:.3f}, {verdict(own - mean['other person'], 0.25)} |",
        f"| perfect relief, tracked expressions | {mean['perfect relief']:.3f} | |",
        f"| ceiling: perfect relief, exact expressions | {mean['ceiling']:.3f} | |",
        "",
        "![Curves of the training](curves.png)",
        "",
    ]
    return "\n".join(lines)


def main():
    argparse.ArgumentParser(description=__doc__).parse_args()
    from export import trained_network

    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    write_curves(HERE / "training-log.txt", HERE / "curves.png")
    text = report(Studio(), trained_network())
    (HERE / "report.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
