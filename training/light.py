"""Light on skin: second-order spherical harmonics, up to two lamps, darkening in valleys, a specular sheen."""

import cv2
import numpy as np

from difficulty import OCCLUSION_PER_MILLIMETRE


class Light:
    """A random room. `shade` keeps every number positive."""

    def __init__(self, generator):
        self._linear = generator.normal(0, 0.3, 3).astype(np.float32)
        self._linear[1] += 0.15
        quadratic = generator.normal(0, 0.12, (3, 3)).astype(np.float32)
        self._quadratic = quadratic + quadratic.T
        self._lamps = [_lamp(generator) for _ in range(generator.choice([0, 1, 1, 2, 2]))]
        self._occlusion = generator.uniform(*OCCLUSION_PER_MILLIMETRE)
        self._sheen = generator.uniform(0, 0.5) * (generator.random() < 0.6)
        self._gloss = np.exp(generator.uniform(np.log(8), np.log(60)))

    def shade(self, coarse, normals, displacement):
        """(diffuse factor, specular term) [256, 256] of the displaced normals."""
        diffuse = 1 + normals @ self._linear + ((normals @ self._quadratic) * normals).sum(-1)
        diffuse = np.maximum(diffuse, 0.12)
        specular = np.zeros_like(diffuse)
        for place, strength, softness in self._lamps:
            to_lamp = place - coarse.positions
            to_lamp /= np.sqrt((to_lamp**2).sum(-1, keepdims=True))
            facing = (normals * to_lamp).sum(-1)
            diffuse += strength * np.maximum((facing + softness) / (1 + softness), 0)
            if self._sheen > 0:
                half = to_lamp + coarse.to_camera
                half /= np.sqrt((half**2).sum(-1, keepdims=True))
                specular += strength * np.maximum((normals * half).sum(-1), 0) ** self._gloss
        valley = displacement - cv2.GaussianBlur(displacement, (0, 0), 4)
        diffuse *= np.exp(np.clip(self._occlusion * 1e3 * valley, -0.9, 0.2))
        return diffuse, self._sheen * 0.15 * specular


def _lamp(generator):
    azimuth = np.radians(generator.uniform(-85, 85))
    elevation = np.radians(generator.uniform(-25, 75))
    way = np.array([np.sin(azimuth) * np.cos(elevation), np.sin(elevation), np.cos(azimuth) * np.cos(elevation)])
    place = (way * np.exp(generator.uniform(np.log(0.3), np.log(3)))).astype(np.float32)
    return place, np.float32(np.exp(generator.uniform(np.log(0.3), np.log(4)))), np.float32(generator.uniform(0, 0.5))
