"""PyTorch's side of the benchmark: Code S2's network, channels last.

    python bench/peers/torch_step.py '{"measure": "step", "batch": 64}'

measure: step, epoch or predict.
"""

import peer
import torch
from peer import BATCH, MEASURE, THREADS
from peer_network import network, tensors
from torch.nn import functional as F

if THREADS:
    torch.set_num_threads(THREADS)

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
