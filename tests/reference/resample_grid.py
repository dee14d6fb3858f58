"""Spectra on a run's wavelengths by numpy.interp, as `predict --resample` has
them: tests/goldens/resample_grid.json.

    python tests/reference/resample_grid.py
"""

import json
import pathlib

import numpy as np

rng = np.random.default_rng(11)


def case(name, found, meant):
    found = np.asarray(found, dtype=float)
    meant = np.asarray(meant, dtype=float)
    values = 0.3 + 0.1 * np.sin(found / 37) + 0.01 * rng.standard_normal((2, found.size))
    return {
        "name": name,
        "found": found.tolist(),
        "meant": meant.tolist(),
        "values": values.ravel().tolist(),
        "expected": [v for row in values for v in np.interp(meant, found, row).tolist()],
    }


cases = [
    case("a wider grid of the same bands", np.arange(350, 451), np.arange(380, 421)),
    case("half bands", np.arange(400, 450, 0.5), np.arange(400, 449)),
    case("bands between", np.arange(400, 450) + 0.37, np.arange(401, 449)),
    case("a coarse grid", np.arange(400, 500, 10), np.arange(400, 490, 1)),
    case("wavenumbers", (1e7 / np.arange(10000, 3990, -50)), np.arange(1000, 2500, 25)),
    case("an uneven grid", np.sort(rng.uniform(500, 600, 60)), np.linspace(510, 590, 33)),
]
path = pathlib.Path(__file__).parents[1] / "goldens" / "resample_grid.json"
path.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
