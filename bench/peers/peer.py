"""What the peers share: the network's table, data out of formulas, lines.

A peer prints {"ready": true} once it is warm; then it answers every line "step"
with a line of JSON, quantities by name. Its options are its only argument, in
JSON. bench/player.ts is the other side.
"""

import json
import os
import sys
import time

# The same processor as ours, and nothing but answers on the terminal.
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Threads of OpenMP (PyTorch) that spin while they wait lose tenfold on a machine
# that does anything else, and would take time from whose turn it is.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np

OPTIONS = json.loads(sys.argv[1]) if sys.argv[1:2] and "{" in sys.argv[1] else {}
MEASURE = OPTIONS.get("measure", "step")
BATCH = OPTIONS.get("batch", 64)
SHAPE = (129, 9, OPTIONS.get("channels", 5))
THREADS = OPTIONS.get("threads", 0)
# filters, expansion, strides, repeats
BLOCKS = [(16, 1, 1, 1), (24, 6, 2, 2), (32, 6, 2, 3)]
TRAIN, WATCHED = 100, 50  # 150 samples as Code S2 splits them


def images(count):
    size = count * SHAPE[0] * SHAPE[1] * SHAPE[2]
    values = (np.arange(1, size + 1, dtype=np.uint64) * 2654435761) % 2**32
    return (values / 2**32).astype(np.float32).reshape(count, *SHAPE)


def targets(count):
    return images(count).reshape(count, -1)[:, :1].copy()


def spectra(count, points=2151):
    i = np.arange(points)
    s = np.arange(count)[:, None]
    return 0.3 + 0.1 * np.sin(i / (20 + s % 50)) + ((i * i + s) % 1009) / 1e5


def image_stack(samples, channels):
    """Code S1's way from spectra to the network's input."""
    from scipy import signal

    stack = []
    for x in spectra(samples * channels):
        power = signal.spectrogram(x)[2]
        low, high = power.min(), power.max()
        stack.append((power - low) / (high - low))
    stack = np.array(stack, np.float32).reshape(samples, channels, 129, 9)
    return np.ascontiguousarray(stack.transpose(0, 2, 3, 1))


def peak_mib():
    """Most memory that this process has held at once."""
    try:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    import resource

    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def timed(run, times):
    """Milliseconds per run."""
    start = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - start) / times * 1000


def serve(turn, warm=0):
    for _ in range(warm):
        turn()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        if line.strip() == "step":
            print(json.dumps(turn()), flush=True)
