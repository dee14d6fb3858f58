"""PyTorch's side of the benchmark: Code S2's network, channels last.

    python bench/peers/torch_step.py '{"measure": "step", "batch": 64}'

measure: step, epoch or predict. All sizes are odd (129 x 9, 65 x 5, 33 x 3), so
a padding of 1 is TensorFlow's "same", at stride 2 too.
"""

import peer
import torch
from peer import BATCH, BLOCKS, MEASURE, SHAPE, THREADS
from torch import nn
from torch.nn import functional as F

if THREADS:
    torch.set_num_threads(THREADS)
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


model = network()
adam = torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7)


def step(x, y):
    adam.zero_grad(set_to_none=True)
    loss = F.mse_loss(model(x), y)
    loss.backward()
    adam.step()
    return loss.detach()


if MEASURE == "step":
    x, y = tensors(BATCH)
    steps = peer.OPTIONS.get("steps", 5)
    peer.serve(lambda: {"ms": peer.timed(lambda: step(x, y), steps)}, warm=1)
elif MEASURE == "epoch":
    x, y = tensors(peer.TRAIN + peer.WATCHED)
    parts = [slice(i, min(i + BATCH, peer.TRAIN)) for i in range(0, peer.TRAIN, BATCH)]

    def epoch():
        losses = [step(x[part], y[part]) for part in parts]
        model.eval()
        with torch.inference_mode():
            watched = F.mse_loss(model(x[peer.TRAIN :]), y[peer.TRAIN :])
        model.train()
        return [float(loss) for loss in [*losses, watched]]

    peer.serve(lambda: {"ms": peer.timed(epoch, 5)}, warm=1)
elif MEASURE == "predict":
    x, _ = tensors(BATCH)
    model.eval()

    def predict():
        with torch.inference_mode():
            return model(x).numpy()

    peer.serve(lambda: {"us": peer.timed(predict, 8) * 1000 / BATCH}, warm=1)
