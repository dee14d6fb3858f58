"""The peer of tables.ts: writes the files, or reads one as its users do.

tables.py write FOLDER ROWS BANDS, or tables.py read FILE. Reading prints
seconds, peak memory in bytes and the sum of all values. PyPI: numpy, pandas,
pyarrow.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd


def write(folder, rows, bands):
    rng = np.random.default_rng(1)
    steps = rng.normal(0, 0.002, (rows, bands)).cumsum(axis=1)
    values = np.round(0.3 + steps, 4)
    samples = [f"S{i:05d}" for i in range(rows)]
    wavelengths = np.arange(350.0, 350.0 + bands)
    np.savez(
        folder / "spectra.npz",
        samples=np.array(samples),
        wavelengths=wavelengths,
        reflectance=values,
    )
    wide = pd.DataFrame(values, columns=[f"{w:g}" for w in wavelengths])
    wide.insert(0, "sample", samples)
    wide.to_parquet(folder / "spectra.parquet", row_group_size=2000)
    wide.to_csv(folder / "spectra.csv", index=False)


def read(path):
    start = time.perf_counter()
    if path.suffix == ".npz":
        with np.load(path) as arrays:
            values = arrays["reflectance"]
    else:
        reader = pd.read_parquet if path.suffix == ".parquet" else pd.read_csv
        values = reader(path).set_index("sample").to_numpy()
    seconds = time.perf_counter() - start
    status = Path("/proc/self/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0]) * 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "sum": float(values.sum())}))


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        read(Path(sys.argv[2]))
