"""Between the open head's vertices and the texels of its UV square (256², row 0 at v = 1)."""

import cv2
import numpy as np

SIZE = 256


class UvTable:
    """For each texel of the face's skin the triangle under its centre and the barycentric weights there.

    Texels outside of every triangle take the nearest covered texel's entry, so that maps have no holes to blur into.
    """

    def __init__(self, head):
        self.head = head
        triangle_of = np.full((SIZE, SIZE), -1, np.int64)
        weights = np.zeros((SIZE, SIZE, 3), np.float32)
        points = head.uvs * [SIZE, -SIZE] + [-0.5, SIZE - 0.5]  # columns, rows of texel centres
        for triangle, corners in enumerate(points[head.uv_triangles]):
            _fill_triangle(triangle, corners, triangle_of, weights)
        self.covered = triangle_of >= 0
        missing = (~self.covered).astype(np.uint8)
        _, labels = cv2.distanceTransformWithLabels(missing, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
        entry_of_label = np.zeros(labels.max() + 1, np.int64)
        entry_of_label[labels[self.covered]] = np.flatnonzero(self.covered)
        nearest = entry_of_label[labels]
        self.corners = head.triangles[triangle_of.ravel()[nearest]]  # [256, 256, 3] vertices
        self.weights = weights.reshape(-1, 3)[nearest][..., None]  # [256, 256, 3, 1]

    def gather(self, values):
        """A vertex field [vertices, n] as a map [256, 256, n]."""
        return sum(values[self.corners[..., corner]] * self.weights[:, :, corner] for corner in range(3))

    def vertex_normals(self, vertices):
        """Area-weighted unit normals of a shape [vertices, 3]."""
        first, second, third = (vertices[self.head.triangles[:, corner]] for corner in range(3))
        across = np.cross(second - first, third - first)
        normals = np.zeros_like(vertices)
        for axis in range(3):
            for corner in range(3):
                normals[:, axis] += np.bincount(
                    self.head.triangles[:, corner], across[:, axis], minlength=len(vertices)
                )
        return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)


def _fill_triangle(triangle, corners, triangle_of, weights):
    low = np.maximum(np.ceil(corners.min(0)).astype(int), 0)
    high = np.minimum(np.floor(corners.max(0)).astype(int), SIZE - 1)
    if (high < low).any():
        return
    columns, rows = np.meshgrid(np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1))
    (ax, ay), (bx, by), (cx, cy) = corners
    area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    if area == 0:
        return
    second = ((columns - ax) * (cy - ay) - (cx - ax) * (rows - ay)) / area
    third = ((bx - ax) * (rows - ay) - (columns - ax) * (by - ay)) / area
    inside = (second >= -1e-6) & (third >= -1e-6) & (second + third <= 1 + 1e-6)
    triangle_of[rows[inside], columns[inside]] = triangle
    weights[rows[inside], columns[inside]] = np.stack([1 - second - third, second, third], -1)[inside]


def tangents(positions):
    """Surface steps of one texel along columns and rows of a position map [256, 256, 3]: two maps, metres per texel."""
    along_column = np.empty_like(positions)
    along_column[:, 1:-1] = (positions[:, 2:] - positions[:, :-2]) / 2
    along_column[:, [0, -1]] = along_column[:, [1, -2]]
    along_row = np.empty_like(positions)
    along_row[1:-1] = (positions[2:] - positions[:-2]) / 2
    along_row[[0, -1]] = along_row[[1, -2]]
    return along_column, along_row
