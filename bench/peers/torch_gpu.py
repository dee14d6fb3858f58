"""PyTorch's step on a CUDA card: eager and as a graph, float32 and TF32.

    python bench/peers/torch_gpu.py 64 256 1024 4096

Prints a line of JSON for each batch; a line with "absent" where there is no card.
"""

import json
import os
import sys
import time

os.environ["CUDA_VISIBLE_DEVICES"] = os.environ.get("CUDA_VISIBLE_DEVICES", "0")

try:
    import torch
except ImportError:
    print(json.dumps({"absent": "this Python has no PyTorch"}))
    sys.exit()
if not torch.cuda.is_available():
    print(json.dumps({"absent": "PyTorch finds no CUDA card"}))
    sys.exit()

import peer_network
from torch.nn import functional as F


def step_of(batch):
    model = peer_network.network().cuda()
    adam = torch.optim.Adam(
        model.parameters(), lr=0.001, eps=1e-7, capturable=True, fused=True
    )
    x, y = (t.cuda() for t in peer_network.tensors(batch))

    def step():
        adam.zero_grad(set_to_none=True)
        loss = F.mse_loss(model(x), y)
        loss.backward()
        adam.step()
        return loss

    return step


def median_ms(run, steps):
    times = []
    for _ in range(7):
        torch.cuda.synchronize()
        begin = time.perf_counter()
        for _ in range(steps):
            run()
        torch.cuda.synchronize()
        times.append((time.perf_counter() - begin) * 1000 / steps)
    return sorted(times)[3]


def measure(batch, tf32):
    torch.backends.cuda.matmul.allow_tf32 = tf32
    torch.backends.cudnn.allow_tf32 = tf32
    steps = 30 if batch <= 256 else 10
    step = step_of(batch)
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(5):
            step()
    torch.cuda.current_stream().wait_stream(stream)
    eager = median_ms(step, steps)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    graph.replay()
    return {"eager": eager, "graph": median_ms(graph.replay, steps)}


for batch in [int(text) for text in sys.argv[1:]] or [64]:
    print(
        json.dumps(
            {
                "card": torch.cuda.get_device_name(),
                "torch": torch.__version__,
                "batch": batch,
                "float32": measure(batch, False),
                "tf32": measure(batch, True),
            }
        ),
        flush=True,
    )
