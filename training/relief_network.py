"""The relief network: from normalised skin shading and its weight to displacement and confidence.

A U-Net over the part of the UV square that has wrinkles (208², rows 32–239, columns 24–231). Two by two texels become
channels first, so that everything runs at half resolution and below and nothing of the picture is lost. A learned map
at its narrowest place tells it where on the face it is. A survey of the whole face, meant for the light, turns what is
handed across at each resolution: from where the light comes decides which flank of a valley is dark. It knows no
expression.
"""

import torch
from torch import nn
from torch.nn import functional

SIZE = 256
TOP, LEFT, EXTENT = 32, 24, 208
UNIT_METRES = 0.2e-3  # displacement that the last layer's 1 stands for
MOST_METRES = 4e-3
LIGHT_WIDTH = 64
INPUT_GAIN = 2.0
TRUST_TEXELS = 4  # texels along a side of one value of the confidence
SEEN_GAIN = 4.0  # both outputs fade out where a texel's weight falls below a quarter


def _block(inputs, outputs, stride=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.LeakyReLU(0.1, True)
    )


class ReliefNetwork(nn.Module):
    """[n, 2, 256, 256] (shading −1..1, weight 0..1) → displacement and confidence, each [n, 1, 256, 256]."""

    def __init__(self, gain=1.0, widths=(24, 40, 64, 96)):
        """gain: of the displacement, measured after the training (calibrate.py)."""
        super().__init__()
        self.gain = gain
        first, second, third, fourth = widths
        self.enter = _block(8, first)
        self.down1 = nn.Sequential(_block(first, second, 2), _block(second, second))
        self.down2 = nn.Sequential(_block(second, third, 2), _block(third, third))
        self.down3 = nn.Sequential(_block(third, fourth, 2), _block(fourth, fourth))
        self.place = nn.Parameter(torch.zeros(1, fourth, EXTENT // 16, EXTENT // 16))
        self.survey = nn.Conv2d(fourth, fourth, EXTENT // 16, groups=fourth)
        self.light = nn.Sequential(nn.Conv2d(fourth, LIGHT_WIDTH, 1), nn.LeakyReLU(0.1, True))
        self.turns = nn.ModuleList(_silent(nn.Conv2d(LIGHT_WIDTH, width, 1)) for width in widths)
        self.deep = _block(fourth, fourth)
        self.narrow = nn.ModuleList(nn.Conv2d(wide, narrow, 1) for wide, narrow in zip(widths[1:], widths))
        self.up = nn.ModuleList(_block(width, width) for width in widths[:-1])
        self.fine = nn.Sequential(_block(first, first), _silent(nn.Conv2d(first, first, 3, 1, 1)))
        self.depth = nn.Conv2d(first, 4, 3, 1, 1)
        self.trust = nn.Conv2d(second, 1, 3, 1, 1)

    def forward(self, relief):
        relief = relief[:, :, TOP : TOP + EXTENT, LEFT : LEFT + EXTENT]
        depth, trust = self.crop(relief)
        seen = functional.hardtanh(relief[:, 1:] * SEEN_GAIN, 0.0, 1.0)
        trust = functional.interpolate(trust, scale_factor=float(TRUST_TEXELS), mode="bilinear", align_corners=False)
        confidence = torch.sigmoid(trust) * seen
        metres = functional.hardtanh(depth * (UNIT_METRES * self.gain) * seen, -MOST_METRES, MOST_METRES)
        margin = (LEFT, SIZE - LEFT - EXTENT, TOP, SIZE - TOP - EXTENT)
        return functional.pad(metres, margin), functional.pad(confidence, margin)

    def crop(self, relief):
        """The part with wrinkles alone, [n, 2, 208, 208]: displacement in UNIT_METRES there, and the confidence's logit
        for every four by four texels, [n, 1, 52, 52]."""
        a = self.enter(functional.pixel_unshuffle(relief * INPUT_GAIN, 2))
        b = self.down1(a)
        c = self.down2(b)
        d = self.down3(c) + self.place
        light = self.light(self.survey(d))
        a, b, c, d = (maps * (1 + turn(light)) for turn, maps in zip(self.turns, (a, b, c, d)))
        c = self.up[2](c + _double(self.narrow[2](self.deep(d))))
        b = self.up[1](b + _double(self.narrow[1](c)))
        a = self.up[0](a + _double(self.narrow[0](b)))
        a = a + self.fine(a)
        return functional.pixel_shuffle(self.depth(a), 2), self.trust(b)


def _silent(layer):
    """A layer that says 0 until it has learnt something."""
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


def _double(maps):
    return functional.interpolate(maps, scale_factor=2.0, mode="bilinear", align_corners=False)
