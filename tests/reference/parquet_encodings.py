"""Makes tests/goldens/encodings/: Parquet files in every encoding of values.

Forty spectra of five bands that dictionaries, differences and runs suit, with
pages small enough that a column has several; expected.json has the values.
PyPI: numpy, pandas, pyarrow.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = Path(__file__).parent.parent / "goldens" / "encodings"
BANDS = ["350", "400.5", "1000", "1800", "2500"]
ROWS = 40

# Whole numbers and halves: every type holds them.
VALUES = (np.arange(ROWS)[:, None] * 7 + np.arange(5) * 3) % 23 / 2
SAMPLES = [f"Lößboden_{i // 2:03d}" for i in range(ROWS)]
REPLICATES = [1 + i % 2 for i in range(ROWS)]
GROUPS = ["north" if i < 10 else "south" for i in range(ROWS)]


def table(values):
    columns = {"sample": SAMPLES, "replicate": np.int32(REPLICATES), "group": GROUPS}
    columns |= {band: values[:, i] for i, band in enumerate(BANDS)}
    return pa.Table.from_pandas(pd.DataFrame(columns), preserve_index=False)


def write(name, values, **options):
    pq.write_table(table(values), FOLDER / f"{name}.parquet", **options)


def main():
    FOLDER.mkdir(exist_ok=True)
    names = {"sample": "DELTA_BYTE_ARRAY", "group": "DELTA_LENGTH_BYTE_ARRAY", "replicate": "DELTA_BINARY_PACKED"}
    plain = dict(use_dictionary=False, compression="none")
    for version in ("1.0", "2.0"):
        short = version[0]
        split = {band: "BYTE_STREAM_SPLIT" for band in BANDS}
        write(f"split_v{short}", VALUES, column_encoding=names | split, data_page_version=version, **plain)
        delta = {band: "DELTA_BINARY_PACKED" for band in BANDS}
        for dtype in ("int32", "int64"):
            write(
                f"delta_{dtype}_v{short}",
                (VALUES * 2).astype(dtype),
                column_encoding=names | delta,
                data_page_version=version,
                **plain,
            )
        pages = dict(data_page_size=64, write_batch_size=8, data_page_version=version)
        write(f"pages_v{short}", VALUES, compression="none", **pages)
        write(f"checksum_v{short}", VALUES, compression="zstd", write_page_checksum=True, **pages)
    expected = {
        "versions": {m.__name__: m.__version__ for m in (np, pd, pa)},
        "samples": SAMPLES[::2],
        "groups": GROUPS[::2],
        "wavelengths": [float(b) for b in BANDS],
        "reflectance": VALUES.ravel().tolist(),
    }
    text = json.dumps(expected, ensure_ascii=False)
    (FOLDER / "expected.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
