"""Where folds lie on the open head: courses on the subject's left, in texels (column, row) of the 256² UV square.

Hung on the UV places of MediaPipe's landmarks; the offsets from them are Furrow's choice, after the regional masks of
the open head and what a mirror shows. `mirrored` gives the subject's right.
"""

import numpy as np

from uv_maps import SIZE

LEFT = {
    "outer_eye": 263,
    "inner_eye": 362,
    "wing": 358,
    "wing_foot": 423,
    "fold_middle": 426,
    "fold_low": 436,
    "mouth_corner": 291,
    "nose_root": 168,
    "lip_top": 0,
    "lip_bottom": 17,
    "chin_crease": 18,
    "chin": 199,
    "lid_inner": 452,
    "lid_middle": 450,
    "lid_outer": 448,
    "brow_inner": 285,
    "brow_outer": 276,
    "forehead_top": 10,
}


class Anatomy:
    """UV places by name, and the courses along which each kind of fold lies."""

    def __init__(self, head, positions):
        self._at = {name: head.landmark_uvs[index] * [SIZE, -SIZE] + [-0.5, SIZE - 0.5] for name, index in LEFT.items()}
        self._height = positions[..., 1]

    def at(self, name, column=0.0, row=0.0):
        """A landmark's place, moved by so many texels outwards and downwards."""
        return self._at[name] + [column, row]

    def level(self, columns, height):
        """The forehead's course at a height (metres): points [n, 2]."""
        rows = np.arange(34, 80)
        across = [np.interp(-height, -self._height[rows, int(column)], rows) for column in columns]
        return np.stack([columns, _smooth(np.array(across))], -1)

    def nasolabial(self):
        return [
            self.at("wing", 1, -5),
            self.at("wing", 4, 3),
            self.at("wing_foot", 3, 2),
            self.at("fold_middle", 1, 2),
            self.at("fold_low", -1, 2),
            self.at("fold_low", -2, 10),
        ]

    def marionette(self):
        corner = self.at("mouth_corner")
        return [corner + [3, 0], corner + [5, 7], corner + [4, 14], corner + [0, 21]]

    def under_eye(self):
        return [
            self.at("inner_eye", 3, 9),
            self.at("lid_middle", -10, 0),
            self.at("lid_middle", 0, 1),
            self.at("lid_outer", 0, 0),
        ]

    def cheek(self):
        return [
            self.at("wing", 16, -2),
            self.at("fold_middle", 10, 0),
            self.at("fold_low", 8, 6),
            self.at("fold_low", 4, 18),
        ]

    def malar(self):
        return [self.at("outer_eye", 4, 16), self.at("outer_eye", 9, 30), self.at("outer_eye", 6, 48)]


def mirrored(points):
    """The same course on the other side."""
    return np.asarray(points) * [-1, 1] + [SIZE - 1, 0]


def _smooth(values, reach=7):
    kernel = np.ones(reach) / reach
    return np.convolve(np.pad(values, reach // 2, mode="edge"), kernel, mode="valid")
