"""The folds of the upper face. Depths and widths in millimetres, places in texels: Furrow's choice."""

import numpy as np

from fold_maker import part


def forehead(face):
    """Two to six lines across, as high as they like, each side at work for itself."""
    if face.random.random() < 0.06:
        return
    group = face.group((0.25, 1.6), 0.45)
    count = face.random.integers(2, 7)
    low, high = face.random.uniform(0.024, 0.034), face.random.uniform(0.05, 0.066)
    tilt, bow = face.random.normal(0, 0.002), face.random.normal(0, 0.004)
    inner, outer = face.random.uniform(0.4, 1.1, 2)
    crossing = face.random.uniform(2, 9)
    for index in range(count):
        height = np.interp(index, [0, max(count - 1, 1)], [low, high]) + face.random.normal(0, 0.0015)
        start, end = face.random.uniform(56, 108), face.random.uniform(148, 200)
        if face.random.random() < 0.2:
            start, end = (
                (start, face.random.uniform(118, 150))
                if face.random.random() < 0.5
                else (face.random.uniform(106, 138), end)
            )
        columns = np.linspace(start, end, 24)
        course = face.anatomy.level(columns, height)
        x = (columns - 127.5) / 60
        waves = face.random.uniform(0, 1.6) * np.sin(x * face.random.uniform(2, 7) + face.random.uniform(0, 6.3))
        course[:, 1] += waves + (tilt * x - bow * x**2) / 0.0016
        depth, width = group() * face.random.uniform(0.5, 1), face.random.uniform(2, 5)
        gains = inner * face.random.uniform(0.7, 1.3), outer * face.random.uniform(0.7, 1.3)
        for side, sign in (("Left", 1), ("Right", -1)):
            window = lambda at, sign=sign: 1 / (1 + np.exp(-sign * (at - 127.5) / crossing))
            face.lay(
                course,
                depth,
                width,
                group,
                [("browInnerUp", gains[0]), ("browOuterUp" + side, gains[1])],
                [("browDown" + side, 0.3)],
                window=window,
            )


def glabella(face):
    """Upright lines between the brows, and lines across the root of the nose."""
    group = face.group((0.25, 1.8), 0.45)
    middle = face.anatomy.at("nose_root", 0, -10)
    for side, sign in (("Left", 1), ("Right", -1)):
        other = "Right" if side == "Left" else "Left"
        for index in range(face.random.choice([0, 1, 1, 1, 2])):
            away = sign * (face.random.uniform(3, 9) + 5 * index)
            lean = sign * face.random.normal(1.5, 2)
            top, bottom = face.random.uniform(-12, -5), face.random.uniform(2, 8)
            course = [
                middle + [away + lean, top],
                middle + [away + face.random.normal(0, 0.6), (top + bottom) / 2],
                middle + [away - lean * 0.3, bottom],
            ]
            face.lay(
                course,
                group(),
                face.random.uniform(1.7, 5),
                group,
                [
                    ("browDown" + side, face.random.uniform(0.5, 0.9)),
                    ("browDown" + other, face.random.uniform(0.1, 0.4)),
                    ("noseSneer" + side, face.random.uniform(0, 0.4)),
                ],
                [("browInnerUp", face.random.uniform(0, 0.6))],
            )
    for index in range(face.random.choice([0, 1, 1, 2])):
        row, reach, bow = (
            face.random.uniform(-2, 4) + 5 * index,
            face.random.uniform(4, 11),
            face.random.normal(-0.5, 1),
        )
        root = face.anatomy.at("nose_root")
        face.lay(
            [root + [-reach, row - bow], root + [0, row + bow], root + [reach, row - bow]],
            group() * 0.7,
            face.random.uniform(1.7, 4),
            group,
            [("browDownLeft", 0.4), ("browDownRight", 0.4), ("noseSneerLeft", 0.3), ("noseSneerRight", 0.3)],
        )


def bunny_lines(face):
    """Slanting lines on the sides of the nose."""
    group = face.group((0.2, 1.0), 0.2)
    for side, mirror in face.sides():
        for index in range(face.random.integers(0, 4)):
            start = face.anatomy.at("nose_root", face.random.uniform(3, 6), 8 + 4 * index + face.random.normal(0, 1))
            step = [face.random.uniform(7, 13), face.random.uniform(1, 7)]
            course = [start, start + np.multiply(step, 0.5) + face.random.normal(0, 0.6, 2), start + step]
            face.lay(
                mirror(course),
                group(),
                face.random.uniform(1.7, 3.5),
                group,
                [
                    ("noseSneer" + side, face.random.uniform(0.7, 1.1)),
                    ("eyeSquint" + side, face.random.uniform(0, 0.3)),
                    ("mouthUpperUp" + side, face.random.uniform(0, 0.3)),
                ],
            )


def crows_feet(face):
    """A fan from the eye's outer corner."""
    group = face.group((0.2, 1.2), 0.4)
    count = face.random.integers(1, 7)
    squint, cheek, smile = face.random.uniform(0.3, 0.9), face.random.uniform(0.2, 0.7), face.random.uniform(0.1, 0.8)
    for side, mirror in face.sides():
        for index in range(max(count + face.random.integers(-1, 2), 0)):
            angle = np.interp(index, [0, max(count, 1)], [-0.65, 0.75]) + face.random.normal(0, 0.08)
            start = face.anatomy.at("outer_eye", face.random.uniform(2, 6), 0) + [0, 9 * np.sin(angle)]
            reach = face.random.uniform(6, 18)
            way = np.array([np.cos(angle), np.sin(angle) * 1.3])
            bend = np.array([0, face.random.normal(0, 1)])
            course = [start, start + way * reach / 2 + bend, start + way * reach]
            face.lay(
                mirror(course),
                group() * face.random.uniform(0.5, 1),
                face.random.uniform(1.7, 3.5),
                group,
                [
                    ("eyeSquint" + side, squint),
                    ("cheekSquint" + side, cheek),
                    ("mouthSmile" + side, smile),
                    ("eyeBlink" + side, face.random.uniform(0, 0.2)),
                ],
                boost=("mouthSmile" + side, "eyeSquint" + side, face.random.uniform(0, 0.4)),
            )


def under_eye(face):
    """Curves along the lower lid."""
    group = face.group((0.2, 0.9), 0.6)
    for side, mirror in face.sides():
        for index in range(face.random.integers(1, 4)):
            down = np.array([0, index * face.random.uniform(2.5, 5) + face.random.uniform(-3, 2)])
            course = np.array(face.anatomy.under_eye()) + down + face.random.normal(0, 0.5, (4, 2))
            face.lay(
                mirror(part(face.random, course, 0.5)),
                group(),
                face.random.uniform(1.7, 4),
                group,
                [
                    ("eyeSquint" + side, face.random.uniform(0.3, 0.9)),
                    ("cheekSquint" + side, face.random.uniform(0.2, 0.6)),
                    ("mouthSmile" + side, face.random.uniform(0, 0.5)),
                ],
                [("eyeWide" + side, 0.4)],
            )
