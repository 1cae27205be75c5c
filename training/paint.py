"""What colours skin without any relief: tone, blotches, marks, brows, beard, make-up; and what hangs before it."""

import cv2
import numpy as np
from scipy.special import expit

from difficulty import BEARD_SHARE, FRECKLE_SHARE, FRINGE_SHARE, GLASSES_SHARE, MAKE_UP_SHARE
from uv_maps import SIZE


class Paint:
    """A person's skin; `frame` paints it as one frame shows it."""

    def __init__(self, generator, anatomy, marked=False):
        self._anatomy, self._marked = anatomy, marked
        tone = np.exp(generator.uniform(np.log(0.035), np.log(0.65)))
        blotches = sum(
            generator.uniform(0, amount) * clouds(generator, cells)
            for cells, amount in ((6, 0.12), (14, 0.08), (30, 0.05), (64, 0.03))
        )
        pores = generator.uniform(0, 0.03) * cv2.GaussianBlur(
            generator.standard_normal((SIZE, SIZE)).astype(np.float32), (0, 0), 0.6
        )
        logarithm = blotches * (1.8 if marked else 1) + pores
        logarithm += self._freckles(generator) + self._lips(generator)
        if generator.random() < BEARD_SHARE:
            logarithm += self._beard(generator)
        if generator.random() < MAKE_UP_SHARE:
            logarithm += self._make_up(generator)
        if marked or generator.random() < 0.15:
            logarithm += self._stains(generator)
        self._skin = tone * np.exp(logarithm)
        self._brows = self._brow_hair(generator)
        self._fringe = fringe(generator, anatomy) if generator.random() < FRINGE_SHARE else None
        self._glasses = generator.random() < GLASSES_SHARE

    def frame(self, generator, brow_lift):
        """Albedo [256, 256]; brows ride by `brow_lift` texels (left, right), glasses sit a little differently."""
        albedo = self._skin.copy()
        hair, darkness = self._brows
        lifted = np.empty_like(hair)
        middle = SIZE // 2
        for half, lift in ((slice(middle, SIZE), brow_lift[0]), (slice(0, middle), brow_lift[1])):
            shift = np.float32([[1, 0, generator.normal(0, 0.4)], [0, 1, generator.normal(0, 0.5) - lift]])
            lifted[:, half] = cv2.warpAffine(hair[:, half].copy(), shift, (middle, SIZE))
        albedo *= 1 - darkness * lifted
        if self._glasses:
            albedo *= glasses(generator, self._anatomy)
        if self._fringe is not None:
            cover, brightness = self._fringe
            albedo = albedo * (1 - cover) + cover * brightness
        return albedo

    def _freckles(self, generator):
        many = generator.random() < FRECKLE_SHARE or self._marked
        marks = np.zeros((SIZE, SIZE), np.float32)
        for _ in range(generator.integers(20, 160) if many else generator.integers(0, 8)):
            centre = generator.uniform(30, 226), generator.uniform(35, 225)
            _dot(marks, centre, generator.uniform(0.4, 1.6), -generator.uniform(0.08, 0.6))
        return marks

    def _lips(self, generator):
        top, bottom = self._anatomy.at("lip_top"), self._anatomy.at("lip_bottom")
        reach = self._anatomy.at("mouth_corner")[0] - 127.5
        mouth = np.zeros((SIZE, SIZE), np.float32)
        t = np.linspace(0, np.pi, 16)
        grow = generator.normal(0, 1)
        middle = self._anatomy.at("mouth_corner")[1]
        upper = np.stack([127.5 - reach * np.cos(t), middle - (middle - top[1] + grow) * np.sin(t) ** 0.8], -1)
        lower = np.stack([127.5 + reach * np.cos(t), middle + (bottom[1] - middle + grow) * np.sin(t)], -1)
        _fill(mouth, np.concatenate([upper, lower]))
        return generator.uniform(-0.6, 0.15) * cv2.GaussianBlur(mouth, (0, 0), generator.uniform(0.6, 2))

    def _beard(self, generator):
        rows, columns = np.mgrid[:SIZE, :SIZE].astype(np.float32)
        jaw = np.clip((rows - 160 - 0.012 * (columns - 127.5) ** 2 * (np.abs(columns - 127.5) < 70) + 30) / 14, 0, 1)
        jaw *= np.clip(clouds(generator, 6) * 0.5 + 1, 0, 1)
        beard = generator.uniform(-0.3, 0) * jaw
        hairs = np.zeros((SIZE, SIZE), np.float32)
        length = generator.uniform(0.5, 7)
        for _ in range(generator.integers(200, 900)):
            start = generator.uniform(55, 200), generator.uniform(150, 228)
            angle = np.pi / 2 + 0.012 * (start[0] - 127.5) + generator.normal(0, 0.4)
            _stroke(hairs, start, (start[0] + length * np.cos(angle), start[1] + length * np.sin(angle)))
        return beard + generator.uniform(-1.4, -0.2) * jaw * cv2.GaussianBlur(hairs, (0, 0), generator.uniform(0.5, 1))

    def _make_up(self, generator):
        rows, columns = np.mgrid[:SIZE, :SIZE].astype(np.float32)
        shade = np.zeros((SIZE, SIZE), np.float32)
        for side in (-1, 1):
            for name, column, row, reach, amount in (
                ("outer_eye", -16, -8, 11, generator.uniform(-0.5, 0.1)),
                ("outer_eye", -4, 40, 20, generator.uniform(-0.3, 0.1)),
                ("outer_eye", -10, 1, 2, generator.uniform(-0.6, 0)),
            ):
                x, y = self._anatomy.at(name, column, row)
                x = 127.5 + side * (x - 127.5)
                shade += amount * np.exp(-(((columns - x) / (reach * 1.6)) ** 2 + ((rows - y) / reach) ** 2))
        return shade

    def _stains(self, generator):
        """Dark and light streaks and edges that are no folds: veins, scars, spots, the edge of a tan."""
        marks = np.zeros((SIZE, SIZE), np.float32)
        for _ in range(generator.integers(1, 9)):
            start = generator.uniform(45, 210, 2)
            end = start + generator.normal(0, 16, 2)
            one = np.zeros((SIZE, SIZE), np.float32)
            _stroke(one, start, end, generator.integers(1, 4))
            marks += generator.uniform(-0.5, 0.2) * cv2.GaussianBlur(one, (0, 0), np.exp(generator.uniform(-0.5, 1.3)))
        if generator.random() < 0.3:
            edge = clouds(generator, 4) + generator.normal(0, 0.5)
            marks += generator.uniform(-0.5, 0.5) * expit(edge * np.exp(generator.uniform(1, 4)))
        return marks

    def _brow_hair(self, generator):
        hair = np.zeros((SIZE, SIZE), np.float32)
        thick, length = generator.uniform(1.2, 3.6), generator.uniform(3, 7)
        inner, outer = self._anatomy.at("brow_inner"), self._anatomy.at("brow_outer")
        count = int(generator.uniform(40, 160))
        place, arch = generator.normal(0, 2.2), generator.uniform(1, 5)
        for side in (-1, 1):
            for t in generator.random(count):
                at = inner + (outer - inner) * t
                row = (
                    at[1] - arch * np.sin(np.pi * min(t * 1.1, 1)) + place + generator.normal(0, thick * (1 - 0.6 * t))
                )
                angle = -0.9 * (1 - t) + 0.35 * t + generator.normal(0, 0.25)
                start = 127.5 + side * (at[0] - 127.5), row
                _stroke(hair, start, (start[0] + side * length * np.cos(angle), row + length * np.sin(angle)))
        hair = np.clip(cv2.GaussianBlur(hair, (0, 0), generator.uniform(0.4, 0.9)) * 1.3, 0, 1)
        return hair, generator.uniform(0.1, 0.9)


def clouds(generator, cells):
    """Smooth noise of unit spread with features of SIZE / cells texels."""
    coarse = generator.standard_normal((cells, cells)).astype(np.float32)
    return cv2.resize(coarse, (SIZE, SIZE), interpolation=cv2.INTER_CUBIC)


def fringe(generator, anatomy):
    """Hair over the forehead: its cover [256, 256] 0..1 and the albedo of the strands."""
    cover = np.zeros((SIZE, SIZE), np.float32)
    low = anatomy.at("forehead_top")[1] + generator.uniform(5, 26)
    first = generator.uniform(40, 130)
    for _ in range(generator.integers(40, 220)):
        x = first + generator.uniform(0, 110)
        start = x, 12.0
        end = x + generator.normal(0, 12), low + generator.normal(0, 5)
        _stroke(cover, start, end, generator.integers(1, 3))
    return np.clip(cv2.GaussianBlur(cover, (0, 0), 0.6) * 1.2, 0, 1), np.exp(
        generator.uniform(np.log(0.01), np.log(0.35))
    )


def glasses(generator, anatomy):
    """The factor by which a frame and its shadow darken the skin."""
    factor = np.ones((SIZE, SIZE), np.float32)
    frame = np.zeros((SIZE, SIZE), np.float32)
    centre = (anatomy.at("outer_eye") + anatomy.at("inner_eye")) / 2
    width, height = generator.uniform(20, 30), generator.uniform(14, 24)
    drop, squareness = generator.uniform(0, 8), generator.uniform(0.5, 1)
    t = np.linspace(0, 2 * np.pi, 40)
    for side in (-1, 1):
        x = 127.5 + side * (centre[0] - 127.5 + width * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** squareness)
        y = centre[1] + drop + height * np.sign(np.sin(t)) * np.abs(np.sin(t)) ** squareness
        points = np.round(np.stack([x, y], -1) * 16).astype(np.int32)
        cv2.polylines(frame, [points], True, 1.0, int(generator.integers(1, 4)), cv2.LINE_AA, 4)
    shadow = cv2.GaussianBlur(
        np.roll(frame, (generator.integers(1, 9), generator.integers(-4, 5)), (0, 1)), (0, 0), generator.uniform(0.8, 3)
    )
    factor *= 1 - generator.uniform(0, 0.5) * np.clip(shadow, 0, 1)
    return factor * (1 - generator.uniform(0.3, 0.97) * np.clip(frame, 0, 1))


def _stroke(canvas, start, end, thickness=1):
    ends = [tuple(int(round(float(value) * 16)) for value in point) for point in (start, end)]
    cv2.line(canvas, ends[0], ends[1], 1.0, int(thickness), cv2.LINE_AA, 4)


def _dot(canvas, centre, radius, amount):
    column, row = int(centre[0]), int(centre[1])
    rows, columns = np.mgrid[row - 5 : row + 6, column - 5 : column + 6]
    bell = np.exp(-((columns - centre[0]) ** 2 + (rows - centre[1]) ** 2) / (2 * radius**2))
    canvas[row - 5 : row + 6, column - 5 : column + 6] += amount * bell


def _fill(canvas, points):
    cv2.fillPoly(canvas, [np.round(points * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
