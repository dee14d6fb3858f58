"""The long check of the spectrograms, second half: all values of all spectra against SciPy and TensorFlow.

    deno run -A tests/long/spectrograms.ts SPECTRA.csv FOLDER
    python tests/reference/compare_spectrograms.py SPECTRA.csv FOLDER

Prints, per parameter set and path, the worst error over all spectra as a share of each spectrogram's maximum, and exits
with 1 where it is above 1e-12 (SciPy, float64) or 5e-6 (everything that has float32 in it).
"""

import json
import sys
from pathlib import Path

import numpy as np

from spectrogram import scipy_spectrogram, tensorflow_spectrogram

LIMITS = {("scipy", "float64"): 1e-12}


def reference(method, x, options):
    if method == "scipy":
        return scipy_spectrogram(x, options)[2]
    return tensorflow_spectrogram(x, **options)


def main(table, folder):
    folder = Path(folder)
    columns = open(table).readline().count(",") + 1
    spectra = np.loadtxt(table, delimiter=",", skiprows=1, usecols=range(1, columns))
    worst = {}
    cache = {}
    for entry in json.loads((folder / "list.json").read_text()):
        method, path = entry["method"], entry["path"]
        key = json.dumps([method, entry["options"]])
        if key not in cache:
            cache = {key: np.array([reference(method, x, entry["options"]) for x in spectra])}
        expected = cache[key]
        actual = np.fromfile(folder / entry["file"], "<f8").reshape(expected.shape)
        error = np.abs(actual - expected).max(axis=(1, 2)) / expected.max(axis=(1, 2))
        # NaN counts as the worst error there is.
        error = np.where(np.isnan(error), np.inf, error).max()
        worst[method, path] = max(worst.get((method, path), 0), error)
        print(f"{method:10} {path:8} {error:.2e} {entry['options']}")
    failed = False
    for key, error in worst.items():
        limit = LIMITS.get(key, 5e-6)
        failed |= not error <= limit
        print("worst", *key, f"{error:.2e}", "limit", limit, "spectra", len(spectra))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
