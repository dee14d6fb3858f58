"""Makes tests/goldens/metrics.json: measured and predicted values, and their
figures from scikit-learn and NumPy.

    python tests/reference/metrics.py
"""

import json
from pathlib import Path

import numpy as np
from sklearn.metrics import (
    mean_absolute_error,
    r2_score,
    root_mean_squared_error,
)

OUT = Path(__file__).parent.parent / "goldens" / "metrics.json"


def figures(m, p):
    rmse = root_mean_squared_error(m, p)
    q1, q3 = np.quantile(m, [0.25, 0.75])
    cov = np.cov(m, p, ddof=0)
    return {
        "n": len(m),
        "r2": r2_score(m, p),
        "rmse": rmse,
        "mae": mean_absolute_error(m, p),
        "bias": float(np.mean(p - m)),
        "rpd": float(np.std(m, ddof=1) / rmse),
        "rpiq": float((q3 - q1) / rmse),
        "ccc": float(2 * cov[0, 1] / (
            cov[0, 0] + cov[1, 1] + (m.mean() - p.mean()) ** 2)),
    }


def main():
    draw = np.random.default_rng(1964)
    cases = []
    for n in (2, 3, 4, 5, 10, 50, 51, 130):
        for noise, shift in ((0.1, 0.0), (0.8, 20.0), (3.0, -5.0)):
            m = np.round(np.exp(draw.normal(3.5, 1.1, n)), 2)
            p = np.round(m * np.exp(draw.normal(0, noise, n)) + shift, 3)
            cases.append({
                "measured": m.tolist(),
                "predicted": p.tolist(),
                "metrics": figures(m, p),
            })
    text = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text("[\n" + text + "\n]\n")


main()
