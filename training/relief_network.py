"""The relief network: from normalised skin shading and its weight to displacement and confidence.

A U-Net over the part of the UV square that has wrinkles (208², rows 32–239, columns 24–231). Two by two texels become
channels first, so that everything runs at half resolution and below and nothing of the picture is lost. A learned map
at its narrowest place tells it where on the face it is; it knows no expression.
"""

import torch
from torch import nn
from torch.nn import functional

SIZE = 256
TOP, LEFT, EXTENT = 32, 24, 208
UNIT_METRES = 0.2e-3  # displacement that the last layer's 1 stands for
MOST_METRES = 4e-3


def _block(inputs, outputs, stride=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.LeakyReLU(0.1, True)
    )


class ReliefNetwork(nn.Module):
    """[n, 2, 256, 256] (shading −1..1, weight 0..1) → displacement and confidence, each [n, 1, 256, 256]."""

    def __init__(self, widths=(28, 40, 64, 96)):
        super().__init__()
        first, second, third, fourth = widths
        self.enter = nn.Sequential(_block(8, first), _block(first, first))
        self.down1 = nn.Sequential(_block(first, second, 2), _block(second, second))
        self.down2 = nn.Sequential(_block(second, third, 2), _block(third, third))
        self.down3 = nn.Sequential(_block(third, fourth, 2), _block(fourth, fourth))
        self.place = nn.Parameter(torch.zeros(1, fourth, EXTENT // 16, EXTENT // 16))
        self.deep = _block(fourth, fourth)
        self.up3 = _block(fourth + third, third)
        self.up2 = _block(third + second, second)
        self.up1 = nn.Sequential(_block(second + first, first), _block(first, first))
        self.depth = nn.Conv2d(first, 4, 3, 1, 1)
        self.trust = nn.Conv2d(second, 1, 3, 1, 1)

    def forward(self, relief):
        relief = relief[:, :, TOP : TOP + EXTENT, LEFT : LEFT + EXTENT]
        depth, trust = self.crop(relief)
        seen = relief[:, 1:]
        confidence = torch.sigmoid(trust) * functional.hardtanh(seen * 4, 0.0, 1.0)
        metres = functional.hardtanh(depth * UNIT_METRES, -MOST_METRES, MOST_METRES)
        margin = (LEFT, SIZE - LEFT - EXTENT, TOP, SIZE - TOP - EXTENT)
        return functional.pad(metres, margin), functional.pad(confidence, margin)

    def crop(self, relief):
        """The part with wrinkles alone, [n, 2, 208, 208] → displacement in UNIT_METRES and the confidence's logit."""
        seen = relief[:, 1:]
        a = self.enter(functional.pixel_unshuffle(torch.cat([relief[:, :1] * 2, seen], 1), 2))
        b = self.down1(a)
        c = self.down2(b)
        d = self.deep(self.down3(c) + self.place)
        c = self.up3(torch.cat([_double(d), c], 1))
        b = self.up2(torch.cat([_double(c), b], 1))
        a = self.up1(torch.cat([_double(b), a], 1))
        depth = functional.pixel_shuffle(self.depth(a), 2)
        trust = functional.interpolate(self.trust(b), scale_factor=4.0, mode="bilinear", align_corners=False)
        return depth, trust


def _double(maps):
    return functional.interpolate(maps, scale_factor=2.0, mode="bilinear", align_corners=False)
