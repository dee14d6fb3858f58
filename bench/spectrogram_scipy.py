"""SciPy's rate on the spectra of bench/spectrogram.ts: one call per spectrum, as Code S1 does, with all defaults."""

import json
import sys
import time

import numpy as np
from scipy import signal

count, points = int(sys.argv[1]), 2151
i = np.arange(points)
s = np.arange(count)[:, None]
spectra = 0.3 + 0.1 * np.sin(i / (20 + s % 50)) + ((i * i + s) % 1009) / 1e5
rates = []
for _ in range(3):
    start = time.perf_counter()
    for x in spectra:
        signal.spectrogram(x)
    rates.append(count / (time.perf_counter() - start))
print(json.dumps({"spectra_per_second": round(max(rates))}))
