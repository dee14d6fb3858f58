"""Makes tests/goldens/doubt.json: T2 and Q of new rows by NumPy's SVD, and
normalized CV+ intervals (Barber et al. 2021) written out with NumPy.

    python tests/reference/doubt.py
"""

import json
from math import ceil
from pathlib import Path

import numpy as np

OUT = Path(__file__).parent.parent / "goldens" / "doubt.json"


def domain(draw):
    rows, columns, k = 40, 25, 4
    shapes = draw.normal(size=(k, columns)) * np.array([[8], [4], [2], [1]])
    x = np.round(draw.normal(size=(rows, k)) @ shapes
                 + 0.05 * draw.normal(size=(rows, columns)), 6)
    new = np.round(draw.normal(size=(6, columns)) * 3, 6)
    mean = x.mean(axis=0)
    _, s, vt = np.linalg.svd(x - mean, full_matrices=False)
    scores = (new - mean) @ vt[:k].T
    rest = (new - mean) - scores @ vt[:k]
    return {
        "x": x.tolist(), "new": new.tolist(), "components": k,
        "t2": (scores**2 / (s[:k] ** 2 / (rows - 1))).sum(axis=1).tolist(),
        "q": (rest**2).sum(axis=1).tolist(),
    }


def spread(fold, value, folds, predicted, errors):
    others = folds != fold
    count = max(5, ceil(0.1 * len(folds)))
    nearest = np.argsort(np.abs(predicted[others] - value), kind="stable")
    local = errors[others][nearest[:count]].mean()
    return (local + errors[others].mean()) / 2


def intervals(draw, n, members, level):
    folds = np.arange(n) % members
    measured = np.round(np.exp(draw.normal(3, 1, n)), 3)
    predicted = np.round(measured * np.exp(draw.normal(0, 0.3, n)), 3)
    new = np.round(np.exp(draw.normal(3, 1, (5, 1)))
                   * np.exp(draw.normal(0, 0.05, (5, members))), 3)
    errors = np.abs(measured - predicted)
    scores = np.array([
        e / spread(f, p, folds, predicted, errors)
        for e, f, p in zip(errors, folds, predicted)])
    found = []
    for values in new:
        around = np.array([
            spread(f, v, folds, predicted, errors)
            for f, v in enumerate(values)])
        low = np.sort(values[folds] - scores * around[folds])
        high = np.sort(values[folds] + scores * around[folds])
        # The floor((1 - level)(n + 1))-th smallest and ceil(level (n + 1))-th.
        up = int(np.ceil(np.round(level * (n + 1), 9)))
        down = int(np.floor(np.round((1 - level) * (n + 1), 9)))
        found.append([low[down - 1], high[up - 1]])
    return {
        "fold": folds.tolist(), "measured": measured.tolist(),
        "predicted": predicted.tolist(), "new": new.tolist(),
        "level": level, "intervals": np.array(found).tolist(),
    }


def main():
    draw = np.random.default_rng(2021)
    golden = {
        "domain": domain(draw),
        "intervals": [intervals(draw, *case) for case in (
            (39, 3, 0.9), (60, 5, 0.8), (101, 5, 0.95), (24, 2, 0.5))],
    }
    OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


main()
