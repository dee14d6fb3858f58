"""Code S2's network in PyTorch, channels last, and its data.

All sizes are odd (129 x 9, 65 x 5, 33 x 3), so a padding of 1 is TensorFlow's
"same", at stride 2 too.
"""

import peer
import torch
from peer import BLOCKS, SHAPE
from torch import nn

torch.manual_seed(1)


def norm(channels, relu6=True):
    layer = nn.BatchNorm2d(channels, eps=0.001, momentum=0.01)
    return nn.Sequential(layer, nn.ReLU6(inplace=True)) if relu6 else layer


class Bottleneck(nn.Module):
    def __init__(self, channels, filters, expansion, stride, residual):
        super().__init__()
        wide = channels * expansion
        self.residual = residual
        self.inside = nn.Sequential(
            nn.Conv2d(channels, wide, 1),
            norm(wide),
            nn.Conv2d(wide, wide, 3, stride, padding=1, groups=wide),
            norm(wide),
            nn.Conv2d(wide, filters, 1),
            norm(filters, relu6=False),
        )

    def forward(self, x):
        y = self.inside(x)
        return x + y if self.residual else y


def network():
    layers = [nn.Conv2d(SHAPE[2], 32, 3, 2, padding=1), norm(32)]
    channels = 32
    for filters, expansion, stride, repeats in BLOCKS:
        for i in range(repeats):
            layers.append(
                Bottleneck(channels, filters, expansion, 1 if i else stride, i > 0)
            )
            channels = filters
    layers += [nn.Flatten(), nn.Linear(17 * 2 * channels, 64), nn.ReLU(), nn.Linear(64, 1)]
    return nn.Sequential(*layers).to(memory_format=torch.channels_last)


def tensors(count):
    x = torch.from_numpy(peer.images(count)).permute(0, 3, 1, 2)
    x = x.contiguous(memory_format=torch.channels_last)
    return x, torch.from_numpy(peer.targets(count))
