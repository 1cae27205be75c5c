"""One fold of the skin: where it lies, its profile, and how expressions deepen it."""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.spatial import cKDTree

from difficulty import NARROWEST_TEXELS, SHOULDER
from uv_maps import SIZE

_STEP_METRES = 0.0004
_SIGMA_OF_WIDTH = 1 / 2.355  # of a bell's full width at half height


@dataclass(frozen=True)
class Fold:
    """A patch of the UV square and what drives it."""

    rows: slice
    columns: slice
    displacement: np.ndarray  # metres at full depth, valleys negative
    drivers: tuple  # (expression index, gain) pairs that deepen it
    dampers: tuple  # (expression index, gain) pairs that flatten it
    boost: tuple  # (expression index, expression index, gain): two expressions that together deepen it further
    threshold: float
    saturation: float
    rest: float  # share of the depth that shows at rest

    def level(self, expression):
        """Share of its full depth at an expression [52], 0..1.3."""
        pull = sum(gain * expression[index] for index, gain in self.drivers)
        stretch = sum(gain * expression[index] for index, gain in self.dampers)
        x = np.clip((pull - stretch - self.threshold) / (1 - self.threshold), 0, 1)
        act = (1 - np.exp(-self.saturation * x)) / (1 - np.exp(-self.saturation))
        first, second, gain = self.boost
        act *= 1 + gain * expression[first] * expression[second]
        rest = self.rest * max(1 - stretch, 0)
        return min(rest + act * (1 - 0.6 * self.rest), 1.3)


class Skin:
    """The neutral head's surface under the UV square, for folds to be laid on."""

    def __init__(self, positions):
        self.positions = positions

    def lay(self, generator, course, depth, width, window=None):
        """The displacement of a fold along a course, cut to its patch.

        course: points (column, row) that a spline runs through. depth, width: metres; width is the valley's full width
        at half depth, never narrower than the UV square holds. window: function of the columns, 0..1, for folds that
        belong to one side. Returns (rows, columns, displacement) or None for a course that leaves the square.
        """
        points = self._along(np.asarray(course, float))
        if len(points) < 4 or points.min() < 4 or points.max() > SIZE - 5:
            return None
        places = self._at(points)
        tangent = np.gradient(points, axis=0)
        tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-9
        across = np.stack([-tangent[:, 1], tangent[:, 0]], -1)
        texel = np.linalg.norm(self._at(points + across / 2) - self._at(points - across / 2), axis=1)
        widths = np.maximum(width * _along_line(generator, len(points), 0.15), NARROWEST_TEXELS * texel)
        sigma = widths * _SIGMA_OF_WIDTH
        depths = (
            depth
            * _along_line(generator, len(points), 0.2)
            * _ends(generator, len(points))
            * _breaks(generator, len(points))
        )
        margin = int(np.ceil(4.5 * (widths / texel).max() * _SIGMA_OF_WIDTH)) + 2
        low = np.maximum(np.floor(points.min(0)).astype(int) - margin, 0)
        high = np.minimum(np.ceil(points.max(0)).astype(int) + margin + 1, SIZE)
        rows, columns = slice(low[1], high[1]), slice(low[0], high[0])
        patch = self.positions[rows, columns]
        distance, nearest = cKDTree(places).query(patch.reshape(-1, 3))
        grid = np.stack(np.meshgrid(np.arange(low[0], high[0]), np.arange(low[1], high[1])), -1).reshape(-1, 2)
        side = np.sign(((grid - points[nearest]) * across[nearest]).sum(-1))
        s = distance / sigma[nearest]
        shoulder = np.where(side > 0, generator.uniform(*SHOULDER), generator.uniform(*SHOULDER))
        profile = shoulder * np.exp(-((s - 2.2) ** 2) / (2 * 0.9**2)) - np.exp(-(s**2) / 2)
        displacement = (depths[nearest] * profile).reshape(patch.shape[:2])
        if window is not None:
            displacement = displacement * window(np.arange(low[0], high[0]))
        return rows, columns, displacement.astype(np.float32)

    def pit(self, generator, centre, depth, width):
        """A round dent with a raised rim, as `lay` returns it."""
        column, row = int(round(centre[0])), int(round(centre[1]))
        rows, columns = slice(row - 7, row + 8), slice(column - 7, column + 8)
        patch = self.positions[rows, columns]
        if patch.shape[:2] != (15, 15):
            return None
        texel = np.linalg.norm(patch[8, 8] - patch[6, 7]) / 2
        sigma = max(width, NARROWEST_TEXELS * texel) * _SIGMA_OF_WIDTH
        s = np.linalg.norm(patch - patch[7, 7], axis=-1) / sigma
        rim = generator.uniform(*SHOULDER) / 2
        return (
            rows,
            columns,
            (depth * (rim * np.exp(-((s - 2.2) ** 2) / 1.62) - np.exp(-(s**2) / 2))).astype(np.float32),
        )

    def _along(self, course):
        """Points of the spline through a course, a third of a millimetre or so apart."""
        knots = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(course, axis=0), axis=1) + 1e-6)])
        spline = CubicSpline(knots, course)
        length = np.linalg.norm(np.diff(self._at(np.clip(course, 0, SIZE - 1)), axis=0), axis=1).sum()
        return spline(np.linspace(0, knots[-1], int(np.clip(length / _STEP_METRES, 4, 400))))

    def _at(self, points):
        column, row = np.clip(points[:, 0], 0, SIZE - 1.001), np.clip(points[:, 1], 0, SIZE - 1.001)
        left, top = column.astype(int), row.astype(int)
        x, y = (column - left)[:, None], (row - top)[:, None]
        p = self.positions
        return (p[top, left] * (1 - x) + p[top, left + 1] * x) * (1 - y) + (
            p[top + 1, left] * (1 - x) + p[top + 1, left + 1] * x
        ) * y


def _along_line(generator, count, spread):
    """A slow factor about 1 along a line."""
    return np.clip(
        np.interp(np.linspace(0, 1, count), np.linspace(0, 1, 6), 1 + spread * generator.standard_normal(6)), 0.4, 1.8
    )


def _ends(generator, count):
    """Fades a line out towards both ends."""
    t = np.linspace(0, 1, count)
    return (
        np.clip(t / generator.uniform(0.08, 0.3), 0, 1) ** 0.7
        * np.clip((1 - t) / generator.uniform(0.08, 0.3), 0, 1) ** 0.7
    )


def _breaks(generator, count):
    """Gaps in a line: none, one or two."""
    t, factor = np.linspace(0, 1, count), 1.0
    for _ in range(generator.choice([0, 0, 1, 2])):
        factor = factor * (
            1
            - generator.uniform(0.4, 1)
            * np.exp(-(((t - generator.uniform(0.2, 0.8)) / generator.uniform(0.02, 0.06)) ** 2))
        )
    return factor * np.ones(count)
