"""The relief specification, in Python: from linear brightness on the UV square to what the network sees.

The same text as src/shared/core/detail/relief, whose RELIEF_SPECIFICATION and LocalContrast are the reference: l = ln(Y +
.01); m its weighted mean over 33×33 texels, cut off at the map's edge; m again of what lies above it; what is less than
about half as bright as that is hair and loses its weight; m a third time without it; where less than a tenth of the box is
seen the weight becomes 0; shading = clamp((l − m) / .5, ±1).
"""

import cv2
import numpy as np

BLACK = 0.01
BOX = 33
LEAST_SEEN = 0.1
SHADING_RANGE = 0.5
BRIGHTER = (-0.1, 0.1)  # of l − m, between which a texel begins to count as one of the brighter ones
HAIR = (-0.85, -0.6)  # of l − m of the brighter ones, between which a texel ceases to count


def smoothstep(low, high, value):
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def _box_sum(values):
    return cv2.boxFilter(values, -1, (BOX, BOX), normalize=False, borderType=cv2.BORDER_CONSTANT)


def observation_weight(cosine, open_skin, brightness, pixels_per_texel):
    """How well each texel is seen, 0..1, all maps [256, 256]: turned to the camera, no opening, not clipped, sharp."""
    unclipped = smoothstep(0.004, 0.012, brightness) * (1 - smoothstep(0.9, 0.97, brightness))
    return smoothstep(0.18, 0.75, cosine) * open_skin * unclipped * smoothstep(0.35, 0.9, pixels_per_texel)


def relief_observation(brightness, weight, keeps_hair=False):
    """(shading int8 ±127, weight uint8 0..255) of linear brightness [256, 256] and its weight 0..1.

    keeps_hair: hair keeps its weight, against the specification.
    """
    logarithm = np.log(brightness.astype(np.float32) + BLACK)
    bare = weight = weight.astype(np.float32)
    for pair in () if keeps_hair else (BRIGHTER, HAIR):
        mean, _ = _local_mean(logarithm, bare)
        bare = weight * smoothstep(*pair, logarithm - mean)
    mean, seen = _local_mean(logarithm, bare)
    weight = np.where(seen < LEAST_SEEN, 0, bare)
    shading = np.clip((logarithm - mean) / SHADING_RANGE, -1, 1) * 127
    weight = np.round(weight * 255).astype(np.uint8)
    return np.where(weight > 0, np.round(shading), 0).astype(np.int8), weight


def _local_mean(values, weight):
    """Weighted mean in the box about each texel, and the share of the box that is seen."""
    seen = np.maximum(_box_sum(weight), 0)
    return _box_sum(weight * values) / np.maximum(seen, 1e-6), seen / BOX**2
