"""One observation of a person's relief: coarse head, folds, light, paint, camera, and the relief specification."""

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.special import expit

import difficulty as d
from anatomy import Anatomy
from camera import photograph
from coarse_head import coarse_head, random_identity
from expressions import INDEX
from fold import Skin
from light import Light
from open_head import read_open_head
from paint import Paint, clouds
from person import Person
from relief import observation_weight, relief_observation, smoothstep
from uv_maps import SIZE, UvTable


@dataclass(frozen=True)
class Observation:
    """What the network sees and what it should say, [256, 256]."""

    shading: np.ndarray  # int8
    weight: np.ndarray  # uint8
    displacement: np.ndarray  # metres, where the picture was laid out (with the landmarks' error)
    true_displacement: np.ndarray  # metres, where it belongs


class Studio:
    """What all people share: the open head, its UV table, the places of folds."""

    def __init__(self):
        self.head = read_open_head()
        self.table = UvTable(self.head)
        positions = self.table.gather(self.head.template)
        self.anatomy = Anatomy(self.head, positions)
        self.skin = Skin(positions)
        along = np.linalg.norm(positions[:, 1:] - positions[:, :-1], axis=-1)
        down = np.linalg.norm(positions[1:] - positions[:-1], axis=-1)
        texel = np.sqrt(
            np.maximum(np.pad(along, ((0, 0), (0, 1)), "edge") * np.pad(down, ((0, 1), (0, 0)), "edge"), 1e-12)
        )
        self.texel = texel / np.median(texel[40:220, 40:216])
        self.openings = _openings(self.anatomy)
        self.wrinkled = np.max(list(self.head.regions.values()), axis=0) > d.IN_REGION

    def person(self, generator):
        return Person(generator, self.anatomy, self.skin)


class Sitter:
    """A person before a camera: their head and skin, in one light or in many."""

    def __init__(self, generator, studio, person, marked=False):
        self._random, self._studio, self.person = generator, studio, person
        self._identity = random_identity(generator, studio.head)
        self._paint = Paint(generator, studio.anatomy, marked)

    def observe(self, expression, levels, light=None, keeps_hair=False):
        """An observation at an expression [52] with folds as deep as `levels`."""
        generator, studio = self._random, self._studio
        displacement = self.person.displacement(levels)
        coarse = coarse_head(generator, studio.table, self._identity, expression)
        normals = coarse.normals_with(displacement)
        diffuse, specular = (light or Light(generator)).shade(coarse, normals, displacement)
        albedo = self._paint.frame(generator, _brow_lift(expression))
        brightness = (albedo * diffuse + specular) * _cast_shadow(generator)
        middle = np.percentile(brightness[60:200:4, 60:196:4], 60)
        exposure = np.exp(generator.uniform(*np.log(d.LOG_EXPOSURE)))
        brightness = np.clip(brightness * (exposure / middle), 0, 1.5).astype(np.float32)
        sharpness = np.exp(generator.uniform(*np.log(d.LOG_PICTURE_PIXELS_PER_TEXEL)))
        warp = np.exp(generator.uniform(*np.log(d.LOG_WARP_TEXELS))) * np.stack(
            [clouds(generator, 7), clouds(generator, 7)], -1
        )
        picture = photograph(generator, brightness, sharpness, warp)
        pixels_per_texel = sharpness * studio.texel * np.sqrt(np.clip(coarse.cosine, 0.01, 1))
        open_skin = _eroded(generator, studio.openings) * _uncovered(generator)
        weight = observation_weight(coarse.cosine, open_skin, picture, pixels_per_texel)
        shading, weight = relief_observation(picture, weight * studio.table.covered, keeps_hair)
        rows, columns = np.mgrid[:SIZE, :SIZE].astype(np.float32)
        laid_out = cv2.remap(displacement, columns + warp[..., 0], rows + warp[..., 1], cv2.INTER_CUBIC)
        return Observation(shading, weight, laid_out, displacement)


def _brow_lift(expression):
    return [
        6 * (0.5 * expression[INDEX["browInnerUp"]] + 0.6 * expression[INDEX["browOuterUp" + side]])
        - 3 * expression[INDEX["browDown" + side]]
        for side in ("Left", "Right")
    ]


def _cast_shadow(generator):
    """A soft or hard edge of a shadow across the face, or none."""
    if generator.random() > 0.25:
        return 1.0
    edge = clouds(generator, 3) + generator.normal(0, 0.7)
    return 1 - generator.uniform(0.1, 0.7) * expit(edge * np.exp(generator.uniform(0.5, 4)))


def _openings(anatomy):
    """Distance of each texel from the eyes' and the mouth's opening, texels."""
    openings = np.ones((SIZE, SIZE), np.uint8)
    for side in (-1, 1):
        inner, outer = anatomy.at("inner_eye"), anatomy.at("outer_eye")
        centre, reach = (inner + outer) / 2, (outer[0] - inner[0]) / 2
        cv2.ellipse(
            openings,
            (int(round(127.5 + side * (centre[0] - 127.5))), int(round(centre[1]))),
            (int(reach), 8),
            0,
            0,
            360,
            0,
            -1,
        )
    corner = anatomy.at("mouth_corner")
    cv2.ellipse(openings, (128, int(corner[1])), (int(corner[0] - 127.5), 3), 0, 0, 360, 0, -1)
    return cv2.distanceTransform(openings, cv2.DIST_L2, 5)


def _eroded(generator, distance):
    start = generator.uniform(0, 3)
    return smoothstep(start, start + generator.uniform(1, 4), distance)


def _uncovered(generator):
    """Seen share of each texel beside what a hand or the picture's edge covers."""
    if generator.random() > d.COVERED_SHARE:
        return 1.0
    rows, columns = np.mgrid[:SIZE, :SIZE]
    angle, reach = generator.uniform(0, 2 * np.pi), generator.uniform(10, 90)
    along = (columns - 127.5) * np.cos(angle) + (rows - 127.5) * np.sin(angle)
    return smoothstep(0, 4, reach - along)
