"""The folds of the lower face. Depths and widths in millimetres, places in texels: Furrow's choice."""

import numpy as np

from fold_maker import part


def nasolabial(face):
    """From the wing of the nose to beside the mouth; mostly one a side."""
    group = face.group((0.5, 2.0), 0.6)
    width = face.random.uniform(2.5, 5.5)
    for side, mirror in face.sides():
        shift = np.array([face.random.normal(0, 1.5), 0])
        for index in range(face.random.choice([1, 1, 1, 2])):
            course = np.array(face.anatomy.nasolabial()) + shift + [6 * index, 0] + face.random.normal(0, 0.7, (6, 2))
            face.lay(
                mirror(part(face.random, course, 0.7)),
                group() * (1 - 0.55 * index),
                width * face.random.uniform(0.8, 1.2),
                group,
                [
                    ("mouthSmile" + side, face.random.uniform(0.6, 1)),
                    ("mouthUpperUp" + side, face.random.uniform(0.2, 0.6)),
                    ("noseSneer" + side, face.random.uniform(0.1, 0.5)),
                    ("mouthStretch" + side, face.random.uniform(0, 0.3)),
                ],
                [
                    ("mouthFunnel", face.random.uniform(0, 0.7)),
                    ("mouthPucker", face.random.uniform(0, 0.5)),
                    ("cheekPuff", 0.6),
                    ("jawOpen", face.random.uniform(0, 0.3)),
                ],
            )


def marionette(face):
    """From the mouth's corner to the jaw."""
    group = face.group((0.3, 1.6), 0.6)
    for side, mirror in face.sides():
        for index in range(face.random.choice([0, 1, 1, 2])):
            course = np.array(face.anatomy.marionette()) + [5 * index, 0] + face.random.normal(0, 0.8, (4, 2))
            face.lay(
                mirror(part(face.random, course, 0.5)),
                group(),
                face.random.uniform(2, 4.5),
                group,
                [
                    ("mouthFrown" + side, face.random.uniform(0.5, 1)),
                    ("mouthLowerDown" + side, face.random.uniform(0, 0.4)),
                    ("mouthShrugLower", face.random.uniform(0, 0.3)),
                    ("mouthStretch" + side, face.random.uniform(0, 0.3)),
                    ("mouthSmile" + side, face.random.uniform(0, 0.3)),
                ],
                [("jawOpen", face.random.uniform(0, 0.5)), ("mouthPucker", 0.3)],
            )


def cheek(face):
    """Curves beside the nasolabial fold, and lines from the eye down the cheek."""
    group = face.group((0.2, 1.2), 0.35)
    for side, mirror in face.sides():
        for index in range(face.random.choice([0, 1, 2, 3])):
            course = np.array(face.anatomy.cheek()) + [6 * index, 0] + face.random.normal(0, 1.2, (4, 2))
            face.lay(
                mirror(part(face.random, course, 0.4)),
                group(),
                face.random.uniform(2, 4.5),
                group,
                [
                    ("mouthSmile" + side, face.random.uniform(0.5, 1)),
                    ("mouthStretch" + side, face.random.uniform(0.2, 0.7)),
                    ("mouthDimple" + side, face.random.uniform(0.1, 0.5)),
                ],
                [("cheekPuff", 0.8), ("mouthFunnel", 0.3)],
            )
        for index in range(face.random.choice([0, 0, 1, 2])):
            course = np.array(face.anatomy.malar()) + [5 * index, 0] + face.random.normal(0, 1.5, (3, 2))
            face.lay(
                mirror(part(face.random, course, 0.4)),
                group() * 0.7,
                face.random.uniform(1.7, 4),
                group,
                [("cheekSquint" + side, 0.5), ("mouthSmile" + side, face.random.uniform(0.3, 0.7))],
                boost=("mouthSmile" + side, "cheekSquint" + side, face.random.uniform(0, 0.5)),
            )


def dimple(face):
    """A pit beside the mouth on each side, of four faces in ten."""
    if face.random.random() < 0.6:
        return
    group = face.group((0.3, 1.4), 0.1)
    for side, mirror in face.sides():
        centre = face.anatomy.at("fold_low", face.random.uniform(-1, 9), face.random.uniform(2, 12))
        drivers = [
            ("mouthSmile" + side, face.random.uniform(0.4, 1)),
            ("mouthDimple" + side, face.random.uniform(0.6, 1)),
        ]
        face.dent(mirror([centre])[0], group(), face.random.uniform(2.5, 5), group, drivers)


def chin(face):
    """The crease under the lower lip, and the pits of a pursed chin."""
    group = face.group((0.3, 1.6), 0.5)
    reach, bow = face.random.uniform(10, 20), face.random.uniform(0.5, 3)
    crease = face.anatomy.at("chin_crease", 0, face.random.uniform(-1.5, 3))
    pulls = [
        ("mouthShrugLower", face.random.uniform(0.7, 1)),
        ("mouthPressLeft", 0.2),
        ("mouthPressRight", 0.2),
        ("mouthFrownLeft", 0.15),
        ("mouthFrownRight", 0.15),
    ]
    face.lay(
        [crease + [-reach, bow], crease + [-reach / 2, 0], crease + [reach / 2, 0], crease + [reach, bow]],
        group(),
        face.random.uniform(3, 7),
        group,
        pulls,
        [("jawOpen", face.random.uniform(0, 0.5))],
    )
    pits = face.group((0.1, 0.6), 0.1)
    for _ in range(face.random.choice([0, 0, 6, 12, 20])):
        centre = face.anatomy.at("chin", face.random.normal(0, 9), face.random.uniform(-2, 7))
        face.dent(centre, pits(), face.random.uniform(1.7, 3.5), pits, pulls[:3])


def lip_lines(face):
    """Short lines that fan out from the lips."""
    if face.random.random() < 0.3 * (1 - face.age):
        return
    group = face.group((0.1, 0.5), 0.3)
    for name, top, bottom in (("lip_top", -12, -1), ("lip_bottom", 0, 4)):
        for _ in range(face.random.integers(0, 10)):
            away = face.random.uniform(-22, 22)
            fan = away * face.random.uniform(0, 0.15)
            droop = 0.012 * away**2 * (1 if name == "lip_top" else -0.6)
            foot = face.anatomy.at(name, away, bottom + droop)
            head = face.anatomy.at(name, away + fan, top + droop + face.random.uniform(0, 5))
            face.lay(
                [head, (head + foot) / 2 + face.random.normal(0, 0.3, 2), foot],
                group(),
                face.random.uniform(1.7, 2.5),
                group,
                [
                    ("mouthPucker", face.random.uniform(0.6, 1)),
                    ("mouthFunnel", face.random.uniform(0, 0.4)),
                    ("mouthPressLeft", 0.2),
                    ("mouthPressRight", 0.2),
                ],
                [("mouthSmileLeft", 0.2), ("mouthSmileRight", 0.2)],
            )
