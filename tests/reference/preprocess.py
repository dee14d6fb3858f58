"""Makes tests/goldens/preprocess.json: every pre-treatment on a few spectra.

Three made-up soils with two replicates each, on uneven wavelengths and on
even ones, with steps at the splices; what each step makes of them comes from
preprocess_steps.py.
"""

import json
from pathlib import Path

import numpy as np

import preprocess_steps

SAMPLES, REPLICATES = 3, 2
TRAINING = [2, 0]


def spectra(wav):
    rng = np.random.default_rng(7)
    rows = []
    for _ in range(SAMPLES * REPLICATES):
        row = rng.uniform(0.2, 0.5) * (1 - rng.uniform(0.3, 0.8) * np.exp(-(wav - 350) / 400))
        for center, width in ((900, 90), (1410, 40), (1915, 50), (2205, 30)):
            row *= 1 - rng.uniform(0.05, 0.4) * np.exp(-(((wav - center) / width) ** 2) / 2)
        row += rng.normal(0, 1e-3, len(wav))
        row[wav > 1000] += rng.normal(0, 0.01)
        row[wav > 1830] += rng.normal(0, 0.01)
        rows.append(row.round(6))
    return np.array(rows)


EVEN = np.arange(400, 2401, 40.0)
RNG = np.random.default_rng(3)
UNEVEN = np.sort(np.r_[EVEN[:-1] + RNG.uniform(0, 30, len(EVEN) - 1).round(2), 2400.0])

SG = {"step": "savitzky_golay"}
CASES = [
    ("even", [{"step": "splice", "splices": [1000, 1840]}]),
    ("even", [{"step": "splice", "splices": [1000], "bands": 4}]),
    ("uneven", [{"step": "splice", "splices": [1000, 1830], "method": "multiplicative", "bands": 5}]),
    ("even", [{"step": "average"}]),
    ("uneven", [{"step": "resample", "start": 440, "stop": 2390, "spacing": 10}]),
    ("uneven", [{"step": "resample", "start": 440, "stop": 2390.1, "spacing": 7.3, "interpolation": "cubic"}]),
    ("even", [{"step": "resample", "start": 400, "stop": 2400, "spacing": 12.5, "interpolation": "cubic"}]),
    ("even", [{"step": "cut", "ranges": [[1350, 1450], [1800, 1950]]}]),
    ("uneven", [{"step": "cut", "ranges": [[400, 900], [850, 1300]], "mode": "keep"}]),
    ("even", [{"step": "absorbance"}]),
    ("even", [SG]),
    ("even", [SG | {"window_length": 3, "polyorder": 0}]),
    ("even", [SG | {"window_length": 5, "polyorder": 4, "deriv": 1, "delta": 40}]),
    ("even", [SG | {"window_length": 15, "polyorder": 3, "deriv": 2, "delta": 0.5}]),
    ("even", [SG | {"window_length": 7, "polyorder": 2, "deriv": 3}]),
    ("even", [SG | {"window_length": 51, "polyorder": 3, "deriv": 1}]),
    ("uneven", [{"step": "snv"}]),
    ("uneven", [{"step": "msc"}]),
    ("uneven", [{"step": "detrend"}]),
    ("even", [{"step": "detrend", "order": 1, "snv": False}]),
    ("even", [{"step": "detrend", "order": 0, "snv": False}]),
    ("uneven", [{"step": "detrend", "order": 5, "snv": False}]),
    ("uneven", [{"step": "continuum_removal"}]),
    ("uneven", [{"step": "absorbance"}, {"step": "continuum_removal", "type": "absorbance"}]),
    ("even", [{"step": "standardize"}]),
    (
        "uneven",
        [
            {"step": "splice", "splices": [1000, 1830]},
            {"step": "average"},
            {"step": "resample", "start": 450, "stop": 2350, "spacing": 20},
            {"step": "absorbance"},
            SG | {"deriv": 1},
            {"step": "cut", "ranges": [[1350, 1450], [1800, 1950]]},
            {"step": "msc"},
            {"step": "standardize"},
        ],
    ),
]

grids = {"even": EVEN, "uneven": UNEVEN}
inputs = {
    name: {"wavelengths": wav.tolist(), "reflectance": spectra(wav).ravel().tolist()}
    for name, wav in grids.items()
}
cases = []
for name, steps in CASES:
    x = np.array(inputs[name]["reflectance"]).reshape(-1, len(grids[name]))
    out, wav = preprocess_steps.apply(x, grids[name], steps, TRAINING, REPLICATES)
    assert np.isfinite(out).all(), steps
    cases.append(
        {
            "grid": name,
            "steps": steps,
            "wavelengths": wav.tolist(),
            "values": [float(f"{v:.14g}") for v in out.ravel()],
        }
    )
path = Path(__file__).parent.parent / "goldens" / "preprocess.json"
golden = {
    "samples": ["A", "B", "C"],
    "replicates": REPLICATES,
    "training": TRAINING,
    "inputs": inputs,
    "cases": cases,
}
path.write_text(json.dumps(golden) + "\n")
print(path.name, path.stat().st_size, "bytes")
