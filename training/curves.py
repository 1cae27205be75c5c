"""Draws the training's log: held-out correlation and loss over its steps."""

import cv2
import numpy as np

WIDTH, HEIGHT, MARGIN = 720, 360, 48


def write_curves(log, picture):
    """Reads lines of train.py's log and writes a small PNG."""
    entries = [line.split() for line in log.read_text().splitlines() if line.startswith("step ")]
    steps = np.array([float(entry[1]) for entry in entries])
    score = np.array([float(entry[entry.index("r") + 1]) for entry in entries])
    loss = np.array([float(entry[entry.index("depth") + 1]) for entry in entries])
    canvas = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for tick in np.arange(0, 1.01, 0.2):
        y = int(HEIGHT - MARGIN - tick * (HEIGHT - 2 * MARGIN))
        cv2.line(canvas, (MARGIN, y), (WIDTH - MARGIN, y), (225, 225, 225), 1)
        _write(canvas, f"{tick:.1f}", (12, y + 4))
    for values, colour, name, row in (
        (score, (170, 90, 20), "held-out correlation", 16),
        (loss, (40, 60, 200), "loss", 32),
    ):
        x = MARGIN + steps / steps.max() * (WIDTH - 2 * MARGIN)
        y = HEIGHT - MARGIN - np.clip(values, 0, 1) * (HEIGHT - 2 * MARGIN)
        cv2.polylines(canvas, [np.stack([x, y], -1).astype(np.int32)], False, colour, 1, cv2.LINE_AA)
        _write(canvas, name, (WIDTH - 200, row), colour)
    _write(canvas, f"steps: 0 to {int(steps.max())}", (MARGIN, HEIGHT - 18))
    cv2.imwrite(str(picture), canvas)


def _write(canvas, text, place, colour=(60, 60, 60)):
    cv2.putText(canvas, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.42, colour, 1, cv2.LINE_AA)
