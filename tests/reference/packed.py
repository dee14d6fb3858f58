"""Makes tests/goldens/packed/: one table as CSV, packed in every way, and as
workbooks, as pandas and Python write them.

PyPI: pandas, openpyxl, XlsxWriter, odfpy, zstandard.
"""

import bz2
import gzip
import io
import lzma
import math
import pickle
import struct
import zipfile
from pathlib import Path

import pandas as pd
import zstandard

FOLDER = Path(__file__).parent.parent / "goldens" / "packed"
BANDS = [1100, 1150.5, 2450]


def frame():
    # As many digits as openpyxl writes, which are fewer than a number has.
    rows = [
        [round(0.1 + math.sin(7 * row + band) ** 2 / 3, 15) for band in range(3)]
        for row in range(6)
    ]
    table = pd.DataFrame(rows, columns=BANDS)
    table.insert(0, "sample", ["B", "B", "A", "A", "Çé", "Çé"])
    table.insert(1, "replicate", [2, 1, 1, 2, 1, 2])
    table.insert(2, "group", ["north", "north", "south", "south", "north", "north"])
    table.insert(3, "clay", [12.5, 12.5, 30, 30, 0.25, 0.25])
    return table


def zipped(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name.replace("__", "."), (2021, 5, 3, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return made.getvalue()


def skipped(content):
    """A frame of Zstandard that is skipped, as pzstd writes one."""
    return struct.pack("<II", 0x184D2A50, len(content)) + content


def zstd(content, **options):
    return zstandard.ZstdCompressor(level=5, **options).compress(content)


FOLDER.mkdir(exist_ok=True)
TABLE = frame()
CSV = TABLE.to_csv(index=False).encode()
HALF = len(CSV) // 2
FIRST, SECOND = CSV[:HALF], CSV[HALF:]
FILES = {
    "table.csv": CSV,
    "table.csv.gz": gzip.compress(CSV, mtime=0),
    "table.csv.bz2": bz2.compress(CSV),
    "table.csv.xz": lzma.compress(CSV),
    "table.csv.zst": zstd(CSV, write_checksum=True),
    "table.zip": zipped(soils__csv=CSV),
    # Several one after the other, as cat, bgzip and pzstd make them.
    "parts.csv.gz": gzip.compress(FIRST, mtime=0) + gzip.compress(SECOND, mtime=0) + bytes(512),
    "parts.csv.bz2": bz2.compress(FIRST, 1) + bz2.compress(SECOND, 9),
    "parts.csv.xz": lzma.compress(FIRST) + lzma.compress(SECOND) + bytes(8),
    "parts.csv.zst": skipped(b"what") + zstd(FIRST) + skipped(b"") + zstd(SECOND, write_content_size=False),
    "crc32.csv.xz": lzma.compress(CSV, check=lzma.CHECK_CRC32),
    "sha256.csv.xz": lzma.compress(CSV, check=lzma.CHECK_SHA256),
}
for name, content in FILES.items():
    (FOLDER / name).write_bytes(content)
ENGINES = {"table.xlsx": "openpyxl", "texts.xlsx": "xlsxwriter", "table.ods": "odf"}
for name, engine in ENGINES.items():
    TABLE.to_excel(FOLDER / name, sheet_name="spectra", index=False, engine=engine)


def shape():
    """The wide table of tests/support/input_shapes.ts."""
    bands = range(400, 496)
    rows = [
        [
            math.floor(400 + 90 * math.sin(0.07 * b * (1 + s / 9)) + 20 * s + 0.5) / 1000
            for b in range(len(bands))
        ]
        for s in range(9)
    ]
    table = pd.DataFrame(rows, columns=[str(band) for band in bands])
    table.insert(0, "sample", [f"S{s + 1}" for s in range(9)])
    return table


SHAPE = shape().to_csv(index=False).encode()
(FOLDER / "shape.csv.bz2").write_bytes(bz2.compress(SHAPE))
(FOLDER / "shape.csv.xz").write_bytes(lzma.compress(SHAPE))
MATCHED = {
    row["sample"]: pd.DataFrame(
        {"r1": row.drop("sample").astype(float).to_numpy()}, index=range(400, 496)
    )
    for _, row in shape().iterrows()
}
(FOLDER / "shape.pickle").write_bytes(pickle.dumps(MATCHED, protocol=4))
