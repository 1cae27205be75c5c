"""A webcam: from linear brightness on the UV square through a coded picture and back, as the unwrap reads it."""

import cv2
import numpy as np

import difficulty as d
from uv_maps import SIZE


def encode(linear):
    """sRGB transfer (IEC 61966-2-1), 0..1."""
    linear = np.clip(linear, 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.power(linear, 1 / 2.4, dtype=np.float32) - 0.055)


def decode(coded):
    """Inverse of encode."""
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def photograph(generator, brightness, pixels_per_texel, warp):
    """What the unwrap makes of a picture of `brightness` [256, 256]: linear again, laid out with the landmarks' error.

    warp: [256, 256, 2] texels (column, row) by which each texel reads off its true place.
    """
    scale = min(pixels_per_texel, d.SIMULATED_PIXELS_PER_TEXEL)
    sigma = generator.uniform(*d.BLUR_PIXELS)
    if generator.random() < d.DEFOCUS_SHARE:
        sigma = np.hypot(sigma, generator.uniform(*d.DEFOCUS_PIXELS))
    sharp = cv2.GaussianBlur(brightness, (0, 0), max(sigma / pixels_per_texel, 0.2))
    angle = np.radians(generator.normal(0, 12))
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    side = int(SIZE * scale * (abs(np.cos(angle)) + abs(np.sin(angle)))) + 2
    to_picture = np.concatenate([turn, (side / 2 - turn @ [SIZE / 2, SIZE / 2])[:, None]], 1).astype(np.float32)
    picture = encode(
        cv2.warpAffine(sharp, to_picture, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    )
    picture = _imperfect(generator, picture.astype(np.float32))
    rows, columns = np.mgrid[:SIZE, :SIZE].astype(np.float32)
    x, y = columns + warp[..., 0], rows + warp[..., 1]
    at_x = to_picture[0, 0] * x + to_picture[0, 1] * y + to_picture[0, 2]
    at_y = to_picture[1, 0] * x + to_picture[1, 1] * y + to_picture[1, 2]
    coded = cv2.remap(picture, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return decode(np.clip(coded, 0, 1)).astype(np.float32)


def _imperfect(generator, picture):
    if generator.random() < d.MOTION_SHARE:
        length = generator.uniform(*d.MOTION_PIXELS)
        kernel = np.zeros((9, 9), np.float32)
        angle = generator.uniform(0, np.pi)
        half = np.array([np.cos(angle), np.sin(angle)]) * length / 2 * 16
        ends = [tuple(np.round(np.array([64, 64]) + sign * half).astype(int).tolist()) for sign in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA, 4)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    noise = generator.standard_normal(picture.shape, dtype=np.float32)
    if generator.random() < 0.5:
        noise = cv2.GaussianBlur(noise, (0, 0), 0.8) * 1.8
    picture = picture + noise * np.exp(generator.uniform(*np.log(d.LOG_NOISE))) * (
        0.5 + np.sqrt(np.maximum(picture, 0))
    )
    if generator.random() < d.BEAUTIFIED_SHARE:
        smooth = cv2.bilateralFilter(picture, 5, generator.uniform(0.02, 0.1), generator.uniform(1, 3))
        picture = picture + generator.uniform(0.3, 1) * (smooth - picture)
    if generator.random() < d.SHARPENED_SHARE:
        picture = picture + generator.uniform(0.2, 1.2) * (picture - cv2.GaussianBlur(picture, (0, 0), 1.2))
    coded = np.clip(np.round(picture * 255), 0, 255).astype(np.uint8)
    if generator.random() < d.COMPRESSED_SHARE:
        quality = int(generator.uniform(35, 95))
        coded = cv2.imdecode(cv2.imencode(".jpg", coded, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)
    return coded.astype(np.float32) / 255
