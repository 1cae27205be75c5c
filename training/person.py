"""A synthetic person: every fold of their face. Depths and widths in millimetres are Furrow's choice.

Laid on both sides with independent numbers; what one person has in common (age, how deep a kind of fold is) is drawn
first, so that people differ more than the folds of one face do.
"""

import numpy as np

from difficulty import SMOOTH_PEOPLE
from expressions import EXPRESSION_COUNT, INDEX
from fold import Fold
from uv_maps import SIZE

MILLIMETRE = 1e-3


class Person:
    """The folds of one face."""

    def __init__(self, generator, anatomy, skin):
        self._random, self._anatomy, self._skin = generator, anatomy, skin
        self.age = generator.random()
        self._strength = (0.1 if generator.random() < SMOOTH_PEOPLE else 1) * (0.45 + 0.55 * self.age)
        self.folds = []
        for group in (
            self._forehead, self._glabella, self._bunny_lines, self._crows_feet, self._under_eye, self._nasolabial,
            self._marionette, self._cheek, self._dimple, self._chin, self._lip_lines,
        ):  # fmt: skip
            group()

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

    # --- groups -----------------------------------------------------------------------------------------------------

    def _forehead(self):
        if self._random.random() < 0.06:
            return
        group = self._group((0.25, 1.6), 0.45)
        count = self._random.integers(2, 7)
        low, high = self._random.uniform(0.024, 0.034), self._random.uniform(0.05, 0.066)
        tilt, bow = self._random.normal(0, 0.002), self._random.normal(0, 0.004)
        inner, outer = self._random.uniform(0.4, 1.1, 2)
        crossing = self._random.uniform(2, 9)
        for index in range(count):
            height = np.interp(index, [0, max(count - 1, 1)], [low, high]) + self._random.normal(0, 0.0015)
            start, end = self._random.uniform(56, 108), self._random.uniform(148, 200)
            if self._random.random() < 0.2:
                start, end = (start, self._random.uniform(118, 150)) if self._random.random() < 0.5 else (self._random.uniform(106, 138), end)
            columns = np.linspace(start, end, 24)
            course = self._anatomy.level(columns, height)
            x = (columns - 127.5) / 60
            waves = self._random.uniform(0, 1.6) * np.sin(x * self._random.uniform(2, 7) + self._random.uniform(0, 6.3))
            course[:, 1] += waves + (tilt * x - bow * x**2) / 0.0016
            depth, width = group() * self._random.uniform(0.5, 1), self._random.uniform(2, 5)
            gains = inner * self._random.uniform(0.7, 1.3), outer * self._random.uniform(0.7, 1.3)
            for side, sign in (("Left", 1), ("Right", -1)):
                window = lambda at, sign=sign: 1 / (1 + np.exp(-sign * (at - 127.5) / crossing))
                self._lay(course, depth, width, group, [("browInnerUp", gains[0]), ("browOuterUp" + side, gains[1])],
                          [("browDown" + side, 0.3)], window=window)  # fmt: skip

    def _glabella(self):
        group = self._group((0.25, 1.8), 0.45)
        middle = self._anatomy.at("nose_root", 0, -10)
        for side, sign in (("Left", 1), ("Right", -1)):
            other = "Right" if side == "Left" else "Left"
            for index in range(self._random.choice([0, 1, 1, 1, 2])):
                away = sign * (self._random.uniform(3, 9) + 5 * index)
                lean = sign * self._random.normal(1.5, 2)
                top, bottom = self._random.uniform(-12, -5), self._random.uniform(2, 8)
                course = [middle + [away + lean, top], middle + [away + self._random.normal(0, 0.6), (top + bottom) / 2], middle + [away - lean * 0.3, bottom]]
                self._lay(course, group(), self._random.uniform(1.7, 5), group,
                          [("browDown" + side, self._random.uniform(0.5, 0.9)), ("browDown" + other, self._random.uniform(0.1, 0.4)), ("noseSneer" + side, self._random.uniform(0, 0.4))],
                          [("browInnerUp", self._random.uniform(0, 0.6))])  # fmt: skip
        for index in range(self._random.choice([0, 1, 1, 2])):
            row, reach, bow = self._random.uniform(-2, 4) + 5 * index, self._random.uniform(4, 11), self._random.normal(-0.5, 1)
            root = self._anatomy.at("nose_root")
            self._lay([root + [-reach, row - bow], root + [0, row + bow], root + [reach, row - bow]], group() * 0.7,
                      self._random.uniform(1.7, 4), group,
                      [("browDownLeft", 0.4), ("browDownRight", 0.4), ("noseSneerLeft", 0.3), ("noseSneerRight", 0.3)])  # fmt: skip

    def _bunny_lines(self):
        group = self._group((0.2, 1.0), 0.2)
        for side, mirror in self._sides():
            for index in range(self._random.integers(0, 4)):
                start = self._anatomy.at("nose_root", self._random.uniform(3, 6), 8 + 4 * index + self._random.normal(0, 1))
                step = [self._random.uniform(7, 13), self._random.uniform(1, 7)]
                course = [start, start + np.multiply(step, 0.5) + self._random.normal(0, 0.6, 2), start + step]
                self._lay(mirror(course), group(), self._random.uniform(1.7, 3.5), group,
                          [("noseSneer" + side, self._random.uniform(0.7, 1.1)), ("eyeSquint" + side, self._random.uniform(0, 0.3)), ("mouthUpperUp" + side, self._random.uniform(0, 0.3))])  # fmt: skip

    def _crows_feet(self):
        group = self._group((0.2, 1.2), 0.4)
        count = self._random.integers(1, 7)
        squint, cheek, smile = self._random.uniform(0.3, 0.9), self._random.uniform(0.2, 0.7), self._random.uniform(0.1, 0.8)
        for side, mirror in self._sides():
            for index in range(max(count + self._random.integers(-1, 2), 0)):
                angle = np.interp(index, [0, max(count, 1)], [-0.65, 0.75]) + self._random.normal(0, 0.08)
                start = self._anatomy.at("outer_eye", self._random.uniform(2, 6), 0) + [0, 9 * np.sin(angle)]
                reach = self._random.uniform(6, 18)
                way = np.array([np.cos(angle), np.sin(angle) * 1.3])
                bend = np.array([0, self._random.normal(0, 1)])
                course = [start, start + way * reach / 2 + bend, start + way * reach]
                self._lay(mirror(course), group() * self._random.uniform(0.5, 1), self._random.uniform(1.7, 3.5), group,
                          [("eyeSquint" + side, squint), ("cheekSquint" + side, cheek), ("mouthSmile" + side, smile), ("eyeBlink" + side, self._random.uniform(0, 0.2))],
                          boost=("mouthSmile" + side, "eyeSquint" + side, self._random.uniform(0, 0.4)))  # fmt: skip

    def _under_eye(self):
        group = self._group((0.2, 0.9), 0.6)
        for side, mirror in self._sides():
            for index in range(self._random.integers(1, 4)):
                down = np.array([0, index * self._random.uniform(2.5, 5) + self._random.uniform(-3, 2)])
                course = np.array(self._anatomy.under_eye()) + down + self._random.normal(0, 0.5, (4, 2))
                self._lay(mirror(_part(self._random, course, 0.5)), group(), self._random.uniform(1.7, 4), group,
                          [("eyeSquint" + side, self._random.uniform(0.3, 0.9)), ("cheekSquint" + side, self._random.uniform(0.2, 0.6)), ("mouthSmile" + side, self._random.uniform(0, 0.5))],
                          [("eyeWide" + side, 0.4)])  # fmt: skip

    def _nasolabial(self):
        group = self._group((0.5, 2.0), 0.6)
        width = self._random.uniform(2.5, 5.5)
        for side, mirror in self._sides():
            shift = np.array([self._random.normal(0, 1.5), 0])
            for index in range(self._random.choice([1, 1, 1, 2])):
                course = np.array(self._anatomy.nasolabial()) + shift + [6 * index, 0] + self._random.normal(0, 0.7, (6, 2))
                self._lay(mirror(_part(self._random, course, 0.7)), group() * (1 - 0.55 * index), width * self._random.uniform(0.8, 1.2), group,
                          [("mouthSmile" + side, self._random.uniform(0.6, 1)), ("mouthUpperUp" + side, self._random.uniform(0.2, 0.6)), ("noseSneer" + side, self._random.uniform(0.1, 0.5)), ("mouthStretch" + side, self._random.uniform(0, 0.3))],
                          [("mouthFunnel", self._random.uniform(0, 0.7)), ("mouthPucker", self._random.uniform(0, 0.5)), ("cheekPuff", 0.6), ("jawOpen", self._random.uniform(0, 0.3))])  # fmt: skip

    def _marionette(self):
        group = self._group((0.3, 1.6), 0.6)
        for side, mirror in self._sides():
            for index in range(self._random.choice([0, 1, 1, 2])):
                course = np.array(self._anatomy.marionette()) + [5 * index, 0] + self._random.normal(0, 0.8, (4, 2))
                self._lay(mirror(_part(self._random, course, 0.5)), group(), self._random.uniform(2, 4.5), group,
                          [("mouthFrown" + side, self._random.uniform(0.5, 1)), ("mouthLowerDown" + side, self._random.uniform(0, 0.4)), ("mouthShrugLower", self._random.uniform(0, 0.3)), ("mouthStretch" + side, self._random.uniform(0, 0.3)), ("mouthSmile" + side, self._random.uniform(0, 0.3))],
                          [("jawOpen", self._random.uniform(0, 0.5)), ("mouthPucker", 0.3)])  # fmt: skip

    def _cheek(self):
        group = self._group((0.2, 1.2), 0.35)
        for side, mirror in self._sides():
            for index in range(self._random.choice([0, 1, 2, 3])):
                course = np.array(self._anatomy.cheek()) + [6 * index, 0] + self._random.normal(0, 1.2, (4, 2))
                self._lay(mirror(_part(self._random, course, 0.4)), group(), self._random.uniform(2, 4.5), group,
                          [("mouthSmile" + side, self._random.uniform(0.5, 1)), ("mouthStretch" + side, self._random.uniform(0.2, 0.7)), ("mouthDimple" + side, self._random.uniform(0.1, 0.5))],
                          [("cheekPuff", 0.8), ("mouthFunnel", 0.3)])  # fmt: skip
            for index in range(self._random.choice([0, 0, 1, 2])):
                course = np.array(self._anatomy.malar()) + [5 * index, 0] + self._random.normal(0, 1.5, (3, 2))
                self._lay(mirror(_part(self._random, course, 0.4)), group() * 0.7, self._random.uniform(1.7, 4), group,
                          [("cheekSquint" + side, 0.5), ("mouthSmile" + side, self._random.uniform(0.3, 0.7))],
                          boost=("mouthSmile" + side, "cheekSquint" + side, self._random.uniform(0, 0.5)))  # fmt: skip

    def _dimple(self):
        if self._random.random() < 0.6:
            return
        group = self._group((0.3, 1.4), 0.1)
        for side, mirror in self._sides():
            centre = self._anatomy.at("fold_low", self._random.uniform(-1, 9), self._random.uniform(2, 12))
            drivers = [("mouthSmile" + side, self._random.uniform(0.4, 1)), ("mouthDimple" + side, self._random.uniform(0.6, 1))]
            self._place(self._skin.pit(self._random, mirror([centre])[0], group() * MILLIMETRE, self._random.uniform(2.5, 5) * MILLIMETRE), group, drivers)

    def _chin(self):
        group = self._group((0.3, 1.6), 0.5)
        reach, bow = self._random.uniform(10, 20), self._random.uniform(0.5, 3)
        crease = self._anatomy.at("chin_crease", 0, self._random.uniform(-1.5, 3))
        pulls = [("mouthShrugLower", self._random.uniform(0.7, 1)), ("mouthPressLeft", 0.2), ("mouthPressRight", 0.2), ("mouthFrownLeft", 0.15), ("mouthFrownRight", 0.15)]
        self._lay([crease + [-reach, bow], crease + [-reach / 2, 0], crease + [reach / 2, 0], crease + [reach, bow]], group(),
                  self._random.uniform(3, 7), group, pulls, [("jawOpen", self._random.uniform(0, 0.5))])  # fmt: skip
        pits = self._group((0.1, 0.6), 0.1)
        for _ in range(self._random.choice([0, 0, 6, 12, 20])):
            centre = self._anatomy.at("chin", self._random.normal(0, 9), self._random.uniform(-2, 7))
            self._place(self._skin.pit(self._random, centre, pits() * MILLIMETRE, self._random.uniform(1.7, 3.5) * MILLIMETRE), pits, pulls[:3])

    def _lip_lines(self):
        if self._random.random() < 0.3 * (1 - self.age):
            return
        group = self._group((0.1, 0.5), 0.3)
        for name, top, bottom in (("lip_top", -12, -1), ("lip_bottom", 0, 4)):
            for _ in range(self._random.integers(0, 10)):
                away = self._random.uniform(-22, 22)
                fan = away * self._random.uniform(0, 0.15)
                droop = 0.012 * away**2 * (1 if name == "lip_top" else -0.6)
                foot = self._anatomy.at(name, away, bottom + droop)
                head = self._anatomy.at(name, away + fan, top + droop + self._random.uniform(0, 5))
                self._lay([head, (head + foot) / 2 + self._random.normal(0, 0.3, 2), foot], group(), self._random.uniform(1.7, 2.5), group,
                          [("mouthPucker", self._random.uniform(0.6, 1)), ("mouthFunnel", self._random.uniform(0, 0.4)), ("mouthPressLeft", 0.2), ("mouthPressRight", 0.2)],
                          [("mouthSmileLeft", 0.2), ("mouthSmileRight", 0.2)])  # fmt: skip

    # --- helping to lay them ---------------------------------------------------------------------------------------------

    def _sides(self):
        from anatomy import mirrored

        return (("Left", np.asarray), ("Right", mirrored))

    def _group(self, depths, most_rest):
        return _Group(self._random, depths, most_rest, self.age, self._strength)

    def _lay(self, course, depth, width, group, drivers, dampers=(), boost=None, window=None):
        patch = self._skin.lay(self._random, course, depth * MILLIMETRE, width * MILLIMETRE, window)
        self._place(patch, group, drivers, dampers, boost)

    def _place(self, patch, group, drivers, dampers=(), boost=None):
        if patch is None:
            return
        first, second, gain = boost or ("tongueOut", "tongueOut", 0)
        rows, columns, displacement = patch
        self.folds.append(
            Fold(
                rows=rows,
                columns=columns,
                displacement=displacement,
                drivers=tuple((INDEX[name], gain * group.gain * self._random.uniform(0.85, 1.15)) for name, gain in drivers),
                dampers=tuple((INDEX[name], gain) for name, gain in dampers),
                boost=(INDEX[first], INDEX[second], gain),
                threshold=float(np.clip(group.threshold + self._random.normal(0, 0.05), 0, 0.4)),
                saturation=group.saturation,
                rest=group.rest * self._random.uniform(0.6, 1.2),
            )
        )


class _Group:
    """What the folds of one kind have in common on one face; a call draws one fold's depth, millimetres."""

    def __init__(self, generator, depths, most_rest, age, strength):
        self._random = generator
        low, high = depths
        self._depth = low + (high - low) * generator.beta(1.5, 1.3)
        self._depth *= strength
        self.gain = generator.uniform(0.75, 1.35)
        self.threshold = generator.uniform(0, 0.25)
        self.saturation = generator.uniform(0.3, 4)
        self.rest = most_rest * np.clip(age * generator.uniform(0.3, 1.1) + generator.normal(0, 0.05), 0, 1)

    def __call__(self):
        return self._depth * self._random.uniform(0.5, 1)


def _part(generator, course, least):
    """A stretch of a course, at least `least` of its length."""
    start = generator.uniform(0, 1 - least) * generator.choice([0, 1])
    end = generator.uniform(start + least, 1)
    knots = np.linspace(0, 1, len(course))
    at = np.linspace(start, end, len(course))
    return np.stack([np.interp(at, knots, np.asarray(course)[:, axis]) for axis in range(2)], -1)


def independent_levels(generator, person):
    """Depths that follow no expression: each kind of fold on each side at its own, so that a fold has to be seen.

    Folds driven by the same first expression move together.
    """
    kinds = {fold.drivers[0][0]: generator.random() * (generator.random() < 0.6) for fold in person.folds}
    return np.array([np.clip(kinds[fold.drivers[0][0]] * generator.uniform(0.6, 1.3), 0, 1.3) for fold in person.folds])


assert EXPRESSION_COUNT == len(INDEX)
