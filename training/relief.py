"""The relief specification, in Python: from linear brightness on the UV square to what the network sees.

The same text as src/shared/core/detail/relief: l = ln(Y + .01); m its weighted mean over 33×33 texels, cut off at the
map's edge; what is darker than it by a fold's shade and more is hair and loses its weight, and m is taken again; where
less than a tenth of the box is seen the weight becomes 0; shading = clamp((l − m) / .5, ±1).
"""

import cv2
import numpy as np

BLACK = 0.01
BOX = 33
LEAST_SEEN = 0.1
SHADING_RANGE = 0.5
HAIR = (-0.75, -0.5)


def smoothstep(low, high, value):
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def _box_sum(values):
    return cv2.boxFilter(values, -1, (BOX, BOX), normalize=False, borderType=cv2.BORDER_CONSTANT)


def observation_weight(cosine, open_skin, brightness, pixels_per_texel):
    """How well each texel is seen, 0..1, all maps [256, 256]: turned to the camera, no opening, not clipped, sharp."""
    unclipped = smoothstep(0.004, 0.012, brightness) * (1 - smoothstep(0.85, 0.97, brightness))
    return smoothstep(0.18, 0.75, cosine) * open_skin * unclipped * smoothstep(0.35, 0.9, pixels_per_texel)


def relief_observation(brightness, weight):
    """(shading int8 ±127, weight uint8 0..255) of linear brightness [256, 256] and its weight 0..1."""
    logarithm = np.log(brightness.astype(np.float32) + BLACK)
    weight = weight.astype(np.float32)
    mean = _box_sum(weight * logarithm) / np.maximum(_box_sum(weight), 1e-6)
    weight = weight * smoothstep(*HAIR, logarithm - mean)
    seen = _box_sum(weight)
    mean = _box_sum(weight * logarithm) / np.maximum(seen, 1e-6)
    weight = np.where(seen / BOX**2 < LEAST_SEEN, 0, weight)
    shading = np.clip((logarithm - mean) / SHADING_RANGE, -1, 1) * 127
    return np.where(weight > 0, np.round(shading), 0).astype(np.int8), np.round(weight * 255).astype(np.uint8)
