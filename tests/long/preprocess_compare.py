"""Second half of the long check of the pre-treatments; see preprocess.ts.

Prints for each chain the largest difference from tests/reference/
preprocess_steps.py over all spectra, relative to the largest value (and to
nothing less than that), and fails above 1e-9.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "reference"))
import preprocess_steps  # noqa: E402

BOUND = 1e-9
table, folder = sys.argv[1], Path(sys.argv[2])
with open(table, newline="") as file:
    rows = list(csv.reader(file))
first = next(i for i, name in enumerate(rows[0]) if name.replace(".", "").isdigit())
wav = np.array(rows[0][first:], float)
x = np.array([row[first:] for row in rows[1:]], float)
work = json.loads((folder / "list.json").read_text())
worst = 0.0
for item in work["list"]:
    ours = np.fromfile(folder / item["file"], "<f8").reshape(len(x), -1)
    theirs, grid = preprocess_steps.apply(x, wav, item["steps"], work["training"])
    assert ours.shape == theirs.shape, item
    assert np.abs(grid - item["wavelengths"]).max() < 1e-9, item
    absolute = np.abs(ours - theirs).max()
    relative = absolute / np.abs(theirs).max()
    worst = max(worst, absolute, relative)
    names = " > ".join(
        " ".join(
            [s["step"]] + [f"{k}={v}" for k, v in s.items() if k != "step" and v is not None]
        )
        for s in item["steps"]
    )
    print(f"{absolute:8.1e} absolute {relative:8.1e} relative  {names}")
print(f"{len(x)} spectra, {len(work['list'])} chains, worst {worst:.1e}, bound {BOUND}")
sys.exit(int(not worst <= BOUND))
