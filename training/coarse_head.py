"""A random open head in an expression and pose: what lies under the folds, laid out on the UV square."""

from dataclasses import dataclass

import numpy as np

from difficulty import CAMERA_METRES, PITCH_DEGREES, YAW_DEGREES
from uv_maps import tangents


@dataclass(frozen=True)
class CoarseHead:
    """Maps over the UV square, in the head's frame."""

    positions: np.ndarray  # [256, 256, 3] metres
    along_column: np.ndarray  # [256, 256, 3] metres per texel
    along_row: np.ndarray
    normals: np.ndarray  # [256, 256, 3] unit
    to_camera: np.ndarray  # [256, 256, 3] unit
    cosine: np.ndarray  # [256, 256] of normal and camera

    def normals_with(self, displacement):
        """Unit normals of the surface moved by a displacement [256, 256] along its normals."""
        column, row = np.empty_like(displacement), np.empty_like(displacement)
        column[:, 1:-1] = (displacement[:, 2:] - displacement[:, :-2]) / 2
        row[1:-1] = (displacement[2:] - displacement[:-2]) / 2
        column[:, [0, -1]] = row[[0, -1]] = 0
        u = self.along_column + column[..., None] * self.normals
        v = self.along_row + row[..., None] * self.normals
        moved = cross(v, u)
        return moved / np.maximum(np.sqrt((moved**2).sum(-1, keepdims=True)), 1e-9)


def cross(a, b):
    """Cross product over the last axis; faster than numpy's on maps."""
    return np.stack(
        [
            a[..., 1] * b[..., 2] - a[..., 2] * b[..., 1],
            a[..., 2] * b[..., 0] - a[..., 0] * b[..., 2],
            a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0],
        ],
        -1,
    )


def random_identity(generator, head):
    """Coefficients of a head: like the ranges of the open head's identity, the extremes rare."""
    return np.clip(generator.normal(0, 0.9, len(head.identity)), -2.2, 2.2).astype(np.float32)


def coarse_head(generator, table, identity, expression):
    """The head of an identity in an expression [52], seen from a random side."""
    head = table.head
    offsets = identity @ head.identity + _with_correctives(head.expression_names, expression) @ head.expressions
    vertices = (head.template + offsets.reshape(-1, 3)).astype(np.float32)
    positions = table.gather(vertices)
    along_column, along_row = tangents(positions)
    normals = table.gather(table.vertex_normals(vertices).astype(np.float32))
    normals /= np.maximum(np.sqrt((normals**2).sum(-1, keepdims=True)), 1e-9)
    yaw = np.radians(generator.normal(0, YAW_DEGREES))
    pitch = np.radians(generator.normal(0, PITCH_DEGREES))
    camera = generator.uniform(*CAMERA_METRES) * np.array(
        [np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch)], np.float32
    )
    to_camera = camera - positions
    to_camera /= np.sqrt((to_camera**2).sum(-1, keepdims=True))
    return CoarseHead(positions, along_column, along_row, normals, to_camera, (normals * to_camera).sum(-1))


def _with_correctives(names, expression):
    """The basis's coefficients: a corrective `a*b` follows the product of its expressions, `~a` is 1 − a."""
    value = dict(zip(names, expression))
    value |= {f"~{name}": 1 - weight for name, weight in zip(names, expression)}
    return np.array([np.prod([value[part] for part in name.split("*")]) for name in names], np.float32)
